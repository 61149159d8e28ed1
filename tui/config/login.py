"""How a provider's API is asked: a key, and where the API is."""

import re
from dataclasses import dataclass

from .values import ConfigError, only

BASE = re.compile(r"(https://|http://(127\.[0-9.]+|localhost|\[::1\])(?=[:/]|$))[\w.:\[\]-]*(/[\w./-]*)?", re.ASCII)
"""Where a key may go: over TLS, or no further than this machine."""


@dataclass(frozen=True, slots=True)
class Login:
    """One `[accounts.<name>]` table."""

    key: str = ""
    """Or where it is: `env:NAME`, `file:PATH`, `cmd:…`."""
    url: str = ""
    """Where the API is, if not where it usually is."""


def login_of(name: str, table: object) -> Login:
    """Raises `ConfigError`, in which the key is not told."""
    known = ["key", "url"]
    if not isinstance(table, dict):
        raise ConfigError(f"{name} is a table")
    only(f"[{name}]", table, known)
    if wrong := [key for key, value in table.items() if not isinstance(value, str)]:
        raise ConfigError(f"{name}.{wrong[0]} is a text")
    login = Login(**table)
    if login.url and not BASE.fullmatch(login.url):
        raise ConfigError(f"{name}.url begins with https:// and holds no query, and is {login.url!r}")
    return login
