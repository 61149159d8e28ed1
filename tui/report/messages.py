"""Whether messages arrive: how far they came, why those that failed did, and the newest of these."""

from collections.abc import Iterator, Sequence

from store import Entity, Statistics, Step
from tui.statistics.telling import percent, seen

from .bar import bar
from .ink import Ink
from .markup import NOTHING, Html, joined, tag
from .state import state
from .table import Column, Row, table
from .trouble import why

COLOURS = {
    "delivered": "ok",
    "undelivered": "failed",
    "failed": "failed",
    "unconfirmed": "attention",
    "no final": "attention",
}
CODED = {"undelivered", "failed"}
MEANS = {
    "accepted": "the provider has taken",
    "sent": "handed to a carrier",
    "delivered": "the carrier says they arrived",
    "undelivered": "the carrier or the telephone refused",
    "failed": "the provider could not send",
    "unconfirmed": "sent, and no carrier says more",
    "canceled": "taken back before they were sent",
    "no final": "nobody has said the end of them yet",
}
COLUMNS = (
    *(Column("to", "to"), Column("from", "to"), Column("campaign", "id"), Column("state", "how")),
    *(Column("why"), Column("when", "when"), Column("text")),
)


def funnel(figures: Statistics, ink: Ink) -> Html:
    steps = seen(figures)
    if not steps:
        return tag("p", "No message was sent in this time.", class_="dim")
    columns = (
        Column("step"),
        Column("share", "bar"),
        Column("messages", "n"),
        Column("%", "n"),
        Column("mostly", "wide"),
    )
    rows = (Row(_step(step, steps[0].messages, ink), "first" if step is steps[0] else None) for step in steps)
    return table("How far messages came", columns, rows, "funnel stack")


def _step(step: Step, every: int, ink: Ink) -> Sequence[Html | str | None]:
    oldest = f"the oldest for {ink.ago(step.oldest)}" if step.oldest and step.name == "no final" else ""
    mostly = ", ".join(f"{code} ×{n:,}" for code, n in step.codes if step.name in CODED)
    return (
        joined(tag("b", step.name), " ", tag("small", MEANS[step.name])),
        bar(step.messages, every, COLOURS.get(step.name, "plain")),
        f"{step.messages:,}",
        percent(step.messages, every),
        oldest or ink.words(mostly) or None,
    )


def codes(figures: Statistics, ink: Ink) -> Html:
    if not figures.codes:
        return tag("p", "No error code was told in this time.", class_="dim")
    columns = (
        Column("code"),
        Column("share", "bar"),
        Column("events", "n"),
        Column("provider", "via"),
        Column("means", "wide"),
    )
    top = figures.codes[0].events
    rows = (
        Row(
            (
                tag("b", ink.words(one.code, 40)),
                bar(one.events, top, "failed"),
                f"{one.events:,}",
                ink.words(one.provider),
                ink.words(one.meaning) or "its meaning is not published",
            )
        )
        for one in figures.codes
    )
    return table("Error codes, the most frequent first", columns, rows)


def undelivered(messages: Sequence[Entity], ink: Ink, *, texts: bool) -> Html:
    """The texts only where they were asked for."""
    if not messages:
        return NOTHING
    columns = COLUMNS if texts else COLUMNS[:-1]
    rows = (Row(tuple(_message(one, ink, texts=texts))) for one in messages)
    return table(f"The newest {len(messages)} that failed", columns, rows)


def _message(one: Entity, ink: Ink, *, texts: bool) -> Iterator[Html | str | None]:
    yield ink.called(one)
    yield ink.words(one.sender) or None
    yield ink.words(one.campaign) or None
    yield state(one, ink, coded=False)
    yield why(one, ink)
    yield ink.when(one.last_at)
    if texts:
        yield ink.text(one.text) or None
