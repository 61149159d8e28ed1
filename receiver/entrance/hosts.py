"""As whom we may be called at the receiver's own port, once it is known how the world calls us."""

import ipaddress
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from ..answers.replying import answer
from ..app import CLOSE, EMPTY

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

OF_NOBODY = (".localhost", ".internal")
"""Domains that nobody can have: a page on the internet cannot make such a name lead here."""
MISDIRECTED = 421
MOST = 20
"""Names that are told of."""


class App(Protocol):
    def __call__(self, scope: "Scope", receive: "ASGIReceiveCallable", send: "ASGISendCallable") -> Awaitable[None]: ...


@dataclass(frozen=True, slots=True)
class Addressed:
    """An app that only answers to names that are ours: a page whose name was made to lead to this machine, to have a
    browser post here for it (DNS rebinding), is told that it is wrong here."""

    app: App
    ours: frozenset[str]
    tell: Callable[[str], None]
    _refused: set[str] = field(default_factory=set)

    def __call__(self, scope: "Scope", receive: "ASGIReceiveCallable", send: "ASGISendCallable") -> Awaitable[None]:
        if scope["type"] == "http":
            host = next((value for name, value in scope["headers"] if name == b"host"), b"")
            if not answers_to(host.decode("latin-1"), self.ours):
                self._told(host.decode("latin-1"))
                return answer(send, MISDIRECTED, EMPTY, CLOSE)
        return self.app(scope, receive, send)

    def _told(self, host: str) -> None:
        """Once of each: a provider may still call a name that was ours, and nobody would see why nothing comes."""
        if host not in self._refused and len(self._refused) < MOST:
            self._refused.add(host)
            self.tell(
                f"a call for {host} was answered {MISDIRECTED} and not stored; if that is you, make it a public_url"
            )


def addressed(app: App, urls: Iterable[str], tell: Callable[[str], None], *, by_us: bool) -> App:
    """Where neither a URL is set nor a tunnel is ours, one of the user's own may call us by any name."""
    ours = frozenset(urlsplit(url).hostname or "" for url in urls)
    return Addressed(app, ours, tell) if ours or by_us else app


def answers_to(host: str, ours: frozenset[str]) -> bool:
    """An address is no name, and a name without a dot is this network's own."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").removesuffix(".")
    except ValueError:
        return False
    return "." not in name or name in ours or name.endswith(OF_NOBODY) or _address(name)


def _address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
