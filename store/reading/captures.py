"""What is asked about requests as they came."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta

from ..captures.answers import answered_in
from ..captures.marks import Mark, every_mark
from ..captures.request import Capture, Request
from ..database import StoreError
from ..files.salvage import salvaged
from ..filters.grammar import ALL, Filter
from ..moving.bringing import missing
from ..moving.taking import Page, pages
from ..rows import CAPTURE, capture_from_row
from .listing import Listing


class Captures(Listing):
    async def captures(self, *, where: Filter = ALL, top: int | None = None, limit: int = 200) -> tuple[Capture, ...]:
        """Newest first, none newer than the seq `top`."""
        seqs = await self._seqs(self._question("captures", where, 0, top), 0, limit)
        return tuple([capture async for capture in self._at(seqs, CAPTURE, "captures", capture_from_row)])

    async def capture(self, seq: int) -> Capture | None:
        return await self._ask(lambda db: salvaged(db, seq))

    async def marks(self) -> Mapping[int, Mark]:
        """What people said of captures, by their seq; what was marked last comes last."""
        return await self._ask(every_mark)

    async def answers(self, captures: Sequence[int]) -> Mapping[int, int]:
        """The status that each of these requests was answered with."""
        marks = ", ".join("?" * len(captures))
        rows = await self._rows(f"SELECT seq, answer FROM captures WHERE seq IN ({marks})", tuple(captures))
        return {int(seq): int(answer) for seq, answer in rows}

    async def answered_in(self, capture: int) -> timedelta | None:
        """How long our answer to a request took, from its last byte; None where that is not known."""
        return await self._ask(lambda db: answered_in(db, capture))

    async def missing(self, requests: Sequence[Request], upto: int) -> Sequence[Request]:
        """Those that are not here yet; captures after the seq `upto` need not be known if they are not read."""
        return await self._ask(lambda db: missing(db, requests, upto))

    async def taken(self, where: Filter = ALL) -> AsyncIterator[Page]:
        """All that a filter on entries finds and is there now, oldest first, over connections of its own. Raises
        `StoreError` where the view is begun anew meanwhile."""
        begun = await self.cursors()
        condition = await self._narrowed(where)
        async with self._beside() as lines, self._beside() as requests:
            async for page in pages(lines, requests, condition, begun.entry):
                if (await self.cursors()).generation != begun.generation:
                    raise StoreError("the view was begun anew meanwhile: try again")
                yield page
