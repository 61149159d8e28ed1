"""Exporting on the board: the key, and what may be meant by it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from store import ALL, Filter, Reader, parse

from ..here import Here
from ..rows.asking import Clock
from ..stage import Stage
from ..text import safe
from .landing import landing
from .leaving import Far, Order, Tell, leave
from .offer import Export, Wish
from .redaction import Redaction

Redacting = Callable[[], Redaction]
"""What is known to be secret; it may ask a program for it, so not to be called on the board's loop."""
BRIEFLY = 6.0
"""Seconds that the name of a file can be read."""


class Exporting(Here):
    """`x`: the request of the row with the keys, what is marked, the view, or everything, in a file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "export", "export", show=False, id="board.export", tooltip="requests and events into a file"),
    ]
    _reader: Reader
    _clock: Clock
    _redacting: Redacting | None = None

    async def action_export(self) -> None:
        if not self._redacting or isinstance(self.screen, Export):
            return
        batches = [one async for one in self._kinds()]
        self.push_screen(Export(batches, self._carry, self._clock), self._exported)

    async def _kinds(self) -> AsyncIterator[tuple[str, Filter]]:
        """The view first, where the user has one."""
        here, stage = await self.request_here(), self.screen
        view = stage.view_here() if isinstance(stage, Stage) else None
        if view and view != ALL:
            yield "the view", view
        if here:
            yield "this one", parse(f"capture:{here[1].seq}")
        if await self._reader.requests(where=parse("is:marked"), limit=1):
            yield "what is marked", parse("is:marked")
        yield "everything", ALL

    async def _carry(self, wish: Wish, tell: Tell) -> Far:
        redaction = await asyncio.to_thread(self._redacting) if self._redacting else Redaction()
        writer = await asyncio.to_thread(wish.form.writer)
        order = Order(wish.where, wish.form, redaction, wish.mask)
        with landing(wish.path, folder=not wish.form.ending, force=False) as place:
            return await leave(self._reader, order, writer, place, tell)

    def _exported(self, said: str | None) -> None:
        if said:
            self.notify(safe(said, 400), markup=False, timeout=BRIEFLY)
