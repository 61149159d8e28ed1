"""What happened to the entity of the picked entry, in order."""

from collections.abc import Sequence

from store import Entry, Reader
from tui.asking import Clock
from tui.pane import Picked, entity_of
from tui.table import Table
from tui.words import TIMELINE, with_marks


class Timeline(Table[Entry]):
    """One line an entry of the entity, oldest first; going to another entry picks it."""

    TITLE = "Timeline"
    HELP = "Every event of this brand, campaign, number or message, oldest first."
    COLUMNS = TIMELINE
    POINTS = True

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.COLUMNS = with_marks(TIMELINE, self.mark_of)
        self.entries: Sequence[Entry] = ()
        self._said: Entry | None = None
        """The entry that the user is on: known here before it has gone up to the board and come down as `picked`."""

    def show(self, entry: Entry) -> None:
        if entry not in self.entries:
            self._said = entry
            self.ask()

    async def load(self) -> None:
        if self._said is None:
            return
        entity = await entity_of(self.reader, self._said)
        entries = await self.reader.timeline(entity) if entity else ()
        picked = self._said
        self.entries = entries if picked in entries else (*entries, picked)
        self.total = len(self.entries)
        self.at = self.entries.index(picked)
        self.go(self.at)

    def moved(self) -> None:
        if self.entries and self.entries[self.at] != self._said:
            self._said = self.entries[self.at]
            self.post_message(Picked(self._said, opens=False))

    def row(self, index: int) -> Entry | None:
        return self.entries[index]

    def badge(self) -> str:
        return f"event {self.at + 1} of {self.total}" if self.entries else ""
