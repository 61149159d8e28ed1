"""Why a signature holds or not, over whatever screen asked."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize

from store import Capture

from ..drawing.foot import Foot
from ..drawing.inks import Over
from ..drawing.sheet import Sheet
from ..given import Explain
from ..text import Spans, safe


class Why(Over[None]):
    """Goes as it came."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,v,backspace", "dismiss", "close", key_display="esc", id="why.close"),
    ]

    def __init__(self, capture: int, lines: Sequence[Spans]) -> None:
        super().__init__()
        self._capture, self._lines = capture, lines

    def compose(self) -> ComposeResult:
        yield Sheet(id="help")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one(Sheet).border_title = Content(f"Why — the signature of capture {self._capture}")
        self.query_one(Sheet).focus()

    def on_resize(self, event: Resize) -> None:
        sheet = self.query_one(Sheet)
        sheet.styles.height = min(len(self._lines) + 8, max(3, event.size.height - 4))
        sheet.write(self._lines)


async def why(explain: Explain, capture: Capture) -> Why:
    """In a thread: a signature is made anew with each secret and under each URL."""
    return Why(capture.seq, await asyncio.to_thread(_lines, explain, capture))


def _lines(explain: Explain, capture: Capture) -> Sequence[Spans]:
    """The explanation, or what keeps us from it."""
    try:
        return tuple(explain(capture))
    except ValueError as error:
        return (((safe(str(error)), "attention"),),)
