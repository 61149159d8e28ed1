"""The dashboard: four lists of entities and the stream of events, in the layout that the user likes."""

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from store import Counts, Kind, Reader, StoreError

from .drawing.strap import Strap
from .drawing.tabs import tabs
from .filters.filtering import Filtered
from .filters.views import Views
from .guide.card import Card
from .layout import XWIDE, Layout, after, is_roomy, shown
from .pane import Pane
from .panes import PANES
from .panes.request import Request
from .rows.asking import Clock
from .rows.returning import Returned, Returning
from .rows.stream import Moved
from .session import Left, Session, View

EVENTS = len(PANES) - 1
PREVIEW = len(PANES)
PANE_ACTIONS = {"pane", "next", "zoom", "unzoom", "hold", "layout", "views", "filter", "columns", "sort"}
LOW = 30
"""Rows below which the stream keeps to five."""


def _jump(number: int, title: str) -> Binding:
    """The key of a pane; the foot tells the first for all."""
    first = {"show": number == 0, "key_display": "1-5" if number == 0 else None}
    key, action, name = str(number + 1), f"pane({number})", f"go.{title.lower()}"
    return Binding(key, action, "pane", id=name, tooltip=f"to {title}", **first)  # type: ignore[arg-type]


class Held(Message):
    """The user wants the whole view to hold still, or to go on."""


class Dashboard(Returning):
    """All lists where there is room, else one kind of entity at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(_jump(number, pane.TITLE) for number, pane in enumerate(PANES)),
        Binding("p", "hold", "pause", id="view.pause", tooltip="hold the view still, or go on; capture never pauses"),
        Binding("minus", "layout", "layout", key_display="-", show=False, id="view.layout", tooltip="the next layout"),
        Binding("V", "views", "views", show=False, id="view.views", tooltip="views: load one, name this one, delete"),
        Binding("escape", "unzoom", "all panes again", show=False, id="pane.all"),
    ]

    on = EVENTS

    def __init__(self, reader: Reader, clock: Clock, card: Card, session: Session) -> None:
        super().__init__(reader, clock)
        self._card, self._session = card, session
        self._preview = Request(reader, clock)
        self._preview.display = False
        self._layout = Layout.ALL
        self._seen: set[int] = set()
        self._left: Left | None = (left := session.left())
        """How it was left, until it is so again: what is kept meanwhile is that."""
        self.on, self.zoomed = min(max(0, left.on), EVENTS), left.zoomed
        self._tab = min(max(0, left.tab), EVENTS - 1)
        """The kind of entity that is shown where there is room for one."""
        self._wanted = self._looking = False

    def compose(self) -> ComposeResult:
        yield from self.around()
        yield self.filter
        yield Strap(id="tabs")
        yield self._card
        yield Container(Container(*self.lists[:EVENTS], id="entities"), self.lists[EVENTS], self._preview, id="lists")

    def panes(self) -> Sequence[Pane]:
        return (*self.lists, self._preview)

    def on_mount(self) -> None:
        if left := self._left:
            self.filter.remember(left.history)
            self.look_so(left.view)
            self._left = None

    def view(self) -> View:
        """What the user made of it."""
        return View(panes=self.states(), layout=self._layout)

    def find(self, kind: Kind | None, message: Filtered) -> None:
        """Have what was counted elsewhere listed: by the pane of its kind, or by the stream."""
        kinds = [getattr(pane, "KIND", None) for pane in self.lists]
        self.action_pane(kinds.index(kind))
        self.lend(kinds.index(kind), message.where, message.text)

    def left(self) -> Left:
        """Where the user is."""
        return self._left or Left(
            view=self.view(), on=min(self.on, EVENTS), tab=self._tab, zoomed=self.zoomed, history=self.filter.history
        )

    def look_so(self, view: View) -> None:
        """Make this of it."""
        self._layout = view.layout
        self.arrange_lists(view.panes)

    def watch_cursor(self, _was: int | None, _cursor: int | None) -> None:
        self.say_filter()

    def on_moved(self, _message: Moved) -> None:
        self._wanted = True
        if self._preview.display and not self._looking:
            self._looking = True
            self.run_worker(partial(self._look_behind))  # type: ignore[arg-type]

    def on_screen_resume(self) -> None:
        self.on_moved(Moved())

    async def _look_behind(self) -> None:
        """The preview shows the request behind the row with the keys."""
        try:
            while self._wanted:
                self._wanted = False
                self._preview.picked = await self.entry_here()
        except (StoreError, sqlite3.Error):
            self._wanted = True  # the list says so, and asks again
        finally:
            self._looking = False

    def fill(self) -> None:
        self._tab = self.on if self.on < EVENTS else self._tab
        self._seen = seen = self._visible()
        for number, pane in enumerate(self.panes()):
            pane.display = number in seen
        entities = self.query_one("#entities")
        entities.display = bool(seen & set(range(EVENTS)))
        entities.set_class(len(seen & set(range(EVENTS))) == 1, "-one")
        self.query_one("#lists").display = bool(seen)
        self._card.display = self._first() and not self.has_class("-small")
        self.query_one("#tabs").display = bool(seen) and len(seen - {PREVIEW}) < len(PANES)
        self._classify()
        self.say_filter()
        self._say_tabs()
        self.on_moved(Moved())

    def _visible(self) -> set[int]:
        """The numbers of what is to be seen."""
        if self.has_class("-small") or self._first():
            return set()
        if self.zoomed:
            return {self.on}
        here = self.lists.index(self.here())
        seen = shown(self._layout, roomy=self._roomy(), on=here, tab=self._tab, events=EVENTS)
        return seen | ({PREVIEW} if self._layout is Layout.PREVIEW else set())

    def _classify(self) -> None:
        """What the style sheet has to know, at once: with each change it looks at every widget."""
        holds = not self.zoomed and (self._roomy() or self._layout is not Layout.BESIDE)
        told = {
            **{f"-{layout}": holds and layout is self._layout for layout in Layout},
            "-xwide": self.size.width >= XWIDE,
            "-low": self.size.height < LOW and self._layout is Layout.ALL,
        }
        others = self.classes - told.keys()
        if self.classes != (wanted := others | {name for name, true in told.items() if true}):
            self.set_classes(wanted)

    def _roomy(self) -> bool:
        return is_roomy(self.size.width, self.size.height)

    def watch_counts(self, was: Counts | None, counts: Counts | None) -> None:
        if self.is_mounted and self.size:
            self.call_later(self._say_tabs)  # the panes are told after us
            if bool(was and was.captures) != bool(counts and counts.captures):
                self.lay()
            if _begun(was) != _begun(counts):
                self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Before the first callback there are no panes to go to."""
        return action not in PANE_ACTIONS or not self._first()

    def home(self) -> Widget:
        return self._card if self._first() else super().home()

    def action_next(self, by: int) -> None:
        there = len(self.panes()) if self._layout is Layout.PREVIEW else len(PANES)
        self.action_pane((self.on + by) % there)

    def action_unzoom(self) -> None:
        if self.give_back():
            self.post_message(Returned())
            return
        self.zoomed = False
        self.action_pane(self.lists.index(self.here()))

    def action_hold(self) -> None:
        self.post_message(Held())

    def action_layout(self) -> None:
        self._layout, self.zoomed = after(self._layout, roomy=self._roomy()), False
        self.action_pane(self.lists.index(self.here()))

    def action_views(self) -> None:
        self.app.push_screen(Views(self._session, self.view()), self._load)

    def _load(self, view: View | None) -> None:
        if view:
            self.look_so(view)
            self.action_pane(self.on)

    def _first(self) -> bool:
        return not (self.counts and self.counts.captures)

    def _say_tabs(self) -> None:
        titles = [pane.short() for pane in self.lists]
        self.query_one("#tabs", Strap).offer(tabs(titles, self.on, self._seen, self.size.width))


def _begun(counts: Counts | None) -> tuple[bool, bool]:
    """Whether something has arrived, and been read: the keys depend on it."""
    return bool(counts and counts.captures), bool(counts and counts.entries)
