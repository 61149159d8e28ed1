"""The help: every key that does something here, taken from the bindings; filters, glyphs, and what this is."""

from collections.abc import Iterable, Iterator, Sequence

from textual.screen import Screen

from store import Phase, Trust

from ..marks import GLYPHS, MISSED, SEALS
from ..text import Spans, shorten
from .commands import Command, commands
from .searching import Row, Searching, Section, heading, paragraph

KEYS = 16
"""Cells for the keys of a row."""
NAME = 24
"""Cells for the name that the keymap knows it by, where there is room."""
ROOMY = 70
EXAMPLES = (
    ("phase:failed,attention", "what went wrong, or needs a look: , is or"),
    ("provider:telnyx kind:number", "a space is and"),
    ("-type:*sent*", "- is not, * any letters"),
    ("id:+1555* or (to:+1555* status:delivered)", "or, and brackets"),
    ("attempt>1 lag>2s", "numbers and durations"),
    ("since:10m until:2026-11-22T10:00Z", "when it was received"),
    ("has:reason is:odd", "what is there; late, drift, unsigned, overdue, missed, …"),
    ('"free text" /re.*gex/', "anywhere in the request"),
    (".data.payload.to[0].status:delivered", "a path into the body; .*.status for any name"),
)
"""Filters that work, and what they say."""
FLAGS = (
    ("×2", "delivered twice: a redelivery changes nothing else"),
    ("⚑", "something is odd: it is said beside the request"),
    ("↶", "came late: it counts, and does not turn back the clock"),
    (MISSED, "your app has failed at it, or has not had it: is:missed"),
    ("▸", "the row that the keys are on"),
)


class Help(Searching):
    """Goes with the command whose key was chosen."""

    def __init__(self, below: Screen[object], about: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        pane = below.focused
        title = str(getattr(pane, "TITLE", "")).lstrip("12345 ")
        self.title = f"Help — {title}" if title else "Help"
        self._said = str(getattr(pane, "HELP", ""))
        every = commands(below)
        self._here = [one for one in every if one.node is pane]
        self._everywhere = [one for one in every if one.node is not pane]
        self._about = about

    def sections(self, cells: int) -> Iterable[Section]:
        yield Section("keys", tuple(self._keys(cells)))
        yield Section("filters", tuple(filters(cells)))
        yield Section("glyphs", tuple(glyphs(cells)))
        yield Section("about", tuple(facts(self._about, cells)))

    def _keys(self, cells: int) -> Iterator[Row]:
        if self._said:
            yield from paragraph(((self._said, ""),), cells)
        if self._here:
            yield heading("this pane")
            yield from (row(one, cells) for one in self._here)
        yield heading("everywhere")
        yield from (row(one, cells) for one in self._everywhere)


def row(command: Command, cells: int) -> Row:
    """Keys, what they do, and the name for the keymap."""
    keys = " ".join(command.keys)
    name = command.name if cells >= ROOMY else ""
    room = cells - KEYS - 1 - (NAME if name else 0)
    about = shorten(command.about, room).ljust(room)
    spans: Spans = ((f" {shorten(keys, KEYS - 2)}".ljust(KEYS), "key"), (about, ""), (f" {name}", "dim"))
    return Row(spans, f"{keys} {command.about} {command.name}", command)


def filters(cells: int) -> Iterator[Row]:
    for filter_, says in EXAMPLES:
        yield from paragraph(((f" {filter_}", "key"),), cells, filter_ + says)
        yield from paragraph(((f"   {says}", "dim"),), cells, filter_ + says)
    yield from paragraph(((" / types one for the list; tab completes, ↑ brings back what was typed", ""),), cells)


def glyphs(cells: int) -> Iterator[Row]:
    yield heading("states")
    yield from _legend(((GLYPHS[phase], phase.value, phase.value) for phase in Phase), cells)
    yield heading("signatures")
    yield from _legend(((SEALS[trust], trust.value, trust.value) for trust in Trust), cells)
    yield heading("flags")
    yield from _legend(((glyph, "strong", says) for glyph, says in FLAGS), cells)


def _legend(marks: Iterable[tuple[str, str, str]], cells: int) -> Iterator[Row]:
    for glyph, style, word in marks:
        yield from paragraph(((f" {glyph:<4}", style), (word, "")), cells, f"{glyph} {word}")


def facts(about: Iterable[tuple[str, str]], cells: int) -> Iterator[Row]:
    for name, value in about:
        yield from paragraph(((f" {name:<12}", "dim"), (value, "")), cells, f"{name} {value}")
