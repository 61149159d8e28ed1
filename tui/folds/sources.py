"""Rows that fold: lines, headings with something under them, text and bytes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from store import Pattern

from ..privacy import RAW
from ..request.pretty import LINE_END, PER_LINE, hex_line
from ..text import Spans, safe
from .outline import Source

PIECE = 240
"""Letters of a line that stand in one row."""
HEX = frozenset("0123456789abcdefABCDEF")


class Said(Source):
    """Lines that say what they say."""

    def __init__(self, lines: Iterable[Spans]) -> None:
        self._lines = tuple(lines)

    def __len__(self) -> int:
        return len(self._lines)

    def row(self, index: int, *, folded: bool) -> Spans:  # noqa: ARG002
        return self._lines[index]

    def value(self, index: int) -> str:
        return "".join(text for text, _ in self._lines[index])


class Parts(Source):
    """Headings, each with what stands under it, and lines between them."""

    flat, loose = False, True

    def __init__(self, parts: Sequence[tuple[Spans, Source | None]]) -> None:
        self._parts = tuple(parts)

    def __len__(self) -> int:
        return len(self._parts)

    def row(self, index: int, *, folded: bool) -> Spans:  # noqa: ARG002
        return self._parts[index][0]

    def value(self, index: int) -> str:
        return "".join(text for text, _ in self._parts[index][0])

    def inner(self, index: int) -> Source | None:
        return self._parts[index][1]


class Letters(Source):
    """A text line by line, long lines in pieces; `exact` shows where each line ends."""

    def __init__(self, text: str, path: str = "", *, exact: bool = False) -> None:
        self._text, self._path, self._exact = text, path, exact

    @cached_property
    def _starts(self) -> list[int]:
        ends = [match.end() for match in LINE_END.finditer(self._text)]
        starts = [0]
        for end in (*ends, len(self._text)):
            starts += range(starts[-1] + PIECE, end, PIECE)
            starts.append(end)
        return starts[: bisect_left(starts, len(self._text)) or 1]

    def __len__(self) -> int:
        return len(self._starts)

    def _piece(self, index: int) -> str:
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._text)
        return self._text[self._starts[index] : end]

    def row(self, index: int, *, folded: bool) -> Spans:  # noqa: ARG002
        piece, begin = self._piece(index), self._starts[index]
        shown = safe(piece if self._exact else piece.rstrip("\r\n").expandtabs(4))
        goes_on = begin > 0 and self._text[begin - 1] not in "\r\n"
        return (("  ", ""), (shown, RAW)) if goes_on else ((shown, RAW),)

    def value(self, index: int) -> str:
        return self._piece(index).rstrip("\r\n")

    def path(self, _index: int) -> str:
        return self._path

    def found(self, pattern: Pattern) -> Iterator[int]:
        """Also what stands across two pieces of a line."""
        last = -1
        for start, _ in pattern.spans(self._text):
            index = bisect_right(self._starts, start) - 1
            if index != last:
                yield (last := index)


class Octets(Source):
    """Bytes in hex, sixteen a row."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __len__(self) -> int:
        return (len(self._body) + PER_LINE - 1) // PER_LINE

    def row(self, index: int, *, folded: bool) -> Spans:  # noqa: ARG002
        start = index * PER_LINE
        return hex_line(self._body[start : start + PER_LINE], start)

    def value(self, index: int) -> str:
        return self._body[index * PER_LINE : (index + 1) * PER_LINE].hex()

    def found(self, pattern: Pattern) -> Iterator[int]:
        """Letters, and digits that stand for bytes, also across two rows."""
        starts = {start // PER_LINE for start, _ in pattern.spans(self._body.decode("latin-1"))}
        if HEX.issuperset(pattern.text):
            starts |= {start // 2 // PER_LINE for start, _ in pattern.spans(self._body.hex())}
        return iter(sorted(starts))
