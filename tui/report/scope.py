"""What a report is about: a filter of events, and what that means of brands, campaigns and numbers."""

from dataclasses import dataclass
from datetime import datetime

from store import ALL, Filter, FilterError, sql_of

TIMES = {"since", "until"}


@dataclass(frozen=True, slots=True)
class Scope:
    text: str
    """As it was typed."""
    events: Filter = ALL
    things: Filter = ALL
    """Without its times: a campaign that was approved last year is approved today."""
    narrows: bool = True
    """False where the filter asks what can only be asked of events: then every brand, campaign and number is there."""


def scope_of(text: str, where: Filter, now: datetime) -> Scope:
    """Of a filter that means something of events."""
    things = _timeless(where)
    try:
        sql_of(things, "entities", now)
    except FilterError:
        return Scope(text, where, ALL, narrows=False)
    return Scope(text, where, things)


def both(one: Filter, other: Filter) -> Filter:
    return Filter("and", (one, other))


def either(one: Filter, other: Filter) -> Filter:
    return Filter("or", (one, other))


def _timeless(where: Filter) -> Filter:
    """Only times that hold for all of it are taken out."""
    if where.join != "and":
        return where
    kept = tuple(part for part in where.parts if not (part.term and part.term.field in TIMES))
    return Filter("and", kept, text=where.text) if kept else ALL
