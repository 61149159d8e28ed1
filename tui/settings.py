"""Settings: flags, environment, `./callboard.toml`, the user's file, defaults, in this order."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import platformdirs

Table = Mapping[str, object]

DEFAULTS: dict[str, str | int] = {
    "store": str(platformdirs.user_data_path("callboard") / "callboard.db"),
    "host": "127.0.0.1",
    "port": 8010,
    "color": "auto",
    "log_level": "warning",
    "public_url": "",
}
CHOICES = {"color": ("auto", "always", "never"), "log_level": ("debug", "info", "warning", "error")}
TABLES = ("providers", "profiles", "secrets")
VARIABLE = "CALLBOARD_SECRET_"
HERE = "callboard.toml"


class ConfigError(Exception):
    """Settings that cannot be used; its text says which and what to do."""

    def __init__(self, text: str, source: str = "") -> None:
        super().__init__(text)
        self.flagged = source == "flag"
        """It was said on the command line."""


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
        hints = [f"{key}{_near(key, names)}" for key in wrong]
        raise ConfigError(f"{where}: unknown {'; '.join(hints)}. There are {', '.join(names)}")


def _near(key: str, names: list[str]) -> str:
    near = get_close_matches(key, names, 1)
    return f" (did you mean {near[0]}?)" if near else ""


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


def _checked(name: str, value: object, source: str) -> str | int:
    """The value in its type."""
    if name == "port":
        return _port(value, source)
    if not isinstance(value, str) or (not value and name != "public_url"):
        raise ConfigError(f"{name} ({source}) must be text, and is {value!r}", source)
    if name == "public_url" and value and not value.startswith(("http://", "https://")):
        raise ConfigError(f"public_url ({source}) begins with http:// or https://, and is {value!r}", source)
    if name in CHOICES and value not in CHOICES[name]:
        raise ConfigError(f"{name} ({source}) is one of {', '.join(CHOICES[name])}, and is {value!r}", source)
    return value


def _port(value: object, source: str) -> int:
    text = str(value)
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:  # noqa: PLR2004
        raise ConfigError(f"port ({source}) is a number from 0 (any free port) to 65535, and is {value!r}", source)
    return int(text)


def _providers(layers: list[tuple[Table, str]]) -> Mapping[str, Table]:
    """The tables of the strongest file that has a provider's."""
    merged: dict[str, Table] = {}
    for table, source in layers:
        tables = table.get("providers", {})
        if not isinstance(tables, dict) or not all(isinstance(one, dict) for one in tables.values()):
            raise ConfigError(f"providers ({source}) holds tables, such as [providers.plivo.keys]")
        merged = {**tables, **merged}
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
