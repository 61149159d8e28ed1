"""The palette: everything that can be done here and now, by a few letters of its name."""

from collections.abc import Iterable, Sequence

from textual.fuzzy import FuzzySearch

from ..text import Spans, shorten, squeeze, width
from .commands import Command
from .searching import Row, Searching, Section

KEYS = 14
"""Cells for the keys of a command."""
LONGEST = 28
"""Cells for its name."""
BY_WORDS = 0.001
"""What a command is worth that has the letters not in its name, but in what it does."""


class Palette(Searching):
    """Goes with the command that was chosen."""

    TITLE = "Commands"

    def __init__(self, commands: Sequence[Command], more: Sequence[Command] = ()) -> None:
        """`more` are found by their letters, and not shown before: there are many of them."""
        super().__init__()
        self._commands, self._more = commands, more
        self._cells = 0

    def sections(self, cells: int) -> Iterable[Section]:
        self._cells = cells
        yield Section("commands", tuple(row(one, cells) for one in self._commands))

    def found(self, typed: str) -> Sequence[Row]:
        if not typed:
            return super().found(typed)
        search = FuzzySearch()
        graded = [(score(search, typed, one), one) for one in (*self._commands, *self._more)]
        best = sorted((pair for pair in graded if pair[0][0]), key=lambda pair: -pair[0][0])
        return [row(one, self._cells, at) for (_, at), one in best]


class Themes(Palette):
    """The themes, from the one that there is on."""

    TITLE = "Themes"

    def __init__(self, themes: Sequence[Command], now: str) -> None:
        """`now` is the name of the theme that there is."""
        names = [one.name for one in themes]
        at = names.index(f"theme: {now}") if f"theme: {now}" in names else 0
        super().__init__((*themes[at:], *themes[:at]))


def score(search: FuzzySearch, typed: str, command: Command) -> tuple[float, Sequence[int]]:
    """How well it fits, and which letters of its name do."""
    graded, at = search.match(typed, command.name)
    if not graded and typed.lower() in command.about.lower():
        return BY_WORDS, ()
    return graded, at


def row(command: Command, cells: int, at: Sequence[int] = ()) -> Row:
    """Name, keys, and what it does."""
    name = min(LONGEST, cells // 2)
    keys = squeeze(" ".join(command.keys), KEYS - 1)
    about = shorten(command.about, max(0, cells - name - KEYS))
    spans: Spans = (*marked(shorten(command.name, name - 1), at), ("", ""))
    gap = " " * (name - sum(width(text) for text, _ in spans))
    return Row((*spans, (gap + keys.ljust(KEYS), "key"), (about, "dim")), command.name, command)


def marked(name: str, at: Sequence[int]) -> Spans:
    """The letters that were typed stand out."""
    return tuple((letter, "literal" if index in at else "") for index, letter in enumerate(name))
