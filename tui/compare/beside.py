"""Rows of two things beside each other: what stands on either side, and the sign of how they differ."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeVar

from .aligning import aligned

T = TypeVar("T")
Pairs = Sequence[tuple[str, str]]
Key = tuple[str, int]
"""A name, and the how-manieth of that name."""


class Sign(StrEnum):
    """How the sides of a row differ: told by a sign, not by colour alone."""

    SAME = " "
    CHANGED = "~"
    REMOVED = "−"
    ADDED = "+"
    IGNORED = "·"
    HEAD = "§"


CHANGES = (Sign.CHANGED, Sign.ADDED, Sign.REMOVED)


class Said(NamedTuple):
    """What stands on one side of a row, as it came."""

    level: int
    label: str
    text: str
    style: str = ""


class Row(NamedTuple):
    """What stands beside each other."""

    sign: Sign
    path: str
    old: Said | None
    new: Said | None
    value: bool = True
    """False for what only holds others, and is not counted."""


def row(path: str, old: Said | None, new: Said | None, *, value: bool = True) -> Row:
    if old is None or new is None:
        return Row(Sign.REMOVED if new is None else Sign.ADDED, path, old, new, value)
    same = old.text == new.text and old.style == new.style
    return Row(Sign.SAME if same else Sign.CHANGED, path, old, new, value)


def pieces(old: Sequence[bytes], new: Sequence[bytes], shown: Callable[[bytes], str]) -> Sequence[Row]:
    """Piece by piece; of those that differ, what begins with the same name is set beside each other."""
    one, other = ([Said(0, "", shown(piece)) for piece in side] for side in (old, new))
    stems = [_stem(piece) for piece in old], [_stem(piece) for piece in new]
    return tuple(
        row("", None if i is None else one[i], None if j is None else other[j]) for i, j in aligned(old, new, stems)
    )


def _stem(piece: bytes) -> bytes:
    return re.split(b"[:=]", piece, maxsplit=1)[0].strip()


def table(old: Pairs, new: Pairs, path: str, fold: Callable[[str], str] = str) -> Iterator[Row]:
    """By name; of a name that comes more than once, the first beside the first."""
    one, other = named(old, fold), named(new, fold)
    for key in merged(list(one), list(other)):
        name, _ = key
        left, right = one.get(key), other.get(key)
        yield row(
            path.format(name),
            left and Said(0, f"{left[0]}: ", left[1], "string"),
            right and Said(0, f"{right[0]}: ", right[1], "string"),
        )


def named(pairs: Iterable[tuple[str, T]], fold: Callable[[str], str] = str) -> dict[Key, tuple[str, T]]:
    """What is under each name."""
    found: dict[Key, tuple[str, T]] = {}
    seen: dict[str, int] = {}
    for name, value in pairs:
        key = fold(name)
        seen[key] = seen.get(key, -1) + 1
        found[key, seen[key]] = (name, value)
    return found


def merged(old: Sequence[Key], new: Sequence[Key]) -> Iterator[Key]:
    """The names of both in the order of the old ones, each new one behind what it came behind."""
    known, behind = set(old), dict[Key | None, list[Key]]()
    before: Key | None = None
    for key in new:
        if key in known:
            before = key
        else:
            behind.setdefault(before, []).append(key)
    yield from behind.get(None, ())
    for key in old:
        yield key
        yield from behind.get(key, ())
