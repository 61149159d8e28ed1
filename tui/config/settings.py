"""Settings: flags, environment, `./callboard.toml`, the user's file, defaults, in this order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from ..path import path_of
from . import files, tables
from .forward import Forward, certificate
from .login import Login
from .route import Route
from .tables import TABLES, Layers, Respond, Retention, Table
from .values import ConfigError, Troubles, path, port, switch, url

if TYPE_CHECKING:
    from .rule import Rule

Values = dict[str, str | int | bool]


def own_store() -> str:
    """Where the user's own captures are."""
    return str(_of_the_user(platformdirs.user_data_path, "~/.local/share/callboard") / "callboard.db")


def _of_the_user(place: Callable[[str], Path], there: str) -> Path:
    """A folder of the user's. Who has no home hears of it where the folder is needed."""
    try:
        return place("callboard")
    except RuntimeError:
        return Path(there)


DEFAULTS: Values = {
    "store": own_store(),
    "host": "127.0.0.1",
    "port": 8010,
    "color": "auto",
    "log_level": "warning",
    "public_url": "",
    "trust_forwarded": False,
    "forward_to": "",
    "cacert": "",
    "answer_from_app": False,
    "tunnel": "none",
    "path_token": True,
    "theme": "",
    "private": False,
}
CHOICES = {"color": ("auto", "always", "never"), "log_level": ("debug", "info", "warning", "error")}
SWITCHES = ("trust_forwarded", "path_token", "private", "answer_from_app")
MAY_BE_EMPTY = ("public_url", "theme", "forward_to", "cacert")
PLACES = {"public_url": url, "forward_to": url, "store": path}
"""Where something is, and what may name it."""
HERE = "callboard.toml"
ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds, and where each value came from."""

    store: Path
    host: str
    port: int
    color: str
    log_level: str
    public_url: str = ""
    """The URL under which the world calls us, up to the path; empty where it is not known."""
    trust_forwarded: bool = False
    """A tunnel of the user's own is up: what it says in X-Forwarded headers is believed of this machine."""
    forward_to: str = ""
    """The local app that everything is sent on to."""
    cacert: str = ""
    """The file with the certificate that the app's is signed with."""
    answer_from_app: bool = False
    """What the app answers is what the provider is told."""
    forwards: Mapping[str, Forward] = field(default_factory=dict)
    """`[forward.<name>]` tables: which apps get what."""
    tunnel: str = "none"
    """What makes the port public: its name, `auto`, `none`, or `ssh:` and a server."""
    path_token: bool = True
    """Through a tunnel only who knows the token in the path is let in."""
    tunnels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """`[tunnels.<name>]` tables: what a tunnel is asked for."""
    theme: str = ""
    """The board's; empty for the one that it had last."""
    private: bool = False
    """The board starts masked."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """`[routes.<name>]` tables: what is called under a path."""
    respond: tuple[Respond, ...] = ()
    """What is to be answered instead of 200; for the receiver to read."""
    overdue: Mapping[str, timedelta] = field(default_factory=dict)
    """For a kind of entity, how long it may be pending."""
    retention: Retention = field(default_factory=Retention)
    """How long and how much is kept."""
    rules: "tuple[Rule, ...]" = ()
    """`[rules.<name>]` tables: what the board watches for."""
    secrets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """For each provider what was set: a value, or `env:NAME`, `file:PATH`, `cmd:…`; see `secret.resolved`."""
    accounts: Mapping[str, Login] = field(default_factory=dict, repr=False)
    """For each provider how its API is asked, where callboard is to set the URL that it calls."""
    keymap: Mapping[str, str] = field(default_factory=dict)
    """`[keymap]`: other keys for an action, by its name."""
    providers: Mapping[str, Table] = field(default_factory=dict)
    """`[providers.<name>]` tables, for the adapters to read."""
    own: Path = Path()
    """The user's settings file, there or not."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """For each setting, and for each line of a table (`secrets.telnyx`), `flag`, the environment variable, the file, or
    `default`."""


def user_file() -> Path:
    return _of_the_user(platformdirs.user_config_path, "~/.config/callboard") / "config.toml"


def folder_of_themes() -> Path:
    return user_file().with_name("themes")


def load(flags: Table, environ: Mapping[str, str], folder: Path) -> Settings:
    """Settings as they hold in `folder`. Raises `ConfigError`, with all that is wrong."""
    troubles = Troubles()
    layers = _layers(flags, environ, folder, troubles)
    found = {name: _first(name, layers) for name in DEFAULTS}
    plain = _plain(_values(found, troubles), troubles)
    loaded = replace(
        plain,
        forwards=tables.forwards(layers, troubles),
        tunnels=tables.tunnels(layers, troubles),
        routes=tables.routes(layers, troubles),
        respond=tables.respond(flags, environ, layers, troubles),
        overdue=tables.overdue(layers, troubles),
        retention=tables.retention(layers, troubles),
        rules=tables.rules(layers, troubles),
        secrets=tables.secrets(layers, environ, troubles),
        accounts=tables.accounts(layers, environ, troubles),
        keymap=tables.keymap(layers, troubles),
        providers=tables.providers(layers, troubles),
        own=own_file(flags, environ)[0],
        sources={**_named(found), **tables.origins(layers, environ)},
    )
    troubles.tell()
    return loaded


def _values(found: Mapping[str, tuple[object, str]], troubles: Troubles) -> Values:
    """Each in its type; the default where it is wrong."""
    values = dict(DEFAULTS)
    for name, (value, source) in found.items():
        with troubles:
            values[name] = _checked(name, value, source)
    return values


def _plain(values: Values, troubles: Troubles) -> Settings:
    """All that is no table."""
    store, cacert = Path(), ""
    with troubles:
        cacert = certificate("cacert", str(values["cacert"]))
    with troubles:
        store = _path(str(values["store"]))
    return Settings(
        store=store,
        host=str(values["host"]),
        port=int(values["port"]),
        color=str(values["color"]),
        log_level=str(values["log_level"]),
        public_url=str(values["public_url"]),
        trust_forwarded=bool(values["trust_forwarded"]),
        forward_to=str(values["forward_to"]),
        cacert=cacert,
        answer_from_app=bool(values["answer_from_app"]),
        tunnel=str(values["tunnel"]),
        path_token=bool(values["path_token"]),
        theme=str(values["theme"]),
        private=bool(values["private"]),
    )


def own_file(flags: Table, environ: Mapping[str, str]) -> tuple[Path, bool]:
    """The user's settings file, and whether it was asked for by name."""
    chosen = flags.get("config") or environ.get("CALLBOARD_CONFIG")
    return (path_of(str(chosen)), True) if chosen else (user_file(), False)


def variable(name: str) -> str:
    return f"CALLBOARD_{name.upper()}"


def _named(found: Mapping[str, tuple[object, str]]) -> dict[str, str]:
    """The sources, with the variable for the environment."""
    return {name: variable(name) if source == ENVIRONMENT else source for name, (_, source) in found.items()}


def _path(text: str) -> Path:
    """The file itself, through links: two names of one store must be one store."""
    try:
        return Path(text).expanduser().resolve()
    except (RuntimeError, ValueError, OSError) as error:
        raise ConfigError(f"store: {text!r} is no place for a file: {error}") from error


def _layers(flags: Table, environ: Mapping[str, str], folder: Path, troubles: Troubles) -> Layers:
    profile = flags.get("profile") or environ.get("CALLBOARD_PROFILE")
    own, must = own_file(flags, environ)
    names = [*DEFAULTS, *TABLES]
    here = files.read(folder / HERE, names, troubles, must=False)
    user = files.read(own, names, troubles, must=must)
    return [
        ({name: value for name, value in flags.items() if value is not None and name not in TABLES}, "flag"),
        ({name: environ[variable(name)] for name in DEFAULTS if environ.get(variable(name))}, ENVIRONMENT),
        (here, HERE),
        (files.profile(profile, [here, user], names, troubles), f"profile {profile}"),
        (user, str(own)),
        (DEFAULTS, "default"),
    ]


def _first(name: str, layers: Layers) -> tuple[object, str]:
    return next((table[name], source) for table, source in layers if name in table)


def _checked(name: str, value: object, source: str) -> str | int | bool:
    """The value in its type."""
    if name == "port":
        return port(value, source)
    if name in SWITCHES:
        return switch(name, value, source)
    if not isinstance(value, str) or (not value and name not in MAY_BE_EMPTY):
        raise ConfigError(f"{name} ({source}) must be text, and is {value!r}", source)
    if name in PLACES and value:
        return PLACES[name](name, value, source)
    if name in CHOICES and value not in CHOICES[name]:
        raise ConfigError(f"{name} ({source}) is one of {', '.join(CHOICES[name])}, and is {value!r}", source)
    return value
