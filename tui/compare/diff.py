"""The diff: two requests compared, and in words what differs in the row with the keys."""

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from store import Entry, Reader

from ..drawing.strap import Strap
from ..pane import Pane
from ..panes.differences import WIDE, Differences, Ignored, Seen
from ..rows.asking import Clock
from ..stage import Stage
from ..text import Spans, safe, shorten, width
from ..words import subject, whom
from .beside import Sign
from .neighbours import Pairs
from .sides import value

NAMES = {Sign.CHANGED: "changed", Sign.ADDED: "added", Sign.REMOVED: "removed", Sign.SAME: "same"}
SHORT = {Sign.SAME: "="}


class Diff(Stage):
    """Two requests, and any other two of the timeline."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right_square_bracket", "beside(1)", "pair", key_display="[ ]", id="diff.next", tooltip="the next pair"
        ),
        Binding(
            "left_square_bracket", "beside(-1)", "pair before", show=False, id="diff.before", tooltip="the pair before"
        ),
        Binding("y", "app.copy_diff", "copy", id="diff.copy", tooltip="the comparison as text"),
        Binding("escape,q,backspace", "app.pop_screen", "back", key_display="esc", id="diff.back"),
    ]

    def __init__(self, reader: Reader, clock: Clock, pairs: Pairs, ignored: Ignored) -> None:
        super().__init__()
        self._pane = Differences(reader, clock, pairs, ignored)
        self._seen = Seen(Counter(), None)

    def compose(self) -> ComposeResult:
        yield from self.around()
        yield Strap(id="where")
        yield self._pane
        yield Strap(id="path")
        yield Strap(id="old")
        yield Strap(id="new")

    def panes(self) -> Sequence[Pane]:
        return (self._pane,)

    async def entry_here(self) -> Entry | None:
        return self._pane.pairs.picked

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There is one pane."""
        return action not in {"zoom", "next"}

    def watch_generation(self, was: int | None, _now: int | None) -> None:
        """What is compared may be other entries in a view that was begun anew."""
        if was is not None:
            self.app.pop_screen()

    def fill(self) -> None:
        self._say()

    def on_seen(self, message: Seen) -> None:
        self._seen = message
        self._say()

    def action_beside(self, by: int) -> None:
        self._pane.compare(self._pane.pairs.beside(by))

    def text(self) -> str:
        """What differs, to be pasted."""
        old, new = self._pane.pairs.pair
        return f"− capture {old.capture}\n+ capture {new.capture}\n{self._pane.text()}\n"

    def _say(self) -> None:
        cells, row = self.size.width, self._seen.row
        self.query_one("#where", Strap).say(where(self._pane.pairs, self._seen.tally, cells))
        self.query_one("#path", Strap).say(((shorten(f" {safe(row.path)}", cells) if row else "", "key"),))
        for name, new in (("old", False), ("new", True)):
            said = value(row, new=new, cells=cells - 1) if row and row.value else ()
            self.query_one(f"#{name}", Strap).say(((" ", ""), *said))


def where(pairs: Pairs, tally: Counter[Sign], cells: int) -> Spans:
    """Whose events are compared, and how much of their payload differs."""
    old, new = pairs.pair
    numbers = [pairs.number(one) or "marked" for one in (old, new)]
    said = f" {numbers[0]} ⇄ {numbers[1]} of {len(pairs.entries)} "
    right = counted(tally, brief=cells < WIDE)
    room = cells - len(said) - sum(width(text) for text, _ in right) - len(" Diff ❯ ")
    called = shorten(subject(pairs.picked), max(8, room))
    left: Spans = ((" Diff ❯ ", "dim"), (called, whom(pairs.picked, "strong")), (said, "dim"))
    gap = cells - sum(width(text) for text, _ in (*left, *right))
    return (*left, (" " * max(1, gap), ""), *right)


def counted(tally: Counter[Sign], *, brief: bool) -> Spans:
    """`3 changed  1 added  0 removed  11 same`, or `~3 +1 −0 =11`."""
    if not tally:
        return (("comparing… ", "dim"),)
    shown = [*NAMES, *([Sign.IGNORED] if tally[Sign.IGNORED] else [])]
    if brief:
        return ((" ".join(f"{SHORT.get(sign, sign)}{tally[sign]:,}" for sign in shown) + " ", ""),)
    return (("  ".join(f"{tally[sign]:,} {NAMES.get(sign, 'ignored')}" for sign in shown) + " ", ""),)
