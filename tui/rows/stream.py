"""A list with the newest row first, which follows what arrives until the user leaves the newest row."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.selection import Selection

from store import ALL, Entry, Filter, Order, Reader, Tally, parse

from ..filters.filtering import MARKED, MISSED, Filtered, only_marked
from ..pane import Picked
from ..text import safe
from .asking import Clock
from .sorted import AGAIN, Sorted

T = TypeVar("T")
KEPT = 4000
"""Rows kept while the list is held still; more are asked for again."""


class Followed(Message):
    """The user wants the view to follow what arrives."""


class Moved(Message):
    """The user is on another row, or it is another one by now."""


class Counted(Message):
    """A pane knows how much its filter finds."""


class Stream(Sorted[T]):
    """Holds still as soon as the user leaves the newest row, and goes on when they are back on it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "open", id="list.open", tooltip="the timeline, and the request behind each event"),
        Binding(
            # Before the keys that came with it are handed to the list: what is typed behind it is the filter.
            "slash",
            "screen.filter",
            "filter",
            key_display="/",
            priority=True,
            id="list.filter",
            tooltip="show only what a filter finds, live",
        ),
        Binding("f", "follow", "follow", id="list.follow", tooltip="to the newest, and stay there"),
        Binding(
            "c",
            "screen.columns",
            "columns",
            show=False,
            id="list.columns",
            tooltip="which columns, in what order",
        ),
        Binding("S", "screen.sort", "sort", show=False, id="list.sort", tooltip="what to sort by, which way"),
        Binding("M", "only_marked", "only marked", show=False, id="list.marked", tooltip="only what is marked, or all"),
    ]

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.rows: dict[int, T] = {}
        self.held = False
        """Rows keep their order and place, whatever arrives."""
        self.top = 0
        """The seq of the newest row, when the list was last held; 0 where that is not known yet."""
        self.tally = Tally(0)
        """How many rows there are, as far as they were counted."""
        self.newer = 0
        """What came after it."""
        self._upto = 0
        """How far the store was when the rows were loaded."""
        self.where: Filter = ALL
        self.text = ""
        """The filter, and as it was typed."""
        self.doubt = ""
        """What may be wrong with it, though it can be read."""
        self._to_end = False
        """The user wants to go to the end, and nobody knows yet where that is."""

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(AGAIN, self.sort_if_changed)

    def narrow(self, where: Filter, text: str) -> None:
        """Show only what a filter finds."""
        if where != self.where:
            self.where, self.rows, self.at, self.held = where, {}, 0, not self.following
            self._keys = None
            self.scroll_to(y=0, animate=False, force=True)
            self.ask()
        self.text = text
        self.border_title = Content(f"{self.TITLE} — filtered" if text.strip() else self.TITLE)

    async def page(self, offset: int, limit: int) -> Sequence[T]:
        """The rows from `offset` on; while held, of the list as it was then."""
        raise NotImplementedError

    async def extent(self) -> int:
        """How many rows there are; while held, how many there were."""
        raise NotImplementedError

    async def renew(self) -> None:
        """While held: what is newer, and what the rows that are shown have become."""

    def seq(self, row: T) -> int:
        """The newest entry that a row tells of."""
        raise NotImplementedError

    async def load(self) -> None:
        if self.is_sorted():
            loaded = await self.sorted_rows()
            if loaded is None:
                return
            self.total, self.rows = loaded
            self.tally = Tally(self.total)
        elif not await self._load_newest():
            return
        if self._to_end:
            self._to_end = False
            self.go(self.total)
        self._say_empty()
        self.post_message(Moved())
        if self.text:
            self.post_message(Counted())

    async def _load_newest(self) -> bool:
        """False where the user left or came back, or typed on meanwhile: it is being asked again."""
        asked, upto, (top, rows) = self._asked(), self.cursor or 0, self.window()
        held = self.held
        total = await self.extent()
        first, last = (max(0, top - rows), min(total, top + 2 * rows)) if held else (0, 2 * rows)
        missing = [index for index in range(first, last) if not held or index not in self.rows]
        found = await self.page(missing[0], len(missing)) if missing else ()
        if self._asked() != asked:
            return False
        self.total, self._upto, self.at = total, upto, max(0, min(self.at, total - 1))
        near = range(first, last) if len(self.rows) >= KEPT else range(total)
        kept = {index: row for index, row in self.rows.items() if held and index in near}
        self.rows = {**kept, **dict(enumerate(found, missing[0] if missing else 0))}
        if held:
            self.top = self.top or max(map(self.seq, found), default=0)
            await self.renew()
        return True

    def _asked(self) -> tuple[bool, Filter, Order]:
        return self.held, self.where, self.order

    def _say_empty(self) -> None:
        """What would fill the list, or what hides what is there."""
        hidden = self.everything() if self.text.strip() else 0
        none = "None so far" if self.tally.more else f"None of {hidden:,}"
        hides = (f"{none} matches", f"  {safe(self.text)}", "/ and then esc takes the filter away.")
        if self.text.strip() == MARKED:
            hides = (f"None of {hidden:,} is marked.", "m marks the row that you are on.", "M shows all of them again.")
        self.EMPTY = hides if hidden else type(self).EMPTY

    async def entry_at(self) -> Entry | None:
        """The newest entry that the row with the keys tells of."""
        if self.row(self.at) is None:
            await self.loaded()
        row = self.row(self.at)
        return None if row is None else await self.reader.entry(self.seq(row))

    def everything(self) -> int:
        """How many rows there are without the filter."""
        return self.total

    def moved(self) -> None:
        held = self.at > 0 or not self.following or self.text_selection is not None
        if held and not self.held:
            # What a filter leaves out was there, too.
            self.top = max(self._upto, self.seq(self.rows[0]) if 0 in self.rows else 0)
        self.held = held
        self.post_message(Moved())
        self.ask()

    def watch_marks(self) -> None:
        super().watch_marks()
        self.look_again()

    def watch_outcomes(self) -> None:
        super().watch_outcomes()
        if MISSED in self.text:
            self.look_again()

    def look_again(self) -> None:
        """A filter may find others now, though nothing has arrived."""
        if self.text.strip():
            self.rows = {}
            self.ask()

    def selection_updated(self, selection: Selection | None) -> None:
        """Rows that are being selected keep their place."""
        super().selection_updated(selection)
        self.moved()

    def still(self) -> bool:
        return self.held

    def watch_following(self) -> None:
        self.moved()

    def row(self, index: int) -> T | None:
        return self.rows.get(index)

    def watch_generation(self, _was: int | None, _generation: int | None) -> None:
        self.rows, self._keys = {}, None
        self.go(0)

    def action_ends(self, end: int) -> None:
        self._to_end = bool(end) and not self.rows
        super().action_ends(end)

    def action_choose(self) -> None:
        if self.total:
            self.chosen(self.at)

    def chosen(self, index: int) -> None:
        """Opened as soon as it is known what stands there."""
        self.work(partial(self._open, index, self.row(index)))

    async def _open(self, index: int, row: T | None) -> None:
        if row is None:
            await self.loaded()
            row = self.row(index)
        if entry := None if row is None else await self.reader.entry(self.seq(row)):
            self.post_message(Picked(entry))

    def action_only_marked(self) -> None:
        text = only_marked(self.text)
        self.post_message(Filtered(parse(text), text))

    def action_follow(self) -> None:
        self._keys = None
        self.go(0)
        self.post_message(Followed())
