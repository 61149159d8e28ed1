"""Gives the replies that take their time, or are none, and never holds more senders than it can bear."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from store import Header

from .reply import NOTHING, Fault, Reply

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, HTTPScope

AS_SENT = "callboard.as_sent"
"""Key of the scope extension in which the guard hands over what ASGI has no place for: `target`, the bytes of path and
query, `headers`, with names in the sender's case, and the `connection`."""

MOST_HELD = 100
"""Senders that may wait at once. One more is not held: its connection is closed, or its answer given without delay."""
LONGEST = 120.0
"""Seconds that nobody is held beyond: no provider that says so waits for longer than 15."""
BODILESS = (204, 304)
"""What stood behind their heads would be taken for the next answer."""


@runtime_checkable
class Connection(Protocol):
    """What can be done to a connection besides answering."""

    def hold(self, seconds: float) -> None: ...
    def release(self) -> None: ...
    def hang_up(self) -> None: ...


class Loose:
    """Under a server other than ours there is no connection to hold."""

    def hold(self, seconds: float) -> None: ...
    def release(self) -> None: ...
    def hang_up(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request's way back."""

    scope: "HTTPScope"
    receive: "ASGIReceiveCallable"
    send: "ASGISendCallable"

    @property
    def connection(self) -> Connection:
        connection = self.scope.get("extensions", {}).get(AS_SENT, {}).get("connection")
        return connection if isinstance(connection, Connection) else Loose()

    async def left(self, seconds: float) -> bool:
        """The sender hung up within the time."""
        try:
            async with asyncio.timeout(seconds):
                while (await self.receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            return False
        return True


@dataclass(slots=True)
class Replying:
    """The senders that wait are counted here."""

    most: int = MOST_HELD
    longest: float = LONGEST
    held: int = 0

    async def give(self, reply: Reply, exchange: Exchange) -> int:
        """The status that was really answered; `NOTHING` where none was."""
        wait = self.longest if reply.fault is Fault.TIME_OUT else min(reply.delay, self.longest)
        left = wait > 0 and await self._waited(wait, exchange)
        if left or reply.fault:
            exchange.connection.hang_up()
            await exchange.left(1)  # the server hears of it, and says nothing in our place
            return NOTHING
        body = b"" if reply.status in BODILESS else reply.body
        await answer(exchange.send, reply.status, *reply.headers, *_length(reply), body=body)
        return reply.status

    async def _waited(self, seconds: float, exchange: Exchange) -> bool:
        """The sender left meanwhile."""
        if self.held >= self.most:
            return False
        self.held += 1
        exchange.connection.hold(seconds)
        try:
            return await exchange.left(seconds)
        finally:
            self.held -= 1
            exchange.connection.release()


def _length(reply: Reply) -> tuple[Header, ...]:
    return () if reply.status in BODILESS else ((b"content-length", b"%d" % len(reply.body)),)


async def answer(send: "ASGISendCallable", status: int, *headers: Header, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
