"""A line's segments parted where a selection begins and ends."""

from collections.abc import Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style


def parted(segments: Sequence[Segment], begin: int, end: int) -> list[tuple[str, Style, bool]]:
    """Text and style of each part, and whether it is between the two letters; an end of -1 is that of the line."""
    parts: list[tuple[str, Style, bool]] = []
    at = 0
    for text, style, _ in segments:
        cuts = sorted({0, len(text), *(cut - at for cut in (begin, end) if 0 < cut - at < len(text))})
        for one, other in pairwise(cuts):
            here = begin <= at + one and (end < 0 or at + one < end)
            parts.append((text[one:other], style or Style(), here))
        at += len(text)
    return parts
