"""The styles that lines are written in: they belong to the screen, which works them out once for all that it shows."""

from typing import ClassVar, Generic, TypeVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from .sized import Fitted

T = TypeVar("T")

STYLES = {
    *("ok", "pending", "attention", "failed", "ended", "unknown"),
    *("verified", "partial", "unchecked", "rejected"),
    *("dim", "head", "strong", "alarm", "key", "string", "number", "literal", "at", "match", "said", "raw"),
}
PREFIX = "lines--"
AHEAD = 4
"""Writes, of which a frame has several, that may wait while more is drawn."""
INKS = {PREFIX + name for name in STYLES}


class Paced(Fitted[T], Generic[T]):
    """A screen that is drawn no faster than its terminal takes it: what waits there would be seen before what a key
    does, and Textual stands still once thirty frames wait."""

    def _on_timer_update(self) -> None:
        """Called again and again until it was done once."""
        if not _waits(self.app):
            super()._on_timer_update()


class Page(Paced[T], Generic[T]):
    """A screen with lines on it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS


class Over(Paced[T], ModalScreen[T], Generic[T]):
    """The same over another screen, past which no key goes down to the board."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("P", "app.mask", "mask, or show", show=False, id="over.mask", tooltip="wherever nothing is typed"),
        Binding("percent_sign", "app.mouse", "mouse on or off", key_display="%", show=False, id="over.mouse"),
        Binding("ctrl+c,super+c", "app.interrupt", "copy selection, or quit", show=False, id="over.interrupt"),
    ]


def _waits(app: App[object]) -> bool:
    """Whether the terminal has still to take what was drawn."""
    writer = getattr(app._driver, "_writer_thread", None)  # noqa: SLF001  no other way to ask
    return writer is not None and writer._queue.qsize() > AHEAD  # noqa: SLF001
