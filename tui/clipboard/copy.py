"""What can be copied of an event: a letter each."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key, Resize

from ..drawing.foot import Foot
from ..drawing.inks import Over
from ..drawing.sheet import Sheet
from ..text import Spans, safe, shorten
from .things import Thing

WIDEST = 90
BESIDE = 22
"""Cells that border, letter and name take."""


class Copy(Over[Thing | None]):
    """Goes with the thing whose letter was pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "dismiss(None)", "close", key_display="esc", id="copy.close"),
    ]

    def __init__(self, things: Sequence[Thing]) -> None:
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
        thing = next((one for one in self._things if one[0] == event.character), None)
        if thing is not None:
            event.stop()
            self.dismiss(thing)


def _line(key: str, what: str, text: str, room: int) -> Spans:
    begin = safe(" ".join(text[:400].split()), 200)
    return ((f" {key}  ", "key"), (f"{what:<12}", "strong"), (shorten(begin, max(8, room)), "dim"))
