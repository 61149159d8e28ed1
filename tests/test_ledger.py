"""The door for readings: exactly once, and derived."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from store import Event, Intake, Kind, Ledger, Phase, Reader, Reading, Trust, parse, prepare_log, prepare_view
from store.files.paths import view_path
from tests.make import event, failed, ok, pending, reading, request

BRAND: dict[str, Any] = {"kind": Kind.BRAND}


@pytest.fixture
async def log(tmp_path: Path) -> Path:
    """A log of nine captures that nobody has read."""
    path = tmp_path / "callboard.db"
    async with Intake.open(path) as intake:
        await asyncio.gather(*(intake.capture(request(b"%d" % n)) for n in range(9)))
    return path


async def entered(log: Path, *readings: Reading) -> None:
    async with Ledger.open(log) as ledger:
        await ledger.enter(readings)


async def test_captures_are_read_in_order_and_once(log: Path) -> None:
    async with Ledger.open(log) as ledger:
        assert [capture.seq for capture in await ledger.unread(4)] == [1, 2, 3, 4]
        await ledger.enter([reading(seq, event(str(seq))) for seq in (1, 2, 3, 4)])
        assert [capture.seq for capture in await ledger.unread()] == [5, 6, 7, 8, 9]
        await ledger.enter([reading(4, event("again")), reading(5, event("5"))])
    async with Reader.open(log) as reader:
        assert [entry.event.status for entry in await reader.entries()] == ["5", "4", "3", "2", "1"]


async def test_a_batch_enters_whole_or_not_at_all(log: Path) -> None:
    broken = Event.model_construct(**{**event().__dict__, "key": object()})
    async with Ledger.open(log) as ledger:
        with pytest.raises(sqlite3.Error):
            await ledger.enter([reading(1, ok()), reading(2).model_copy(update={"events": (broken,)})])
        assert [capture.seq for capture in await ledger.unread(1)] == [1]
        await ledger.enter([reading(1, ok())])
    async with Reader.open(log) as reader:
        assert (await reader.cursors()).entry == 1


async def test_a_view_that_could_not_be_cleared_is_entered_on(log: Path) -> None:
    async with Ledger.open(log) as ledger:
        await ledger.enter([reading(1, ok())])
        with closing(sqlite3.connect(view_path(log))) as other:
            other.execute("CREATE TRIGGER stuck BEFORE DELETE ON entities BEGIN SELECT raise(ABORT, 'stuck'); END")
        with pytest.raises(sqlite3.IntegrityError, match="stuck"):
            await ledger.clear()
        await ledger.enter([reading(2, failed())])
    async with Reader.open(log) as reader:
        assert (await reader.cursors()).entry == 2


async def test_deliveries_of_one_event_are_counted(log: Path) -> None:
    other = ok(content="another body under the same key")
    await entered(log, *(reading(seq, one) for seq, one in enumerate([ok(), ok(), other, ok()], 1)))
    async with Reader.open(log) as reader:
        assert [entry.attempt for entry in reversed(await reader.entries())] == [1, 2, 1, 3]
        [message] = await reader.entities()
        assert (message.events, message.redeliveries) == (2, 2)


async def test_a_rejected_copy_does_not_take_the_true_ones_place(log: Path) -> None:
    await entered(log, reading(1, ok(), trust=Trust.REJECTED), reading(2, ok()))
    async with Reader.open(log) as reader:
        [message] = await reader.entities()
        assert (message.status, message.events) == ("delivered", 1)
        assert (await reader.counts()).rejected == 1


async def test_two_entities_become_one_when_an_event_says_so(log: Path) -> None:
    uuid = "7f1f4c0a-1111-4a5b-9c1b-000000000001"
    await entered(
        log,
        reading(1, event("new", id=uuid, name="Acme", **BRAND)),
        reading(2, event("vetted", Phase.OK, id="BEXMPL1", **BRAND)),
        reading(3, event("linked", sets=False, id=uuid, aliases=("BEXMPL1",), **BRAND)),
    )
    async with Reader.open(log) as reader:
        [brand] = await reader.entities()
        assert (brand.id, brand.aliases, brand.name, brand.status) == (uuid, ("BEXMPL1",), "Acme", "vetted")
        assert await reader.entity("telnyx", Kind.BRAND, "BEXMPL1") == brand
        assert len(await reader.timeline(brand)) == 3
        assert sum((await reader.counts()).entities[Kind.BRAND].values()) == 1


async def test_counters_agree_with_what_they_count(log: Path) -> None:
    await entered(
        log, reading(1, pending()), reading(2, ok()), reading(3, failed(id="m2")), reading(4, failed(id="m2"))
    )
    async with Reader.open(log) as reader:
        counts = await reader.counts()
        assert (counts.entries, counts.captures) == (4, 9)
        assert {phase: n for phase, n in counts.entities[Kind.MESSAGE].items() if n} == {Phase.OK: 1, Phase.FAILED: 1}


async def test_a_cleared_view_is_another_generation(log: Path) -> None:
    async with Ledger.open(log) as ledger, Reader.open(log) as reader:
        await ledger.enter([reading(1, ok())])
        before = await reader.cursors()
        await ledger.clear()
        after = await reader.cursors()
        assert (after.entry, after.read) == (0, 0)
        assert after.generation != before.generation
        assert len(await ledger.unread()) == 9


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda view: view.unlink(), id="missing"),
        pytest.param(lambda view: view.write_bytes(b"no database at all" * 300), id="damaged"),
        pytest.param(lambda view: _execute(view, "PRAGMA user_version=999"), id="newer"),
        pytest.param(lambda view: _execute(view, "UPDATE position SET log='another'"), id="of another log"),
        pytest.param(lambda view: _execute(view, "UPDATE position SET capture=99"), id="ahead of the log"),
    ],
)
async def test_a_view_that_cannot_be_true_is_begun_anew(log: Path, harm: "object") -> None:
    await entered(log, reading(1, ok()))
    assert callable(harm)
    harm(log.with_name("callboard.view.db"))
    async with Ledger.open(log) as ledger:
        assert len(await ledger.unread()) == 9


async def test_a_reader_follows_to_the_file_that_took_the_place(log: Path) -> None:
    await entered(log, reading(1, ok()))
    view = log.with_name("callboard.view.db")
    async with Reader.open(log) as reader:
        assert (await reader.cursors()).entry == 1
        view.rename(view.with_name("aside"))
        prepare_view(log)
        assert (await reader.cursors()).entry == 0


async def test_the_door_for_looking_cannot_write(log: Path) -> None:
    await entered(log, reading(1, ok()))
    async with Reader.open(log) as reader:
        for table in ("entries", "log.captures"):
            with pytest.raises(sqlite3.OperationalError):
                await reader._rows(f"DELETE FROM {table}", ())


async def test_pages_are_newest_first_and_stop_at_their_top(log: Path) -> None:
    await entered(log, *(reading(seq, event(str(seq), id=str(seq))) for seq in range(1, 10)))
    async with Reader.open(log) as reader:
        assert [entry.seq for entry in await reader.entries(top=7, offset=2, limit=3)] == [5, 4, 3]
        where = parse("status:1,2,8")
        assert [entry.seq for entry in await reader.entries(where=where, top=7)] == [2, 1]
        assert (await reader.total(where=where), await reader.total(), await reader.total(top=4)) == (3, 9, 4)


def test_no_view_is_made_for_no_log(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    prepare_log(log)
    prepare_view(log)
    assert log.with_name("callboard.view.db").stat().st_mode & 0o777 == 0o600


def _execute(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(sql)
        db.commit()
