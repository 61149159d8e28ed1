"""The detail: what is known of an entity and its timeline, and beside them the request behind the picked entry."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from store import Entry, Reader

from .asking import Clock
from .filtering import Done
from .finding import Found
from .marks import PLURALS, state
from .pane import Pane, Picked
from .panes.facts import Facts
from .panes.family import Family
from .panes.request import Request
from .panes.timeline import Timeline
from .seeking import SearchBar, Sought
from .session import Session
from .stage import Stage
from .strap import Strap
from .words import subject

WIDE = 100


FACTS, FAMILY, TIMELINE, REQUEST = range(4)


class Detail(Stage):
    """One entity, one entry of it at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right_square_bracket", "beside(1)", "event", key_display="[ ]", id="event.next", tooltip="the next event"
        ),
        Binding(
            "left_square_bracket", "beside(-1)", "event", show=False, id="event.before", tooltip="the event before"
        ),
        Binding("b", "way", "bytes", id="request.bytes", tooltip="the body laid out, as it came, or in hex"),
        Binding("slash", "search", "search", key_display="/", id="request.search", tooltip="find a text in it"),
        Binding("n", "match(1)", "next match", show=False, id="request.next-match"),
        Binding("N", "match(-1)", "match before", show=False, id="request.match-before"),
        Binding("w", "wrap", "wrap or not", show=False, id="request.wrap", tooltip="wrap long lines, or not"),
        Binding("v", "app.why", "signature", id="request.signature", tooltip="why the signature holds, or does not"),
        Binding("escape", "back", "back", key_display="esc", id="detail.back"),
        Binding("q,backspace", "app.pop_screen", "back", show=False, id="detail.leave"),
    ]

    on = TIMELINE

    def __init__(self, reader: Reader, clock: Clock, session: Session) -> None:
        super().__init__()
        self._session = session
        self._facts, self._timeline = Facts(reader, clock), Timeline(reader, clock)
        self._family, self._request = Family(reader, clock), Request(reader, clock)
        self._search = SearchBar()
        self._request.wraps = session.get("wrap", self._request.wraps)
        self._own: Entry | None = None
        """What was picked here: another detail may be opened over this one, and closed."""

    def compose(self) -> ComposeResult:
        yield from self.around()
        yield Strap(id="where")
        yield Container(Container(self._facts, self._family, self._timeline, id="entity"), self._request, id="detail")
        yield self._search

    def panes(self) -> Sequence[Pane]:
        return (self._facts, self._family, self._timeline, self._request)

    def watch_picked(self, picked: Entry | None) -> None:
        self._own = self._own or picked
        if picked is not None and self.is_mounted:
            kind = picked.event.kind
            place = PLURALS[kind] if kind else "Events"
            now = state(picked.event, 40)
            self.query_one("#where", Strap).say(
                ((f" {place} ❯ ", "dim"), (subject(picked), "strong"), ("  ", ""), *now)
            )

    def on_screen_resume(self) -> None:
        """Back from another detail: what was picked here is picked again."""
        if self._own:
            self.post_message(Picked(self._own, opens=False))

    def on_picked(self, message: Picked) -> None:
        """What opens another detail was not picked here."""
        if not message.opens:
            self._own = message.entry

    def watch_generation(self, was: int | None, _now: int | None) -> None:
        """What was picked may be another entry in a view that was begun anew."""
        if was is not None:
            self.app.pop_screen()

    def fill(self) -> None:
        self.watch_picked(self.picked)
        small, narrow = self.has_class("-small"), self.size.width < WIDE
        self.set_class(narrow, "-narrow")
        self.set_class(self.zoomed, "-zoomed")
        seen = shown(narrow=narrow, on=self.on, zoomed=self.zoomed)
        for number, pane in enumerate(self.panes()):
            pane.display = number in seen and not small
        self.query_one("#entity").display = bool(seen - {REQUEST})
        self.query_one("#detail").display = not small

    def action_beside(self, by: int) -> None:
        self._timeline.action_move(by)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Without a search there is no next match, and while one is typed no other."""
        if action == "match":
            return self._request.needle is not None
        return action != "search" or not self._search.has_focus_within

    def action_search(self) -> None:
        self.on = REQUEST
        self.fill()
        self._request.begin()
        self._search.display = True
        self.set_focus(self._search.typed())

    def on_sought(self, message: Sought) -> None:
        self._request.search(message.pattern)
        self.refresh_bindings()

    def on_found(self, message: Found) -> None:
        self._search.found(message.nth, message.total, message.path)

    def on_done(self, _message: Done) -> None:
        """Back from typing: what was found stays."""
        self._search.display = bool(self._search.text)
        self._request.focus()

    def action_match(self, by: int) -> None:
        self._request.match(by)

    def action_back(self) -> None:
        """Out of the search first, then out of the detail."""
        if not self._search.display:
            self.app.pop_screen()
            return
        self._search.clear()

    def row_here(self) -> tuple[str, str]:
        return self._request.path(), self._request.value()

    def action_way(self) -> None:
        self._request.action_way()

    def action_wrap(self) -> None:
        self._request.action_wrap()
        self._session.put("wrap", self._request.wraps)


def shown(*, narrow: bool, on: int, zoomed: bool) -> set[int]:
    """The numbers of the panes that are to be seen: where it is narrow, facts or tree take the timeline's
    place."""
    if zoomed:
        return {on}
    left = on if on in {FACTS, FAMILY} else TIMELINE
    return {left, REQUEST} if narrow else {FACTS, FAMILY, TIMELINE, REQUEST}
