"""Where callbacks are sent on to: a table of settings."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..path import path_of
from .values import ConfigError, only, switch, url

MOST = 100
"""Of requests at once, and of times that one is sent again."""
KNOWN = ["to", "filter", "path", "cacert", "insecure", "concurrency", "retries", "redeliveries"]


@dataclass(frozen=True, slots=True)
class Forward:
    """One app, and what it is to get."""

    to: str
    where: str = ""
    """A filter; empty for everything."""
    path: str = "/"
    """What was called below it."""
    cacert: str = ""
    """A file with the certificate that the app's is signed with."""
    insecure: bool = False
    concurrency: int = 4
    retries: int = 0
    redeliveries: bool = False


def forward_of(name: str, table: object) -> Forward:
    """From a table of settings. Raises `ConfigError`."""
    if not isinstance(table, Mapping):
        raise ConfigError(f"{name} is a table")
    only(f"[{name}]", table, KNOWN)
    if "to" not in table:
        raise ConfigError(f'[{name}] needs a target: to = "http://127.0.0.1:3000"')
    path = _text(name, "path", table) or "/"
    if not path.startswith("/"):
        raise ConfigError(f"{name}.path begins with /, and is {path!r}")
    return Forward(
        to=url(f"{name}.to", table["to"], "file"),
        where=_text(name, "filter", table),
        path=path,
        cacert=certificate(f"{name}.cacert", _text(name, "cacert", table)),
        insecure=switch(f"{name}.insecure", table.get("insecure", False), "file"),
        concurrency=_number(name, "concurrency", table, 4, least=1),
        retries=_number(name, "retries", table, 0, least=0),
        redeliveries=switch(f"{name}.redeliveries", table.get("redeliveries", False), "file"),
    )


def certificate(name: str, said: str) -> str:
    """A file of certificates, read once so that what is wrong with it is told now."""
    if not said:
        return ""
    import ssl  # noqa: PLC0415 (rarely, and it takes its time)

    path = path_of(said)
    try:
        ssl.create_default_context(cafile=str(path))
    except OSError as error:  # `SSLError` is one
        raise ConfigError(f"{name}: {path} holds no certificate that can be read: {error}") from error
    return str(path)


def _text(name: str, key: str, table: Mapping[str, object]) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise ConfigError(f"{name}.{key} is a text, and is {value!r}")
    return value


def _number(name: str, key: str, table: Mapping[str, object], usual: int, *, least: int) -> int:
    value = table.get(key, usual)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST:
        raise ConfigError(f"{name}.{key} is a number from {least} to {MOST}, and is {value!r}")
    return value
