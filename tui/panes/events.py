"""The stream of events, from every provider, as they arrived."""

from collections.abc import Sequence

from store import Entry
from tui.pane import Picked
from tui.stream import Stream
from tui.words import EVENTS


class Events(Stream[Entry]):
    """One line an entry."""

    TITLE = "5 Events"
    HELP = "Every event, in the order in which it was received; newest first."
    COLUMNS = EVENTS
    EMPTY = ("No events yet.", "Whatever arrives shows here, also what no adapter can read.")

    async def page(self, offset: int, limit: int) -> Sequence[Entry]:
        return await self.reader.entries(top=self.top if self.held else None, offset=offset, limit=limit)

    async def extent(self) -> int:
        return await self.reader.total(top=self.top if self.held else None)

    async def renew(self) -> None:
        self.newer = max(0, (self.cursor or 0) - self.top)

    def seq(self, row: Entry) -> int:
        return row.seq

    def chosen(self, index: int) -> None:
        if index in self.rows:
            self.post_message(Picked(self.rows[index]))

    def badge(self) -> str:
        return f"PAUSED · {self.newer:,} newer · f follows" if self.held else "FOLLOW"
