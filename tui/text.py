"""The border between what anyone may post and the terminal: text that is safe to draw."""

import re
from unicodedata import category, east_asian_width

LIMIT = 4096
"""Characters of one field; what is longer ends in an ellipsis."""

Span = tuple[str, str]
"""A piece of safe text, and the name of its style ("" for plain)."""

Spans = tuple[Span, ...]
"""One line of a screen."""

# What drives a terminal, turns text around, or cannot be seen: Cc, Cf, Cs, Zl and Zp, and the letters that draw nothing
# (combining joiner, Hangul fillers, Khmer vowels, variation selectors, tags).
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def safe(text: str, limit: int = LIMIT) -> str:
    """The text with every character that could drive the terminal replaced by a visible mark, at most `limit` long.

    Doing it twice changes nothing."""
    marked = _UNSAFE.sub(_mark, text[: limit + 1])
    return marked if len(marked) <= limit else marked[: limit - 1] + "…"


def printable(raw: bytes, limit: int = LIMIT) -> str:
    """Bytes as safe text: UTF-8 where they are, `\\xff` where they are not."""
    return safe(raw[: 4 * limit].decode("utf-8", "backslashreplace"), limit)


def width(text: str) -> int:
    """Cells that safe text takes in a terminal."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def shorten(text: str, cells: int) -> str:
    """The start of the text, with an ellipsis where it did not fit."""
    return text if width(text) <= cells else beginning(text, cells - 1) + "…"


def squeeze(text: str, cells: int, share: float = 0.5) -> str:
    """Start and end of an id, of whose letters the end has this share: its middle tells two apart the least."""
    if width(text) <= cells:
        return text
    tail = int((cells - 1) * share)
    return beginning(text, cells - 1 - tail) + "…" + (text[-tail:] if tail else "")


def beginning(text: str, cells: int) -> str:
    """As much of the text as fits."""
    kept = text[: max(cells, 0)]
    while width(kept) > max(cells, 0):
        kept = kept[:-1]
    return kept


def _cells(character: str) -> int:
    if category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _mark(match: re.Match[str]) -> str:
    character = match[0]
    if character < " ":
        return chr(ord("␀") + ord(character))
    return "␡" if character == "\x7f" else f"⟨U+{ord(character):04X}⟩"
