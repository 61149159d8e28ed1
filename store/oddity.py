"""What is odd about an event, seen from what was known of its entity: pure."""

from collections.abc import Iterator

from .models import Entity, Entry, Event, Flag, Kind, Oddity, Phase
from .projection import stamp

LEFT_ACTIVE = {(Phase.OK, to) for to in (Phase.PENDING, Phase.ATTENTION, Phase.FAILED, Phase.ENDED)}
IMPOSSIBLE = {
    Kind.BRAND: {(Phase.OK, Phase.FAILED)},
    Kind.CAMPAIGN: LEFT_ACTIVE | {(Phase.ENDED, Phase.OK), (Phase.ENDED, Phase.PENDING)},
    Kind.NUMBER: {(Phase.OK, Phase.FAILED)},
    Kind.MESSAGE: {
        (Phase.OK, Phase.PENDING),
        (Phase.OK, Phase.FAILED),
        (Phase.FAILED, Phase.OK),
        (Phase.FAILED, Phase.PENDING),
        (Phase.ATTENTION, Phase.PENDING),
    },
}
"""Steps from one phase to another that should not happen. A number that failed may be tried again: SignalWire's
assignments go `failed`, `pending`, `completed`."""


def oddities(before: Entity | None, entry: Entry) -> Iterator[Flag]:
    """What is odd about the first delivery of an event, given its entity as it was."""
    event = entry.event
    for doubt in event.doubts:
        yield Flag(oddity=Oddity.DOUBTFUL, text=doubt)
    if not event.sets:
        return
    if event.kind and event.status and event.phase is Phase.UNKNOWN:
        yield Flag(oddity=Oddity.UNNAMED, text=f"{event.status} is no state that is known of a {event.kind} here")
    if before and (place := before.stamps.get("state")):
        yield from _moved(before, entry, late=stamp(entry)[1:3] < place[1:3])


def _moved(before: Entity, entry: Entry, *, late: bool) -> Iterator[Flag]:
    event = entry.event
    was, now = _state(before), _state(event)
    if late:
        yield Flag(oddity=Oddity.LATE, text=f"it happened before {was}, which was known already")
    elif (before.phase, event.phase) in IMPOSSIBLE.get(before.kind, ()):
        yield Flag(oddity=Oddity.IMPOSSIBLE, text=f"{before.kind} was {was}: {now} should not come after it")


def _state(one: Entity | Event) -> str:
    return one.status or one.phase.value
