"""Time as cells: even where that can be read, with what is very long cut short at a mark."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise
from math import log10

LONG = 60.0
"""Seconds below which no gap is cut short."""
TIMES = 20
"""A gap is cut short that is so many times as long as an ordinary one."""
CUT = 9
"""Cells of a gap that was cut short, at least."""
SHARE = 0.7
"""Of all cells, what gaps that are cut short may take."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Moments in order, the cell of each, and which of the gaps between them are cut short."""

    moments: tuple[datetime, ...]
    cells: tuple[float, ...]
    cuts: tuple[int, ...]
    """The numbers of the moments that they begin at."""

    def at(self, when: datetime) -> int:
        """The cell of a moment."""
        index = max(0, min(bisect_right(self.moments, when) - 1, len(self.moments) - 2))
        if len(self.moments) == 1:
            return 0
        one, other = self.moments[index : index + 2]
        share = (when - one) / (other - one)
        return round(self.cells[index] + min(1.0, max(0.0, share)) * (self.cells[index + 1] - self.cells[index]))


def scale(moments: Sequence[datetime], cells: int) -> Scale:
    """The scale on which these moments find room."""
    ordered = sorted(set(moments))
    gaps = [(later - one).total_seconds() for one, later in pairwise(ordered)]
    limit = _ordinary(gaps)
    fixed = {number: CUT + 2 * log10(gap / LONG) for number, gap in enumerate(gaps) if gap > limit}
    even = sum(gap for gap in gaps if gap <= limit)
    room = cells - 1
    most = room * (SHARE if even else 1)
    fit = min(1.0, most / sum(fixed.values())) if fixed else 1.0
    rest = (room - sum(fixed.values()) * fit) / even if even else 0.0
    widths = [fixed[number] * fit if number in fixed else gap * rest for number, gap in enumerate(gaps)]
    return Scale(tuple(ordered), tuple(accumulate(widths, initial=0.0)), tuple(fixed))


def _ordinary(gaps: Sequence[float]) -> float:
    """The longest gap that is not cut short."""
    kept = sorted(gaps)
    while len(kept) > 1 and kept[-1] > max(LONG, TIMES * kept[(len(kept) - 1) // 2]):
        kept.pop()
    return kept[-1] if kept else 0.0
