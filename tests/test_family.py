"""Brand, campaign, number, message: each knows its family."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from store import Branch, Event, Intake, Kind, Ledger, Phase, Reader, parse
from store.reading.family import known, tree
from tests.make import NOON, event, ok, pending, reading, request
from tests.older import turn_back

UUID = "7f1f4c0a-1111-4a5b-9c1b-000000000001"
NUMBERS = [f"+1312555010{n}" for n in range(3)]


def of(kind: Kind, id_: str, **more: object) -> Event:
    return event("done", Phase.OK, kind=kind, id=id_, key=f"{kind}{id_}", **more)


BRAND = of(Kind.BRAND, UUID, aliases=("BEXMPL1",))
CAMPAIGN = of(Kind.CAMPAIGN, "CEXMPL1", brand="BEXMPL1")
LINES = [of(Kind.NUMBER, number, campaign="CEXMPL1") for number in NUMBERS]
MESSAGES = [
    of(Kind.MESSAGE, f"m{n:02}", sender=NUMBERS[n % 3], recipient="+13125559999", campaign="CEXMPL1") for n in range(40)
]


async def store(folder: Path, *events: Event) -> Path:
    log = folder / "callboard.db"
    async with Intake.open(log) as intake:
        for number in range(len(events)):
            await intake.capture(request(b"%d" % number))
    async with Ledger.open(log) as ledger:
        await ledger.enter([reading(seq, one) for seq, one in enumerate(events, 1)])
    return log


def lines(branches: tuple[Branch, ...]) -> list[tuple[int, str]]:
    return [(one.depth, one.entity.id if one.entity else f"{one.more} more") for one in branches]


async def test_a_brand_of_two_ids_its_campaign_three_numbers_and_forty_messages_are_one_tree(tmp_path: Path) -> None:
    log = await store(tmp_path, *MESSAGES, *LINES, CAMPAIGN, BRAND)
    async with Reader.open(log) as reader:
        message = await reader.entity("telnyx", Kind.MESSAGE, "m07")
        assert message
        whole = await reader.tree(message)
        brand = await reader.entity("telnyx", Kind.BRAND, "BEXMPL1")
        assert brand
        assert await reader.tree(brand) == whole
    told = lines(whole)
    assert told[:3] == [(0, UUID), (1, "CEXMPL1"), (2, NUMBERS[2])]
    assert sorted(told) == sorted(
        [(0, UUID), (1, "CEXMPL1"), *((2, number) for number in NUMBERS), *((3, f"m{n:02}") for n in range(40))]
    )


async def test_a_message_of_a_number_that_nobody_assigned_stands_under_its_campaign(tmp_path: Path) -> None:
    log = await store(tmp_path, CAMPAIGN, MESSAGES[0])
    async with Reader.open(log) as reader:
        message = await reader.entity("telnyx", Kind.MESSAGE, "m00")
        assert message
        assert lines(await reader.tree(message)) == [(0, "CEXMPL1"), (1, "m00")]


async def test_what_is_known_of_nobody_else_stands_alone(tmp_path: Path) -> None:
    log = await store(tmp_path, ok(), of(Kind.BRAND, UUID))
    async with Reader.open(log) as reader:
        message = await reader.entity("telnyx", Kind.MESSAGE, "m1")
        assert message
        assert lines(await reader.tree(message)) == [(0, "m1")]


async def test_of_many_the_newest_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    many = [of(Kind.MESSAGE, f"n{n:03}", sender=NUMBERS[0]) for n in range(70)]
    log = await store(tmp_path, *many, LINES[0])
    async with Reader.open(log) as reader:
        number = await reader.entity("telnyx", Kind.NUMBER, NUMBERS[0])
        assert number
        told = lines(await reader.tree(number))
    assert (told[1], told[-1], len(told)) == ((1, "n069"), (1, "20 more"), 52)


async def test_of_very_many_the_last_changed_are_shown_and_the_rest_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.reading.family.MOST", 2)
    monkeypatch.setattr("store.reading.family.COUNTED", 4)
    numbers = [of(Kind.NUMBER, f"n{n}", campaign="C1") for n in range(7)]
    log = await store(tmp_path, of(Kind.CAMPAIGN, "C1"), *numbers)
    async with Reader.open(log) as reader:
        [campaign] = await reader.entities(Kind.CAMPAIGN)
        *told, rest = (await reader.tree(campaign))[1:]
    assert [one.entity and one.entity.id for one in told] == ["n6", "n5"]
    assert (rest.more, rest.least) == (2, True)


async def test_a_link_that_goes_in_a_circle_ends(tmp_path: Path) -> None:
    log = await store(tmp_path, of(Kind.CAMPAIGN, "C1", campaign="C2", brand="C1"), of(Kind.CAMPAIGN, "C2", brand="C2"))
    async with Reader.open(log) as reader:
        for campaign in await reader.entities():
            assert await reader.tree(campaign)


@pytest.mark.parametrize(("minutes", "overdue"), [(14, False), (16, True)])
async def test_a_message_that_waits_for_more_than_a_quarter_of_an_hour_is_overdue(
    tmp_path: Path, minutes: int, overdue: bool
) -> None:
    log = await store(tmp_path, pending(), ok(id="m2"), pending(id="B1", kind=Kind.BRAND))
    now = NOON + timedelta(minutes=minutes, seconds=1)
    async with Reader.open(log, lambda: now) as reader:
        message = await reader.entity("telnyx", Kind.MESSAGE, "m1")
        assert message
        assert message.overdue is overdue
        found = [one.id for one in await reader.entities(where=parse("is:overdue"))]
        entries = [one.event.id for one in await reader.entries(where=parse("is:overdue"))]
    assert found == entries == (["m1"] if overdue else [])


async def test_how_long_a_kind_may_be_pending_is_for_the_user_to_say(tmp_path: Path) -> None:
    log = await store(tmp_path, pending())
    now = NOON + timedelta(seconds=30)
    async with Reader.open(log, lambda: now, {Kind.MESSAGE: timedelta(seconds=20)}) as reader:
        assert [one.overdue for one in await reader.entities()] == [True]


async def test_each_delivery_of_an_event_is_told_with_when_where_and_what_we_answered(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake:
        for target in ("/a", "/failover"):
            await intake.capture(request(target=target, Host="hooks.example.test"))
    async with Ledger.open(log) as ledger:
        await ledger.enter([reading(1, ok()), reading(2, ok())])
    async with Reader.open(log) as reader:
        [entry, _] = await reader.entries()
        told = await reader.deliveries(entry)
    assert [(one.attempt, one.url, one.answer) for one in told] == [
        (1, "hooks.example.test/a", 200),
        (2, "hooks.example.test/failover", 200),
    ]
    assert all(one.answered_in and one.answered_in > timedelta(0) for one in told)
    turn_back(log, 1)
    async with Reader.open(log) as reader:
        assert [one.answered_in for one in await reader.deliveries(entry)] == [None, None]


async def test_a_branch_is_found_by_its_links_and_not_by_looking_at_every_entity(tmp_path: Path) -> None:
    log = await store(tmp_path, *MESSAGES, *LINES, CAMPAIGN, BRAND)
    plans: list[str] = []

    def watched(db: sqlite3.Connection) -> None:
        asked: list[str] = []
        db.set_trace_callback(asked.append)
        number = known(db, "telnyx", Kind.NUMBER, NUMBERS[0])
        assert number
        tree(db, number)
        db.set_trace_callback(None)
        plans.extend(str(row[3]) for sql in asked for row in db.execute(f"EXPLAIN QUERY PLAN {sql}"))

    async with Reader.open(log) as reader:
        await reader._ask(watched)
    assert len(plans) > 10
    assert not [plan for plan in plans if "entities_by_class" in plan or plan.startswith("SCAN e")]


async def test_a_name_too_many_makes_nothing_somebody_elses(tmp_path: Path) -> None:
    names = tuple(f"B{n:05}" for n in range(63))
    big = of(Kind.BRAND, "BIGBRAND", aliases=names)
    hostile = event("failed", Phase.FAILED, kind=Kind.BRAND, id="VICTIMBRAND-9999", aliases=("B00001",), name="lies")
    log = await store(tmp_path, big, hostile)
    async with Reader.open(log) as reader:
        mine = await reader.entity("telnyx", Kind.BRAND, "BIGBRAND")
        assert mine
        assert (mine.status, mine.name, mine.events) == ("done", None, 1)
