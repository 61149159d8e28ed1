"""What is asked for numbers."""

from datetime import datetime

from ..database import breakable
from ..filters.grammar import ALL, Filter
from ..keeping.extent import Extent, extent
from ..keeping.pruning import Cut, by_age
from ..statistics.chart import chart
from ..statistics.figures import ALWAYS, STEPS, Bucket, By, Period, Statistics
from ..statistics.statistics import statistics
from .listing import Listing
from .tallies import Counts, counts


class Numbers(Listing):
    async def extent(self) -> Extent:
        """How much the store holds."""
        return await self._ask(lambda db: extent(db, self._log, self._clock()))

    async def older(self, before: datetime) -> Cut | None:
        """What would be taken away if all were that was received before."""
        return await self._ask(lambda db: by_age(db, before, "asked"))

    async def counts(self) -> Counts:
        return await self._ask(counts)

    async def chart(self, since: datetime, until: datetime, *, most: int = 24) -> tuple[Bucket, ...]:
        """How many events said what in each part of a time, of kept counters."""
        return await self._ask(lambda db: chart(db, since, until, most))

    async def statistics(self, where: Filter = ALL, period: Period = ALWAYS, by: By = "campaign") -> Statistics:
        """Numbers of what a filter on entries finds, over a connection of its own: other questions need not wait for
        this one, and whoever does not want to know any more breaks it off."""
        picked = await self._narrowed(where)
        steps = {name: self._condition(step, "entities") for name, step in STEPS.items()}
        async with self._beside() as db:
            return await breakable(db, lambda raw: statistics(raw, picked, period, by, steps, self._clock()))
