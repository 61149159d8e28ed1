"""The settings screen: what is set, where that is from, and what to write where to change it."""

from collections.abc import Iterable, Iterator, Mapping

from ..config.survey import Held
from ..config.taste import Taste
from ..drawing.keys import written
from ..text import safe
from .keymap import bindings
from .searching import Row, Searching, Section, paragraph

NAME, KEYS = 24, 16
"""Cells for the name of an action, and for its keys."""
KEYMAP = 'Under [keymap] in a settings file: "board.sample" = "C", or several keys: "C,ctrl+g".'
NO_TABLES = "No routes, waiting times, keys or field names of your own."


class Setting(Searching):
    """Read-only: it says what to write."""

    TITLE = "Settings"

    def __init__(self, taste: Taste) -> None:
        super().__init__()
        self._taste = taste

    def sections(self, cells: int) -> Iterable[Section]:
        every = self._taste.settings
        tables = tuple(rows([held for held in every if held.table not in {"", "secrets"}], cells))
        where = tuple(paragraph(((files(self._taste), "dim"),), cells))
        yield Section("settings", (*where, *rows([held for held in every if not held.table], cells)))
        yield Section("secrets", (*where, *rows([held for held in every if held.table == "secrets"], cells)))
        yield Section("tables", (*where, *(tables or paragraph(((NO_TABLES, ""),), cells))))
        yield Section("keymap", tuple(actions(self._taste.keymap, cells)))


def files(taste: Taste) -> str:
    """Where to write it."""
    there = ", then ".join(map(safe, taste.files))
    return f"Flags come first, then the environment, then {there}: `callboard config init` writes one."


def rows(settings: Iterable[Held], cells: int) -> Iterator[Row]:
    """Name, value and source, then what it is for and how to change it."""
    for held in settings:
        said = safe(f"{held.name} {held.value} {held.source} {held.says} {held.warning}")
        name = ((f"{held.name} ", "strong"), (safe(held.shown), "key"), (f"  {safe(held.source)}", "dim"))
        yield from paragraph((*_mark(held), *name), cells, said)
        if held.warning:
            yield from paragraph((("  ▲ ", "attention"), (safe(held.warning), "attention")), cells, said)
        yield from paragraph(((f"  {safe(held.says)} ", ""), (safe(held.how), "dim")), cells, said)


def _mark(held: Held) -> tuple[tuple[str, str], ...]:
    """Whether a secret is set."""
    if held.table != "secrets":
        return ()
    return (("✓ ", "ok"),) if held.source else (("✗ ", "dim"),)


def actions(keymap: Mapping[str, str], cells: int) -> Iterator[Row]:
    """Every action that may have another key, with the keys it has."""
    yield from paragraph(((KEYMAP, "dim"),), cells)
    for name, binding in sorted(bindings().items()):
        keys = safe(" ".join(map(written, keymap.get(name, binding.key).split(","))))
        own = "yours: " if name in keymap else ""
        does = safe(binding.tooltip or binding.description)
        spans = ((f"{name:<{NAME}} ", "strong"), (f"{keys:<{KEYS}} ", "key"), (own, "ok"), (does, ""))
        yield from paragraph(spans, cells, f"{name} {keys} {own}{does}")
