"""A damaged page of the log takes what is on it, and nothing else: what lies behind it is read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pytest

from receiver.interpreter import catch_up
from receiver.onward import withheld
from receiver.onward.withheld import why_not
from store import ALL, Cut, Index, Intake, Ledger, LogDamaged, Reader, Upkeep, damaged, parse
from store.files.paths import view_path
from store.rows import DAMAGED
from tests.an_app import app
from tests.make import NOON, request
from tui.cli.way import way
from tui.config.settings import load
from tui.export.formats import FORMATS
from tui.export.landing import Stream
from tui.export.leaving import Order, leave

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


async def test_what_was_read_before_is_taken_away_but_for_what_is_damaged_and_doctor_knows_the_file(log: Path) -> None:
    async with Ledger.open(log) as ledger:
        await everything(ledger)
    assert damaged(log) == ()
    damage(log, 200, 300)
    assert damaged(log) == (log,)
    async with Reader.open(log) as reader:
        one, other = await reader.capture(200), await reader.capture(100)
        every = [one async for page in reader.taken() for one in page.captures]
    assert one
    assert other
    assert (one.damaged, one.body, other.damaged) == (True, DAMAGED, False)
    assert [capture.seq for capture in every] == [*range(1, MANY + 1)]
    lost = [capture.seq for capture in every if capture.damaged]
    assert 200 in lost
    assert 300 in lost
    assert len(lost) < 50
    view_path(log).write_bytes(view_path(log).read_bytes()[:8192] + b"\xa5" * 9000)
    assert damaged(log) == (log, view_path(log))


async def test_a_packed_capture_that_is_damaged_stops_nobody(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.keeping.packs.FULL", 100)
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


@asynccontextmanager
async def damaged_in_packs(log: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Intake]:
    """All was read before."""
    monkeypatch.setattr("store.keeping.packs.FULL", 100)
    async with Intake.open(log) as intake:
        async with Ledger.open(log) as ledger:
            await everything(ledger)
        while await Upkeep(intake).pack():
            pass
        await intake.aside(lambda db: db.execute("UPDATE captures SET body = x'ff00ff' WHERE seq IN (20, 50)"))
        yield intake


async def test_a_packed_capture_that_is_damaged_is_said_to_be_and_hides_no_others(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with damaged_in_packs(log, monkeypatch), Reader.open(log) as reader:
        one, beside = await reader.capture(20), await reader.capture(21)
        assert one
        assert beside
        assert (one.body, beside.body) == (DAMAGED, b"number 0021 " * 40)
        for text, many in (("", MANY), ('"number 0021"', 1), (".*:1", 0), ("size>0", MANY - 2)):
            assert len(await reader.captures(where=parse(text), limit=1000)) == many, text
        assert len([one async for page in reader.taken() for one in page.captures]) == MANY
        async with Index.open(log) as index:
            while await index.step():
                pass


async def test_a_packed_capture_that_is_damaged_goes_with_the_others(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with damaged_in_packs(log, monkeypatch) as intake:
        upkeep = Upkeep(intake)
        for upto in (98, MANY):  # first the source of a dictionary
            assert await upkeep.take_away(Cut("asked", upto, 2**62, upto, 0, MANY), 60, NOON)
        assert await intake.aside(lambda db: db.execute("SELECT count(*) FROM captures").fetchone()[0]) == 60
        async with Reader.open(log) as reader:
            bodies = {one.seq: one.body for one in await reader.captures()}
        assert (bodies[20], bodies[21]) == (DAMAGED, b"number 0021 " * 40)


async def test_of_a_packed_capture_that_is_damaged_nothing_is_sent_exported_or_taken_for_what_came(
    log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with app() as there, damaged_in_packs(log, monkeypatch), Reader.open(log) as reader:
        one, beside = await reader.capture(20), await reader.capture(21)
        assert one
        assert beside
        assert (why_not(one), why_not(beside)) == (f"not sent on: {withheld.DAMAGED}", "")
        async with way(load({"store": str(log)}, {}, tmp_path), there.url).opened() as send:
            assert (await send(one)).trouble == f"not sent: {withheld.DAMAGED}"
        assert there.requests == []
        order, out = Order(ALL, FORMATS["ndjson"], None), BytesIO()
        far = await leave(reader, order, order.form.writer(), Stream(out), lambda _: None)
    assert (far.captures, far.damaged, DAMAGED in out.getvalue()) == (MANY - 2, 2, False)
    assert far.said("x").endswith("; left out where the log is damaged, in 2 places")


async def test_where_nothing_can_be_read_behind_it_waits(log: Path) -> None:
    damage(log, MANY)
    async with Ledger.open(log) as ledger:
        with pytest.raises(LogDamaged, match="what came later waits") as error:
            await everything(ledger)
    assert error.value.gap is None
