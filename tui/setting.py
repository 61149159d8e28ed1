"""The settings screen: what is set, where that is from, and what to write where to change it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .keymap import bindings
from .keys import written
from .searching import Row, Searching, Section, paragraph
from .survey import Held
from .text import safe

NAME = 24
"""Cells for the name of an action."""
EMPTY = {"secrets": "No provider signs.", "tables": "No routes, no waiting times, no keys of your own are set."}


class Setting(Searching):
    """Read-only: it says what to write."""

    TITLE = "Settings"

    def __init__(self, settings: Sequence[Held], keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._settings, self._keymap = settings, keymap

    def sections(self, cells: int) -> Iterable[Section]:
        plain = [held for held in self._settings if not held.table]
        secrets = [held for held in self._settings if held.table == "secrets"]
        tables = [held for held in self._settings if held.table not in {"", "secrets"}]
        yield Section("settings", tuple(rows(plain, cells)))
        yield Section("secrets", tuple(rows(secrets, cells)))
        yield Section("tables", tuple(rows(tables, cells)))
        yield Section("keymap", tuple(actions(self._keymap, cells)))


def rows(settings: Iterable[Held], cells: int) -> Iterator[Row]:
    for held in settings:
        yield from _rows(held, cells)


def _rows(held: Held, cells: int) -> Iterator[Row]:
    """Name, value and source, then how to change it."""
    said = safe(f"{held.name} {held.value} {held.source} {held.says}")
    mark = ("✓ " if held.source else "✗ ", "ok" if held.source else "dim") if held.table == "secrets" else ("", "")
    name = held.name.partition(".")[2] if held.table == "secrets" else held.name
    source = f"  {held.source}" if held.source else ""
    yield from paragraph((mark, (f"{name} ", "strong"), (safe(held.shown), "key"), (safe(source), "dim")), cells, said)
    if held.warning:
        yield from paragraph((("  ▲ ", "attention"), (safe(held.warning), "attention")), cells, said)
    if held.says:
        yield from paragraph(((f"  {safe(held.says)}", ""),), cells, said)
    yield from paragraph(((f"  {safe(held.how)}", "dim"),), cells, said)


def actions(keymap: Mapping[str, str], cells: int) -> Iterator[Row]:
    """Every action that may have another key, with the keys it has."""
    yield from paragraph(
        (('"board.sample" = "A" under [keymap] in a settings file; several: "A,ctrl+g"', "dim"),), cells
    )
    for name, binding in sorted(bindings().items()):
        keys = " ".join(map(written, keymap.get(name, binding.key).split(",")))
        own = "  yours" if name in keymap else ""
        spans = ((f"{name:<{NAME}} ", "strong"), (f"{safe(keys):<16} ", "key"), (binding.description, ""), (own, "ok"))
        yield from paragraph(spans, cells, f"{name} {binding.description} {binding.tooltip} {keys}")
