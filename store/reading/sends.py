"""What is asked about captures on their way to somebody else."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from ..filters.grammar import ALL, Filter
from ..sending.onward import Before, Onward, before, has_it, onward
from ..sending.sent import Outcome, Sent, outcomes, sent_of
from .opened import Opened


class Sends(Opened):
    async def sent(self, capture: int) -> tuple[Sent, ...]:
        """Each time that a request was sent on, oldest first."""
        return await self._ask(lambda db: sent_of(db, capture))

    async def outcomes(self) -> Mapping[int, Outcome]:
        """How it went with the captures that were sent on last, by their seq."""
        return await self._ask(outcomes)

    async def onward(
        self, target: str, *, where: Filter = ALL, paths: Sequence[str] = ("/",), after: int, limit: int = 100
    ) -> Onward:
        """What is to be sent on to a target next, of what is true to a filter and below one of the paths."""
        condition = self._condition(where, "entries")
        return await self._ask(lambda db: onward(db, condition, paths, target, after, limit))

    async def sent_before(self, target: str, since: datetime) -> Before:
        """What was sent on to a target since then, and what waits for it."""
        return await self._ask(lambda db: before(db, target, since))

    async def has_it(self, capture: int, target: str) -> bool:
        """A target has taken this signed request before: it came twice."""
        return await self._ask(lambda db: has_it(db, capture, target))
