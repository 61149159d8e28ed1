"""The help: every key that does something here, taken from the bindings, and what the glyphs mean."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen, Screen

from store import Phase, Trust

from .foot import Foot
from .marks import GLYPHS, SEALS
from .sheet import Sheet
from .text import Spans, shorten, width

KEYS = {
    "question_mark": "?",
    "slash": "/",
    "minus": "-",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}
TWIN = "super+"
"""What macOS has in place of a key that is told already."""
WIDEST = 104
MARGIN = 6
NAMES = 0.44
"""The share of a column that the keys have."""

Rows = list[tuple[str, str]]
"""Keys, and what they do."""


class Help(ModalScreen[None]):
    """Goes as it came."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,backspace", "dismiss", "close", key_display="esc"),
    ]

    def __init__(self, below: Screen[None]) -> None:
        super().__init__()
        pane = below.focused
        self._title = str(getattr(pane, "TITLE", "")).lstrip("12345 ")
        self._said = str(getattr(pane, "HELP", ""))
        self._here, self._everywhere = rows_of(below, here=True), rows_of(below, here=False)

    def compose(self) -> ComposeResult:
        yield Sheet(id="help")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one(Sheet).border_title = Content(f"Help — {self._title}" if self._title else "Help")
        self.query_one(Sheet).focus()

    def on_resize(self, event: Resize) -> None:
        sheet = self.query_one(Sheet)
        half = (min(event.size.width, WIDEST) - MARGIN) // 2
        lines = tuple(help_lines(self._said, self._here, self._everywhere, half))
        sheet.styles.height = len(lines) + 2
        sheet.write(lines)


def rows_of(screen: Screen[None], *, here: bool) -> Rows:
    """The keys of the focused pane, or all others; those that do the same stand together."""
    found: dict[str, list[str]] = {}
    for key, active in screen.active_bindings.items():
        shown = active.enabled and active.binding.description and not key.startswith(TWIN)
        if shown and (active.node is screen.focused) == here:
            found.setdefault(active.binding.description.lower(), []).append(called(key))
    return [(" ".join(keys), does) for does, keys in found.items()]


def called(key: str) -> str:
    """A key as it is written: `^d`, `esc`, `G`."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return KEYS.get(key, key)


def help_lines(said: str, here: Rows, everywhere: Rows, half: int) -> Iterator[Spans]:
    """Two columns of keys, each so wide, then the glyphs."""
    yield ((said, ""),)
    yield ()
    for one, other in zip_longest([("THIS PANE", ""), *here], [("EVERYWHERE", ""), *everywhere], fillvalue=("", "")):
        yield (*_row(half, *one), *_row(half, *other))
    yield ()
    yield (("STATES  ", "head"), *_legend((GLYPHS[phase], phase.value) for phase in Phase))
    yield (("SIGNED  ", "head"), *_legend((SEALS[trust], trust.value) for trust in Trust))
    yield (("        ×2 delivered twice: a redelivery changes nothing else", "dim"),)
    yield (("        ⚑ something is odd: it is said beside the request   ↶ came late", "dim"),)


def _row(half: int, keys: str, does: str) -> Spans:
    if not does:
        return ((keys.ljust(half), "head"),)
    name = f" {keys} ".ljust(round(half * NAMES))
    return ((name, "key"), (shorten(does, half - width(name)).ljust(half - width(name)), ""))


def _legend(marks: Iterable[tuple[str, str]]) -> Spans:
    return tuple(span for glyph, word in marks for span in ((glyph, word), (f" {word}  ", "")))
