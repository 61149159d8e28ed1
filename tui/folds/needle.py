"""What is searched for in a text, and where a line shows it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

from store import Pattern, PatternError, compiled

from ..text import Spans

SOON = 0.01
"""Seconds that a line may take while it is drawn."""


def needle(text: str) -> Pattern:
    """Small letters mean both, a large one means itself; between `/ /` stands a regular expression. Raises
    `PatternError`, also for one that finds nothing at all."""
    pattern = text[1:-1] if len(text) > 2 and text[0] == text[-1] == "/" else re.escape(text)  # noqa: PLR2004
    found = compiled(pattern, both_cases=not any(letter.isupper() for letter in text))
    if found.search(""):
        raise PatternError("this finds nothing everywhere")
    return found


def highlighted(line: Spans, pattern: Pattern) -> Spans:
    """The line, with what was found in the style `match`, if that is found soon."""
    hits: list[tuple[int, int]] = []
    with suppress(TimeoutError):
        hits = list(pattern.spans("".join(text for text, _ in line), SOON))
    return tuple(_cut(line, hits)) if hits else line


def _cut(line: Spans, hits: list[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    begin = 0
    for text, style in line:
        edges = sorted({0, len(text), *(edge - begin for hit in hits for edge in hit if 0 < edge - begin < len(text))})
        for left, right in pairwise(edges):
            inside = any(first <= begin + left < last for first, last in hits)
            yield text[left:right], "match" if inside else style
        begin += len(text)
