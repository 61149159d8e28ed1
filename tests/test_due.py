"""What is due again: by the schedule that a provider publishes, and by what came."""

from collections.abc import Sequence

import pytest

from receiver.found import found
from store import Delivery, Habits, Kind, Schedule
from tests.make import later
from tui.timelines.due import Due, dues, lines, off
from tui.words import plain

THREE = Schedule(pauses=(60, 120, 240), then="it gives up")
PLIVO = Habits(provider="plivo", title="Plivo", schedules=(THREE,))


def came(*deliveries: tuple[float, int]) -> Sequence[Delivery]:
    """Deliveries, each with its time and our answer."""
    return [
        Delivery(entry=number, attempt=number, received_at=later(at), url="x/plivo", answer=answer, answered_in=None)
        for number, (at, answer) in enumerate(deliveries, 1)
    ]


def found_due(schedule: Schedule, now: float, *deliveries: tuple[float, int], waits: float = 0) -> list[str]:
    return [_said(one) for one in dues(schedule, came(*deliveries), waits, later(now))]


def _said(due: Due) -> str:
    return f"×{due.attempt} {(due.at - later(0)).total_seconds():g}{' missed' if due.missed else ''}"


@pytest.mark.parametrize("answer", [500, 301, 404, 0])
def test_what_was_not_acknowledged_is_due_again_as_published(answer: int) -> None:
    assert found_due(THREE, 1, (0, answer)) == ["×2 60", "×3 180", "×4 420"]


@pytest.mark.parametrize("answer", [200, 204])
def test_what_was_acknowledged_is_not(answer: int) -> None:
    assert found_due(THREE, 1, (0, 500), (60, answer)) == []


def test_each_delivery_counts_from_the_one_that_came() -> None:
    assert found_due(THREE, 70, (0, 500), (65, 500)) == ["×3 185", "×4 425"]
    assert found_due(THREE, 500, (0, 500), (60, 500), (180, 500), (420, 500)) == []


def test_what_is_long_overdue_never_came() -> None:
    assert found_due(THREE, 74, (0, 500)) == ["×2 60", "×3 180", "×4 420"]
    assert found_due(THREE, 76, (0, 500)) == ["×2 60 missed", "×3 180", "×4 420"]
    assert found_due(THREE, 600, (0, 500)) == ["×2 60 missed", "×3 180 missed", "×4 420 missed"]


def test_where_no_answer_was_given_the_pause_begins_when_the_provider_gave_up() -> None:
    assert found_due(THREE, 1, (0, 0), waits=15)[0] == "×2 75"


def test_a_refusal_may_end_it() -> None:
    ends = THREE.model_copy(update={"refusal_ends": True})
    assert found_due(ends, 1, (0, 404)) == []
    assert [len(found_due(ends, 1, (0, answer))) for answer in (429, 500, 0)] == [3, 3, 3]


def test_beside_each_delivery_stands_how_long_after_the_one_before_it_came() -> None:
    assert off(THREE, came((0, 500), (62, 500), (90, 200), (91, 500))) == {
        2: "+1m 2s",
        3: "+28s, published +2m",
    }
    assert off(None, came((0, 500), (5, 500))) == {2: "+5.0s"}


def told(habits: Habits, now: float, *deliveries: tuple[float, int], kind: Kind = Kind.MESSAGE) -> list[str]:
    schedule = habits.schedule(kind)
    waiting = dues(schedule, came(*deliveries), 0, later(now)) if schedule else ()
    return [plain(line).strip() for line in lines(habits, kind, waiting, later(now))]


def test_it_is_told_what_is_due_what_never_came_and_by_whose_word() -> None:
    assert told(PLIVO, 100, (0, 500)) == [
        "×2  was due 12:01:00, and never came",
        "×3  due 12:03:00",
        "×4  due 12:07:00",
        "Plivo publishes: again after 1m, 2m, 4m, then it gives up",
    ]


def test_a_provider_that_publishes_nothing_is_said_to() -> None:
    assert told(Habits(provider="mta", title="MTA"), 1, (0, 500)) == ["when MTA delivers again is not published"]


def habits(name: str) -> Habits:
    [provider] = [one for one in found()[0] if one.name == name]
    return Habits(provider=name, title=provider.title, schedules=provider.schedules)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("plivo", Kind.BRAND, "Plivo publishes: again after 1m, 2m, 4m, then it gives up"),
        ("telnyx", Kind.BRAND, "Telnyx publishes: again 4 times, 30s apart, then the failover URL, if there is one"),
        ("telnyx", Kind.MESSAGE, "3 deliveries to a URL, further and further apart, then 3 to the failover URL"),
        ("sinch", Kind.MESSAGE, "Sinch publishes: again after 5s, 10s, 20s, 40s, …, then it gives up"),
        ("sinch", Kind.NUMBER, "when Sinch delivers again is not published"),
        ("signalwire", Kind.BRAND, "when SignalWire delivers again is not published"),
    ],
)
def test_the_schedules_of_providers(name: str, kind: Kind, expected: str) -> None:
    assert expected in told(habits(name), 1, (0, 500), kind=kind)[-1]


def test_of_a_long_schedule_the_next_are_listed_and_the_last() -> None:
    said = told(habits("sinch"), 1, (0, 500))
    assert said[:5] == [
        "×2  due 12:00:05",
        "×3  due 12:00:15",
        "×4  due 12:00:35",
        "×5  due 12:01:15",
        "… ×16  the last is due 24 Nov",
    ]
