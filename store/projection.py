"""The rules by which entries become entities: pure functions, and the same end whatever the order of arrival."""

from collections.abc import Iterable
from functools import reduce
from hashlib import blake2b

from .models import Entity, Entry, Event, Kind, Phase, Stamp, Trust
from .rows import to_micros

RANK = {
    Phase.UNKNOWN: 0,
    Phase.PENDING: 1,
    Phase.ATTENTION: 2,
    Phase.OK: 3,
    Phase.FAILED: 4,
    Phase.ENDED: 5,
}
FINAL = frozenset({Phase.OK, Phase.FAILED, Phase.ENDED, Phase.ATTENTION})
MOST_ALIASES = 64
"""Names that one entity may have: a provider uses two or three, and a forger as many as it takes."""
FACTS = ("name", "brand", "campaign", "sender", "recipient", "text")
STATE = ("type", "status", "phase", "reason", "code", "meaning")


def fold(entity: Entity | None, entry: Entry) -> Entity | None:
    """The entity after an entry of its own; None where there is still nothing to tell of one.

    A rejected signature proves nothing, and a redelivery changes nothing but its own count.
    """
    if entry.verdict.trust is Trust.REJECTED or not _about(entry.event):
        return entity
    known = entity or _begun(entry)
    if entry.attempt > 1:
        return known.model_copy(update={"redeliveries": known.redeliveries + 1})
    learnt = known.model_copy(update=_counted(known, entry) | _learnt(known, entry))
    return named(learnt, ids_of(entry.event))


def named(entity: Entity, names: Iterable[str]) -> Entity:
    """The entity with these names too, unless they are more than one thing can have."""
    known = {entity.id, *entity.aliases}
    ids = known | set(names)
    if ids == known or len(ids) > MOST_ALIASES:
        return entity
    chosen = canonical(ids)
    return entity.model_copy(update={"id": chosen, "aliases": tuple(sorted(ids - {chosen}))})


def refold(entries: Iterable[Entry]) -> Entity | None:
    """The entity that its entries make, from the first."""
    nothing: Entity | None = None
    return reduce(fold, entries, nothing)


def stamp(entry: Entry) -> Stamp:
    """Where a claim stands among the others: states before notes, then the provider's own sequence, then its time, then
    the phase further along; receipt decides only where the provider gives neither."""
    event = entry.event
    sequence = -1 if event.sequence is None else event.sequence
    if event.sequence is not None or event.occurred_at is not None:
        when = to_micros(event.occurred_at) if event.occurred_at else 0
        return (_weight(event), sequence, when, RANK[event.phase], _tie(event))
    return (_weight(event), sequence, to_micros(entry.received_at), 0, f"{entry.seq:020}")


def _weight(event: Event) -> int:
    """A message has one life: counted and timed or not, no step on the way takes its end back."""
    if not event.sets:
        return 0
    return 2 if event.kind is Kind.MESSAGE and event.phase in FINAL else 1


def given(place: Stamp) -> bool:
    """Whether the provider gave the order; else it is that of receipt."""
    return " " in place[4]


def _tie(event: Event) -> str:
    """Decides, the same in any order, where nothing else does."""
    said = blake2b(f"{event.key} {event.content}".encode(), digest_size=8).hexdigest()
    return f"{event.type} {event.status} {said}"


def canonical(ids: Iterable[str]) -> str:
    """The id that stands for the others: a number's E.164 form, else the most specific one, so a provider's UUID before
    the id at the TCR."""
    return max(ids, key=lambda one: (one.startswith("+"), len(one), one))


def ids_of(event: Event) -> tuple[str, ...]:
    """Every id that the event gives its entity."""
    return (event.id, *event.aliases) if event.id else ()


def _about(event: Event) -> bool:
    return bool(event.provider and event.kind and event.id)


def _begun(entry: Entry) -> Entity:
    event, at = entry.event, entry.received_at
    assert event.provider and event.kind and event.id  # noqa: S101, PT018  `_about` has seen to it
    return Entity(provider=event.provider, kind=event.kind, id=event.id, first_at=at, last_at=at, last_seq=entry.seq)


def _counted(entity: Entity, entry: Entry) -> dict[str, object]:
    return {
        "events": entity.events + 1,
        "first_at": min(entity.first_at, entry.received_at),
        "last_at": max(entity.last_at, entry.received_at),
        "last_seq": max(entity.last_seq, entry.seq),
    }


def _learnt(entity: Entity, entry: Entry) -> dict[str, object]:
    """The fields in which this entry has the last word."""
    place, stamps = stamp(entry), dict(entity.stamps)
    note = (0, *place[1:])
    learnt: dict[str, object] = {}
    for fact in FACTS:
        if (said := getattr(entry.event, fact)) is not None and _later(note, stamps.get(fact)):
            stamps[fact], learnt[fact] = note, said
    if _later(place, stamps.get("state")):
        stamps["state"] = place
        learnt |= {field: getattr(entry.event, field) for field in STATE}
        learnt["phase"] = entry.event.phase if entry.event.sets else Phase.UNKNOWN
    return learnt | {"stamps": stamps}


def _later(place: Stamp, known: Stamp | None) -> bool:
    return known is None or place > known
