"""What is registered and how it stands: brands, under them campaigns, under these numbers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from store import Entity, Kind, Phase
from tui.marks import PLURALS

from .ink import Ink
from .markup import Html, Inside, joined, tag
from .matter import WORST, Matter, Stand
from .state import badge, state
from .table import Column, Row, table

Key = tuple[str, Kind, str]
ROOT: Key = ("", Kind.BRAND, "")
COLUMNS = (Column("what"), Column("state", "how"), Column("provider", "via"), Column("since", "when"))
FOLDED = 3
"""Numbers without trouble under one campaign, more of which stand in one row."""


def registered(matter: Matter, ink: Ink) -> Html:
    listed = [one for stand in matter.stands.values() for one in stand.listed]
    if not listed:
        return tag("p", "No callback has told of a brand, campaign or number yet.", class_="dim")
    family = _family([*listed, *matter.above])
    rows = table(
        "Brands, their campaigns, and the numbers of these", COLUMNS, _rows(family, ROOT, 0, ink), "tree quiet stack"
    )
    return joined(rows, (_rest(stand) for stand in matter.stands.values()))


def _family(entities: Sequence[Entity]) -> Mapping[Key, Sequence[Entity]]:
    """The children of each; under `ROOT` those that belong to nothing that is known."""
    known = {(one.provider, one.kind, id_): _key(one) for one in entities for id_ in (one.id, *one.aliases)}
    below: dict[Key, list[Entity]] = defaultdict(list)
    for one in entities:
        above = ((one.provider, Kind.CAMPAIGN, one.campaign or ""), (one.provider, Kind.BRAND, one.brand or ""))
        wanted = () if one.kind is Kind.BRAND else above[1:] if one.kind is Kind.CAMPAIGN else above
        below[next((known[key] for key in wanted if key in known), ROOT)].append(one)
    kinds = list(Kind)
    order = {key: sorted(own, key=lambda one: (kinds.index(one.kind), *_place(one))) for key, own in below.items()}
    return defaultdict(list, order)


def _place(one: Entity) -> tuple[int, bool, str]:
    """Names go by the alphabet, before those that have none; numbers by what is wrong with them."""
    worst = WORST.index(one.phase) if one.kind is Kind.NUMBER else 0
    return worst, one.name is None, (one.name or one.id).casefold()


def _key(one: Entity) -> Key:
    return (one.provider, one.kind, one.id)


def _rows(family: Mapping[Key, Sequence[Entity]], above: Key, depth: int, ink: Ink) -> Iterator[Row]:
    fine = [one for one in family[above] if one.kind is Kind.NUMBER and one.phase is Phase.OK]
    folded = fine if len(fine) > FOLDED else []
    for one in family[above]:
        if one not in folded:
            yield _row(one, depth, ink)
            yield from _rows(family, _key(one), depth + 1, ink) if above != _key(one) else ()
    if folded:
        yield _together(folded, depth, ink)


def _row(one: Entity, depth: int, ink: Ink) -> Row:
    id_ = tag("small", ink.words(one.id)) if one.name else None
    name = joined(tag("small", one.kind.value, class_="kind"), " ", tag("b", ink.called(one)), " ", id_)
    return Row((name, state(one, ink), ink.words(one.provider), ink.when(one.last_at)), f"d{depth}")


def _together(numbers: Sequence[Entity], depth: int, ink: Ink) -> Row:
    name = joined(tag("small", "numbers", class_="kind"), " ", tag("b", f"{len(numbers):,}"))
    every: Inside = tag("span", ", ".join(map(ink.called, numbers)), class_="numbers")
    newest = max(one.last_at for one in numbers)
    via = ", ".join(sorted({ink.words(one.provider) for one in numbers}))
    return Row((joined(name, " ", every), badge(Phase.OK), via, ink.when(newest)), f"d{depth}")


def _rest(stand: Stand) -> Html | None:
    """What was counted and is not listed."""
    more = stand.many - len(stand.listed)
    return tag("p", f"{more:,} more {PLURALS[stand.kind].lower()} are not listed.", class_="dim") if more else None
