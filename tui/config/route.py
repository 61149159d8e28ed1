"""A route: a path of ours with settings of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .values import ConfigError, only, url

KNOWN = ["path", "public_url", "provider", "secret", "forward", "answer"]


@dataclass(frozen=True, slots=True)
class Route:
    """What holds for all that is called below a path; what is empty is as everywhere."""

    path: str
    public_url: str = ""
    """What the world calls instead of it, up to the path."""
    provider: str = ""
    """Who calls there, by name."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """That provider's, there and nowhere else: values, or `env:NAME`, `file:PATH`, `cmd:…`."""
    forward: str = ""
    """The URL of an app that hears of it, too."""
    answer: str = ""
    """What is answered there, as behind `--respond`."""


def route_of(name: str, table: object) -> Route:
    """From a table of settings. Raises `ConfigError`."""
    if not isinstance(table, Mapping):
        raise ConfigError(f"{name} is a table")
    only(f"[{name}]", table, KNOWN)
    path = table.get("path")
    if not isinstance(path, str) or not path.startswith("/"):
        raise ConfigError(f"{name}.path begins with /, and is {path!r}")
    if len(table) == 1:
        raise ConfigError(f"[{name}] says nothing of its path: give it one of {', '.join(KNOWN[1:])}")
    if "secret" in table and "provider" not in table:
        raise ConfigError(f"[{name}] needs a provider: who signs with that secret")
    return Route(
        path=path,
        public_url=_url(name, "public_url", table),
        provider=_text(name, "provider", table).lower(),
        secrets=_secrets(name, table.get("secret", ())),
        forward=_url(name, "forward", table),
        answer=_text(name, "answer", table),
    )


def _text(name: str, key: str, table: Mapping[str, object]) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise ConfigError(f"{name}.{key} is a text, and is {value!r}")
    return value


def _url(name: str, key: str, table: Mapping[str, object]) -> str:
    return url(f"{name}.{key}", table[key], "file") if key in table else ""


def _secrets(name: str, said: object) -> tuple[str, ...]:
    listed = (said,) if isinstance(said, str) else tuple(said) if isinstance(said, list | tuple) else ()
    if (said and not listed) or not all(isinstance(one, str) and one for one in listed):
        raise ConfigError(f"{name}.secret is a text, or a list of them")
    return listed
