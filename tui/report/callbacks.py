"""Whether callbacks can be believed and were understood: signatures, what came twice or late, what was rejected."""

from collections.abc import Sequence

from store import Entry, Statistics
from tui.statistics.telling import answers, facts, percent

from .ink import Ink
from .markup import NOTHING, Html, joined, tag
from .table import Column, Row, table

COLUMNS = (Column("received", "when"), Column("provider", "via"), Column("event"), Column("why", "wide"))


def health(figures: Statistics, ink: Ink) -> Html:
    rows = [
        Row(
            (
                joined(tag("span", words[0], class_=f"glyph {style}".strip(), aria_hidden="true"), words[1:]),
                f"{n:,}",
                percent(n, figures.entries),
            )
        )
        for words, style, n, _ in facts(figures)
    ]
    if not rows:
        return tag("p", "No callback arrived in this time.", class_="dim")
    answered = answers(figures.health)
    note = tag("p", f"Callbacks were {ink.words(answered)}.", class_="dim") if answered else None
    return joined(
        table("Of all events that arrived", (Column("what"), Column("events", "n"), Column("%", "n")), rows, "tight"),
        note,
    )


def rejected(entries: Sequence[Entry], ink: Ink) -> Html:
    """They changed nothing: who sent them is not known to be the provider."""
    if not entries:
        return NOTHING
    rows = (
        Row(
            (
                ink.when(one.received_at),
                ink.words(one.event.provider) or "not known",
                ink.words(one.event.type, 80),
                ink.words(one.verdict.reason) or None,
            )
        )
        for one in entries
    )
    return table(f"The newest {len(entries)} with a signature that does not hold; they changed nothing", COLUMNS, rows)
