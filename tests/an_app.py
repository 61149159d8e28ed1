"""An app under development: a real server that answers what a test says, and remembers the bytes that it was sent."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import cycle

LENGTH = re.compile(rb"(?i)content-length: (\d+)")
OK = b"HTTP/1.1 204 No Content\r\n\r\n"

FAILED = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops"
HUGE = b"HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n" + b"x" * 10 * 2**20

Answers = Callable[[asyncio.StreamWriter], None]


def reset(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


def half(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    writer.close()


def stall(_writer: asyncio.StreamWriter) -> None:
    """Never a word."""


def in_turn(*answers: bytes | Answers) -> Answers:
    """The next of these to each request, over and over."""
    turns = cycle(answers)

    def answer(writer: asyncio.StreamWriter) -> None:
        turn = next(turns)
        if callable(turn):
            turn(writer)
        else:
            writer.write(turn)

    return answer


class App:
    """What it was sent, whole, and where it listens."""

    def __init__(self, answer: bytes | Answers) -> None:
        self.answer: bytes | Answers = answer
        self.requests: list[bytes] = []
        self.port = 0
        self.came = asyncio.Event()
        self._open: dict[asyncio.StreamWriter, asyncio.Future[None]] = {}

    @property
    def bodies(self) -> list[bytes]:
        """Of the requests, in the order in which they came."""
        return [request.partition(b"\r\n\r\n")[2] for request in self.requests]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        done = self._open[writer] = asyncio.get_running_loop().create_future()
        try:
            await self._answer(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            done.set_result(None)

    async def hang_up(self) -> None:
        """Cut every connection off, and wait until it is."""
        for writer, done in self._open.items():
            writer.transport.abort()
            await done

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = LENGTH.search(head)
                self.requests.append(head + await reader.readexactly(int(length[1]) if length else 0))
                self.came.set()
                if callable(self.answer):
                    self.answer(writer)
                else:
                    writer.write(self.answer)
                await writer.drain()


@asynccontextmanager
async def app(answer: bytes | Answers = OK, port: int = 0) -> AsyncIterator[App]:
    there = App(answer)
    server = await asyncio.start_server(there.serve, "127.0.0.1", port)
    there.port = server.sockets[0].getsockname()[1]
    try:
        yield there
    finally:
        server.close()
        await there.hang_up()
