"""The detail: what is known of an entity and its timeline, and beside them the request behind the picked entry."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from store import Entry, Reader

from .drawing.strap import Strap
from .filters.slash import Slash
from .marks import PLURALS, state
from .pane import Pane, Picked
from .panes.facts import Facts
from .panes.request import Laid
from .rows.asking import Clock
from .session import Session
from .words import subject, whom

WIDE = 100
SHORT = 20
"""Rows below which the request has most of them."""


FACTS, FAMILY, TIMELINE, REQUEST = range(4)


class Detail(Slash):
    """One entity, one entry of it at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right_square_bracket", "beside(1)", "event", key_display="[ ]", id="event.next", tooltip="the next event"
        ),
        Binding(
            "left_square_bracket", "beside(-1)", "event", show=False, id="event.before", tooltip="the event before"
        ),
        Binding("b", "way", "bytes", id="request.bytes", tooltip="the body laid out, as it came, or in hex"),
        Binding("w", "wrap", "wrap or not", show=False, id="request.wrap", tooltip="wrap long lines, or not"),
        Binding("v", "app.why", "signature", id="request.signature", tooltip="why the signature holds, or does not"),
        Binding("escape", "back", "back", key_display="esc", id="detail.back"),
        Binding("q,backspace", "app.pop_screen", "back", show=False, id="detail.leave"),
    ]

    on = TIMELINE

    def __init__(self, reader: Reader, clock: Clock, session: Session) -> None:
        super().__init__(reader, clock)
        self._session, self._facts = session, Facts(reader, clock)
        self.request.wraps = session.get("wrap", self.request.wraps)
        self._own: Entry | None = None
        """What was picked here: another detail may be opened over this one, and closed."""

    def compose(self) -> ComposeResult:
        yield from self.around()
        yield self.filter
        yield Strap(id="where")
        yield Container(Container(self._facts, self.family, self.timeline, id="entity"), self.request, id="detail")
        yield self.searching

    def on_laid(self, _message: Laid) -> None:
        self.rise()

    def panes(self) -> Sequence[Pane]:
        return (self._facts, self.family, self.timeline, self.request)

    def watch_picked(self, picked: Entry | None) -> None:
        self._own = self._own or picked
        if picked is not None and self.is_mounted:
            kind = picked.event.kind
            place = PLURALS[kind] if kind else "Events"
            now = state(picked.event, 40)
            self.query_one("#where", Strap).say(
                ((f" {place} ❯ ", "dim"), (subject(picked), whom(picked, "strong")), ("  ", ""), *now)
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
        self.set_class(self.size.height < SHORT, "-short")
        seen = shown(narrow=narrow, on=self.on, zoomed=self.zoomed)
        for number, pane in enumerate(self.panes()):
            pane.display = number in seen and not small
        self.query_one("#entity").display = bool(seen - {REQUEST})
        self.query_one("#detail").display = not small

    def action_beside(self, by: int) -> None:
        self.timeline.action_move(by)

    def action_back(self) -> None:
        """Out of the search or the filter first, then out of the detail."""
        if not self.let_go():
            self.app.pop_screen()

    def row_here(self) -> tuple[str, str]:
        return self.request.path(), self.request.value()

    def action_way(self) -> None:
        self.request.action_way()

    def action_wrap(self) -> None:
        self.request.action_wrap()
        self._session.put("wrap", self.request.wraps)


def shown(*, narrow: bool, on: int, zoomed: bool) -> set[int]:
    """The numbers of the panes that are to be seen: where it is narrow, facts or tree take the timeline's
    place."""
    if zoomed:
        return {on}
    left = on if on in {FACTS, FAMILY} else TIMELINE
    return {left, REQUEST} if narrow else {FACTS, FAMILY, TIMELINE, REQUEST}
