"""The course of an entity: rows in the order of receipt, states in the order in which they occurred."""

from datetime import timedelta

import pytest

from store import Entry, Flag, Oddity, Phase, Trust, refold
from tests.make import NOON, entry, event, failed, later, ok, pending
from tui.timelines.course import awaited, course, gap, lasted, steps

SENT = entry(pending(occurred_at=later(1)), 1, after=2)
FAILED = entry(failed(occurred_at=later(8)), 2, after=9)
AGAIN = entry(failed(occurred_at=later(8)), 3, attempt=2, after=30)
LATE = entry(event("queued", occurred_at=NOON), 4, after=40)
LATE = LATE.model_copy(update={"flags": (Flag(oddity=Oddity.LATE, text="late"),)})
REFUSED = entry(ok(occurred_at=later(20)), 5, trust=Trust.REJECTED, after=50)
STORY: tuple[Entry, ...] = (SENT, FAILED, AGAIN, LATE, REFUSED)


def test_states_stand_as_they_occurred_and_what_proves_nothing_is_no_state() -> None:
    visits = course(STORY, refold(STORY))
    assert [visit.name for visit in visits] == ["queued", "sent", "undelivered"]
    assert [visit.late for visit in visits] == [True, False, False]
    assert visits[-1].again == (AGAIN,)


def test_rows_stand_as_they_were_received_and_say_where_the_late_one_belongs() -> None:
    rows = steps(STORY, course(STORY, refold(STORY)), {1: 200, 2: 503})
    assert [row.entry.seq for row in rows] == [1, 2, 3, 4, 5]
    assert [row.since for row in rows] == [None, *(timedelta(seconds=n) for n in (7, 21, 10, 10))]
    assert [row.before for row in rows] == ["", "", "", "sent", ""]
    assert [row.answer for row in rows] == [200, 503, None, None, None]


def test_one_row_holds_and_it_is_the_one_that_the_state_stands_on() -> None:
    assert [row.holds for row in steps(STORY, course(STORY, refold(STORY)), {})] == [False, True, False, False, False]
    assert not any(row.holds for row in steps((REFUSED,), course((REFUSED,), None), {}))


def test_a_message_without_a_final_status_says_for_how_long_and_nothing_else_does() -> None:
    message, brand = (SENT,), (entry(pending(kind="brand", id="B1"), 1),)
    assert awaited(refold(message))
    assert lasted(course(message, refold(message)), refold(message), later(661)) == "no final status, 11m"
    assert not awaited(refold(brand))
    assert lasted(course(brand, refold(brand)), refold(brand), later(661)) == ""
    assert lasted(course(STORY, refold(STORY)), refold(STORY), later(661)) == "final in 8.0s"
    assert refold(STORY).phase is Phase.FAILED  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("seconds", "says"),
    [
        *((-3, "0ms"), (0.4, "400ms"), (1.64, "1.6s"), (12, "12s"), (59.6, "1m 0s"), (72, "1m 12s"), (3700, "1h 1m")),
        *((3 * 86400 + 4 * 3600, "3d 4h"), (400 * 86400, "400d 0h")),
    ],
)
def test_a_gap_is_said_in_its_two_largest_units(seconds: float, says: str) -> None:
    assert gap(timedelta(seconds=seconds)) == says
