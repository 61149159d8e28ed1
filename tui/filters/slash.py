"""What `/` does on the detail: it searches the request or the tree, or filters the timeline, whichever has the keys."""

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from store import Reader

from ..curtain import Curtain
from ..folds.finding import Found
from ..panes.family import Family
from ..panes.request import Request
from ..panes.timeline import Timeline
from ..rows.asking import Clock
from ..rows.stream import Counted
from .filtering import FilterBar, Filtered
from .seeking import SearchBar, Sought
from .typed import Asked, Done, completions


class Slash(Curtain):
    """Two lines to type in, of which one at most is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash",
            "search",
            "search",
            key_display="/",
            id="request.search",
            tooltip="find a text in the request, or in the tree",
        ),
        Binding("n", "match(1)", "next match", show=False, id="request.next-match"),
        Binding("N", "match(-1)", "match before", show=False, id="request.match-before"),
    ]

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__()
        self._reader = reader
        self.timeline, self.family, self.request = (
            Timeline(reader, clock),
            Family(reader, clock),
            Request(reader, clock),
        )
        self.searching, self.filter = SearchBar(), FilterBar(clock)
        self._sought: Family | Request = self.request
        """Where something is searched for."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Without a search there is no next match, and while one is typed no other."""
        if action == "match":
            return self._sought.needle is not None
        return action != "search" or not self.searching.has_focus_within

    def action_search(self) -> None:
        pane = self.family if self.panes()[self.on] is self.family else self.request
        if pane is not self._sought:
            self._sought.search(None)
            self.searching.begin_anew()
            self._sought = pane
        self.on = self.panes().index(pane)
        self.fill()
        pane.begin()
        self.searching.display = True
        self.set_focus(self.searching.typed())

    def on_sought(self, message: Sought) -> None:
        self._sought.search(message.pattern)
        self.refresh_bindings()

    def on_found(self, message: Found) -> None:
        self.searching.found(message.nth, message.total, message.path)

    def action_match(self, by: int) -> None:
        self._sought.match(by)

    def action_filter(self) -> None:
        self.set_class(True, "-filtering")  # noqa: FBT003  textual's own signature
        self.filter.edit("entries", self.timeline.text)

    def on_filtered(self, message: Filtered) -> None:
        self.timeline.narrow(message.where, message.text)

    def on_asked(self, asked: Asked) -> None:
        self.run_worker(partial(self._offer, asked))  # type: ignore[arg-type]

    async def _offer(self, asked: Asked) -> None:
        seen = await self._reader.values(asked.field, asked.begin, "entries") if asked.field else ()
        self.filter.offer(completions("entries", asked.field, asked.begin, seen))

    def on_counted(self, _message: Counted) -> None:
        shown = bool(self.timeline.text.strip()) or self.filter.editing
        self.set_class(shown, "-filtering")
        if shown:
            self.filter.show("entries", self.timeline.text, f"{self.timeline.total:,} of {self.timeline.every:,}")

    def on_done(self, _message: Done) -> None:
        """Back from typing: what was found stays."""
        self.searching.display = bool(self.searching.text)
        self.set_focus(self.home())
        self.call_after_refresh(self.on_counted, Counted())

    def let_go(self) -> bool:
        """Take back the search, else the filter; whether there was any."""
        if self.searching.display:
            self.searching.clear()
        elif self.timeline.text.strip():
            self.filter.clear()
        else:
            return False
        return True
