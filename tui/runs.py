"""Which rows of a diff are to be seen: the changes with what stands around them, the rest folded."""

from collections import Counter
from collections.abc import Iterator, Sequence

from .beside import CHANGES, Row, Sign

AROUND = 1
"""Rows before and behind a change."""
FEWEST = 3
"""Fewer rows than that are not worth folding."""


def tally(rows: Sequence[Row]) -> Counter[Sign]:
    """How many values there are of each sign."""
    return Counter(row.sign for row in rows if row.value)


def runs(rows: Sequence[Row], *, every: bool) -> Iterator[range]:
    """The rows one by one, and what is the same in runs that are folded."""
    if every:
        yield from (range(index, index + 1) for index in range(len(rows)))
        return
    kept, begin = _kept(rows), 0
    for index in (*sorted(kept), len(rows)):
        yield from _folded(begin, index)
        if index < len(rows):
            yield range(index, index + 1)
        begin = index + 1


def _folded(begin: int, end: int) -> Iterator[range]:
    if end - begin >= FEWEST:
        yield range(begin, end)
    else:
        yield from (range(index, index + 1) for index in range(begin, end))


def _kept(rows: Sequence[Row]) -> set[int]:
    """Changes, what is around them, what they are in, and every title."""
    kept: set[int] = set()
    above: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        level = _level(row)
        while above and above[-1][0] >= level:
            above.pop()
        if row.sign in CHANGES:
            kept.update(range(max(0, index - AROUND), min(len(rows), index + AROUND + 1)))
            kept.update(opening for _, opening in above)
        if row.sign is Sign.HEAD:
            kept.add(index)
        elif not row.value:
            above.append((level, index))
    return kept


def _level(row: Row) -> int:
    said = row.new or row.old
    return -1 if said is None or row.sign is Sign.HEAD else said.level
