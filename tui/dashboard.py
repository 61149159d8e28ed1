"""The dashboard: four panes of entities, and the stream of events under them."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message

from store import Counts, Entry, Reader

from .asking import Clock
from .card import Card
from .filtering import Asked, Done, FilterBar, Filtered, completions
from .pane import Pane
from .panes import PANES
from .stage import Stage
from .strap import Keys, Strap
from .stream import Counted, Searched, Stream

EVENTS = len(PANES) - 1
ROOMY = (100, 24)
"""Columns and rows from which all panes are shown at once."""


PANE_ACTIONS = {"pane", "next", "zoom", "unzoom", "hold"}
LOW = 30
"""Rows below which the stream keeps to five."""


class Held(Message):
    """The user wants the whole view to hold still, or to go on."""


class Dashboard(Stage):
    """All panes where there is room, else one kind of entity at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "pane(0)", "pane", key_display="1-5"),
        *(Binding(str(number + 1), f"pane({number})", "pane", show=False) for number in range(1, len(PANES))),
        Binding("p", "hold", "pause"),
        Binding("escape", "unzoom", "all panes again", show=False),
        Binding("q", "app.quit", "quit"),
    ]

    on = EVENTS

    def __init__(self, reader: Reader, clock: Clock, card: Card) -> None:
        super().__init__()
        self._panes: list[Stream[Any]] = [pane(reader, clock) for pane in PANES]
        self._card = card
        self._filter = FilterBar(clock)
        self._seen: set[int] = set()
        self._tab = 0
        """The kind of entity that is shown where there is room for one."""

    def compose(self) -> ComposeResult:
        yield from self.around()
        yield self._filter
        yield Strap(id="tabs")
        yield self._card
        yield Container(*self._panes[:EVENTS], id="entities")
        yield self._panes[EVENTS]

    def panes(self) -> Sequence[Pane]:
        return self._panes

    def on_searched(self, _message: Searched) -> None:
        self.set_class(True, "-filtering")  # noqa: FBT003  textual's own signature
        self._filter.edit(self._here().TABLE, self._here().text)

    def on_filtered(self, message: Filtered) -> None:
        self._here().narrow(message.where, message.text)
        self.call_after_refresh(self._say_filter)

    def on_done(self, _message: Done) -> None:
        self._here().focus()
        self.call_after_refresh(self._say_filter)

    def on_counted(self, _message: Counted) -> None:
        self._say_filter()

    def on_asked(self, message: Asked) -> None:
        self.run_worker(partial(self._offer, message), exclusive=True)  # type: ignore[arg-type]

    async def _offer(self, asked: Asked) -> None:
        table = self._here().TABLE
        seen = await self._here().reader.values(asked.field, asked.begin, table) if asked.field else ()
        self._filter.offer(completions(table, asked.field, asked.begin, seen))

    def watch_cursor(self, _was: int | None, _cursor: int | None) -> None:
        self._say_filter()

    async def entry_here(self) -> Entry | None:
        return await self._here().entry_at()

    def _here(self) -> Stream[Any]:
        return self._panes[self.on]

    def _say_filter(self) -> None:
        """The filter of the pane with the keys, and what it finds; no line where there is none."""
        if not self.is_mounted:
            return
        pane = self._here()
        shown = bool(pane.text.strip()) or self._filter.editing
        self.set_class(shown, "-filtering")
        if shown:
            self._filter.show(pane.TABLE, pane.text, f"{pane.total:,} of {pane.everything():,}")

    def fill(self) -> None:
        self._tab = self.on if self.on < EVENTS else self._tab
        roomy = self.size.width >= ROOMY[0] and self.size.height >= ROOMY[1]
        small, first = self.has_class("-small"), self._first()
        seen = set() if small or first else shown(roomy=roomy, tab=self._tab, zoomed=self.on if self.zoomed else None)
        self._seen = seen
        for number, pane in enumerate(self._panes):
            pane.display = number in seen
        entities = self.query_one("#entities")
        entities.display = bool(seen - {EVENTS})
        entities.set_class(len(seen - {EVENTS}) == 1, "-one")
        self._card.display = first and not small
        self.query_one("#tabs").display = bool(seen) and not roomy
        self.set_class(self.size.height < LOW, "-low")
        self._say_filter()
        self._say_tabs()

    def watch_counts(self, was: Counts | None, counts: Counts | None) -> None:
        if self.is_mounted and self.size:
            self._say_tabs()
            if bool(was and was.captures) != bool(counts and counts.captures):
                self.action_pane(self.on)
                self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Before the first callback there are no panes to go to."""
        return action not in PANE_ACTIONS or not self._first()

    def action_pane(self, number: int) -> None:
        super().action_pane(number)
        if self._first():
            self._card.focus()

    def action_unzoom(self) -> None:
        self.zoomed = False
        self.fill()

    def action_hold(self) -> None:
        self.post_message(Held())

    def _first(self) -> bool:
        return not (self.counts and self.counts.captures)

    def _say_tabs(self) -> None:
        self.query_one("#tabs", Strap).offer(tabs([pane.short() for pane in self._panes], self.on, self._seen))


def tabs(titles: Sequence[str], on: int, seen: set[int]) -> Keys:
    """The panes as words; those in brackets are to be seen."""
    return tuple(
        (f"[{title}]" if number in seen else f" {title} ", "strong" if number == on else "dim", title[0])
        for number, title in enumerate(titles)
    )


def shown(*, roomy: bool, tab: int, zoomed: int | None) -> set[int]:
    """The numbers of the panes that are to be seen."""
    if zoomed is not None:
        return {zoomed}
    return set(range(len(PANES))) if roomy else {tab, EVENTS}
