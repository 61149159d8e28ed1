"""Models to text: the columns of every list, as wide as there is room for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from store import Entity, Entry, Kind, Mark

from .marks import age, clock, entity_state, entry_lag, flagged, remarked, seal, state, times
from .privacy import style_at
from .text import Spans, safe, shorten, squeeze, width

T = TypeVar("T")
GAP = 1


@dataclass(frozen=True, kw_only=True)
class Column(Generic[T]):
    """One column of a list: how wide it may be, and what stands in it."""

    title: str
    least: int
    most: int
    rank: int
    """When there is no room the highest rank goes first."""
    cell: Callable[[T, datetime, int], Spans]
    """What stands there, given the time and the cells that there are."""


Fitted = tuple[tuple[Column[T], int], ...]
"""The columns that found room, in order, each with its width."""


def fit(columns: Sequence[Column[T]], cells: int) -> Fitted[T]:
    """Drop columns until the rest finds room, then widen what is left, the most important first."""
    kept = sorted(columns, key=lambda column: column.rank)
    while len(kept) > 1 and _needed(kept) > cells:
        kept.pop()
    spare = max(0, cells - _needed(kept))
    widths: dict[str, int] = {}
    for column in kept:
        more = min(spare, column.most - column.least)
        widths[column.title] = column.least + more
        spare -= more
    return tuple((column, widths[column.title]) for column in columns if column.title in widths)


def header(fitted: Fitted[T]) -> Spans:
    return tuple((_padded(column.title, cells), "head") for column, cells in fitted)


def row(fitted: Fitted[T], thing: T, now: datetime) -> Spans:
    """One line of a list, each cell as wide as its column."""
    return tuple(span for column, cells in fitted for span in _cell(column, cells, thing, now))


def plain(spans: Spans) -> str:
    return "".join(text for text, _ in spans).rstrip()


def entry_line(entry: Entry, now: datetime, cells: int = 118) -> Spans:
    """An entry in one line, as the event stream shows it."""
    return row(fit(EVENTS, cells), entry, now)


def entity_line(entity: Entity, now: datetime, cells: int = 118) -> Spans:
    """An entity in one line, with its kind before it."""
    return row(fit((KIND, *COLUMNS[entity.kind]), cells), entity, now)


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


def with_marks(columns: Sequence[Column[T]], of: Callable[[T], Mark | None]) -> tuple[Column[T], ...]:
    """The columns, with what people said of the capture of each row behind its state."""
    return tuple(_remarked(one, of) if one.title == STATE.title else one for one in columns)


def _remarked(column: Column[T], of: Callable[[T], Mark | None]) -> Column[T]:
    def shown(thing: T, now: datetime, cells: int) -> Spans:
        signs = remarked(of(thing))
        return (*column.cell(thing, now, cells - len(signs)), (signs, "key"))

    return replace(column, cell=shown)


def _needed(columns: Sequence[Column[T]]) -> int:
    return sum(column.least + GAP for column in columns)


def _cell(column: Column[T], cells: int, thing: T, now: datetime) -> Spans:
    spans = column.cell(thing, now, cells)
    missing = cells + GAP - sum(width(text) for text, _ in spans)
    return (*spans, (" " * missing, ""))


def _padded(text: str, cells: int) -> str:
    return text[:cells].ljust(cells + GAP)


def _column(
    title: str, cells: tuple[int, int], rank: int, words: Callable[[T], str], cut: Callable[[str, int], str] = shorten
) -> Column[T]:
    """A column of plain text."""
    return Column(
        title=title,
        least=cells[0],
        most=cells[1],
        rank=rank,
        cell=lambda thing, _now, room: ((cut(safe(words(thing)), room), style_at(title, "")),),
    )


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
    return ((cut(subject(entry), cells), ""),)


def _age(entity: Entity, now: datetime, _cells: int) -> Spans:
    return ((age((now - entity.last_at).total_seconds()), "dim"),)


def _received(entry: Entry, now: datetime, cells: int) -> Spans:
    return ((clock(entry.received_at, now, cells), "dim"),)


def _second_id(entity: Entity) -> str:
    """Beside a name the id; beside an id another one."""
    return entity.id if entity.name else next(iter(entity.aliases), "")


RECEIVED = Column(title="received", least=8, most=12, rank=2, cell=_received)
TYPE: Column[Entry] = _column("type", (16, 26), 8, lambda entry: entry.event.type)
SIG = Column[Entry](title="sig", least=3, most=3, rank=3, cell=lambda entry, *_: (seal(entry.verdict),))
LAG = Column[Entry](title="lag", least=6, most=6, rank=7, cell=lambda entry, *_: ((entry_lag(entry), "dim"),))
STATE = Column(title="state", least=20, most=32, rank=0, cell=_entry_state)
WHOM = Column(title="entity", least=17, most=22, rank=1, cell=_whom)
PROVIDER: Column[Entry] = _column("provider", (10, 12), 6, lambda entry: entry.event.provider or "?")
SUMMARY: Column[Entry] = _column("summary", (34, 90), 9, lambda entry: entry.event.summary)

EVENTS: tuple[Column[Entry], ...] = (RECEIVED, PROVIDER, TYPE, WHOM, STATE, SIG, LAG, SUMMARY)

KIND: Column[Entity] = _column("kind", (8, 8), 5, lambda entity: entity.kind.value)
HOW = Column(title="state", least=20, most=28, rank=0, cell=entity_state)
AGE = Column(title="age", least=4, most=4, rank=2, cell=_age)
ID: Column[Entity] = _column("id", (9, 36), 3, _second_id, squeeze)
BRAND: Column[Entity] = _column("brand", (10, 36), 5, lambda entity: entity.brand or "", squeeze)
CAMPAIGN: Column[Entity] = _column("campaign", (12, 36), 3, lambda entity: entity.campaign or "", squeeze)
VENDOR: Column[Entity] = _column("provider", (10, 12), 6, lambda entity: entity.provider)
TEXT: Column[Entity] = _column("text", (20, 80), 8, lambda entity: entity.text or "")


def _called(title: str) -> Column[Entity]:
    """What an entity is called: the start of a name, both ends of an id."""

    def cell(entity: Entity, _now: datetime, cells: int) -> Spans:
        cut = shorten if entity.name else squeeze
        return ((cut(title_of(entity), cells), ""),)

    return Column(title=title, least=13, most=36, rank=1, cell=cell)


COLUMNS: dict[Kind, tuple[Column[Entity], ...]] = {
    Kind.BRAND: (_called("brand"), ID, VENDOR, HOW, AGE),
    Kind.CAMPAIGN: (_called("campaign"), ID, BRAND, VENDOR, HOW, AGE),
    Kind.NUMBER: (_called("number"), CAMPAIGN, VENDOR, HOW, AGE),
    Kind.MESSAGE: (
        _called("to"),
        _column("from", (13, 15), 3, lambda entity: entity.sender or "", squeeze),
        _column("campaign", (12, 36), 7, lambda entity: entity.campaign or "", squeeze),
        VENDOR,
        TEXT,
        HOW,
        AGE,
    ),
    Kind.ORDER: (_called("order"), CAMPAIGN, VENDOR, HOW, AGE),
    Kind.CONSENT: (_called("consent"), VENDOR, HOW, AGE),
}
"""The columns of each kind's list, the state and the age last, as the eye goes to the end of a line."""
