"""Models to text: what stands in the columns of every list."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from store import Entity, Entry, Kind

from .drawing.columns import Column, fit, row, text_column
from .marks import age, clock, entity_state, entry_lag, flagged, seal, state, times
from .privacy import WHOM as TO_WHOM
from .text import Spans, safe, shorten, squeeze

T = TypeVar("T")


def entry_line(entry: Entry, now: datetime, cells: int = 118) -> Spans:
    """An entry in one line, as the event stream shows it."""
    return row(fit(EVENTS, cells), entry, now)


def entity_line(entity: Entity, now: datetime, cells: int = 118) -> Spans:
    """An entity in one line, with its kind before it."""
    return row(fit((KIND, *COLUMNS[entity.kind]), cells), entity, now)


def plain(spans: Spans) -> str:
    return "".join(text for text, _ in spans).rstrip()


def title_of(entity: Entity) -> str:
    """What an entity is called on a screen: its name, the number a message went to, or its id."""
    called = entity.recipient or entity.sender if entity.kind is Kind.MESSAGE else entity.name
    return safe(called or entity.id)


def subject(entry: Entry) -> str:
    """Whom an event is about: an id, for messages the number; without an entity the summary says it."""
    event = entry.event
    if event.kind is None:
        return safe(event.summary)
    called = event.recipient or event.sender if event.kind is Kind.MESSAGE else None
    return safe(called or event.id or event.summary)


def whom(thing: Entry | Entity, style: str = "") -> str:
    """The style of what it is called, where that is who sent or received."""
    said = thing.event if isinstance(thing, Entry) else thing
    numbered = said.kind is Kind.MESSAGE and (said.recipient or said.sender)
    return f"{style} {TO_WHOM}".strip() if numbered else style


def with_marks(columns: Sequence[Column[T]], of: Callable[[T], Spans]) -> tuple[Column[T], ...]:
    """The columns, with what is said of the capture of each row behind its state."""
    return tuple(_remarked(one, of) if one.title == STATE.title else one for one in columns)


def _remarked(column: Column[T], of: Callable[[T], Spans]) -> Column[T]:
    def shown(thing: T, now: datetime, cells: int) -> Spans:
        signs = of(thing)
        room = cells - sum(len(text) for text, _ in signs)
        return (*column.cell(thing, now, room), *signs)

    return replace(column, cell=shown)


def _entry_state(entry: Entry, _now: datetime, cells: int) -> Spans:
    again, odd = times(entry.attempt), flagged(entry)
    room = cells - len(again) - len(odd)
    marks = ((again, "dim"), (odd, "attention"))
    if entry.event.kind is None:
        said = safe(entry.event.reason or entry.event.meaning or entry.event.status or "kept as it came")
        return (*state(entry.event, 2)[:1], (" " + shorten(said, room - 2), "dim"), *marks)
    return (*state(entry.event, room), *marks)


def _whom(entry: Entry, _now: datetime, cells: int) -> Spans:
    cut = shorten if entry.event.kind is None else squeeze
    return ((cut(subject(entry), cells), whom(entry)),)


def _summary(entry: Entry, _now: datetime, cells: int) -> Spans:
    return ((shorten(safe(entry.event.summary), cells), whom(entry)),)


def _age(entity: Entity, now: datetime, _cells: int) -> Spans:
    return ((age((now - entity.last_at).total_seconds()), "dim"),)


def _received(entry: Entry, now: datetime, cells: int) -> Spans:
    return ((clock(entry.received_at, now, cells), "dim"),)


def _second_id(entity: Entity) -> str:
    """Beside a name the id; beside an id another one."""
    return entity.id if entity.name else next(iter(entity.aliases), "")


def _at(when: Callable[[T], datetime | None]) -> Callable[[T, datetime, int], Spans]:
    def cell(thing: T, now: datetime, cells: int) -> Spans:
        moment = when(thing)
        return ((clock(moment, now, cells) if moment else "–", "dim"),)

    return cell


RECEIVED = Column(title="received", least=9, most=12, rank=2, cell=_received, by="received")
TYPE: Column[Entry] = text_column("type", (16, 26), 8, lambda entry: entry.event.type, by="type")
SIG = Column[Entry](title="sig", least=3, most=3, rank=3, cell=lambda entry, *_: (seal(entry.verdict),))
LAG = Column[Entry](title="lag", least=6, most=6, rank=7, cell=lambda entry, *_: ((entry_lag(entry), "dim"),), by="lag")
STATE = Column(title="state", least=20, most=32, rank=0, cell=_entry_state, by="state")
WHOM = Column(title="entity", least=17, most=22, rank=1, cell=_whom, by="entity")
PROVIDER: Column[Entry] = text_column("provider", (10, 12), 6, lambda entry: entry.event.provider or "?", by="provider")
SUMMARY = Column[Entry](title="summary", least=34, most=90, rank=9, cell=_summary)

EVENTS: tuple[Column[Entry], ...] = (RECEIVED, PROVIDER, TYPE, WHOM, STATE, SIG, LAG, SUMMARY)
MORE_EVENTS: tuple[Column[Entry], ...] = (
    text_column("from", (12, 15), 10, lambda entry: entry.event.sender or "", squeeze),
    text_column("to", (12, 15), 10, lambda entry: entry.event.recipient or "", squeeze),
    text_column("campaign", (9, 12, 36), 10, lambda entry: entry.event.campaign or "", squeeze),
    text_column("brand", (9, 12, 36), 10, lambda entry: entry.event.brand or "", squeeze),
    text_column("code", (6, 8), 10, lambda entry: entry.event.code or ""),
    text_column("attempt", (8, 8), 10, lambda entry: str(entry.attempt), by="attempt"),
    text_column("capture", (8, 8), 10, lambda entry: str(entry.capture)),
    text_column("key", (9, 12, 36), 10, lambda entry: entry.event.key, squeeze),
    Column(title="occurred", least=9, most=12, rank=10, cell=_at(lambda entry: entry.event.occurred_at), by="occurred"),
    text_column("signature", (16, 60), 10, lambda entry: entry.verdict.reason or entry.verdict.trust.value),
    text_column("reason", (16, 60), 10, lambda entry: entry.event.reason or entry.event.meaning or ""),
)
"""What the stream shows if it is asked to."""

KIND: Column[Entity] = text_column("kind", (8, 8), 5, lambda entity: entity.kind.value)
HOW = Column(title="state", least=19, good=23, most=28, rank=0, cell=entity_state, by="state")
AGE = Column(title="age", least=4, most=4, rank=2, cell=_age, by="changed")
ID: Column[Entity] = text_column("id", (9, 12, 36), 3, _second_id, squeeze)
BRAND: Column[Entity] = text_column("brand", (10, 12, 36), 5, lambda entity: entity.brand or "", squeeze)
CAMPAIGN: Column[Entity] = text_column("campaign", (8, 12, 36), 3, lambda entity: entity.campaign or "", squeeze)
VENDOR: Column[Entity] = replace(
    text_column("provider", (6, 10, 12), 4, lambda entity: entity.provider, by="provider"), brief="via"
)
TEXT: Column[Entity] = text_column("text", (20, 80), 8, lambda entity: entity.text or "")


def _called(title: str, least: int = 13) -> Column[Entity]:
    """What an entity is called: the start of a name, both ends of an id."""

    def cell(entity: Entity, _now: datetime, cells: int) -> Spans:
        cut = shorten if entity.name else squeeze
        return ((cut(title_of(entity), cells), whom(entity)),)

    return Column(title=title, least=least, good=15, most=36, rank=1, cell=cell, by="name")


COLUMNS: dict[Kind, tuple[Column[Entity], ...]] = {
    Kind.BRAND: (_called("brand"), ID, VENDOR, HOW, AGE),
    Kind.CAMPAIGN: (_called("campaign"), ID, BRAND, VENDOR, HOW, AGE),
    Kind.NUMBER: (_called("number", 12), CAMPAIGN, VENDOR, HOW, AGE),
    Kind.MESSAGE: (
        _called("to", 12),
        text_column("from", (12, 15), 3, lambda entity: entity.sender or "", squeeze),
        text_column("campaign", (9, 12, 36), 7, lambda entity: entity.campaign or "", squeeze),
        VENDOR,
        TEXT,
        HOW,
        AGE,
    ),
    Kind.ORDER: (_called("order"), CAMPAIGN, VENDOR, HOW, AGE),
    Kind.CONSENT: (_called("consent"), VENDOR, HOW, AGE),
}
"""The columns of each kind's list, the state and the age last, as the eye goes to the end of a line."""

FOUND: tuple[Column[Entity], ...] = (
    KIND,
    _called("called"),
    text_column("id", (9, 12, 36), 7, lambda entity: entity.id if title_of(entity) != safe(entity.id) else "", squeeze),
    VENDOR,
    HOW,
    AGE,
)
"""The columns of a list of several kinds."""

MORE: tuple[Column[Entity], ...] = (
    text_column("id", (9, 12, 36), 10, lambda entity: entity.id, squeeze),
    text_column("aliases", (9, 12, 60), 10, lambda entity: " ".join(entity.aliases), squeeze),
    text_column("brand", (9, 12, 36), 10, lambda entity: entity.brand or "", squeeze),
    text_column("campaign", (9, 12, 36), 10, lambda entity: entity.campaign or "", squeeze),
    text_column("code", (6, 8), 10, lambda entity: entity.code or ""),
    text_column("reason", (16, 60), 10, lambda entity: entity.reason or entity.meaning or ""),
    text_column("events", (6, 6), 10, lambda entity: str(entity.events), by="events"),
    text_column("again", (5, 5), 10, lambda entity: f"×{entity.redeliveries + 1}" if entity.redeliveries else ""),
    Column(title="first seen", least=10, most=12, rank=10, cell=_at(lambda entity: entity.first_at), by="first seen"),
)
"""What a list of entities shows if it is asked to, unless it does anyway."""
