"""What is let in from outside: our own probes, and callbacks on their paths; all else is not there."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import TYPE_CHECKING

from ..answers.replying import answer
from ..app import CLOSE, EMPTY, OURS, Receiver, target_of

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

PROBE = OURS + "probe"


@dataclass(slots=True)
class Inlet:
    """The app at a tunnel's own port: what comes there is from outside, whatever it says of itself."""

    app: Receiver
    token: str
    """Has to be the first segment of the path; empty where any path for callbacks will do."""
    hooks: Sequence[str]
    """Paths for callbacks: the providers' and the routes'."""
    awaited: set[str] = field(default_factory=set)
    """Nonces of the probes that are out."""

    def __call__(self, scope: "Scope", receive: "ASGIReceiveCallable", send: "ASGISendCallable") -> Awaitable[None]:
        if scope["type"] != "http":
            raise RuntimeError(f"an inlet serves http, not {scope['type']}")
        path, _, query = target_of(scope).partition("?")
        if path == PROBE and query in self.awaited:
            self.awaited.discard(query)
            return answer(send, 200, EMPTY)
        if self.admits(path):
            return self.app(scope, receive, send)
        return answer(send, 404, EMPTY, CLOSE)

    def admits(self, path: str) -> bool:
        if self.token:
            first = path[1:].partition("/")[0]
            return compare_digest(first.encode("latin-1"), self.token.encode())
        return any(f"{path.lower()}/".startswith(f"{hook}/") for hook in self.hooks)
