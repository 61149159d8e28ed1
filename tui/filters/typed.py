"""What is typed of a filter: its history, and the words that it may become."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from store import FilterError, Table, closed_values, field_names

from .quoting import quoted

KEPT = 50
"""Filters that the history keeps."""
WORD_END = " ()-"


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


def completions(table: Table, field: str, begin: str, seen: Sequence[str]) -> list[str]:
    """What a word that begins so may become: a field with its colon, or a value of a field."""
    if not field:
        return [f"{name}:" for name in field_names(table) if name.startswith(begin.lower().lstrip("-"))]
    known = [value for value in closed_values(field, table) if value.startswith(begin.lower())]
    return known or [quoted(value) for value in seen]


def last_word(text: str) -> str:
    """The word that the text ends with."""
    return text[max(text.rfind(end) for end in WORD_END) + 1 :]
