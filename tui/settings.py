"""Settings: flags, environment, `./callboard.toml`, the user's file, defaults, in this order."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import platformdirs

from .values import ConfigError, duration, near, port, switch, url

Table = Mapping[str, object]

DEFAULTS: dict[str, str | int | bool] = {
    "store": str(platformdirs.user_data_path("callboard") / "callboard.db"),
    "host": "127.0.0.1",
    "port": 8010,
    "color": "auto",
    "log_level": "warning",
    "public_url": "",
    "trust_forwarded": False,
    "private": False,
}
CHOICES = {"color": ("auto", "always", "never"), "log_level": ("debug", "info", "warning", "error")}
SWITCHES = ("trust_forwarded", "private")
TABLES = ("providers", "profiles", "secrets", "routes", "overdue")
VARIABLE = "CALLBOARD_SECRET_"
HERE = "callboard.toml"


@dataclass(frozen=True, slots=True)
class Route:
    """A path of ours that the world calls under a URL of its own."""

    path: str
    public_url: str
    """Up to the path."""


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
    private: bool = False
    """The board starts masked."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """`[routes.<name>]` tables: what is called under a path."""
    overdue: Mapping[str, timedelta] = field(default_factory=dict)
    """For a kind of entity, how long it may be pending."""
    secrets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """For each provider what was set: a value, or `env:NAME`, `file:PATH`, `cmd:…`; see `secret.resolved`."""
    providers: Mapping[str, Table] = field(default_factory=dict)
    """`[providers.<name>]` tables, for the adapters to read."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """For each setting `flag`, the environment variable, the file, or `default`."""


def user_file() -> Path:
    return platformdirs.user_config_path("callboard") / "config.toml"


def load(flags: Table, environ: Mapping[str, str], folder: Path) -> Settings:
    """Settings as they hold in `folder`. Raises `ConfigError`."""
    layers = _layers(flags, environ, folder)
    found = {name: _first(name, layers) for name in DEFAULTS}
    values = {name: _checked(name, value, source) for name, (value, source) in found.items()}
    return Settings(
        store=_path(str(values["store"])),
        host=str(values["host"]),
        port=int(values["port"]),
        color=str(values["color"]),
        log_level=str(values["log_level"]),
        public_url=str(values["public_url"]),
        trust_forwarded=bool(values["trust_forwarded"]),
        private=bool(values["private"]),
        routes=_routes(layers),
        overdue=_overdue(layers),
        secrets=_secrets(layers, environ),
        providers=_providers(layers),
        sources={name: source for name, (_, source) in found.items()},
    )


def _path(text: str) -> Path:
    """The file itself, through links: two names of one store must be one store."""
    try:
        return Path(text).expanduser().resolve()
    except (RuntimeError, ValueError, OSError) as error:
        raise ConfigError(f"store: {text!r} is no place for a file: {error}") from error


def _layers(flags: Table, environ: Mapping[str, str], folder: Path) -> list[tuple[Table, str]]:
    """Every place that may set something, the strongest first, each with its name."""
    chosen = flags.get("config") or environ.get("CALLBOARD_CONFIG")
    profile = flags.get("profile") or environ.get("CALLBOARD_PROFILE")
    own = Path(str(chosen)).expanduser() if chosen else user_file()
    here, user = _read(folder / HERE, must=False), _read(own, must=bool(chosen))
    return [
        ({name: value for name, value in flags.items() if value is not None}, "flag"),
        ({name: environ[_variable(name)] for name in DEFAULTS if environ.get(_variable(name))}, "environment"),
        (here, HERE),
        (_profile(profile, [here, user]), f"profile {profile}"),
        (user, str(own)),
        (DEFAULTS, "default"),
    ]


def _variable(name: str) -> str:
    return f"CALLBOARD_{name.upper()}"


def _read(path: Path, *, must: bool) -> Table:
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except FileNotFoundError:
        if must:
            raise ConfigError(f"there is no file {path}: leave --config away, or name one that is there") from None
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    _known(table, str(path))
    return table


def _known(table: Table, where: str) -> None:
    """All that is wrong with the keys, in one message."""
    names = [*DEFAULTS, *TABLES]
    wrong = [key for key in table if key not in names]
    if wrong:
        hints = [f"{key}{near(key, names)}" for key in wrong]
        raise ConfigError(f"{where}: unknown {'; '.join(hints)}. There are {', '.join(names)}")


def _profile(name: object, files: list[Table]) -> Table:
    if not name:
        return {}
    for file in files:
        profiles = file.get("profiles", {})
        if isinstance(profiles, dict) and isinstance(table := profiles.get(name), dict):
            _known(table, f"[profiles.{name}]")
            return table
    raise ConfigError(f"no file has a table [profiles.{name}]: leave --profile away, or write one")


def _first(name: str, layers: list[tuple[Table, str]]) -> tuple[object, str]:
    return next((table[name], source) for table, source in layers if name in table)


def _checked(name: str, value: object, source: str) -> str | int | bool:
    """The value in its type."""
    if name == "port":
        return port(value, source)
    if name in SWITCHES:
        return switch(name, value, source)
    if not isinstance(value, str) or (not value and name != "public_url"):
        raise ConfigError(f"{name} ({source}) must be text, and is {value!r}", source)
    if name == "public_url" and value:
        return url(name, value, source)
    if name in CHOICES and value not in CHOICES[name]:
        raise ConfigError(f"{name} ({source}) is one of {', '.join(CHOICES[name])}, and is {value!r}", source)
    return value


def _providers(layers: list[tuple[Table, str]]) -> Mapping[str, Table]:
    return _tables("providers", layers, "[providers.plivo.keys]")


def _tables(name: str, layers: list[tuple[Table, str]], example: str) -> dict[str, Table]:
    """The tables of the strongest file that has one of a name."""
    merged: dict[str, Table] = {}
    for table, source in layers:
        tables = table.get(name, {})
        if not isinstance(tables, dict) or not all(isinstance(one, dict) for one in tables.values()):
            raise ConfigError(f"{name} ({source}) holds tables, such as {example}")
        merged = {**tables, **merged}
    return merged


def _routes(layers: list[tuple[Table, str]]) -> Mapping[str, Route]:
    tables = _tables("routes", layers, "[routes.staging]")
    return {name: _route(f"routes.{name}", table) for name, table in tables.items()}


def _route(name: str, table: Table) -> Route:
    known = ["path", "public_url"]
    if wrong := [key for key in table if key not in known]:
        raise ConfigError(f"[{name}]: unknown {wrong[0]}{near(wrong[0], known)}. There are {', '.join(known)}")
    path = table.get("path")
    if not isinstance(path, str) or not path.startswith("/"):
        raise ConfigError(f"{name}.path begins with /, and is {path!r}")
    if "public_url" not in table:
        raise ConfigError(f"[{name}] needs a public_url: what the world calls, up to the path")
    return Route(path, url(f"{name}.public_url", table["public_url"], "file"))


def _overdue(layers: list[tuple[Table, str]]) -> Mapping[str, timedelta]:
    """How long what may be pending, of the strongest file that says so."""
    merged: dict[str, timedelta] = {}
    for table, source in layers:
        said = table.get("overdue", {})
        if not isinstance(said, dict):
            raise ConfigError(f'overdue ({source}) is a table: [overdue], with lines such as message = "15m"')
        merged = {**{kind: duration(kind, value, source) for kind, value in said.items()}, **merged}
    return merged


def _secrets(layers: list[tuple[Table, str]], environ: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """All that is set of each provider, the environment's first: several hold at once (rotation, several accounts)."""
    merged: dict[str, tuple[str, ...]] = {}
    for name, value in environ.items():
        if name.startswith(VARIABLE) and value.strip():
            merged[name.removeprefix(VARIABLE).lower()] = tuple(value.split())
    for table, source in layers:
        secrets = table.get("secrets", {})
        if not isinstance(secrets, dict):
            raise ConfigError(f"secrets ({source}) is a table: [secrets], with a line a provider")
        for name, value in secrets.items():
            merged[name] = (*merged.get(name, ()), *_listed(name, value, source))
    return merged


def _listed(name: str, value: object, source: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
        raise ConfigError(f"secrets.{name} ({source}) is a text, or a list of them")
    return tuple(listed)
