"""The course of an entity: what each row of its timeline tells, and the states it went through in their order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from store import Entity, Entry, Kind, Oddity, Phase, Trust, stamp

from ..drawing.columns import Column
from ..marks import age, state_words
from ..text import Spans, squeeze, width
from ..words import LAG, RECEIVED, SIG, STATE

T = TypeVar("T")
ROOMY = 28
"""Cells of a state from which on its marks are said in words."""
KEPT = 22
"""Cells of the state itself, before what it belongs before."""
FINE = 10
"""Seconds below which a gap is worth a decimal."""
MINUTE, HOUR, DAY = 60, 3600, 86400
REFUSED = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of a timeline."""

    entry: Entry
    since: timedelta | None = None
    """From the row before, as both were received."""
    before: str = ""
    """Of what came late, the state that it belongs before."""
    holds: bool = False
    """It is what the entity's state stands on."""
    answer: int | None = None
    """The status that we answered with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A state that the entity came to."""

    name: str
    phase: Phase
    entry: Entry
    began: datetime
    """When it occurred; when it was received, where the provider does not say."""
    known: datetime
    """When we were told."""
    late: bool = False
    holds: bool = False
    again: tuple[Entry, ...] = ()
    """The same, delivered once more."""


def steps(entries: Sequence[Entry], visits: Sequence[Visit], answers: Mapping[int, int]) -> tuple[Step, ...]:
    """The rows of a timeline, in the order of receipt."""
    next_one = {visit.entry.seq: after.name for visit, after in pairwise(visits)}
    holding = {visit.entry.seq for visit in visits if visit.holds}
    gaps = [None, *(later.received_at - one.received_at for one, later in pairwise(entries))]
    return tuple(
        Step(
            entry=entry,
            since=gap,
            before=next_one.get(entry.seq, "") if _late(entry) else "",
            holds=entry.seq in holding,
            answer=answers.get(entry.capture),
        )
        for entry, gap in zip(entries, gaps, strict=False)
    )


def course(entries: Sequence[Entry], entity: Entity | None) -> tuple[Visit, ...]:
    """The states in the order in which they occurred, each once for every event that says so."""
    counted = sorted(filter(_counted, entries), key=lambda entry: stamp(entry)[1:])
    again: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.attempt > 1:
            again.setdefault(_said(entry), []).append(entry)
    state = entity.stamps.get("state") if entity else None
    return tuple(
        Visit(
            name=state_words(entry.event),
            phase=entry.event.phase,
            entry=entry,
            began=entry.event.occurred_at or entry.received_at,
            known=entry.received_at,
            late=_late(entry),
            holds=stamp(entry) == state,
            again=tuple(again.get(_said(entry), ())),
        )
        for entry in counted
    )


def awaited(entity: Entity | None) -> bool:
    """Whether a final status must still come: that is certain of a message only."""
    return entity is not None and entity.kind is Kind.MESSAGE and entity.phase is Phase.PENDING


def lasted(visits: Sequence[Visit], entity: Entity | None, now: datetime) -> str:
    """How long it took to the state that holds, or how long there is none that stays."""
    if not visits or entity is None:
        return ""
    if awaited(entity):
        return f"no final status, {age((now - visits[-1].began).total_seconds())}"
    if entity.phase is Phase.PENDING or len(visits) == 1:
        return ""
    return f"final in {gap(visits[-1].began - visits[0].began)}"


def span(entries: Sequence[Entry]) -> str:
    """From the first to the last that was received."""
    return gap(entries[-1].received_at - entries[0].received_at) if len(entries) > 1 else ""


def gap(time: timedelta) -> str:
    """A time between two events, in its two largest units: `1.6s`, `1m 12s`, `3d 4h`."""
    seconds = max(0.0, time.total_seconds())
    if seconds < 1:
        return f"{seconds * 1000:.0f}ms"
    if seconds < FINE:
        return f"{seconds:.1f}s"
    whole = round(seconds)
    for below, unit, size, part, smaller in ((HOUR, "m", MINUTE, "s", 1), (DAY, "h", HOUR, "m", MINUTE)):
        if MINUTE <= whole < below:
            return f"{whole // size}{unit} {whole % size // smaller}{part}"
    return f"{whole}s" if whole < MINUTE else f"{whole // DAY}d {whole % DAY // HOUR}h"


def _counted(entry: Entry) -> bool:
    """A rejected one proves nothing, a note changes nothing, and a redelivery says the same again."""
    return entry.verdict.trust is not Trust.REJECTED and entry.event.sets and entry.attempt == 1


def _late(entry: Entry) -> bool:
    return any(flag.oddity is Oddity.LATE for flag in entry.flags)


def _said(entry: Entry) -> tuple[str, str]:
    """What tells whether two are deliveries of one event."""
    return entry.event.key, entry.event.content


def _same_cell(column: Column[Entry], rank: int) -> Column[Step]:
    """A column of the event stream."""

    def cell(step: Step, now: datetime, cells: int) -> Spans:
        return column.cell(step.entry, now, cells)

    return Column(title=column.title, least=column.least, most=column.most, rank=rank, cell=cell)


def _since(step: Step, _now: datetime, _cells: int) -> Spans:
    return ((f"+{gap(step.since)}" if step.since is not None else "", "dim"),)


def _state(step: Step, now: datetime, cells: int) -> Spans:
    tail = tuple(_tail(step, cells))
    room = cells - sum(width(text) for text, _ in tail)
    return (*STATE.cell(step.entry, now, room), *tail)


def _tail(step: Step, cells: int) -> Iterator[tuple[str, str]]:
    if step.before and cells >= ROOMY:
        yield (f" before {squeeze(step.before, cells - KEPT, share=0.7)}", "dim")
    if step.holds:
        yield (" ◂ holds" if cells >= ROOMY else " ◂", "dim")


def _answer(step: Step, _now: datetime, _cells: int) -> Spans:
    if step.answer is None:
        return (("–", "dim"),)
    return ((str(step.answer or "none"), "dim" if 0 < step.answer < REFUSED else "attention"),)


COLUMNS: tuple[Column[Step], ...] = (
    _same_cell(RECEIVED, 2),
    Column(title="gap", least=8, most=8, rank=3, cell=_since),
    Column(title="state", least=18, most=36, rank=0, cell=_state),
    _same_cell(SIG, 4),
    _same_cell(LAG, 5),
    Column(title="answer", least=6, most=6, rank=6, cell=_answer),
)
"""The columns of a timeline."""
