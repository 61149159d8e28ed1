"""What happens in a story and when: shares that are exact, an order that is that of the dues, and nothing held."""

import random
from collections.abc import Iterator

import pytest

from receiver.stories.lifecycle import Lifecycle, Of, Step
from receiver.stories.plot import Group, Plan, Planned, Plot, Share, in_order, length

CHANCE = random.Random(3)  # noqa: S311  any will do
SENT, DELIVERED, FAILED = Step("sent", 1), Step("delivered", 2), Step("failed", 3)
LIFECYCLE = Lifecycle(
    tells="",
    stands={},
    registration=(Step("brand", 10), Step("number", 5, 0), Step("number", 5, 1)),
    sends=(1,),
    delivered=((SENT, DELIVERED),),
    failed=((SENT, FAILED), (FAILED,)),
)
QUIET = Plan(failures=0, duplicates=0, late=0, out_of_order=0)


def planned(plan: Plan, lifecycle: Lifecycle = LIFECYCLE) -> list[Planned]:
    return list(in_order(Plot(lifecycle, plan, random.Random(plan.seed)).groups()))  # noqa: S311


@pytest.mark.parametrize("percent", [0, 5, 10, 50, 99, 100])
def test_a_share_is_exact_over_a_hundred(percent: float) -> None:
    share = Share(percent, CHANCE)
    assert sum(bool(share) for _ in range(1000)) == pytest.approx(percent * 10, abs=1)


def test_without_trouble_each_comes_once_and_in_its_order() -> None:
    went = [one.step.sample for one in planned(QUIET)]
    assert went[:3] == ["brand", "number", "number"]
    assert went[3:] == ["sent", "delivered"] * 40


def test_failures_go_through_every_way_to_fail() -> None:
    plot = Plot(LIFECYCLE, Plan(messages=100, failures=10, duplicates=0, late=0, out_of_order=0), CHANCE)
    ends = [group[-1].step.sample for _, group in plot.groups()]
    lengths = {len(group) for _, group in Plot(LIFECYCLE, Plan(failures=100), CHANCE).groups()}
    assert ends.count("failed") == plot.told["failed"] == 10
    assert {1, 2} <= lengths


def test_where_nothing_says_that_a_message_failed_none_does() -> None:
    mute = Lifecycle(tells="", stands={}, delivered=((SENT, DELIVERED),))
    assert {one.step.sample for one in planned(Plan(failures=100), mute)} == {"sent", "delivered"}


def test_what_happened_is_before_what_is_due_and_a_late_one_long_after() -> None:
    late = planned(Plan(late=100, duplicates=0, out_of_order=0))
    assert all(one.times[-1] <= one.due for one in late)
    assert all(one.due - one.times[-1] >= 120 for one in late if one.oddity == "late")
    assert sum(one.oddity == "late" for one in late) == 40


def test_one_out_of_order_comes_before_the_one_before_it() -> None:
    plot = Plot(LIFECYCLE, Plan(out_of_order=100, duplicates=0, late=0, failures=0), CHANCE)
    groups = [group for _, group in plot.groups()][1:]
    assert all(last.due < first.due and last.times[-1] > first.times[-1] for first, last in groups)


def test_a_redelivery_is_of_the_same_event_after_it() -> None:
    again = [one for one in planned(Plan(duplicates=100, late=0, out_of_order=0)) if one.attempt == 2]
    assert len(again) == 41
    assert all(one.due == one.times[-1] + 30 for one in again)


def test_messages_come_from_the_numbers_that_were_assigned() -> None:
    story = planned(QUIET)
    other = [one.scopes[Of.NUMBER] for one in story if one.step.sample == "number"][1]
    assert all(one.scopes[Of.NUMBER] is other for one in story if one.step is SENT)


def test_a_long_story_goes_faster_and_fits_what_is_said_of_its_length() -> None:
    assert (Plan(messages=40).gap, Plan(messages=3600).gap, Plan(messages=10**6).gap) == (12, 1, 0.02)
    for messages in (0, 40, 2000):
        plan = Plan(messages=messages)
        assert planned(plan)[-1].due <= length(LIFECYCLE, plan) + 60


def test_only_what_is_under_way_is_held() -> None:
    begun = 0

    def endless() -> Iterator[Group]:
        nonlocal begun
        while True:
            begun += 1
            yield float(begun), [Planned(begun + 2.5, SENT, (0.0,), {})]

    calls = in_order(endless())
    for number in range(1, 100):
        assert next(calls).due == number + 2.5
        assert begun <= number + 3
