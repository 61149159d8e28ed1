"""What was not acknowledged comes again when its provider would deliver it again, marked as that provider marks it."""

from datetime import UTC, datetime

import pytest

from receiver.found import found
from receiver.stories.plot import Plan
from receiver.stories.retrying import Retrying, pause_after
from receiver.stories.simulating import Call, Story
from store import Schedule

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
PROVIDERS = {one.name: one for one in found()[0]}
QUIET = Plan(messages=3, duplicates=0, late=0, out_of_order=0, failures=0)
TWICE = Schedule(pauses=(5.0, 50.0), refusal_ends=True)


@pytest.mark.parametrize(
    ("attempt", "status", "pause"),
    [(1, 200, None), (1, 204, None), (1, 500, 5), (2, None, 50), (3, 500, None), (1, 404, None), (1, 429, 5)],
)
def test_the_pause_is_the_next_of_the_schedule(attempt: int, status: int | None, pause: float | None) -> None:
    assert pause_after(TWICE, attempt, status) == pause


def played(name: str, refused: int) -> list[Call]:
    """The first callback is refused so many times, all else is taken."""
    story = Story(PROVIDERS[name], QUIET, now=NOW)
    retrying = Retrying(story, PROVIDERS[name])
    calls = []
    for call in retrying.calls(story.calls()):
        calls.append(call)
        retrying.answered(call, 500 if call.request.seq == 1 and call.attempt <= refused else 200)
    return calls


@pytest.mark.parametrize(("name", "pauses"), [("telnyx", (30, 30)), ("plivo", (60, 120))])
def test_it_comes_again_and_again_until_it_is_taken(name: str, pauses: tuple[float, float]) -> None:
    calls = played(name, refused=2)
    first, *again = [call for call in calls if call.request.seq == 1]
    assert [call.attempt for call in again] == [2, 3]
    assert [round(call.due - first.due, 3) for call in again] == [pauses[0], sum(pauses)]
    assert [call.due for call in calls] == sorted(call.due for call in calls)
    bodies = [call.request.body.replace(f'"attempt":{call.attempt}'.encode(), b'"attempt":1') for call in again]
    assert bodies == [first.request.body] * 2
    assert (again[0].request.body != first.request.body) == (name == "telnyx")


def test_who_publishes_no_schedule_does_not_deliver_again() -> None:
    assert PROVIDERS["mta"].schedules == ()
    assert {call.attempt for call in played("mta", refused=9)} == {1}
