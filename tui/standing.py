"""What is answered instead of 200, as the board sees it: the rules that stand at the receiver."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from .text import safe, shorten

SHOWN = 28
"""Cells of a rule in the top line."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One rule, and how often it was used."""

    number: int
    text: str
    """As behind `--respond`."""
    left: int | None
    """None: it never ends."""
    given: int = 0
    source: str = ""
    """Where the user said so."""


Respond = Callable[[Mapping[str, object]], Awaitable[Sequence[Standing]]]
"""Asks the receiver to `add` a text, `take` a number, or `clear`; the rules as they stand then. Raises `StoreError` or
`OSError` with a sentence."""


def refused(standing: Sequence[Standing]) -> Standing | None:
    """What the receiver itself answers because nothing can be stored: no rule of the user's, so it has no number."""
    return next((one for one in standing if not one.number), None)


def hot(standing: Sequence[Standing]) -> str:
    """What the top line says while anything but 200 may be answered."""
    left = [one for one in standing if one.left != 0]
    if not left:
        return ""
    first, more = left[0], f" +{len(left) - 1}" if len(left) > 1 else ""
    return f"ANSWERS {shorten(safe(as_left(first)), SHOWN)}{more}"


def as_left(one: Standing) -> str:
    """The rule with as many times as are left."""
    if one.left is None:
        return one.text
    return one.text.replace(f" x{one.left + one.given}", f" x{one.left}", 1)
