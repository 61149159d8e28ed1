"""Who has how many events over time, and what became of their messages."""

from store import By, Group, Statistics
from tui.statistics.telling import called, percent

from .bar import spark
from .ink import Ink
from .markup import Html, Inside, joined, tag
from .table import Column, Row, table


def groups(figures: Statistics, ink: Ink) -> Html:
    if not figures.groups:
        return tag("p", "Nothing that counts arrived in this time.", class_="dim")
    columns = (
        Column(figures.by),
        Column("over time", "bar"),
        *(Column(name, "n") for name in ("events", "messages", "delivered", "failed", "% delivered")),
        Column("top code", "code"),
    )
    shown = table(
        f"By {figures.by}", columns, (Row(_group(one, figures.by, ink)) for one in figures.groups), "quiet stack"
    )
    more = tag("p", f"And {figures.more_groups:,} more.", class_="dim") if figures.more_groups else None
    return joined(shown, more)


def _group(one: Group, by: By, ink: Ink) -> tuple[Inside, ...]:
    name = ink.words(called(one)) if one.id else f"no {by} known"
    which = ink.words(one.provider if one.id is None else one.id if one.name else "")
    return (
        joined(tag("b", name), " ", tag("small", which) if which else None),
        spark(one.buckets),
        f"{one.events:,}",
        f"{one.messages:,}",
        f"{one.delivered:,}",
        f"{one.failed:,}",
        percent(one.delivered, one.messages),
        ink.words(one.code) or None,
    )
