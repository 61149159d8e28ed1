"""A line to type in, on the screen of a replay."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from ..text import safe

LONGEST_URL = 2000


class Field(Input):
    """A line to type in."""

    # Here and not on the screen: what was typed just before the key has been taken by then.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.resend", "send", id="replay.send-typed")]

    def __init__(self, text: str, name: str) -> None:
        super().__init__(safe(text, LONGEST_URL), id=name, compact=True, max_length=LONGEST_URL, select_on_focus=False)
