"""The keys that do something here and now, in one line."""

from collections.abc import Iterable, Sequence

from textual.events import Resize
from textual.screen import Screen

from ..text import width
from .keys import written
from .strap import Keys, Strap

KEPT = ("help", "quit", "back", "close", "no filter")
"""What a lost user needs: it stays however narrow it gets."""
PALETTE = "palette"
"""Stands apart, on the right."""

Item = tuple[str, str, str]
"""What the key is called, what it does, and the key."""


class Foot(Strap):
    """Follows the focus."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self.tell)
        self.tell(self.screen)

    def on_resize(self, _event: Resize) -> None:
        self.tell(self.screen)

    def tell(self, screen: Screen[object]) -> None:
        self.offer(foot_line(items(screen), self.size.width, palette(screen)))


def items(screen: Screen[object]) -> list[Item]:
    """The bindings to show, those of the focused pane first; each of them once."""
    shown = [active.binding for active in screen.active_bindings.values() if active.binding.show and active.enabled]
    named = {binding.description: binding for binding in reversed(shown)}
    once = [binding for binding in shown if named[binding.description] is binding]
    named_so = [(binding.key_display or written(binding.key), binding.description, binding.key) for binding in once]
    return sorted(named_so, key=lambda item: KEPT.index(item[1]) if item[1] in KEPT else -1)


def palette(screen: Screen[object]) -> str:
    """The key of the palette, where it may be called."""
    return next((key for key, active in screen.active_bindings.items() if active.binding.action == PALETTE), "")


def foot_line(every: Sequence[Item], cells: int, key: str) -> Keys:
    """As many as find room, the ones that a lost user needs among them."""
    kept = list(every)
    while _cells(kept) > cells and any(item[1] not in KEPT for item in kept):
        kept.remove(next(item for item in reversed(kept) if item[1] not in KEPT))
    said: Keys = tuple(part for item in kept for part in _said(item))
    spare = cells - _cells(kept)
    names = (f"{written(key)} {PALETTE}", written(key)) if key else ()
    name = next((name for name in names if width(name) < spare), "")
    return (*said, (" " * (spare - width(name)), "", ""), (name, "dim", key)) if name else said


def _said(item: Item) -> Keys:
    name, does, key = item
    return ((f" {name}", "strong", key), (f" {does} ", "dim", key))


def _cells(every: Iterable[Item]) -> int:
    return sum(width(text) for item in every for text, _, _ in _said(item))
