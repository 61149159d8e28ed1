"""A receiver on a real socket, and a sender that writes raw bytes to it."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from receiver.answers.refusing import Refusing
from receiver.answers.reply import Answers
from receiver.app import MIB, Captures, Receiver, receiver_app
from receiver.entrance.connection import Limits
from receiver.server import bind, run
from store import Capture, Request, Unstorable
from tests.make import numbered

QUICK = Limits(request=0.4, answer=2, keep_alive=0.3, linger=0.2, stop=0.2)
PATIENT = Limits(request=60, answer=60, keep_alive=0.3, linger=0.2, stop=0.2)
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


class Stalled:
    """A disk that answers when it is released."""

    def __init__(self) -> None:
        self.asked, self.released = asyncio.Event(), asyncio.Event()
        self.kept = Kept()

    async def capture(self, request: Request) -> int:
        self.asked.set()
        await self.released.wait()
        return await self.kept.capture(request)

    async def answered(self, seq: int, status: int) -> None:
        await self.kept.answered(seq, status)


class Kept:
    """Captures in memory, and a disk that a test can fill."""

    def __init__(self) -> None:
        self.captures: list[Capture] = []
        self.full = False

    async def capture(self, request: Request) -> int:
        if self.full:
            raise Unstorable("the disk is full")
        self.captures.append(numbered(request, self.next))
        return self.captures[-1].seq

    async def answered(self, seq: int, status: int) -> None:
        self.captures[seq - 1].answer = status

    @property
    def next(self) -> int:
        return len(self.captures) + 1


@dataclass
class Receiving:
    """A receiver that runs."""

    host: str
    port: int
    kept: Kept
    stop: asyncio.Event
    task: asyncio.Task[None]
    app: Receiver

    async def say(self, *parts: bytes, half_close: bool = False) -> bytes:
        """Send the parts and read until the receiver hangs up."""
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            with suppress(OSError, RuntimeError):
                await _write(writer, parts, half_close)
            return await read_all(reader)
        finally:
            await hang_up(writer)

    async def post(self, body: bytes = b"{}", *, target: str = "/good") -> int:
        """The status of a sound request."""
        [status] = statuses(await self.say(post(target, body=body, headers=(b"Connection: close",))))
        return status


def post(target: str = "/", *, body: bytes = b"", headers: Iterable[bytes] = ()) -> bytes:
    """A sound request."""
    head = [f"POST {target} HTTP/1.1".encode(), b"Host: x", *headers, b"Content-Length: %d" % len(body)]
    return b"\r\n".join([*head, b"", body])


def statuses(answer: bytes) -> list[int]:
    """Every status in what came back; `100 Continue` is none."""
    return [int(status) for status in STATUS.findall(answer) if status != b"100"]


async def read_all(reader: asyncio.StreamReader) -> bytes:
    """What comes until the other side hangs up, however it does that."""
    answer = b""
    with suppress(OSError, RuntimeError):
        while part := await reader.read(65536):
            answer += part
    return answer


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError, RuntimeError):
        await writer.wait_closed()


@asynccontextmanager
async def receiving(
    intake: Captures | None = None,
    answers: Answers | None = None,
    *,
    limits: Limits = PATIENT,
    body_limit: int = MIB,
    host: str = "127.0.0.1",
    refusing: Refusing | None = None,
) -> AsyncIterator[Receiving]:
    """A receiver on a free port, stopped at the end."""
    kept = Kept()
    listener = bind(host, 0)
    port = listener.getsockname()[1]
    stop = asyncio.Event()
    app = receiver_app(intake or kept, answers, refusing, body_limit=body_limit)
    task = asyncio.create_task(run(app, listener, stop, limits))
    try:
        yield Receiving(host, port, kept, stop, task, app)
    finally:
        stop.set()
        await task


async def _write(writer: asyncio.StreamWriter, parts: Iterable[bytes], half_close: bool) -> None:
    for part in parts:
        writer.write(part)
        await writer.drain()
    if half_close:
        writer.write_eof()
