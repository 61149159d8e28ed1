"""The stream of events, from every provider, as they arrived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store import ALL, Entry, Filter, Key, Reader, Tally, slow
from tui.filters.filtering import OVERDUE
from tui.pane import Picked
from tui.rows.asking import Clock
from tui.rows.sorted import AGAIN
from tui.rows.stream import Stream
from tui.rows.texts import Texts
from tui.words import EVENTS, MORE_EVENTS, with_marks

MOST = 400
"""Matches that are kept: two screens of any height."""
SOON = 0.02
"""Seconds until a filter that looks into texts looks further back, while the list is not full."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What a filter has found so far."""

    where: Filter
    upto: int = 0
    """The newest entry that was looked at."""
    tally: Tally = Tally(0)  # noqa: RUF009  frozen
    newest: tuple[Entry, ...] = ()


class Events(Stream[Entry]):
    """One line an entry."""

    TITLE = "5 Events"
    HELP = "Every event, in the order in which it was received; newest first."
    COLUMNS = EVENTS
    MORE = MORE_EVENTS
    EMPTY = ("No events yet.", "Whatever arrives shows here, also what no adapter can read.")

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.COLUMNS = with_marks(EVENTS, self.signs_of)
        self._matches = Matches(ALL)
        self._texts = Texts(reader)

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(AGAIN, self._look_for_overdue)

    def _look_for_overdue(self) -> None:
        """What waits becomes that, though nothing arrives."""
        if OVERDUE in self.text and not self.held:
            self.look_again()

    def look_again(self) -> None:
        self._matches = Matches(ALL)
        self._texts.forget()
        super().look_again()

    async def load(self) -> None:
        await super().load()
        if slow(self.where) and self._texts.wants(self._in_view()):
            self.set_timer(SOON, self.ask)

    def _in_view(self) -> int:
        """How many have to be found for what is in view and below."""
        top, rows = self.window()
        return top + 3 * rows + (self._texts.newer(self.top) if self.held else 0)

    async def page(self, offset: int, limit: int) -> Sequence[Entry]:
        if slow(self.where):
            return await self._texts.page(self.top or None if self.held else None, offset, limit)
        if self.held or self.where == ALL:
            top = self.top or None if self.held else None
            if above := self.rows.get(offset - 1) if self.held else None:
                top, offset = above.seq - 1, 0
            return await self.reader.entries(where=self.where, top=top, offset=offset, limit=limit)
        await self._count()
        return self._matches.newest[offset : offset + limit]

    async def extent(self) -> int:
        if slow(self.where):
            await self._texts.look(self.where, self._in_view())
            self.tally = self._texts.tally(self.top or None if self.held else None)
        elif self.held:
            if not self.tally.more:
                self.tally = await self.reader.tally(where=self.where, top=self.top or None)
        elif self.where == ALL:
            self.tally = Tally(await self.reader.total())
        else:
            await self._count()
            self.tally = self._matches.tally
        return self.tally.n

    async def _count(self) -> None:
        """What matches: asked of what is new only, as a filter may look at every row that there is."""
        if self._matches.where != self.where:
            self._matches = Matches(self.where)
        known, now = self._matches, (await self.reader.cursors()).entry
        new = await self.reader.entries(where=known.where, after=known.upto, top=now, limit=MOST)
        more = Tally(len(new))
        if len(new) == MOST:
            more = await self.reader.tally(where=known.where, after=known.upto, top=now)
        tally = Tally(known.tally.n + more.n, more=known.tally.more or more.more)
        self._matches = Matches(known.where, now, tally, (*new, *known.newest)[:MOST])

    async def renew(self) -> None:
        if slow(self.where):
            self.newer = self._texts.newer(self.top)
            return
        self.newer = await self.reader.total(where=self.where, after=self.top)

    async def keys_in_order(self) -> Sequence[Key]:
        return await self.reader.in_order(self.TABLE, self.order, where=self.where)

    async def rows_at(self, keys: Sequence[Key]) -> Mapping[Key, Entry]:
        return await self.reader.entries_at(keys)

    def seq(self, row: Entry) -> int:
        return row.seq

    def chosen(self, index: int) -> None:
        if index in self.rows:  # at once: what is typed behind it is for what it opens
            self.post_message(Picked(self.rows[index]))
        else:
            super().chosen(index)

    def everything(self) -> int:
        return self.counts.entries if self.counts else 0

    def badge(self) -> str:
        if self.is_sorted():
            return self.said_order()
        reached = f"{self._texts.said(self.clock())} · " * slow(self.where)
        return reached.removeprefix(" · ") + (f"PAUSED · {self.newer:,} newer · f follows" if self.held else "FOLLOW")
