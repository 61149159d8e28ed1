"""What is odd about an event, seen from what was known of its entity: pure."""

from collections.abc import Iterator

from ..models import Entity, Entry, Event, Flag, Kind, Oddity, Phase
from ..projection import given, stamp

IMPOSSIBLE = {
    Kind.CAMPAIGN: {(Phase.ENDED, Phase.PENDING), (Phase.ENDED, Phase.OK)},
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
NOT_ACTIVE = {Phase.PENDING, Phase.FAILED, Phase.ENDED}


def oddities(before: Entity | None, entry: Entry) -> Iterator[Flag]:
    """What is odd about the first delivery of an event, given its entity as it was."""
    event = entry.event
    for doubt in event.doubts:
        yield Flag(oddity=Oddity.DOUBTFUL, text=doubt)
    if not event.sets:
        return
    if event.kind and event.status and event.phase is Phase.UNKNOWN:
        yield Flag(oddity=Oddity.UNNAMED, text=f"{event.status} is no state that is known of a {event.kind} here")
    if before and before.stamps.get("state"):
        yield from _moved(before, entry)


def _moved(before: Entity, entry: Entry) -> Iterator[Flag]:
    """How the step from what was known stands to the order of things."""
    event = entry.event
    was, now = _state(before), _state(event)
    step = (before.phase, event.phase)
    if _late(before, entry):
        yield Flag(oddity=Oddity.LATE, text=f"it happened before {was}, which was known already")
    elif step in IMPOSSIBLE.get(before.kind, ()):
        yield Flag(oddity=Oddity.IMPOSSIBLE, text=f"{before.kind} was {was}: {now} should not come after it")
    elif before.kind is Kind.CAMPAIGN and before.phase is Phase.OK and event.phase in NOT_ACTIVE:
        yield Flag(oddity=Oddity.LEFT, text=f"the campaign was {was}, and is not active any more: {now}")


def _late(before: Entity, entry: Entry) -> bool:
    """Only what the provider itself gives an order to can be late, and only if it says something else."""
    known, place = before.stamps["state"], stamp(entry)
    same = (before.status, before.phase) == (entry.event.status, entry.event.phase)
    return given(known) and given(place) and place[1:3] < known[1:3] and not same


def _state(one: Entity | Event) -> str:
    return one.status or one.phase.value
