"""What can be done here and now: every binding that is active, under the name that the keymap knows it by."""

from dataclasses import dataclass

from textual.dom import DOMNode
from textual.screen import Screen

from ..drawing.keys import TWIN, written

LAST = ("go", "view", "pane", "board", "move")
"""Areas that everybody knows: they are told last."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do, and how to have it done."""

    name: str
    """`area: verb`."""
    about: str
    """One line."""
    action: str
    node: DOMNode
    """On what."""
    keys: tuple[str, ...] = ()
    """As they are written."""

    @property
    def area(self) -> str:
        return self.name.partition(":")[0]


def commands(screen: Screen[object]) -> tuple[Command, ...]:
    """Those of the focused pane first, then the screen's, then the board's; keys that do the same stand together."""
    found: dict[tuple[str, DOMNode], Command] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not (binding.id and active.enabled and binding.description) or key.startswith(TWIN):
            continue  # what has no name is Textual's own: moving in a line of text
        known = found.get((binding.action, active.node))
        keys = (*(known.keys if known else ()), written(key))
        name = named(binding.id)
        about = binding.tooltip or binding.description
        found[binding.action, active.node] = Command(name, about, binding.action, active.node, keys)
    return tuple(sorted(found.values(), key=lambda one: LAST.index(one.area) if one.area in LAST else -1))


def named(binding: str) -> str:
    """`area: verb` of `area.verb`."""
    return binding.replace(".", ": ", 1).replace("-", " ")
