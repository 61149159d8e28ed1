"""The life of a connection: the time it has, the order of its answers, and a gentle end."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from uvicorn.server import ServerState


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a sender may ask of us. Times are seconds, sizes bytes."""

    request: float = 15.0
    """From the first byte of a request, or from the connection, to the last byte of the body."""
    answer: float = 15.0
    """From there until the answer is on its way; the app itself takes at most ten."""
    keep_alive: float = 5.0
    linger: float = 1.0
    """How long a refused sender may go on talking, so that it reads the answer and not a reset."""
    stop: float = 1.5
    """What is left for a request that is still arriving when the server stops."""
    head: int = 32 * 1024
    """The request line and all headers."""
    headers: int = 128
    overhead: int = 256 * 1024
    """Chunk sizes, chunk extensions and trailers of one request; and what is read after a refusal."""


class Stage(Enum):
    """How far the request that is arriving has come."""

    IDLE = auto()
    """Not a byte of it is here."""
    HEAD = auto()
    BODY = auto()
    WHOLE = auto()
    """All of it is here, and its answer is owed."""
    REFUSED = auto()
    """Nothing on this connection is read any more."""


IDLE, HEAD, BODY, WHOLE, REFUSED = Stage  # in Python 3.11 an attribute of an enum costs as much as a call


class Outgoing(asyncio.Transport):
    """The transport as uvicorn's answer sees it: `close` is the guard's, because to close while the sender still talks
    resets the connection, and a reset may overtake the answer."""

    def __init__(self, connection: "Connection", transport: asyncio.Transport) -> None:
        super().__init__()
        self._connection = connection
        self.write = transport.write  # type: ignore[method-assign]  # itself: a call between costs time in every answer
        self.is_closing = transport.is_closing  # type: ignore[method-assign]

    def close(self) -> None:
        self._connection.finish()


class Connection(HttpToolsProtocol):
    """One deadline for whatever it waits for, looked at by `sweep`."""

    limits = Limits()
    stage: Stage = IDLE
    owed = 0
    """Answers not yet given: more than one where the sender pipelines."""
    refusal = 0
    """The status that the sender hears after the answers still owed."""
    overhead = 0
    leaving = False
    """The server stops: this answer is the last."""
    held = False
    """The answer is late on purpose, or will never come."""
    deadline: float
    outgoing: Outgoing

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.outgoing = Outgoing(self, transport)
        self.deadline = self.loop.time() + self.limits.request

    def eof_received(self) -> bool:  # type: ignore[override]
        """A sender that closes its half after a whole request still reads the answer, but not one that is late."""
        if self.held:
            return False
        waits = self.owed > 0 and self.stage in (WHOLE, REFUSED)
        if waits:
            self.cycle.keep_alive = False
        return waits

    def on_response_complete(self) -> None:
        self.server_state.total_requests += 1
        self.owed -= 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self.stage is WHOLE:
            self.stage = IDLE
            self.deadline = self.loop.time() + self.limits.keep_alive
        else:
            self._say_refusal()

    def refuse(self, status: int) -> None:
        """Drop the request that is arriving, and say so once those before it are answered."""
        if self.stage is BODY:
            self._drop()
        self.stage = REFUSED
        self.refusal = status
        self._say_refusal()

    def finish(self) -> None:
        """Close: at once where the sender is done, else when it had time to read the answer."""
        if self.stage in (IDLE, WHOLE):
            self.transport.close()
        elif not self.transport.is_closing():
            self._linger()

    def hold(self, seconds: float) -> None:
        """Give the sender this long, if it has it."""
        self.held = True
        self.deadline = max(self.deadline, self.loop.time() + seconds + self.limits.answer)

    def release(self) -> None:
        self.held = False

    def hang_up(self) -> None:
        """End it without an answer."""
        self.transport.close()

    def expire(self, now: float) -> None:
        """End what has waited too long."""
        if now < self.deadline:
            return
        arriving = self.stage in (HEAD, BODY)
        if arriving and self.owed == (self.stage is BODY):
            self.refuse(408)
        else:
            self.transport.abort()

    def shutdown(self) -> None:
        """A request that is still arriving gets a little time, an owed answer is given, the rest ends here."""
        self.leaving = True
        if self.stage is IDLE or self.held:
            self.transport.close()
        elif self.stage in (HEAD, BODY):
            self.deadline = min(self.deadline, self.loop.time() + self.limits.stop)
        if self.owed:
            self.cycle.keep_alive = False

    def _should_upgrade(self) -> bool:
        """Whatever a request asks for, it stays a request."""
        return False

    def _drop(self) -> None:
        """Tell the app that the request will never be whole; it stores nothing then."""
        if self.cycle.response_complete:
            return
        self.owed -= 1
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        if self.pipeline and self.pipeline[0][0] is self.cycle:
            self.pipeline.popleft()

    def _say_refusal(self) -> None:
        if not self.refusal or self.owed or self.transport.is_closing():
            return
        phrase = HTTPStatus(self.refusal).phrase.encode()
        head = b"HTTP/1.1 %d %s\r\ncontent-length: 0\r\nconnection: close\r\n\r\n" % (self.refusal, phrase)
        self.transport.write(head)
        self._linger()

    def _linger(self) -> None:
        """Say that we have said all, and read on for a moment; `sweep` then hangs up if the sender does not."""
        self.stage = REFUSED
        self.refusal = 0
        self.overhead = 0
        self.deadline = self.loop.time() + self.limits.linger
        self.flow.resume_reading()
        with suppress(OSError):  # the sender is gone already
            self.transport.write_eof()

    def _discard(self, size: int) -> None:
        """What a refused sender still says is read, so that it hears us, but not for ever."""
        self.overhead += size
        if self.overhead <= self.limits.overhead:
            return
        if self.owed:
            self.flow.pause_reading()
        else:
            self.transport.abort()


async def sweep(state: "ServerState", every: float) -> None:
    """End the connections whose time is over. One look at all of them is cheaper than a timer for each request."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(every)
        now = loop.time()
        for connection in list(state.connections):
            if isinstance(connection, Connection):
                connection.expire(now)
