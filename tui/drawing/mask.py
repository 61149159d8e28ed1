"""The mask over every line that reaches the terminal, whichever widget drew it."""

from functools import cache
from itertools import islice

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from ..privacy import RAW, SAID, WHOM, concealed, letters

HIDDEN = "hidden"
"""What a piece of a line is called in its style's meta when people's words stand in it."""


@cache
def marked(name: str) -> Style:
    """What is added to the style of such a piece; nothing to any other."""
    return Style(meta={HIDDEN: name}) if name in {SAID, RAW, WHOM} else Style()


class Mask(LineFilter):
    """Numbers are found in the whole line: what is picked out of one by a colour is still the same number."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  textual's signature
        shown = iter(letters("".join(segment.text for segment in segments)))
        return [_masked(segment, "".join(islice(shown, len(segment.text)))) for segment in segments]


def _masked(segment: Segment, text: str) -> Segment:
    name = segment.style.meta.get(HIDDEN) if segment.style else None
    return Segment(concealed(text, name) if name else text, segment.style, segment.control)
