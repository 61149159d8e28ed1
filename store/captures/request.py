"""One HTTP request, as it came and as it is in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

Header = tuple[bytes, bytes]
"""One header as it came: name in the sender's case, value without the white space around it."""


@dataclass(slots=True, kw_only=True)
class Request:
    """One HTTP request as it came off the wire. Nobody changes it; a frozen one takes three times as long to make, on
    the way to every answer."""

    received_at: datetime
    """UTC, to the microsecond."""
    method: str
    target: str
    """Path and query as sent, byte for byte (Latin-1)."""
    http_version: str
    headers: tuple[Header, ...]
    """In order, with duplicates and in the sender's case."""
    body: bytes
    peer: str
    """The address of the socket: behind a tunnel always this machine's."""
    answer: int = 200
    """The status that we answered with."""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case, as Latin-1."""
        return _named(self.headers).get(name.lower())


@lru_cache(maxsize=8)  # every adapter looks at the same headers, one after the other
def _named(headers: tuple[Header, ...]) -> Mapping[str, str]:
    """The first of each name."""
    return {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in reversed(headers)}


@dataclass(slots=True, kw_only=True)
class Capture(Request):
    """A request in the log: never changed."""

    seq: int
    damaged: bool = False
    """On the disk: headers and body are not those that came."""
