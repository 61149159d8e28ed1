"""The line in which a filter is typed: it holds as soon as it is right, and says where it is wrong."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.widgets import Input

from store import Filter, FilterError, Table, closed_values, field_names, parse, sql_of

from ..drawing.strap import Strap
from ..privacy import WHOM
from ..rows.asking import Clock
from ..text import safe, shorten
from .quoting import quoted

KEPT = 50
"""Filters that the history keeps."""
WORD_END = " ()-"
MARKED = "is:marked"
MISSED, OVERDUE = "missed", "overdue"
FOUND = 22
"""Cells for `1,204 of 1,000,000`."""


class Filtered(Message):
    """The user wants to see what a filter finds."""

    def __init__(self, where: Filter, text: str) -> None:
        super().__init__()
        self.where, self.text = where, text


class Done(Message):
    """The user is back from typing a filter."""


class Asked(Message):
    """The user wants the word before the cursor to be completed."""

    def __init__(self, field: str, begin: str) -> None:
        super().__init__()
        self.field, self.begin = field, begin


class Typed(Input):
    """What is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "clear", key_display="esc", id="filter.clear"),
        Binding("enter", "done", "keep it", id="filter.keep"),
        Binding("up", "history(-1)", "history", key_display="↑", id="filter.earlier"),
        Binding("down", "history(1)", "history", show=False, id="filter.later"),
        Binding("tab", "complete", "complete", id="filter.complete"),
    ]

    def __init__(self, judge: Callable[[str], FilterError | None] = lambda _: None) -> None:
        super().__init__(id="typed", compact=True, select_on_focus=False)
        self.history: list[str] = []
        self._judge = judge
        self._back = 0
        self._offered: Sequence[str] = ()
        self._begin = ""

    def remember(self) -> None:
        if self.value.strip():
            self.history = [*(text for text in self.history if text != self.value), self.value][-KEPT:]
        self._back = 0

    def action_done(self) -> None:
        """What cannot be read is not kept: the user stays, and sees where it is wrong."""
        if self._judge(self.value):  # as it is by now: what is shown may be of a letter before
            return
        self.remember()
        self.post_message(Done())

    def action_clear(self) -> None:
        if not self._judge(self.value):
            self.remember()
        self.value = ""
        self.post_message(Done())

    def action_history(self, by: int) -> None:
        self._back = max(0, min(len(self.history), self._back - by))
        self.value = self.history[-self._back] if self._back else ""
        self.cursor_position = len(self.value)

    def action_complete(self) -> None:
        """The first that fits, then the next."""
        if self._offered and self.value.endswith(self._offered[0]):
            self._put(self._offered[0], (*self._offered[1:], self._offered[0]))
            return
        word = last_word(self.value)
        field, colon, begin = word.rpartition(":")
        self._begin = begin.rpartition(",")[2]
        self.post_message(Asked(field if colon else "", self._begin))

    def offer(self, words: Sequence[str]) -> None:
        """What the word before the cursor may become."""
        if words:
            self._put(self._begin, words)

    def others(self) -> Sequence[str]:
        """What was put there and what one more tab would put in its place, if there is anything."""
        here = len(self._offered) > 1 and self.value.endswith(self._offered[0])
        return self._offered if here else ()

    def forget(self) -> None:
        self._offered = ()

    def _put(self, old: str, words: Sequence[str]) -> None:
        self._offered = words
        self.value = self.value.removesuffix(old) + words[0]
        self.cursor_position = len(self.value)


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


def completions(table: Table, field: str, begin: str, seen: Sequence[str]) -> list[str]:
    """What a word that begins so may become: a field with its colon, or a value of a field."""
    if not field:
        return [f"{name}:" for name in field_names(table) if name.startswith(begin.lower().lstrip("-"))]
    known = [value for value in closed_values(field, table) if value.startswith(begin.lower())]
    return known or [quoted(value) for value in seen]


def only_marked(text: str) -> str:
    """The filter with `is:marked` before it; without, where it stands there already."""
    if text.strip() == MARKED:
        return ""
    if text.startswith(f"{MARKED} (") and text.endswith(")"):
        return text[len(MARKED) + 2 : -1]
    return f"{MARKED} ({text.strip()})" if text.strip() else MARKED


def last_word(text: str) -> str:
    """The word that the text ends with."""
    return text[max(text.rfind(end) for end in WORD_END) + 1 :]
