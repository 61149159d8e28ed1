"""What happens in a story, and when each callback about it is made: a lifecycle, a plan and chance."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import cycle
from random import Random

from .lifecycle import Course, Lifecycle, Of, Step
from .mould import Scopes, Values

GAP, CROWD, HOUR = 12.0, 0.02, 3600.0
"""Seconds between two messages, at most and at least, and in which all of them are sent if that goes."""
REPLIES = 8
"""Percent of the messages that somebody sends us."""
SETTLED, AGAIN_AFTER, LATE_BY = 20.0, 30.0, 240.0
VARIES = 0.4
"""How much shorter or longer a pause may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a lifecycle goes; the rest follows from the seed. Shares are percent of the messages."""

    seed: int = 1
    messages: int = 40
    failures: float = 10
    duplicates: float = 5
    late: float = 5
    out_of_order: float = 5

    @property
    def gap(self) -> float:
        """Seconds between two messages."""
        return min(GAP, max(CROWD, HOUR / max(1, self.messages)))


@dataclass(frozen=True, slots=True)
class Planned:
    """A callback that is to be made."""

    due: float
    """Seconds from the beginning of the story."""
    step: Step
    times: tuple[float, ...]
    """When each step of its course happened, this one last; the first is the beginning."""
    scopes: Scopes
    attempt: int = 1
    oddity: str = ""
    """`again`, `late`, `early`, or nothing."""


Group = tuple[float, list[Planned]]
"""What belongs together, and when it begins."""


class Share:
    """So many percent of the times it is asked, evenly."""

    def __init__(self, percent: float, chance: Random) -> None:
        self._each = percent / 100
        self._owed = chance.random()

    def __bool__(self) -> bool:
        self._owed += self._each
        due = self._owed >= 1
        self._owed -= due
        return due


def length(lifecycle: Lifecycle, plan: Plan) -> float:
    """Seconds, about: nothing is due much later."""
    return (
        sum(step.after for step in lifecycle.registration) * (1 + VARIES) + SETTLED + plan.messages * plan.gap + LATE_BY
    )


class Plot:
    """The groups of a story, one after the other."""

    def __init__(self, lifecycle: Lifecycle, plan: Plan, chance: Random) -> None:
        self.told: Counter[str] = Counter()
        """How many messages went how, and how many callbacks are odd."""
        self._lifecycle, self._plan, self._chance = lifecycle, plan, chance
        self._story: Values = {}
        self._numbers: dict[int, Values] = {}
        self._duplicates, self._late = Share(plan.duplicates, chance), Share(plan.late, chance)
        self._out_of_order = Share(plan.out_of_order, chance)

    def groups(self) -> Iterator[Group]:
        settled, registration = self._registration()
        yield 0.0, registration
        for number, course in enumerate(self._courses()):
            begun = settled + self._plan.gap * (number + self._chance.uniform(0, VARIES))
            yield begun, self._message(begun, course)

    def _registration(self) -> tuple[float, list[Planned]]:
        """Its callbacks, of which one comes twice, and when messages can be sent."""
        now, planned = 0.0, []
        for step in self._lifecycle.registration:
            now += self._pause(step)
            planned.append(Planned(now, step, (0.0, now), self._scopes(step.number, {})))
        if planned and self._plan.duplicates:
            planned.append(self._again(self._chance.choice(planned)))
        return now + SETTLED, planned

    def _courses(self) -> Iterator[Course]:
        """How each message goes."""
        failures = Share(self._plan.failures if self._lifecycle.failed else 0, self._chance)
        replies = Share(REPLIES if self._lifecycle.received else 0, self._chance)
        courses = {
            "failed": cycle(self._lifecycle.failed),
            "received": cycle(self._lifecycle.received),
            "delivered": cycle(self._lifecycle.delivered),
        }
        for _ in range(self._plan.messages if self._lifecycle.delivered else 0):
            how = "failed" if failures else "received" if replies else "delivered"
            self.told[how] += 1
            yield next(courses[how])

    def _message(self, begun: float, course: Course) -> list[Planned]:
        scopes = self._scopes(self._chance.choice(self._lifecycle.sends), {})
        times, planned = [begun], []
        for step in course:
            times.append(times[-1] + self._pause(step))
            planned.append(Planned(times[-1], step, tuple(times), {**scopes, Of.EVENT: {}}))
        return self._disturbed(planned)

    def _disturbed(self, planned: list[Planned]) -> list[Planned]:
        """What comes late, before its time or twice, as networks have it."""
        *before, last = planned
        if self._late:
            planned = [*before, self._odd(last, last.due + LATE_BY * self._chance.uniform(0.5, 1), "late")]
        elif before and self._out_of_order:
            *earlier, previous = before
            planned = [*earlier, replace(previous, due=last.due), self._odd(last, previous.due, "early")]
        if self._duplicates:
            planned.append(self._again(self._chance.choice(planned)))
        return planned

    def _again(self, one: Planned) -> Planned:
        self.told["again"] += 1
        return replace(one, due=one.due + AGAIN_AFTER, attempt=one.attempt + 1, oddity="again")

    def _odd(self, one: Planned, due: float, oddity: str) -> Planned:
        self.told[oddity] += 1
        return replace(one, due=due, oddity=oddity)

    def _scopes(self, number: int | None, message: Values) -> Scopes:
        numbers = self._numbers.setdefault(self._lifecycle.sends[0] if number is None else number, {})
        return {Of.STORY: self._story, Of.NUMBER: numbers, Of.MESSAGE: message, Of.EVENT: {}}

    def _pause(self, step: Step) -> float:
        return step.after * self._chance.uniform(1 - VARIES, 1 + VARIES)


def in_order(groups: Iterable[Group]) -> Iterator[Planned]:
    """As they are due. Only what is under way is held."""
    coming: list[tuple[float, int, Planned]] = []
    order = 0
    for begun, group in groups:
        while coming and coming[0][0] <= begun:
            yield heappop(coming)[2]
        for one in group:
            order += 1
            heappush(coming, (one.due, order, one))
    while coming:
        yield heappop(coming)[2]
