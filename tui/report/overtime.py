"""What was said in each part of the time, one column beside the other, and the same as a table."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from store import Statistics
from tui.drawing.axis import short, time_form
from tui.statistics.layers import LAYERS, stack
from tui.statistics.telling import lasting

from .ink import Ink
from .markup import Html, Inside, tag
from .table import Column, Row, table

HIGH = 100
"""Of the picture's own units; it is stretched to its place."""
LINES = (0, 0.5, 1)
LABELS = 5
"""Times under the columns at most."""


def overtime(figures: Statistics, ink: Ink) -> Html:
    stacks = [stack(bucket) for bucket in figures.buckets]
    top = max(map(sum, stacks), default=0)
    if not top:
        return tag("p", "Nothing that counts arrived in this time.", class_="dim")
    return tag(
        "figure",
        tag("figcaption", f"States that callbacks told of, per {lasting(figures.step)}", " ", _legend(stacks)),
        tag("div", _scale(top), _columns(stacks, top, _told(figures, stacks, ink)), class_="plot"),
        tag("div", [tag("span", one) for one in _times(figures, ink)], class_="times", aria_hidden="true"),
        tag("details", tag("summary", "The numbers behind it"), _numbers(figures, stacks, ink)),
        class_="overtime",
    )


def _told(figures: Statistics, stacks: Sequence[Sequence[int]], ink: Ink) -> str:
    """For who does not see it."""
    most = max(range(len(stacks)), key=lambda at: sum(stacks[at]))
    totals = [f"{sum(one):,} {layer.word}" for layer, one in zip(LAYERS, zip(*stacks, strict=True), strict=True)]
    when = ink.clock(figures.buckets[most].start)
    return f"{', '.join(totals)}. Most in one column: {sum(stacks[most]):,}, from {when}."


def _columns(stacks: Sequence[Sequence[int]], top: int, told: str) -> Html:
    """Failed is on top, so that a spike breaks the skyline; what is wrong has an edge around it."""
    lines = (tag("line", x1=0, x2=len(stacks), y1=HIGH * share, y2=HIGH * share) for share in LINES)
    parts = (part for at, one in enumerate(stacks) for part in _column(at, one, top))
    names = {"aria_labelledby": "overtime-title overtime-desc", "role": "img"}
    return tag(
        "svg",
        tag("title", "States over time", id="overtime-title"),
        tag("desc", told, id="overtime-desc"),
        lines,
        parts,
        viewBox=f"0 0 {len(stacks)} {HIGH}",
        preserveAspectRatio="none",
        **names,
    )


def _column(at: int, one: Sequence[int], top: int) -> Iterator[Html]:
    for layer, n, end in zip(LAYERS, one, accumulate(one), strict=True):
        if n:
            high = HIGH * n / top
            y = HIGH * (1 - end / top)
            yield tag("rect", x=at + 0.1, y=f"{y:.2f}", width=0.8, height=f"{high:.2f}", class_=layer.word)


def _legend(stacks: Sequence[Sequence[int]]) -> Html:
    totals = [sum(one) for one in zip(*stacks, strict=True)]
    there = [
        tag("li", tag("span", layer.glyph, class_=f"glyph {layer.word}", aria_hidden="true"), f" {layer.word} {n:,}")
        for layer, n in zip(LAYERS, totals, strict=True)
        if n
    ]
    return tag("ul", reversed(there), class_="legend")


def _scale(top: int) -> Html:
    return tag(
        "div", [tag("span", short(round(top * share))) for share in reversed(LINES)], class_="scale", aria_hidden="true"
    )


def _times(figures: Statistics, ink: Ink) -> Iterator[str]:
    buckets = figures.buckets
    every = max(1, -(-len(buckets) // LABELS))
    starts = [bucket.start.astimezone(ink.now.tzinfo) for bucket in buckets]
    form = time_form(starts, figures.step)
    return (f"{start:{form}}" for start in starts[::every])


def _numbers(figures: Statistics, stacks: Sequence[Sequence[int]], ink: Ink) -> Html:
    columns = (Column("from"), *(Column(layer.word, "n") for layer in LAYERS), Column("events", "n"))
    rows = (
        Row((ink.when(bucket.start), *_shown(one), f"{sum(one):,}"))
        for bucket, one in zip(figures.buckets, stacks, strict=True)
        if sum(one)
    )
    return table(f"Events per {lasting(figures.step)}; times without any are left out", columns, rows)


def _shown(one: Sequence[int]) -> Iterator[Inside]:
    return (f"{n:,}" if n else None for n in one)
