"""Which elements of two sequences belong together: what occurs once in each first, then what is alike in between."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

Pair = tuple[int, int]
FEW = 250_000
"""As many comparisons as may be made where nothing stands out; of more, like stands beside like by position only."""

Elements = Sequence[Hashable]


def aligned(
    old: Elements, new: Elements, loose: tuple[Elements, Elements] | None = None
) -> Iterator[tuple[int | None, int | None]]:
    """Every index of both, in order, beside its counterpart; what has none, though something else stands in its place,
    is put beside that: beside what is its equal in `loose`, if that is given, or else by position."""
    a = b = 0
    for i, j in (*matches(old, new), (len(old), len(new))):
        if loose and i > a and j > b:
            for one, other in aligned(loose[0][a:i], loose[1][b:j]):
                yield None if one is None else one + a, None if other is None else other + b
        else:
            yield from zip_longest(range(a, i), range(b, j))
        if i < len(old):
            yield i, j
        a, b = i + 1, j + 1


def matches(old: Elements, new: Elements) -> list[Pair]:
    """The indexes of equal elements that keep their order."""
    begin = _alike(zip(old, new, strict=False))
    end = _alike(zip(reversed(old[begin:]), reversed(new[begin:]), strict=False))
    middle = _between(old[begin : len(old) - end], new[begin : len(new) - end])
    return [
        *((n, n) for n in range(begin)),
        *((i + begin, j + begin) for i, j in middle),
        *((len(old) - n, len(new) - n) for n in range(end, 0, -1)),
    ]


def _alike(pairs: Iterator[tuple[Hashable, Hashable]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _between(old: Elements, new: Elements) -> list[Pair]:
    if len(old) * len(new) <= FEW:
        found = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        return [(i + n, j + n) for i, j, size in found for n in range(size)]
    anchors = _rising(_singles(old, new))
    if not anchors:
        return [(n, n) for n, (one, other) in enumerate(zip(old, new, strict=False)) if one == other]
    every: list[Pair] = []
    before = (0, 0)
    for i, j in (*anchors, (len(old), len(new))):
        gap = matches(old[before[0] : i], new[before[1] : j])
        every.extend((one + before[0], other + before[1]) for one, other in gap)
        every.extend([(i, j)] if i < len(old) else [])
        before = i + 1, j + 1
    return every


def _singles(old: Elements, new: Elements) -> list[Pair]:
    """Where the elements are that occur once in each."""
    once = {element for element, count in Counter(old).items() if count == 1}
    once &= {element for element, count in Counter(new).items() if count == 1}
    there = {element: j for j, element in enumerate(new) if element in once}
    return [(i, there[element]) for i, element in enumerate(old) if element in once]


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The most of them that rise on both sides."""
    ends: list[int] = []
    """The least end of a rising series, by its length."""
    last: list[int] = []
    """Which pair that is."""
    before: list[int] = []
    """For each pair the one before it in its series."""
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        ends[length : length + 1], last[length : length + 1] = [j], [number]
        before.append(last[length - 1] if length else -1)
    series, at = [], last[-1] if last else -1
    while at >= 0:
        series.append(pairs[at])
        at = before[at]
    return series[::-1]
