"""Markup that cannot be broken out of: whatever is no markup yet is escaped where it meets some."""

from collections.abc import Iterable
from html import escape
from typing import TypeAlias


class Html(str):
    """Text that is markup already; only this module makes it of words."""

    __slots__ = ()


Inside: TypeAlias = "str | Iterable[Inside] | None"
"""What may stand in an element: words, markup, or several of both."""
EMPTY = {"meta", "rect", "line"}
"""They end as they begin: a picture's parts would otherwise stand in one another."""
NOTHING = Html()


def tag(name: str, /, *inside: Inside, **attributes: str | float | None) -> Html:
    """An element. `class_` is `class`, `aria_label` is `aria-label`; what is None is left out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{said}/>" if name in EMPTY else f"<{name}{said}>{joined(*inside)}</{name}>")


def joined(*inside: Inside) -> Html:
    """One after the other."""
    return Html("".join(map(_one, inside)))


def _one(inside: Inside) -> str:
    if inside is None:
        return ""
    if isinstance(inside, Html):
        return inside
    return escape(inside) if isinstance(inside, str) else joined(*inside)
