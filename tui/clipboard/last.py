"""What was copied last, over whatever screen asked."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize

from ..drawing.foot import Foot
from ..drawing.inks import Over
from ..folds.folding import Folding
from ..folds.outline import Folds
from ..folds.sources import Letters


class Last(Over[None]):
    """Goes as it came."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "dismiss", "close", key_display="esc", id="last.close"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._letters, self._long = Letters(text), len(text)

    def compose(self) -> ComposeResult:
        yield Folding(id="help")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        text = self.query_one(Folding)
        text.border_title = Content(f"Copied last — {self._long:,} letters")
        text.put(Folds(self._letters))
        text.focus()

    def on_resize(self, event: Resize) -> None:
        self.query_one(Folding).styles.height = max(3, min(len(self._letters) + 8, event.size.height - 4))
