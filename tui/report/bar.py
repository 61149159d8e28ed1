"""One bar, and a line of them over time: pictures beside the numbers that they show, which are read instead of them."""

from collections.abc import Sequence

from .markup import NOTHING, Html, tag

HIGH = 20
"""Of the picture's own units; it is as high as its line."""


def bar(value: float, top: float, class_: str = "plain") -> Html:
    """The smallest number still has one."""
    if value <= 0 or top <= 0:
        return NOTHING
    wide = max(0.6, 100 * value / top)
    drawn = tag("rect", x=0, y=0, width=f"{wide:.2f}", height=HIGH, class_=class_)
    return _picture("hbar", 100, drawn)


def spark(values: Sequence[int], class_: str = "accent") -> Html:
    """On a scale of its own."""
    top = max(values, default=0)
    if not top:
        return NOTHING
    columns = (
        tag("rect", x=at, y=f"{HIGH * (1 - n / top):.2f}", width=0.8, height=f"{HIGH * n / top:.2f}", class_=class_)
        for at, n in enumerate(values)
        if n
    )
    return _picture("spark", len(values), *columns)


def _picture(class_: str, wide: int, *inside: Html) -> Html:
    box = f"0 0 {wide} {HIGH}"
    return tag("svg", inside, viewBox=box, preserveAspectRatio="none", aria_hidden="true", class_=class_)
