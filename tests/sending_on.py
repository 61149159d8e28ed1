"""A log that is written, read and sent on, as a receiver has it, without its port."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from receiver.answers.from_app import FromApp
from receiver.forward import Forward
from receiver.meaning.trust import Keys
from receiver.onward.forwarder import Forwarder
from receiver.process import InterpreterProcess
from store import Header, Intake, Reader, Request
from tests.make import request
from tests.until import until

WAIT = 15


@dataclass
class SendingOn:
    """Captures go in, and out to the apps."""

    log: Path
    intake: Intake
    reader: Reader
    interpreter: InterpreterProcess
    forwarder: Forwarder
    asked: FromApp | None
    told: list[str]

    async def capture(self, *bodies: bytes, headers: Sequence[Header] = (), target: str = "/telnyx") -> list[int]:
        """The seqs."""
        made = [request(body, target) for body in bodies]
        for one in made:
            one.headers = ((b"Host", b"rare-fox.example"), *headers)
        return [await self.captured(one) for one in made]

    async def captured(self, one: Request) -> int:
        seq = await self.intake.capture(one)
        self.interpreter.order("news")
        self.forwarder.order("news")
        return seq

    async def kept(self, many: int) -> None:
        """Wait until so many attempts are in the store."""
        await until(lambda: self.attempts() >= many, WAIT)

    def attempts(self) -> int:
        with closing(sqlite3.connect(self.log)) as db:
            return int(db.execute("SELECT count(*) FROM sent").fetchone()[0])


@asynccontextmanager
async def sending_on(folder: Path, *forwards: Forward, asked: bool = False) -> AsyncIterator[SendingOn]:
    log, told = folder / "callboard.db", list[str]()
    async with AsyncExitStack() as stack:
        intake = await stack.enter_async_context(Intake.open(log))
        interpreter = await stack.enter_async_context(InterpreterProcess.running(log, {}, Keys(), told.append))
        from_app = FromApp(forwards[0].url, intake.keep_sent) if asked else None
        forwarder = await stack.enter_async_context(Forwarder.running(log, intake, forwards, (), told.append, from_app))
        reader = await stack.enter_async_context(Reader.open(log))
        yield SendingOn(log, intake, reader, interpreter, forwarder, from_app, told)
