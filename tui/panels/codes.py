"""The errors that were given most, and what they mean."""

from collections.abc import Sequence

from store import Coded, Phase, Statistics
from tui.drawing.charts import bar
from tui.filters.quoting import quoted
from tui.marks import GLYPHS
from tui.statistics.numbers import Numbers
from tui.statistics.panel import Drill, Panel
from tui.text import Spans, safe, shorten

CODE, COUNT, BAR = 8, 6, 12
WIDE = 70
"""Cells from which there is room for bars."""


class Codes(Panel):
    """One line a code of a provider."""

    TITLE = "Error codes"
    HELP = (
        "The error codes of what failed or needs attention, the most frequent first, with their meaning. Enter lists."
    )
    EMPTY = ("No error code in this time.", "A failure that names one brings it, with its meaning.")

    def numbers(self, figures: Statistics) -> Numbers:
        rows = tuple((one.provider, one.code, one.events, one.meaning) for one in figures.codes)
        return Numbers("codes", ("provider", "code", "events", "meaning"), rows)

    def picture(self, figures: Statistics, cells: int) -> Sequence[Spans]:
        top = max((one.events for one in figures.codes), default=0)
        return tuple(_line(one, top, cells) for one in figures.codes)

    def drill(self, figures: Statistics, index: int) -> Drill:
        one = figures.codes[index]
        return None, f"provider:{quoted(one.provider)} code:{quoted(one.code)}"


def _line(one: Coded, top: int, cells: int) -> Spans:
    drawn = BAR if cells >= WIDE else 0
    room = max(8, cells - CODE - COUNT - drawn - 5)
    said = safe(" ".join((one.meaning or "its meaning is not known").split()), 200)
    return (
        (f"{GLYPHS[Phase.FAILED]} {shorten(safe(one.code), CODE):<{CODE}} ", "failed"),
        (f"{bar(one.events, top, drawn):<{drawn}}", "failed"),
        (f"{one.events:>{COUNT},}  ", ""),
        (shorten(f"{safe(one.provider)}: {said}", room), "" if one.meaning else "dim"),
    )
