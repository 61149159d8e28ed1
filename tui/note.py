"""The line in which a note is written."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from store import LONGEST_NOTE

from .drawing.foot import Foot
from .drawing.inks import Over
from .text import safe


class Written(Input):
    """What is written."""

    # Here and not on the screen: what was typed just before the key has been taken by then.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "keep it; empty deletes it", id="note.keep")]


class Note(Over[str | None]):
    """Goes with what was written, or with nothing where the user changed their mind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "leave it as it was", key_display="esc", id="note.leave"),
    ]

    def __init__(self, whom: str, note: str) -> None:
        super().__init__()
        self._whom, self._note = whom, note

    def compose(self) -> ComposeResult:
        yield Written(safe(self._note, LONGEST_NOTE), id="note", max_length=LONGEST_NOTE, select_on_focus=False)
        yield Foot(id="foot")

    def on_mount(self) -> None:
        line = self.query_one(Input)
        line.border_title = Content(f"Note — {self._whom}")
        line.border_subtitle = Content("it stays with this request; `note:` finds it")
        line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was pasted may hold anything."""
        event.input.value = safe(event.value, LONGEST_NOTE)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())
