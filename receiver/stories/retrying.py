"""Delivers again what was not acknowledged, when its provider would."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from store import Schedule

from ..provider import Provider
from .simulating import Call, Story

REFUSED, UNAVAILABLE = range(400, 500), 429


class Retrying:
    """The calls of a story, and those that come again, as they are due."""

    def __init__(self, story: Story, provider: Provider) -> None:
        self._story, self._provider = story, provider
        self._waiting: list[tuple[float, int, Call]] = []
        self._order = 0

    def calls(self, calls: Iterable[Call]) -> Iterator[Call]:
        for call in calls:
            yield from self._due(call.due)
            yield call
        yield from self._due(float("inf"))

    def answered(self, call: Call, status: int | None) -> None:
        """Whether and when it comes again, by what is published."""
        schedule = self._schedule(call)
        pause = pause_after(schedule, call.attempt, status) if schedule else None
        if pause is not None:
            again = self._story.again(call, pause)
            self._order += 1
            heappush(self._waiting, (again.due, self._order, again))

    def _due(self, now: float) -> Iterator[Call]:
        while self._waiting and self._waiting[0][0] <= now:
            yield heappop(self._waiting)[2]

    def _schedule(self, call: Call) -> Schedule | None:
        """The first that is for what the callback is about."""
        kinds = {event.kind for event in self._provider.interpret(call.request)}
        return next((one for one in self._provider.schedules if not one.kinds or kinds & set(one.kinds)), None)


def pause_after(schedule: Schedule, attempt: int, status: int | None) -> float | None:
    """Seconds until the next delivery; None where there is none."""
    taken = status is not None and 200 <= status < 300  # noqa: PLR2004
    ended = schedule.refusal_ends and status in REFUSED and status != UNAVAILABLE
    if taken or ended or attempt > len(schedule.pauses):
        return None
    return schedule.pauses[attempt - 1]
