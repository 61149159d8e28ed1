"""A row of a diff as it is drawn: its sides beside each other, or one of them."""

import re
from functools import lru_cache

from ..privacy import RAW, style_at
from ..text import Spans, safe, shorten, width
from .beside import CHANGES, Row, Said, Sign

STYLES = {Sign.CHANGED: "attention", Sign.REMOVED: "failed", Sign.ADDED: "ok", Sign.IGNORED: "dim"}
NAME = re.compile(r"\.([^.\[\]]+)")
"""The names of a path."""
INDENT = "  "
DEEPEST = 20
"""Levels that are set in: what lies deeper would have no room."""
BAR = "│"
LEAD = 3
"""The share of the room, as 1 in so many, that is given to what stands before a difference."""


def both(row: Row, cells: int) -> Spans:
    """Side by side."""
    if row.sign is Sign.HEAD:
        return _title(row, cells)
    half = (cells - 1) // 2
    return (*_side(row, row.old, half), (BAR, "dim"), *_side(row, row.new, half))


def one(row: Row, *, new: bool, cells: int) -> Spans:
    """One side; of a change it is what was taken away, or what was added."""
    if row.sign is Sign.HEAD:
        return _title(row, cells)
    sign = row.sign if row.sign is not Sign.CHANGED else Sign.ADDED if new else Sign.REMOVED
    said = row.new if new else row.old
    return _signed(sign, _said(row, said, cells - 2) if said else ())


def value(row: Row, *, new: bool, cells: int) -> Spans:
    """What one side says, without its name, from a little before where the sides part."""
    said, other = (row.new, row.old) if new else (row.old, row.new)
    sign = Sign.ADDED if new else Sign.REMOVED
    return _signed(sign, _value(row, said, other, cells - 2) if said else (("–", "dim"),))


def _title(row: Row, cells: int) -> Spans:
    return ((shorten(safe(row.old.text if row.old else ""), cells), "head"),)


def _side(row: Row, said: Said | None, cells: int) -> Spans:
    spans = _signed(row.sign, _said(row, said, cells - 2)) if said else ()
    return (*spans, (" " * (cells - sum(width(text) for text, _ in spans)), ""))


def _signed(sign: Sign, spans: Spans) -> Spans:
    return ((f"{sign} ", STYLES.get(sign, "")), *spans)


def _said(row: Row, said: Said, cells: int) -> Spans:
    quiet = row.sign not in CHANGES
    indent = INDENT * min(said.level, DEEPEST)
    label = shorten(safe(said.label), max(4, cells // 2))
    room = max(1, cells - len(indent) - width(label))
    other = row.old if said is row.new else row.new
    begin: Spans = ((indent, ""), (label, "dim" if row.sign is Sign.IGNORED else "" if quiet else "key"))
    return cut((*begin, *_value(row, said, other, room)), cells)


def _value(row: Row, said: Said, other: Said | None, cells: int) -> Spans:
    """Known for what people wrote to each other where the path says so, and where there is none."""
    names = NAME.findall(row.path)
    mark = style_at(names[-1], "") if names else RAW
    return tuple((text, f"{mark} {style}".strip()) for text, style in _values(row, said, other, cells))


def _values(row: Row, said: Said, other: Said | None, cells: int) -> Spans:
    if row.sign is Sign.IGNORED:
        return cut(((safe(said.text), "dim"),), cells)
    if row.sign is not Sign.CHANGED or other is None:
        return cut(((safe(said.text), said.style if row.sign in CHANGES or not row.value else ""),), cells)
    same, end = parting(said.text, other.text)
    begin = max(0, same - cells // LEAD) if len(said.text) > cells else 0
    stop = len(said.text) - end
    parts = (
        ("…" if begin else "", "dim"),
        (safe(said.text[begin:same]), ""),
        (safe(said.text[same : min(stop, same + cells)]), "ok" if said is row.new else "failed"),
        (safe(said.text[stop : stop + cells]), ""),
    )
    return cut(parts, cells)


@lru_cache(maxsize=256)
def parting(one: str, other: str) -> tuple[int, int]:
    """How many letters two texts begin with alike, and how many they end with alike behind that."""
    begin = _alike(one, other)
    return begin, _alike(one[begin:][::-1], other[begin:][::-1])


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike: halved again and again, as they may have a million."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def cut(spans: Spans, cells: int) -> Spans:
    """As much as there is room for, with an ellipsis where it did not fit."""
    kept, room = [], cells
    for text, style in spans:
        kept.append((shorten(text, room), style))
        room -= width(text)
        if room < 0:
            break
        if room == 0 and (text, style) != spans[-1]:
            rest = "".join(more for more, _ in spans[len(kept) :])
            if rest:
                kept[-1] = (shorten(text + rest, width(text)), style)
            break
    return tuple(kept)
