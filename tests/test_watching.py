"""Rules see what is new, once, and a burst is told once."""

from datetime import timedelta
from pathlib import Path

from store import Phase, Reader
from tests.board import REJECTED, Books, books, message, morning
from tests.make import NOON, entry, failed
from tests.ruled import rules_of
from tui.config.rule import BUILT_IN
from tui.rules.watching import Notice, Tally, Watching

[FAILED] = rules_of({"failed": {"when": "phase:failed"}})
[SENT] = rules_of({"sent": {"when": "status:sent"}})
ONE = entry(failed(summary="+1555 undelivered"))


def hear(tally: Tally, at: float, count: int = 1) -> None:
    tally.hear(ONE, count, at, NOON + timedelta(seconds=at))


def test_one_match_is_told_when_no_other_follows() -> None:
    tally = Tally(FAILED)
    hear(tally, 10)
    assert tally.tell(10.9) is None
    notice = tally.tell(11)
    assert notice is not None
    assert notice.text == "failed: +1555 undelivered"
    assert tally.tell(100) is None


def test_a_burst_is_one_with_its_count_and_how_long_it_took() -> None:
    tally = Tally(FAILED)
    told = []
    for tenth in range(120):
        hear(tally, tenth / 10, 5)
        told.append(tally.tell(tenth / 10))
    told.append(tally.tell(13))
    [notice] = filter(None, told)
    assert (notice.count, notice.text) == (600, "failed: 600 in 12 s, newest +1555 undelivered")


def test_what_never_ends_is_told_as_often_as_the_rule_keeps_quiet() -> None:
    tally = Tally(FAILED)
    told: list[Notice] = []
    for second in range(200):
        hear(tally, second / 2)
        told.extend(filter(None, [tally.tell(second / 2)]))
    assert [notice.count for notice in told] == [61, 61, 61]
    assert tally.matched == 200


def test_after_a_notification_it_is_quiet_and_counts() -> None:
    tally = Tally(FAILED)
    hear(tally, 0)
    assert tally.tell(1)
    hear(tally, 5)
    hear(tally, 6)
    assert tally.tell(30.9) is None
    notice = tally.tell(31)
    assert notice is not None
    assert notice.count == 2


async def seen(watching: Watching, reader: Reader, at: float = 0) -> list[int]:
    """What each rule has matched, after a look."""
    await watching.look(reader, await reader.cursors(), at, NOON)
    return [tally.matched for tally in watching.tallies]


async def test_only_what_is_new_counts_and_each_once(tmp_path: Path) -> None:
    watching = Watching([FAILED, SENT])
    async with books(tmp_path) as (written, reader):
        await failures(written, 0, 3)
        assert await seen(watching, reader) == [0, 0]
        await failures(written, 3, 5)
        assert await seen(watching, reader) == [2, 0]
        assert await seen(watching, reader) == [2, 0]
        await written.receive(message(9, status="sent", phase=Phase.PENDING))
        assert await seen(watching, reader) == [2, 1]


async def test_five_hundred_at_once_are_five_hundred(tmp_path: Path) -> None:
    watching = Watching([FAILED, *BUILT_IN])
    async with books(tmp_path) as (written, reader):
        await seen(watching, reader)
        events = [message(n, status="undelivered", phase=Phase.FAILED) for n in range(500)]
        await written.receive(*events)
        assert await seen(watching, reader) == [500, 0]
        [notice] = watching.due(1)
        assert notice.count == 500
        assert notice.entry.event.id == "m-499"


async def test_what_was_there_and_not_read_yet_is_not_new(tmp_path: Path) -> None:
    watching = Watching([FAILED])
    async with books(tmp_path) as (written, reader):
        waiting = await written.only_capture()
        assert await seen(watching, reader) == [0]
        await written.read(waiting, message(1, phase=Phase.FAILED))
        assert await seen(watching, reader) == [0]
        await failures(written, 2, 3)
        assert await seen(watching, reader) == [1]


async def test_a_view_begun_anew_tells_nothing_twice_and_loses_nothing(tmp_path: Path) -> None:
    watching = Watching([FAILED])
    async with books(tmp_path) as (written, reader):
        await seen(watching, reader)
        await failures(written, 0, 4)
        assert await seen(watching, reader) == [4]
        captures = await reader.captures()
        await written.begin_anew()
        assert await seen(watching, reader) == [4]
        for number, capture in enumerate(reversed(captures)):
            await written.read(capture, message(number, phase=Phase.FAILED))
        assert await seen(watching, reader) == [4]
        await failures(written, 5, 6)
        assert await seen(watching, reader) == [5]


async def test_a_rule_that_is_off_sees_nothing_and_later_only_what_comes_then(tmp_path: Path) -> None:
    watching = Watching([FAILED])
    async with books(tmp_path) as (written, reader):
        await seen(watching, reader)
        watching.tallies[0].on = False
        await failures(written, 0, 2)
        assert await seen(watching, reader) == [0]
        watching.tallies[0].on = True
        await failures(written, 2, 3)
        assert await seen(watching, reader) == [1]


async def test_a_rejected_one_matches_as_the_filter_says(tmp_path: Path) -> None:
    [honest] = rules_of({"honest": {"when": "phase:failed -verdict:rejected"}})
    watching = Watching([FAILED, honest])
    async with books(tmp_path) as (written, reader):
        await seen(watching, reader)
        await written.receive(message(1, phase=Phase.FAILED), verdict=REJECTED)
        assert await seen(watching, reader) == [1, 0]


async def test_drift_says_what_never_came_before_and_that_once(tmp_path: Path) -> None:
    watching = Watching(BUILT_IN)
    async with books(tmp_path) as (written, reader):
        await morning(written)
        await seen(watching, reader)
        for number in range(3):
            await written.drift("data.cost: text", message(number))
        await seen(watching, reader)
        [notice] = watching.due(5)
        assert notice.text == "drift: telnyx never sent this before: data.cost: text"
        assert notice.count == 1
        await written.drift("data.cost: text", message(7))
        await seen(watching, reader, 60)
        assert watching.due(90) == ()


async def failures(written: Books, begin: int, end: int) -> None:
    for number in range(begin, end):
        await written.receive(message(number, status="undelivered", phase=Phase.FAILED))
