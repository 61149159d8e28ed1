"""How fast events arrive."""

from collections import deque
from datetime import datetime
from itertools import pairwise

SECONDS = 30
CELLS = 6
AVERAGED = 10
BARS = "▁▂▃▄▅▆▇█"


class Pulse:
    """The totals of the last half minute, one a second."""

    def __init__(self) -> None:
        self._totals: deque[tuple[int, int]] = deque(maxlen=SECONDS + 1)

    def beat(self, now: datetime, total: int) -> None:
        """So many there are by now."""
        second = int(now.timestamp())
        if self._totals and self._totals[-1][0] == second:
            self._totals.pop()
        self._totals.append((second, total))

    def rate(self) -> float:
        """Events a second, over the last ten."""
        if not self._totals:
            return 0.0
        now, total = self._totals[-1]
        return max(0, total - self._before(now - AVERAGED)) / AVERAGED

    def bars(self) -> str:
        """The last half minute as a picture; blank when nothing arrived."""
        if not self._totals:
            return ""
        now = self._totals[-1][0]
        step = SECONDS // CELLS
        marks = [self._before(now - SECONDS + step * cell) for cell in range(CELLS + 1)]
        counts = [max(0, after - before) for before, after in pairwise(marks)]
        most = max(counts)
        return "".join(BARS[-(-count * (len(BARS) - 1) // most)] for count in counts) if most else ""

    def _before(self, second: int) -> int:
        """The total at a second; the oldest one known if that is younger."""
        return next((total for when, total in reversed(self._totals) if when <= second), self._totals[0][1])
