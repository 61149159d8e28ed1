"""The styles that lines are written in: they belong to the screen, which works them out once for all that it shows."""

from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

T = TypeVar("T")

STYLES = {
    *("ok", "pending", "attention", "failed", "ended", "unknown"),
    *("verified", "partial", "unchecked", "rejected"),
    *("dim", "head", "strong", "alarm", "key", "string", "number", "literal", "at", "match", "said", "raw"),
}
PREFIX = "lines--"
INKS = {PREFIX + name for name in STYLES}


class Page(Screen[T], Generic[T]):
    """A screen with lines on it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS


class Over(ModalScreen[T], Generic[T]):
    """The same over another screen, past which no key goes down to the board."""

    COMPONENT_CLASSES: ClassVar[set[str]] = INKS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("P", "app.mask", "mask, or show", show=False, id="over.mask", tooltip="wherever nothing is typed"),
        Binding("percent_sign", "app.mouse", "mouse on or off", key_display="%", show=False, id="over.mouse"),
    ]
