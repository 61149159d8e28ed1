"""The line in which a filter is typed: it holds as soon as it is right, and says where it is wrong."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widgets import Input

from store import Filter, FilterError, Table, parse, sql_of

from ..drawing.strap import Strap
from ..privacy import WHOM
from ..rows.asking import Clock
from ..text import safe, shorten
from .typed import KEPT, Done, Typed

MARKED = "is:marked"
MISSED, OVERDUE = "missed", "overdue"
FOUND = 22
"""Cells for `1,204 of 1,000,000`."""


class Filtered(Message):
    """The user wants to see what a filter finds."""

    def __init__(self, where: Filter, text: str) -> None:
        super().__init__()
        self.where, self.text = where, text


class FilterBar(Container):
    """The filter of the pane that has the keys."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(id="filter")
        self._clock = clock
        self._typed = Typed(self.wrong_with)
        self._table: Table = "entries"
        self.editing = False

    def compose(self) -> ComposeResult:
        yield Strap(id="slash")
        yield self._typed
        yield Strap(id="found")
        yield Strap(id="wrong")

    def on_mount(self) -> None:
        self.query_one("#slash", Strap).say((("/", "strong"),))

    def edit(self, table: Table, text: str) -> None:
        """Have a filter on this table typed, from this text on."""
        self._table, self.editing = table, True
        self._typed.value = text
        self._typed.cursor_position = len(text)
        self.screen.set_focus(self._typed)  # at once: `focus()` would leave the next letters to the list

    def clear(self) -> None:
        """Find everything again."""
        self._typed.action_clear()

    def show(self, table: Table, text: str, found: str) -> None:
        """The filter that holds, and how much it finds."""
        if not self.editing and (table, text) != (self._table, self._typed.value):
            self._rest(table, text)
        self.query_one("#found", Strap).say(((f"{found:>{FOUND - 1}} ", "dim"),))

    def _rest(self, table: Table, text: str) -> None:
        """Nobody types: what stands there is what holds."""
        self._table = table
        with self._typed.prevent(Input.Changed):
            self._typed.value = text
        self._typed.forget()
        self._say(None)

    @property
    def history(self) -> tuple[str, ...]:
        return tuple(self._typed.history)

    def remember(self, history: Sequence[str]) -> None:
        """Have filters of another time in the history."""
        self._typed.history = list(history)[-KEPT:]

    def offer(self, words: Sequence[str]) -> None:
        self._typed.offer(words)

    def on_done(self, _message: Done) -> None:
        self.editing = False
        self._typed.forget()
        self._say(None)

    def on_descendant_focus(self) -> None:
        self.editing = True

    def on_descendant_blur(self) -> None:
        self.editing = False

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        error = self.wrong_with(event.value)
        self._say(error)
        if not error:
            self.post_message(Filtered(parse(event.value), event.value))

    def wrong_with(self, text: str) -> FilterError | None:
        """Why this cannot be the filter."""
        try:
            self.check(parse(text), self._table)
        except FilterError as error:
            return error
        return None

    def check(self, where: Filter, table: Table) -> None:
        """Raises `FilterError`."""
        sql_of(where, table, self._clock())

    def hint(self, doubt: str) -> None:
        """What may be wrong, unless something is."""
        if not self.has_class("-wrong") and not self._typed.others():
            self.set_class(bool(doubt), "-doubtful")
            self.query_one("#wrong", Strap).say(((f"  {safe(doubt)}", "attention"),))

    def _say(self, error: FilterError | None) -> None:
        others = self._typed.others()
        self.set_class(error is not None and not others, "-wrong")
        self.set_class(bool(others), "-offering")
        if others:
            rest = shorten(safe(" · ".join(others[1:])), max(0, self.size.width - len(others[0]) - len("  tab   ")))
            shown = ((safe(others[0]), f"key {WHOM}"), (f"  {rest}", f"dim {WHOM}"))
            self.query_one("#wrong", Strap).say((("  tab ", "dim"), *shown))
        elif error:
            self.query_one("#wrong", Strap).say(
                ((" " * (error.at + 2) + "^ ", "failed"), (safe(error.why), "attention"))
            )


def only_marked(text: str) -> str:
    """The filter with `is:marked` before it; without, where it stands there already."""
    if text.strip() == MARKED:
        return ""
    if text.startswith(f"{MARKED} (") and text.endswith(")"):
        return text[len(MARKED) + 2 : -1]
    return f"{MARKED} ({text.strip()})" if text.strip() else MARKED
