"""Pages by keys and kept counters, against looking at every row; and the plans of the questions that are asked most."""

import re
import sqlite3
from functools import partial
from pathlib import Path
from random import Random

import pytest

from store import ALL, Event, Filter, Intake, Kind, Ledger, Phase, Reader, Tally, Trust, parse, uncount
from store.lists.paging import newest
from tests.make import NOON, event, later, reading

ENTRIES = 120
FILTERS = (
    "",
    "provider:telnyx",
    "provider:telnyx phase:failed",
    "-phase:ok",
    "status:DELIV*",
    "type:*",
    "verdict:rejected",
    "id:M3",
    "id:m1*",
    "id:m1,m2",
    "campaign:c1",
    "brand:b1*",
    "attempt>1",
    "is:duplicate",
    "is:odd",
    "kind:brand",
    "lag>2s",
    "since:50s",
    "until:2026-11-22T12:01Z provider:plivo",
    "since:80s until:2026-11-22T12:01Z",
    "since:90s since:2026-11-22T12:01Z until:2026-11-22T12:01:30Z provider:plivo",
    "since:2026-11-22T13:00Z",
    "until:2026-11-22T11:59:30Z",
    "seq:7",
    "capture>90 phase:ok",
    "phase:ok or campaign:C1",
    "from:+1555",
)
PHASES = {"delivered": Phase.OK, "sent": Phase.PENDING, "undelivered": Phase.FAILED}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks and looks of a few rows, so that a hundred fill many."""
    for module in ("view.classes", "lists.paging", "lists.places", "lists.wanted"):
        monkeypatch.setattr(f"store.{module}.BLOCK", 3, raising=False)
        monkeypatch.setattr(f"store.{module}.FEW", 4, raising=False)
    monkeypatch.setattr("store.lists.paging.FIRST_LOOK", 4)
    monkeypatch.setattr("store.lists.paging.LONGEST_LOOK", 16)


@pytest.fixture
async def log(tmp_path: Path) -> Path:
    path, chance = tmp_path / "callboard.db", Random(6)  # noqa: S311
    async with Intake.open(path), Ledger.open(path) as ledger:
        for first in range(1, ENTRIES + 1, 10):
            some = (
                reading(seq, _event(seq, chance), trust=chance.choice(list(Trust))) for seq in range(first, first + 10)
            )
            await ledger.enter(list(some))
    return path


def _event(seq: int, chance: Random) -> Event:
    status = chance.choice(list(PHASES))
    kind = chance.choice([Kind.MESSAGE, Kind.MESSAGE, Kind.BRAND])
    return event(
        status,
        PHASES[status],
        provider=chance.choice(["telnyx", "plivo"]),
        kind=kind,
        id=f"m{chance.randrange(20)}" if kind is Kind.MESSAGE else "b1",
        campaign=chance.choice([None, "C1"]),
        brand=chance.choice([None, "B1"]),
        sender=chance.choice([None, "+1555"]),
        occurred_at=later(seq - chance.randrange(5)),
    )


@pytest.mark.parametrize("text", FILTERS)
async def test_pages_of_a_filter_together_are_what_it_finds(log: Path, text: str) -> None:
    where = parse(text)
    async with Reader.open(log, lambda: later(ENTRIES)) as reader:
        found = [entry.seq for entry in await reader.entries(where=where, limit=1000)]
        assert found == [seq for seq in range(ENTRIES, 0, -1) if await _is(reader, where, seq)]
        assert await reader.total(where=where) == len(found)
        for offset in range(0, len(found) + 3, 3):
            page = await reader.entries(where=where, offset=offset, limit=3)
            assert [entry.seq for entry in page] == found[offset : offset + 3]
        for top in range(0, ENTRIES, 7):
            below = [seq for seq in found if 20 < seq <= top]
            assert await reader.total(where=where, after=20, top=top) == len(below)
            page = await reader.entries(where=where, after=20, top=top, offset=2, limit=5)
            assert [entry.seq for entry in page] == below[2:7]


async def _is(reader: Reader, where: Filter, seq: int) -> bool:
    condition, args = reader._condition(where, "entries")
    return bool(await reader._rows(f"SELECT 1 FROM entries WHERE seq = {seq} AND {condition}", args))


@pytest.mark.parametrize("text", ["", "phase:ok", "provider:plivo", "id:M3", "id:m1*", "campaign:c1", "events>2"])
async def test_pages_of_entities_together_are_all_of_them(log: Path, text: str) -> None:
    where = parse(text)
    async with Reader.open(log) as reader:
        found = [one.last_seq for one in await reader.entities(Kind.MESSAGE, where=where, limit=1000)]
        assert found
        assert found == sorted(found, reverse=True)
        assert (await reader.many(Kind.MESSAGE, where=where)).n == len(found)
        for offset in range(len(found)):
            [one] = await reader.entities(Kind.MESSAGE, where=where, offset=offset, limit=1)
            assert one.last_seq == found[offset]
        below = await reader.entities(Kind.MESSAGE, where=where, top=found[0] - 1, limit=1000)
        assert [one.last_seq for one in below] == found[1:]


@pytest.mark.parametrize("text", ["provider:telnyx", "-phase:ok", "verdict:rejected phase:failed", "status:DELIV*"])
async def test_the_newest_of_many_classes_are_those_that_looking_finds(log: Path, text: str) -> None:
    async with Reader.open(log) as reader:
        wanted = await reader._ask(reader._question("entries", parse(text), after=20, top=90).taken_apart)
        assert len(wanted.classes or ()) > 1
        every = [entry.seq for entry in await reader.entries(where=parse(text), after=20, top=90)]
        for limit in (1, 2, 7, 30, ENTRIES):
            assert await reader._ask(partial(newest, wanted=wanted, limit=limit)) == every[:limit]


async def test_what_no_counter_knows_is_counted_so_far(log: Path) -> None:
    async with Reader.open(log) as reader:
        known = await reader.tally(where=parse("provider:telnyx,plivo"), most=5)
        assert (known, str(known)) == (Tally(ENTRIES), str(ENTRIES))
        assert str(await reader.tally(where=parse("capture>0"), most=5)) == "5+"


async def test_what_leaves_is_counted_down_and_pages_go_on_over_the_gaps(log: Path) -> None:
    gone = [seq for seq in range(1, ENTRIES) if seq < 30 or seq % 3 == 0]
    view = sqlite3.connect(log.with_name("callboard.view.db"))
    uncount(view, gone)
    view.executemany("DELETE FROM entry_rows WHERE seq = ?", [(seq,) for seq in gone])
    view.commit()
    assert _recounted(view) == []
    view.close()
    async with Reader.open(log) as reader:
        left = [seq for seq in range(ENTRIES, 0, -1) if seq not in gone]
        assert (await reader.counts()).entries == await reader.total() == len(left)
        for offset in range(0, len(left), 5):
            assert [one.seq for one in await reader.entries(offset=offset, limit=5)] == left[offset : offset + 5]


async def test_counters_are_what_counting_finds(log: Path) -> None:
    view = sqlite3.connect(log.with_name("callboard.view.db"))
    assert _recounted(view) == []
    view.close()


def _recounted(db: sqlite3.Connection) -> list[object]:
    """What kept counters and rows disagree about."""
    kept = {
        "SELECT class, seq >> 3, count(*) FROM entry_rows GROUP BY 1, 2": (
            "SELECT b.* FROM blocks b JOIN classes c USING (class) WHERE of = 'entries'"
        ),
        "SELECT class, last_seq >> 3, count(*) FROM entities GROUP BY 1, 2": (
            "SELECT b.* FROM blocks b JOIN classes c USING (class) WHERE of = 'entities'"
        ),
        "SELECT seq >> 3, count(*) FROM entry_rows GROUP BY 1": "SELECT block, n FROM blocks WHERE class = 0",
        "SELECT class, count(*) FROM entry_rows GROUP BY 1": (
            "SELECT class, n FROM classes WHERE of = 'entries' AND n > 0"
        ),
        "SELECT class, received_at / 60000000, count(*), sum(attempt > 1) FROM entry_rows GROUP BY 1, 2": (
            "SELECT class, at, n, again FROM spans WHERE width = 60 AND class > 0"
        ),
        "SELECT received_at / 3600000000, count(*) FROM entry_rows GROUP BY 1": (
            "SELECT at, n FROM spans WHERE width = 3600 AND class = 0"
        ),
    }
    return [rows for rows, sums in kept.items() if set(db.execute(rows)) != set(db.execute(sums))]


@pytest.mark.parametrize("text", [text for text in FILTERS if text not in ("id:m1*", "id:m1,m2", "brand:b1*")])
async def test_no_page_is_put_in_order_and_no_table_gone_through(log: Path, text: str) -> None:
    async with Reader.open(log, lambda: later(ENTRIES)) as reader:
        plans = await _plans(reader, parse(text))
    assert plans
    assert not [plan for plan in plans if re.match(r"SCAN (?!classes|prunings|CONSTANT ROW|\(subquery)", plan)]
    assert not [plan for plan in plans if "TEMP B-TREE" in plan]


async def _plans(reader: Reader, where: Filter) -> list[str]:
    """Of each question behind a page, in the middle too."""
    asked: list[str] = []
    await reader._ask(lambda db: db.set_trace_callback(asked.append))
    await reader.entries(where=where, limit=3)
    await reader.entries(where=where, offset=5, limit=3)
    await reader.tally(where=where, top=60)
    await reader.entities(Kind.MESSAGE, limit=3)
    await reader.entities(Kind.MESSAGE, offset=5, limit=3)
    await reader.counts()
    await reader.chart(NOON, later(3600))
    await reader._ask(lambda db: db.set_trace_callback(None))
    hot = [sql for sql in asked if "GROUP BY" not in sql]
    return [row[3] for sql in hot for row in await reader._rows(f"EXPLAIN QUERY PLAN {sql}", ())]


async def test_a_chart_is_what_was_received_once_and_believed(log: Path) -> None:
    async with Reader.open(log) as reader:
        entries = await reader.entries(where=ALL, limit=1000)
        buckets = await reader.chart(NOON, later(ENTRIES))
    counts = [one for one in entries if one.attempt == 1 and one.verdict.trust is not Trust.REJECTED]
    assert sum(sum(bucket.phases.values()) for bucket in buckets) == len(counts)
    [first] = [bucket for bucket in buckets if bucket.start == NOON]
    ok = [one for one in counts if one.received_at < later(60) and one.event.phase is Phase.OK]
    assert first.phases[Phase.OK] == len(ok)
