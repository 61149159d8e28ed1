"""What can be copied of an event: a letter each."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen

from .foot import Foot
from .sheet import Sheet
from .text import safe, shorten

WIDEST = 90


class Copy(ModalScreen[str | None]):
    """Goes with the text of the letter that was pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "dismiss(None)", "close", key_display="esc"),
    ]

    def __init__(self, things: Sequence[tuple[str, str, str]]) -> None:
        """Each a letter, what it stands for, and its text."""
        super().__init__()
        self._things = things

    def compose(self) -> ComposeResult:
        yield Sheet(id="help")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        sheet = self.query_one(Sheet)
        sheet.border_title = Content("Copy")
        sheet.styles.height = len(self._things) + 2
        sheet.write(
            tuple(
                (
                    (f" {key}  ", "key"),
                    (f"{what:<12}", "strong"),
                    (shorten(safe(text.strip(), 200), WIDEST - 20), "dim"),
                )
                for key, what, text in self._things
            )
        )
        sheet.focus()

    def on_key(self, event: Key) -> None:
        text = next((text for key, _, text in self._things if key == event.character), None)
        if text is not None:
            event.stop()
            self.dismiss(text)
