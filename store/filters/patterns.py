"""Regular expressions that somebody typed, tried on texts that anybody may have sent: none takes longer than it may."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex  # type: ignore[import-untyped]

PatternError = regex.error
LONGEST_TRY = 0.1
"""Seconds for one text; other threads go on meanwhile. What takes longer is not found."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One of them."""

    text: str
    _compiled: Any
    """`regex.Pattern`, of which there are no types."""

    def search(self, text: str) -> bool:
        """Whether it is in the text. Raises `TimeoutError`."""
        return self._compiled.search(text, timeout=LONGEST_TRY, concurrent=True) is not None

    def spans(self, text: str, within: float = LONGEST_TRY) -> Iterator[tuple[int, int]]:
        """Where it is. Raises `TimeoutError` after so many seconds."""
        found = self._compiled.finditer(text, timeout=within, concurrent=True)
        return (match.span() for match in found)


def compiled(text: str, *, both_cases: bool = True) -> Pattern:
    """Raises `PatternError`."""
    return Pattern(text, regex.compile(text, regex.IGNORECASE if both_cases else 0))
