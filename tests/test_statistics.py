"""Statistics against stories that were counted by hand, in a real store."""

import asyncio
import random
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from store import ALL, STEPS, By, Event, Kind, Oddity, Period, Phase, Reader, Skew, Statistics, Trust, parse
from store.database import breakable, connected
from store.files.paths import view_path
from tests.board import ASSIGNED, NOW, OURS, REJECTED, VERIFIED, Books, books, message, morning, told
from tests.traffic import PROMOS, SPAM, life, step, traffic
from tests.until import PATIENCE

QUARTER = Period(since=NOW - timedelta(minutes=15), until=NOW, buckets=40)


async def counted(
    folder: Path, fill: object, where: str = "", period: Period = QUARTER, by: By = "campaign"
) -> Statistics:
    async with books(folder) as (written, reader):
        await fill(written)  # type: ignore[operator]
        return await reader.statistics(parse(where), period, by)


def messages(figures: Statistics) -> dict[str, int]:
    return {one.name: one.messages for one in figures.steps if one.messages}


async def test_an_event_counts_once_and_not_at_all_when_rejected(tmp_path: Path) -> None:
    figures = await counted(tmp_path, traffic)
    # two campaigns, forty messages sent, all but two with an end, and a request that nobody recognised
    assert (figures.entries, figures.counted) == (2 + 40 + 38 + 1 + 2, 2 + 40 + 38 + 1)
    assert figures.health.redelivered == 1
    assert figures.health.verdicts[Trust.REJECTED] == 1
    assert figures.health.unrecognised == 1


async def test_states_over_time_are_those_of_what_is_about_something(tmp_path: Path) -> None:
    figures = await counted(tmp_path, traffic)
    assert figures.step == timedelta(seconds=30)
    assert [one.start for one in figures.buckets] == [
        NOW.replace(minute=47, hour=13, second=30) + number * figures.step for number in range(len(figures.buckets))
    ]
    assert figures.until > NOW >= figures.buckets[-1].start
    totals = {phase: sum(one.phases.get(phase, 0) for one in figures.buckets) for phase in Phase}
    assert totals == {**dict.fromkeys(Phase, 0), Phase.OK: 35, Phase.PENDING: 40, Phase.FAILED: 5}
    [first, *_] = figures.buckets
    assert dict(first.phases) == {Phase.OK: 2}


async def test_the_funnel_says_how_far_messages_came_and_who_waits_longest(tmp_path: Path) -> None:
    figures = await counted(tmp_path, traffic)
    assert messages(figures) == {"accepted": 40, "sent": 40, "delivered": 33, "undelivered": 5, "no final": 2}
    undelivered, waiting = figures.steps[3], figures.steps[-1]
    assert undelivered.codes == (("30007", 5),)
    assert waiting.oldest == NOW - timedelta(seconds=860 - 21 * 3)
    assert figures.steps[1].oldest == waiting.oldest


@pytest.mark.parametrize(
    ("status", "phase", "steps"),
    [
        ("queued", Phase.PENDING, {"accepted", "no final"}),
        ("SENT", Phase.PENDING, {"accepted", "sent", "no final"}),
        ("Dispatched", Phase.PENDING, {"accepted", "sent", "no final"}),
        ("PENDING_ENROUTE", Phase.PENDING, {"accepted", "sent", "no final"}),
        ("TELEPORTED", Phase.UNKNOWN, {"accepted", "no final"}),
        ("delivered", Phase.OK, {"accepted", "sent", "delivered"}),
        ("UNDELIV", Phase.FAILED, {"accepted", "sent", "undelivered"}),
        ("delivery_failed", Phase.FAILED, {"accepted", "sent", "undelivered"}),
        ("EXPIRED_EXPIRED", Phase.FAILED, {"accepted", "sent", "undelivered"}),
        ("sending_failed", Phase.FAILED, {"accepted", "failed"}),
        ("DELIVERY_UNCONFIRMED", Phase.ATTENTION, {"accepted", "sent", "unconfirmed"}),
        ("canceled", Phase.ENDED, {"accepted", "canceled"}),
        ("received", Phase.OK, set()),
    ],
)
async def test_each_word_of_a_provider_has_its_steps(
    tmp_path: Path, status: str, phase: Phase, steps: set[str]
) -> None:
    async def one(written: Books) -> None:
        await written.receive(message(1, status=status, phase=phase))

    assert set(messages(await counted(tmp_path, one))) == steps


async def test_what_a_step_counts_is_what_its_filter_lists(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await traffic(written)
        figures = await reader.statistics(ALL, QUARTER)
        for one in figures.steps:
            assert (await reader.many(Kind.MESSAGE, where=STEPS[one.name])).n == one.messages, one.name


async def test_errors_come_with_their_meaning_the_most_frequent_first(tmp_path: Path) -> None:
    async def three(written: Books) -> None:
        for number, code in enumerate(("300", "30007", "30007")):
            meaning = SPAM if number == 2 else None
            await written.receive(message(number, phase=Phase.FAILED, status="failed", code=code, meaning=meaning))
        await written.receive(message(9, phase=Phase.OK, code="000"))

    figures = await counted(tmp_path, three)
    assert [(one.code, one.events, one.meaning) for one in figures.codes] == [("30007", 2, SPAM), ("300", 1, None)]


async def test_lags_are_those_that_there_were(tmp_path: Path) -> None:
    seconds = (*[0.05] * 50, *[0.3] * 45, *[1.5] * 4, 400)

    async def late(written: Books) -> None:
        for number, lag in enumerate(seconds):
            await written.receive(message(number, occurred_at=NOW - timedelta(seconds=lag)))
        await written.receive(message(200, occurred_at=None))

    lags = (await counted(tmp_path, late)).lags
    assert (lags.p50, lags.p95, lags.p99) == tuple(timedelta(seconds=one) for one in (0.05, 0.3, 1.5))
    assert lags.bars == (0, 50, 0, 45, 0, 4, 0, 0, 0, 1)
    assert lags.unknown == 1


async def test_the_lowest_lags_tell_of_each_providers_clock(tmp_path: Path) -> None:
    async def two(written: Books) -> None:
        for number in range(200):
            await written.receive(message(number, occurred_at=NOW + timedelta(seconds=0.038 if number else 900)))
            await written.receive(message(number, provider="mta", occurred_at=NOW - timedelta(seconds=number + 2)))

    lags = (await counted(tmp_path, two)).lags
    assert lags.skews == (Skew("mta", timedelta(seconds=4)), Skew("telnyx", timedelta(seconds=-0.038)))
    assert lags.bars[0] == 200


async def test_groups_have_names_messages_and_their_worst_error(tmp_path: Path) -> None:
    figures = await counted(tmp_path, traffic)
    told_of = [(one.name, one.id, one.events, one.messages, one.delivered, one.code) for one in figures.groups]
    assert told_of == [("2FA codes", "CDX91P0", 59, 30, 28, None), ("Promos", "CQZ77K1", 21, 10, 5, "30007")]
    assert all(len(one.buckets) == len(figures.buckets) for one in figures.groups)


async def family(written: Books) -> None:
    """A message whose number has a campaign, which has a brand; only the numbers say so."""
    await written.receive(told("telnyx", "brand", Kind.BRAND, "BRX7Q2", "VERIFIED", Phase.OK, name="Acme Corp"))
    campaign = told("telnyx", "campaign", Kind.CAMPAIGN, "CDX91P0", "ACTIVE", Phase.OK, brand="BRX7Q2")
    await written.receive(campaign.model_copy(update={"aliases": ("an-id-of-their-own-that-is-longer",)}))
    await written.receive(told("telnyx", ASSIGNED, Kind.NUMBER, OURS, "success", Phase.OK, campaign="CDX91P0"))
    await written.receive(message(1), message(2, status="received", sender="+15551230002", recipient=OURS))
    await written.receive(message(3, sender="+15550999999"))


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("brand", [("Acme Corp", "BRX7Q2", 5, 1), (None, None, 1, 1)]),
        ("campaign", [(None, "an-id-of-their-own-that-is-longer", 4, 1), (None, None, 2, 1)]),
        ("number", [(None, OURS, 3, 1), (None, "+15550999999", 1, 1), (None, None, 2, 0)]),
        ("provider", [(None, "telnyx", 6, 2)]),
    ],
)
async def test_a_message_is_its_numbers_campaigns_brands(tmp_path: Path, by: By, groups: list[object]) -> None:
    figures = await counted(tmp_path, family, by=by)
    assert [(one.name, one.id, one.events, one.messages) for one in figures.groups] == groups


async def test_a_filter_and_a_range_narrow_everything(tmp_path: Path) -> None:
    promos = await counted(tmp_path / "a", traffic, where="campaign:CQZ77K1")
    assert (promos.entries, messages(promos)["accepted"], len(promos.groups)) == (21, 10, 1)
    last = await counted(tmp_path / "b", traffic, period=Period(since=NOW - timedelta(seconds=45), until=NOW))
    assert (last.entries, messages(last)) == (5, {"accepted": 1, "delivered": 1, "sent": 1})


async def test_without_a_range_it_is_that_of_what_is_found(tmp_path: Path) -> None:
    figures = await counted(tmp_path, morning, period=Period(buckets=10))
    assert figures.since <= NOW - timedelta(hours=2) < figures.since + figures.step
    assert figures.until > NOW - timedelta(seconds=1) >= figures.until - figures.step
    assert 0 < len(figures.buckets) <= 10
    assert sum(sum(one.phases.values()) for one in figures.buckets) == figures.counted - 1


async def test_an_empty_store_has_numbers_too(tmp_path: Path) -> None:
    async def nothing(_written: Books) -> None: ...

    figures = await counted(tmp_path, nothing)
    assert (figures.entries, figures.counted, figures.groups, figures.codes, figures.lags.bars) == (0, 0, (), (), ())
    assert messages(figures) == {}
    assert figures.health.answered_p50 is None


@pytest.fixture
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long an answer took is another figure in each run."""
    monkeypatch.setattr("store.intake.SOON", 1e9)
    monkeypatch.setattr("store.intake.IDLE", 1e9)


@pytest.mark.usefixtures("no_clock")
async def test_answers_are_weighed_by_the_captures_that_had_them(tmp_path: Path) -> None:
    async def answered(written: Books) -> None:
        for number in range(100):
            await written.receive(message(number))
            written.answered_in(number + 1, 0.002 if number < 98 else 0.5)

    health = (await counted(tmp_path, answered)).health
    assert (health.answered_p50, health.answered_p99) == (timedelta(seconds=0.002), timedelta(seconds=0.5))


async def test_what_came_late_and_what_nobody_could_read_is_health(tmp_path: Path) -> None:
    async def odd(written: Books) -> None:
        await written.receive(step(1, 0, "delivered", Phase.OK))
        await written.receive(step(1, 60, "sent", Phase.PENDING))
        await written.receive(Event(provider="telnyx", type="unreadable", summary="no JSON"), verdict=VERIFIED)
        await written.receive(Event(type="unrecognised", summary="?"), verdict=REJECTED)

    async with books(tmp_path) as (written, reader):
        await odd(written)
        figures = await reader.statistics()
        flagged = await reader.total(where=parse(f"is:{Oddity.LATE}"))
    health = figures.health
    assert (health.late, health.unreadable, health.unrecognised) == (flagged, 1, 1) == (1, 1, 1)
    assert {trust.value: n for trust, n in health.verdicts.items() if n} == {
        "verified": 1,
        "unchecked": 2,
        "rejected": 1,
    }


async def shuffled(folder: Path, seed: int) -> Statistics:
    events = [event for number in range(40) for _, event in life(number, 860 - 21 * number)]
    random.Random(seed).shuffle(events)  # noqa: S311  nothing secret
    async with books(folder) as (written, reader):
        for event in events:
            await written.receive(event)
            await written.receive(event)
        return await reader.statistics(ALL, QUARTER)


async def test_the_order_of_delivery_changes_no_number_but_what_came_late(tmp_path: Path) -> None:
    one, other = await shuffled(tmp_path / "one", 1), await shuffled(tmp_path / "other", 2)
    for name in ("entries", "counted", "buckets", "steps", "codes", "lags", "groups"):
        assert getattr(one, name) == getattr(other, name), name
    assert messages(one)["undelivered"] == 5
    assert one.health.redelivered == one.counted == 78
    assert one.health.late != other.health.late


async def test_of_very_many_events_the_newest_are_counted_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = await counted(tmp_path / "all", morning)
    monkeypatch.setattr("store.statistics.statistics.MOST_PICKED", 3)
    some = await counted(tmp_path / "some", morning)
    assert (everything.more, some.more) == (False, True)
    assert some.entries == 3 < everything.entries
    assert some.since > everything.since
    assert sum(sum(bucket.phases.values()) for bucket in some.buckets) <= some.counted


async def test_other_questions_do_not_wait_for_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def slow(*_all: object) -> str:
        begun.set()
        goes_on.wait(PATIENCE)
        return "counted"

    monkeypatch.setattr("store.reading.numbers.statistics", slow)
    async with books(tmp_path) as (written, reader):
        await written.receive(message(1))
        counting = asyncio.create_task(reader.statistics())
        await asyncio.to_thread(begun.wait)
        assert await reader.total() == 1
        assert not counting.done()
        goes_on.set()
        assert str(await counting) == "counted"


async def test_numbers_that_nobody_waits_for_are_broken_off(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    async with books(tmp_path) as (_, reader):
        counting = asyncio.create_task(asking(reader, endless))
        await asyncio.sleep(0)
        await reader.cursors()
        counting.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(PATIENCE):
                await counting


async def asking(reader: Reader, sql: str) -> None:
    async with connected(view_path(reader._log), read_only=True) as db:
        await breakable(db, lambda raw: raw.execute(sql).fetchone())


async def test_it_writes_nothing_into_the_store(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await written.receive(message(1))
        before = await reader.cursors()
        await reader.statistics()
        assert await reader.cursors() == before
        names = await reader._rows("SELECT name FROM sqlite_master WHERE type = 'table'", ())
        assert ("picked",) not in [tuple(row) for row in names]


def test_the_traffic_has_both_numbers() -> None:
    assert {event.sender for number in range(2) for _, event in life(number, 0)} == {OURS, PROMOS}
