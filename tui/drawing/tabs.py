"""The panes as words in one line."""

from collections.abc import Sequence

from ..text import width
from .strap import Keys

SHORT = (4, 0)
"""Letters that are left of a name where there is little room, and where there is less."""


def tabs(titles: Sequence[str], on: int, seen: set[int], cells: int) -> Keys:
    """Those in brackets are to be seen; where the line is too short, the others are shortened first, then all."""
    kept = list(titles)
    for letters in SHORT:
        for number in sorted(range(len(kept)), key=lambda number: number in seen):
            if sum(width(title) + 2 for title in kept) > cells:
                kept[number] = _shortened(kept[number], letters)
    return tuple(
        (f"[{title}]" if number in seen else f" {title} ", "strong" if number == on else "dim", title[0])
        for number, title in enumerate(kept)
    )


def _shortened(title: str, letters: int) -> str:
    """`2 Camp ⊘1` of `2 Campaigns ⊘1`, or `2 ⊘1`."""
    number, name, *tally = title.split(" ")
    return " ".join(filter(None, (number, name[:letters], *tally)))
