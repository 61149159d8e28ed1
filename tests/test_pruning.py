"""What is old goes, and all that was only about it; what was marked stays, and half of everything is asked for."""

import sqlite3
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from store import Cut, Intake, Keeping, Kind, Ledger, Phase, Reader, Remark, Upkeep, drop_view
from tests.make import NOON, event, ok, pending, reading, request
from tests.test_sent import sent

DAY = timedelta(days=1)
FULL = 2
"""Of `PRAGMA synchronous`: a commit is on the disk when it has ended."""
SECRET = b"+15550001111 said: meet me at the harbour"


async def filled(log: Path, *ages: float) -> None:
    """A capture for each age in days, each with an entry about a message of its own."""
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        for n, age in enumerate(ages, 1):
            body = b'{"n": %d, "text": "%b"}' % (n, SECRET) if age > 30 else b"%d" % n
            await intake.capture(replace(request(body), received_at=NOON - age * DAY))
            await ledger.enter([reading(n, event("received", Phase.OK, id=f"m{n}", text=body.decode()))])


async def pruned(log: Path, keeping: Keeping, now: datetime = NOON) -> Cut | None:
    """As the receiver does it, but for the question."""
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        async with Reader.open(log, lambda: now) as reader:
            cut = await Upkeep(intake).cut(keeping, await reader.extent(), now)
        if cut:
            await cut_off(intake, ledger, cut)
        return cut


async def cut_off(intake: Intake, ledger: Ledger, cut: Cut) -> None:
    upkeep, last = Upkeep(intake), 0
    while last := await upkeep.take_away(cut, last, NOON):
        pass
    assert await upkeep.flush()
    while await ledger.forget():
        pass
    await ledger.flush()


async def left(log: Path) -> tuple[list[int], list[int], int]:
    async with Reader.open(log) as reader:
        captures = [one.seq for one in reversed(await reader.captures())]
        entries = [one.capture for one in reversed(await reader.entries())]
        return captures, entries, (await reader.counts()).entries


SIZED = Cut("size", upto=9, before=2**62, captures=9, kept=0, there=10)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "callboard.db"


async def test_what_is_too_old_goes_with_its_entries_and_what_is_marked_or_noted_stays(log: Path) -> None:
    await filled(log, 40, 39, 38, 31, 5, 4, 3, 2, 1, 0)
    async with Intake.open(log) as intake:
        await intake.keep(Remark(capture=2, marked=True))
        await intake.keep(Remark(capture=3, note="ask them"))
        await intake.keep_sent(sent(1, body=SECRET), sent(2))
    cut = await pruned(log, Keeping(age=30 * DAY))
    assert cut
    assert (cut.captures, cut.kept, cut.there, cut.drastic) == (2, 2, 10, False)
    kept = [2, 3, 5, 6, 7, 8, 9, 10]
    assert await left(log) == (kept, kept, 8)
    async with Reader.open(log) as reader:
        assert [one.capture for one in await reader.sent(2)] == [2]
        assert not await reader.sent(1)
        assert (await reader.cursors()).forgotten == 2
    assert await pruned(log, Keeping(age=30 * DAY)) is None


async def test_what_is_too_much_goes_oldest_first(log: Path) -> None:
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        for n in range(1, 101):
            await intake.capture(request(b"x" * 20_000))
            await ledger.enter([reading(n, ok(id=f"m{n}"))])
    async with Reader.open(log) as reader:
        used = (await reader.extent()).used
    cut = await pruned(log, Keeping(octets=used * 8 // 10))
    assert cut
    assert cut.why == "size"
    assert 20 <= cut.captures <= 45
    captures, entries, _ = await left(log)
    assert captures == entries == list(range(cut.captures + 1, 101))
    async with Reader.open(log) as reader:
        assert (await reader.extent()).used <= used * 8 // 10
    assert await pruned(log, Keeping(octets=used * 8 // 10)) is None


async def test_as_many_go_as_hold_what_is_too_much_and_no_more(log: Path) -> None:
    """A tenth of what there may be: not a tenth of all captures, which are the large ones."""
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        for n in range(1, 101):
            await intake.capture(request(b"x" * (200_000 if n <= 20 else 20)))
            await ledger.enter([reading(n, ok(id=f"m{n}"))])
        await intake.keep(Remark(capture=1, marked=True))
    async with Reader.open(log) as reader:
        most = (await reader.extent()).used - 1
    cut = await pruned(log, Keeping(octets=most))
    assert cut
    assert (cut.captures, cut.kept) in {(2, 1), (3, 1)}
    assert (await left(log))[0] == [1, *range(cut.upto + 1, 101)]
    assert await pruned(log, Keeping(octets=most)) is None


def test_what_takes_too_much_away_by_itself_is_told_of() -> None:
    assert replace(SIZED, why="age").asks.endswith("If the clock is right, `callboard prune` does it")
    assert SIZED.asks.endswith("`callboard prune --older-than` does it, or a larger size may be given")


async def test_nothing_of_what_is_gone_is_left_in_any_file_p2(log: Path) -> None:
    await filled(log, 40, 39, 38, 37, *([1] * 40))
    async with Intake.open(log) as intake:
        await intake.keep_sent(sent(1, body=SECRET))
    assert any(SECRET in path.read_bytes() for path in log.parent.iterdir())
    assert await pruned(log, Keeping(age=30 * DAY))
    assert [path.name for path in log.parent.iterdir() if SECRET in path.read_bytes()] == []


async def test_a_clock_ten_years_ahead_takes_more_than_half_which_is_asked_for_p3(log: Path) -> None:
    await filled(log, 3, 2, 1, 0)
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        cut = await Upkeep(intake).cut(Keeping(age=30 * DAY), await reader.extent(), NOON + 3650 * DAY)
    assert cut
    assert cut.drastic


async def test_what_waited_for_a_prune_to_end_goes_with_the_next(log: Path) -> None:
    """It was marked then, and is not now."""
    await filled(log, 40, 39, 1, 0)
    async with Intake.open(log) as intake:
        await intake.keep(Remark(capture=1, marked=True))
    assert await pruned(log, Keeping(age=30 * DAY))
    async with Intake.open(log) as intake:
        await intake.keep(Remark(capture=1, marked=False))
    assert await pruned(log, Keeping(age=30 * DAY))
    assert (await left(log))[0] == [3, 4]


@pytest.mark.parametrize("spoilt", ["", "DROP TABLE packs", "DROP TABLE sent"])
async def test_what_is_captured_after_a_prune_is_as_durable_as_before_also_where_that_failed(
    log: Path, spoilt: str
) -> None:
    await filled(log, 40, 1)
    async with Intake.open(log) as intake:
        await intake.aside(lambda db: db.execute(spoilt))
        with pytest.raises(sqlite3.Error) if spoilt else nullcontext():
            assert await Upkeep(intake).take_away(replace(SIZED, upto=1), 0, NOON) == 1
        assert await intake.aside(lambda db: db.execute("PRAGMA synchronous").fetchone()) == (FULL,)
        assert not await intake.aside(lambda db: db.in_transaction)
        assert await intake.capture(request()) == 3


async def test_no_seq_is_given_twice_though_everything_goes(log: Path) -> None:
    await filled(log, 40, 39, 38)
    assert await pruned(log, Keeping(age=30 * DAY))
    assert await left(log) == ([], [], 0)
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        assert await intake.newest() == 3
        assert await ledger.behind() == 0
        assert await intake.capture(request()) == 4
        await ledger.enter([reading(4, ok())])
    async with Reader.open(log) as reader:
        assert [one.seq for one in await reader.entries()] == [4]
        assert (await reader.cursors()).generation


async def test_a_message_is_what_its_other_entries_say_and_other_things_stay_as_they_are(log: Path) -> None:
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        for age in (40, 40, 1, 1):
            await intake.capture(replace(request(), received_at=NOON - age * DAY))
        brand = {"kind": "brand", "id": "B1"}
        await ledger.enter(
            [
                reading(1, pending(text=SECRET.decode(), key="k1")),
                reading(2, event("registered", Phase.OK, **brand, name="Harbour Ltd", key="k2")),
                reading(3, ok(key="k3")),
                reading(4, event("fee", Phase.UNKNOWN, **brand, sets=False, key="k4")),
            ]
        )
    assert await pruned(log, Keeping(age=30 * DAY))
    async with Reader.open(log) as reader:
        message, brand_ = sorted(await reader.entities(), key=lambda one: one.kind, reverse=True)
        counts = await reader.counts()
    assert (message.phase, message.text, message.events) == (Phase.OK, None, 1)
    assert (brand_.phase, brand_.name) == (Phase.OK, "Harbour Ltd")
    assert sum(sum(phases.values()) for phases in counts.entities.values()) == 2


async def test_two_things_that_two_providers_call_by_one_id_go_both(log: Path) -> None:
    """A campaign has the registry's id wherever it is spoken of."""
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        await intake.capture(replace(request(), received_at=NOON - 9 * DAY))
        await intake.capture(replace(request(), received_at=NOON))
        campaigns = [ok(id="C1", kind=Kind.CAMPAIGN, provider=one) for one in ("telnyx", "plivo")]
        await ledger.enter([reading(1, *campaigns), reading(2, ok(id="m2"))])
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        cut = await Upkeep(intake).older(NOON - DAY)
        assert cut
        await cut_off(intake, ledger, cut)
    async with Reader.open(log) as reader:
        assert [one.id for one in await reader.entities()] == ["m2"]
        assert (await reader.counts()).entities[Kind.CAMPAIGN][Phase.OK] == 0


async def test_nobody_waits_for_what_was_taken_away_unread(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake:
        for _ in range(3):
            await intake.capture(request())
        upkeep = Upkeep(intake)
        cut = await upkeep.older(NOON + timedelta(days=1))
        assert cut
        assert await upkeep.take_away(cut, 0, NOON) == 3
        async with Ledger.open(log) as ledger:
            assert await ledger.unread() == ()
            assert await ledger.behind() == 0
            seq = await intake.capture(request())
            assert [one.seq for one in await ledger.unread()] == [seq]


async def test_what_is_read_again_is_what_is_left(log: Path) -> None:
    await filled(log, 40, 39, 1, 0)
    assert await pruned(log, Keeping(age=30 * DAY))
    drop_view(log)
    async with Ledger.open(log) as ledger:
        assert [one.seq for one in await ledger.unread()] == [3, 4]
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("SELECT upto, captures, why FROM prunings").fetchall() == [(2, 2, "age")]
