"""The rules, over whatever screen asked: how often each matched, and whether it is on."""

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Resize

from ..config.rule import BUILT_IN
from ..drawing.choice import Choice
from ..drawing.foot import Foot
from ..drawing.inks import Over
from ..drawing.sheet import Sheet
from ..marks import clock
from ..pane import SECOND
from ..text import Spans, safe, shorten, width
from .watching import Tally

Quietly = deque[tuple[datetime, str]]
"""What was told outside of a rule's hours, and when."""
NAME, TIMES, LAST = 14, 9, 9
EDGE = 4
NONE: tuple[Spans, ...] = (
    (),
    (("A rule of your own is a table in callboard.toml, its filter as behind /:", "dim"),),
    (("  [rules.failed]", "key"),),
    (('  when = "phase:failed"', "key"),),
    (('  do = ["bell", "toast", "desktop"]', "key"),),
)


class RuleList(Choice):
    """One line a rule; enter turns it off and on."""

    TITLE = "Rules"
    HELP = "What the board watches for. enter turns a rule off and on; rules stand in callboard.toml."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "switch", "off and on", id="rules.switch")]

    def __init__(self, tallies: Sequence[Tally]) -> None:
        super().__init__(id="rulelist")
        self.tallies = tallies
        self.total = len(tallies)

    def on_mount(self) -> None:
        self.set_interval(SECOND, self.changed)  # they go on matching

    def head(self) -> Spans:
        return ((f"   {'rule':<{NAME}}{'matched':>{TIMES - 2}}  {'last':<{LAST}}does: when", "head"),)

    def line(self, index: int) -> Spans:
        tally = self.tallies[index]
        rule = tally.rule
        last = f"{tally.last:%H:%M:%S}" if tally.last else "–"
        does = f"{', '.join(rule.does)}: "
        room = self.size.width - NAME - TIMES - LAST - EDGE - 1 - width(does)
        return (
            ("●  " if tally.on else "○  ", "ok" if tally.on else "dim"),
            (shorten(safe(rule.name), NAME - 1).ljust(NAME), "strong" if tally.on else "dim"),
            (f"{tally.matched:>{TIMES - 2},}  ", ""),
            (last.ljust(LAST), "dim"),
            (does, "dim"),
            (shorten(safe(rule.when), max(8, room)), ""),
        )

    def chosen(self, index: int) -> None:
        tally = self.tallies[index]
        tally.on = not tally.on
        self.changed()

    def action_switch(self) -> None:
        self.chosen(self.at)


class Alerts(Over[None]):
    """Goes as it came; what it switches holds until the board ends."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,A,backspace", "dismiss", "close", key_display="esc", id="rules.close"),
    ]

    def __init__(self, tallies: Sequence[Tally], quietly: Quietly) -> None:
        super().__init__()
        self._list, self._quietly = RuleList(tallies), quietly
        self._more = Sheet(id="quietly")

    def compose(self) -> ComposeResult:
        yield Container(self._list, self._more, id="rules")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one("#rules").border_title = Content("Rules")
        self.query_one("#rules").border_subtitle = Content("enter off and on")
        self._list.focus()

    def on_resize(self, event: Resize) -> None:
        lines = tuple(self._below())
        room = max(2, event.size.height - 4)
        rows = min(self._list.total + 1, room)
        self._list.styles.height, self._more.styles.height = rows, min(len(lines), room - rows)
        self.query_one("#rules").styles.height = rows + min(len(lines), room - rows) + 2
        self._more.write(lines)

    def _below(self) -> Iterator[Spans]:
        """What was told quietly, the newest first; without rules of the user's own, how to have one."""
        if all(tally.rule in BUILT_IN for tally in self._list.tallies):
            yield from NONE
        for when, text in reversed(self._quietly):
            yield ((f"{clock(when, when, 8)} ", "dim"), ("outside of its hours  ", "dim"), (safe(text), ""))
