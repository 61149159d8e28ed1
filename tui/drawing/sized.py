"""A widget that hears of its every size, and a screen that hears of none but the last."""

from typing import Generic, TypeVar

from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

T = TypeVar("T")


class Sized(Widget):
    """Textual sends no `Resize` where anybody asked for a region between two layouts: it takes the new one for the old.
    What was laid out for the size before would stay so."""

    def sized(self) -> None:
        """It has another size, and was not drawn with it yet: `Resize` comes after that."""

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:  # noqa: FBT001, FBT002  textual's own signature
        before = self.outer_size
        told = super()._size_updated(size, virtual_size, container_size, layout)
        if self.outer_size != before:
            self.sized()
            self.post_message(Resize(size, virtual_size, container_size))
        return told


class Fitted(Screen[T], Generic[T]):
    """Textual has a screen send itself a `Resize` for what it just laid out, behind one that came from the terminal
    meanwhile and is newer, and keeps the last of the two: it would stay as the terminal was."""

    def _screen_resized(self, _size: Size) -> None:
        super()._screen_resized(self.app.size)
