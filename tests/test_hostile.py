"""The corpus against a real receiver over a real store."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from receiver.entrance.connection import Limits
from receiver.server import loop_factory
from store import Intake, Ledger, Reader

from .hostile import CASES, GROUPS, Case
from .wire import Receiving, hang_up, read_all, receiving, statuses

LIMITS = Limits(request=2, answer=2, keep_alive=0.5, linger=0.3)
PACE = 0.02


async def conversation(receiver: Receiving, case: Case) -> tuple[int, ...]:
    """The statuses that the sender of a case hears until it is hung up on."""
    if not case.drip:
        return tuple(statuses(await receiver.say(*case.parts, half_close=case.half_close)))
    reader, writer = await asyncio.open_connection(receiver.host, receiver.port)
    hearing = asyncio.create_task(read_all(reader))
    with suppress(OSError, RuntimeError):  # uvloop's word for a connection that was closed meanwhile
        for part in case.parts:
            writer.write(part)
            await writer.drain()
            await asyncio.wait([hearing], timeout=PACE)
    heard = await hearing
    await hang_up(writer)
    return tuple(statuses(heard))


def test_the_corpus_is_large_and_its_paths_are_each_one_case() -> None:
    assert len(CASES) >= 200
    assert len({case.path for case in CASES}) == len(CASES)


@pytest.mark.parametrize("group", GROUPS)
def test_the_corpus_hears_and_stores_what_it_may(group: str, tmp_path: Path) -> None:
    cases = [case for case in CASES if case.group == group]
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        heard, paths = runner.run(conversations(cases, tmp_path / "callboard.db"))
    bad = [(case.name, said) for case, said in zip(cases, heard, strict=True) if said not in case.heard]
    kept = {case.name: sum(_is_of(case, path) for path in paths) for case in cases}
    assert bad == []
    assert kept == {case.name: case.stored for case in cases}
    assert len(paths) == sum(case.stored for case in cases) + 1


async def conversations(cases: list[Case], log: Path) -> tuple[list[tuple[int, ...]], list[str]]:
    """What each hears when all talk at once, and the paths that are stored; a sound request is served all the same."""
    async with Intake.open(log) as intake, receiving(intake, limits=LIMITS) as receiver:
        heard = await asyncio.gather(*(conversation(receiver, case) for case in cases))
        assert await receiver.post() == 200
    async with Ledger.open(log), Reader.open(log) as reader:
        return heard, [capture.path for capture in await reader.captures(limit=10_000)]


def _is_of(case: Case, path: str) -> bool:
    """The path is the case's own, alone or with more behind it that begins no other case's name."""
    longest = max((other.path for other in CASES if path.startswith(other.path)), key=len, default="")
    return longest == case.path
