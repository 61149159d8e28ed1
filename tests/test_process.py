"""The interpreter in a process of its own: nothing is lost or read twice, however often it dies."""

import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from receiver.meaning.trust import Keys
from receiver.process import InterpreterProcess
from store import Intake, Reader
from tests.make import request
from tests.terminal import Watched, family
from tests.until import until


@dataclass
class Running:
    """A log that is written, and an interpreter that follows it."""

    log: Path
    intake: Intake
    interpreter: InterpreterProcess
    told: list[str]

    async def capture(self, *bodies: bytes) -> None:
        for body in bodies:
            await self.intake.capture(request(body))
        self.interpreter.order("news")

    @property
    def pid(self) -> int:
        process = self.interpreter._process
        assert process
        return process.pid

    async def read(self, captures: int) -> None:
        """Wait until so many captures are in the view."""
        await until(lambda: entered(self.log) == list(range(1, captures + 1)))


@asynccontextmanager
async def interpreting(folder: Path) -> AsyncIterator[Running]:
    log, told = folder / "callboard.db", list[str]()
    async with AsyncExitStack() as stack:
        intake = await stack.enter_async_context(Intake.open(log))
        interpreter = await stack.enter_async_context(InterpreterProcess.running(log, {}, Keys(), told.append))
        yield Running(log, intake, interpreter, told)


def entered(log: Path) -> list[int]:
    """The capture of each entry in the view, in order: each once, where all is well."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(log.with_name("callboard.view.db"))) as db:
        return [capture for (capture,) in db.execute("SELECT capture FROM entries ORDER BY seq")]
    return []


async def test_there_is_a_view_to_look_at_once_it_is_started(tmp_path: Path) -> None:
    async with interpreting(tmp_path) as there, Reader.open(there.log) as reader:
        assert (await reader.cursors()).entry == 0
        assert there.told == []


async def test_what_is_captured_is_read(tmp_path: Path) -> None:
    async with interpreting(tmp_path) as there:
        await there.capture(b"1", b"2")
        await there.read(2)


async def test_what_was_captured_before_it_started_is_read(tmp_path: Path) -> None:
    async with Intake.open(tmp_path / "callboard.db") as intake:
        await intake.capture(request(b"1"))
    async with interpreting(tmp_path) as there:
        await there.read(1)


async def test_another_takes_over_from_a_killed_one_and_each_capture_is_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("receiver.process.TRY_AGAIN", 0.05)
    async with interpreting(tmp_path) as there:
        captures = 0
        for _ in range(3):
            dead = there.pid
            await there.capture(*(b"%d" % number for number in range(150)))
            os.kill(dead, signal.SIGKILL)
            await there.capture(b"while nobody reads")
            captures += 151
            await until(lambda dead=dead: there.pid != dead)  # type: ignore[misc]
            await there.read(captures)
        assert len(there.told) == 3
        assert there.told[0].startswith("the interpreter ended with code -9: what comes is stored")


async def test_a_reread_reads_all_of_it_again_into_another_view(tmp_path: Path) -> None:
    async with interpreting(tmp_path) as there, Reader.open(there.log) as reader:
        await there.capture(b"1", b"2", b"3")
        await there.read(3)
        before = (await reader.cursors()).generation
        there.interpreter.order("reread")
        await until(lambda: generation(there.log) != before)
        await there.read(3)


def generation(log: Path) -> int:
    with closing(sqlite3.connect(log.with_name("callboard.view.db"))) as db:
        return int(db.execute("SELECT generation FROM position").fetchone()[0])


async def test_at_the_end_it_reads_what_came_last_and_is_gone(tmp_path: Path) -> None:
    async with interpreting(tmp_path) as there:
        processes = Watched(there.pid)
        await there.capture(*(b"%d" % number for number in range(300)))
    assert processes.gone(0)
    assert entered(there.log) == list(range(1, 301))


async def test_one_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("receiver.process.LAST_WORK", 0.1)
    async with interpreting(tmp_path) as there:
        processes = Watched(there.pid)
        os.kill(there.pid, signal.SIGSTOP)
    assert processes.gone()


async def test_signals_that_are_meant_for_the_receiver_do_not_end_it_first(tmp_path: Path) -> None:
    async with interpreting(tmp_path) as there:
        await there.capture(b"1")
        await there.read(1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(there.pid, number)
        await there.capture(b"2")
        await there.read(2)
        assert family(os.getpid()).count(there.pid) == 1
        assert there.told == []
