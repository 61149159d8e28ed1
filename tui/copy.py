"""What can be copied of an event: a letter each."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key, Resize
from textual.screen import ModalScreen

from .foot import Foot
from .sheet import Sheet
from .text import Spans, safe, shorten

WIDEST = 90
BESIDE = 22
"""Cells that border, letter and name take."""


class Copy(ModalScreen[str | None]):
    """Goes with the text of the letter that was pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "dismiss(None)", "close", key_display="esc", id="copy.close"),
    ]

    def __init__(self, things: Sequence[tuple[str, str, str]]) -> None:
        """Each a letter, what it stands for, and its text."""
        super().__init__()
        self._things = things

    def compose(self) -> ComposeResult:
        yield Sheet(id="help")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one(Sheet).border_title = Content("Copy")
        self.query_one(Sheet).focus()

    def on_resize(self, event: Resize) -> None:
        sheet, room = self.query_one(Sheet), min(event.size.width, WIDEST) - BESIDE
        sheet.styles.height = len(self._things) + 2
        sheet.write(tuple(_line(key, what, text, room) for key, what, text in self._things))

    def on_key(self, event: Key) -> None:
        text = next((text for key, _, text in self._things if key == event.character), None)
        if text is not None:
            event.stop()
            self.dismiss(text)


def _line(key: str, what: str, text: str, room: int) -> Spans:
    begin = safe(" ".join(text[:400].split()), 200)
    return ((f" {key}  ", "key"), (f"{what:<12}", "strong"), (shorten(begin, max(8, room)), "dim"))
