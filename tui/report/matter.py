"""Everything that a report says, as the store tells it: counted there, and listed up to a limit."""

from collections.abc import Mapping
from dataclasses import dataclass

from store import ALL, By, Entity, Entry, Filter, Kind, Phase, Reader, Statistics, Trust, parse
from tui.filters.quoting import quoted

from .scope import Scope, both, either

REGISTERED = {Kind.BRAND: None, Kind.CAMPAIGN: Kind.BRAND, Kind.NUMBER: Kind.CAMPAIGN, Kind.ORDER: Kind.CAMPAIGN}
"""What is registered, and below what."""
WORST = (Phase.FAILED, Phase.ATTENTION, Phase.PENDING, Phase.UNKNOWN, Phase.ENDED, Phase.OK)
LISTED = 1000
"""Of one kind; how many there are is counted."""
NEWEST = 15
NAMED = 90
"""Ids in one term of a filter."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How many of a kind are in which phase; those that are listed, the worst first."""

    kind: Kind
    phases: Mapping[Phase, int]
    listed: tuple[Entity, ...]
    overdue: int

    @property
    def many(self) -> int:
        return sum(self.phases.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    scope: Scope
    figures: Statistics
    stands: Mapping[Kind, Stand]
    above: tuple[Entity, ...]
    """Brands and campaigns that the filter does not find, and that something listed belongs to."""
    undelivered: tuple[Entity, ...]
    """The newest messages that failed."""
    rejected: tuple[Entry, ...]
    """The newest events with a signature that does not hold."""


async def gathered(reader: Reader, scope: Scope, by: By) -> Matter:
    """Asked one after the other: what arrives meanwhile may be in one answer and not yet in another."""
    stands: dict[Kind, Stand] = {}
    for kind, above in REGISTERED.items():
        stands[kind] = await _stand(reader, kind, _reaching(scope, above, stands))
    failed = both(scope.things, parse("phase:failed"))
    return Matter(
        scope=scope,
        figures=await reader.statistics(scope.events, by=by),
        stands=stands,
        above=await _above(reader, stands),
        undelivered=await reader.entities(Kind.MESSAGE, where=failed, limit=NEWEST),
        rejected=await reader.entries(where=both(scope.events, parse(f"verdict:{Trust.REJECTED}")), limit=NEWEST),
    )


async def _stand(reader: Reader, kind: Kind, where: Filter) -> Stand:
    phases: dict[Phase, int] = {}
    listed: list[Entity] = []
    for phase in WORST:
        own = both(where, parse(f"phase:{phase}"))
        phases[phase] = await _many(reader, kind, own)
        if phases[phase] and len(listed) < LISTED:
            listed += await reader.entities(kind, where=own, limit=LISTED - len(listed))
    return Stand(kind, phases, tuple(listed), await _many(reader, kind, both(where, parse("is:overdue"))))


async def _many(reader: Reader, kind: Kind, where: Filter) -> int:
    return (await reader.many(kind, where=where, most=None)).n


def _reaching(scope: Scope, above: Kind | None, stands: Mapping[Kind, Stand]) -> Filter:
    """What the filter finds, and what belongs to the brands or campaigns that it finds."""
    if scope.things == ALL or above is None or not stands[above].listed:
        return scope.things
    ids = [id_ for one in stands[above].listed for id_ in (one.id, *one.aliases)]
    return either(scope.things, parse(f"{above}:{','.join(map(quoted, ids[:NAMED]))}"))


async def _above(reader: Reader, stands: Mapping[Kind, Stand]) -> tuple[Entity, ...]:
    found: dict[tuple[str, Kind, str], Entity] = {}
    wanted = {key for kind in (Kind.ORDER, Kind.NUMBER, Kind.CAMPAIGN) for key in _named(stands[kind].listed)}
    while wanted:
        asked = [await reader.entity(*key) for key in sorted(wanted)]
        new = {(one.provider, one.kind, one.id): one for one in asked if one}
        wanted = _named(tuple(one for key, one in new.items() if key not in found))
        found |= new
    listed = {(one.provider, one.kind, one.id) for stand in stands.values() for one in stand.listed}
    return tuple(one for key, one in found.items() if key not in listed)


def _named(entities: tuple[Entity, ...]) -> set[tuple[str, Kind, str]]:
    """Brands and campaigns that others say they belong to."""
    return {
        (one.provider, kind, id_)
        for one in entities
        for kind, id_ in ((Kind.CAMPAIGN, one.campaign), (Kind.BRAND, one.brand))
        if id_ and kind is not one.kind
    }
