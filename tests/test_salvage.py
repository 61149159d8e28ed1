"""A damaged page of the log takes what is on it, and nothing else: what lies behind it is read."""

import asyncio
from pathlib import Path

import pytest

from receiver.interpreter import catch_up
from store import Intake, Ledger, LogDamaged, Reader, Upkeep
from tests.make import request

PAGE = 4096
MANY = 400


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "callboard.db"

    async def fill() -> None:
        async with Intake.open(path) as intake:
            await asyncio.gather(*(intake.capture(request(b"number %04d " % n * 40)) for n in range(1, MANY + 1)))

    asyncio.run(fill())
    return path


def damage(log: Path, *numbers: int) -> None:
    """Write over the pages that hold these captures."""
    content = bytearray(log.read_bytes())
    for number in numbers:
        page = content.index(b"number %04d" % number) // PAGE * PAGE
        content[page : page + PAGE] = b"\xa5" * PAGE
    log.write_bytes(content)


async def everything(ledger: Ledger) -> None:
    while await catch_up(ledger, ()):
        pass


async def test_what_lies_behind_damaged_pages_is_read_and_an_entry_says_what_is_lost(log: Path) -> None:
    damage(log, 200, 300)
    async with Ledger.open(log) as ledger, Reader.open(log) as reader:
        await everything(ledger)
        entries = await reader.entries(limit=1000)
        cursors = await reader.cursors()
    lost = [entry for entry in entries if entry.event.type == "unreadable"]
    assert cursors.read == MANY
    assert {entry.event.reason for entry in lost} == {"they are damaged on the disk"}
    spans = [entry.event.summary.removeprefix("captures ").split(" to ") for entry in lost]
    gone = {seq for first, last in spans for seq in range(int(first), int(last) + 1)}
    assert {200, 300} <= gone
    assert len(gone) < 40
    read = {entry.capture for entry in entries if entry.event.type != "unreadable"}
    assert read | gone == set(range(1, MANY + 1))
    assert not read & gone


async def test_a_packed_capture_that_is_damaged_stops_nobody(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.packs.FULL", 100)
    async with Intake.open(log) as intake:
        while await Upkeep(intake).pack():
            pass
        await intake.aside(lambda db: db.execute("UPDATE captures SET body = x'ff00ff' WHERE seq IN (20, 50)"))
    async with Ledger.open(log) as ledger, Reader.open(log) as reader:
        await everything(ledger)
        entries = await reader.entries(limit=1000)
    lost = [entry.event.summary for entry in entries if entry.event.reason == "they are damaged on the disk"]
    assert lost == ["captures 50 to 50", "captures 20 to 20"]
    assert len(entries) == MANY


async def test_where_nothing_can_be_read_behind_it_waits(log: Path) -> None:
    damage(log, MANY)
    async with Ledger.open(log) as ledger:
        with pytest.raises(LogDamaged, match="what came later waits") as error:
            await everything(ledger)
    assert error.value.gap is None
