"""Which entity belongs to which: brand, campaign, number, message, walked down from the topmost or up to it."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from ..models import Entity, Kind
from ..rows import ENTITY, entity_from_row

MOST = 50
"""Of one kind under one entity; how many more there are is counted."""
COUNTED = 5000
"""As many are counted: a number may have sent millions."""
WHOLE = 500
"""Lines of a tree: what lies further down is counted, and not followed."""
DEEPEST = 4

BELOW: dict[Kind, tuple[tuple[Kind, str], ...]] = {
    Kind.BRAND: (
        (Kind.CAMPAIGN, "brand IN ({ids})"),
        (Kind.NUMBER, "brand IN ({ids}) AND campaign IS NULL"),
    ),
    Kind.CAMPAIGN: (
        (Kind.NUMBER, "campaign IN ({ids})"),
        (Kind.ORDER, "campaign IN ({ids})"),
        (Kind.MESSAGE, "campaign IN ({ids}) AND NOT EXISTS ({numbers})"),
    ),
    Kind.NUMBER: ((Kind.MESSAGE, "(sender IN ({ids}) OR recipient IN ({ids}))"),),
}
"""What stands under a kind, and what says so. A message stands under its number where that is known."""

NUMBERS = (
    "SELECT 1 FROM entities n WHERE n.provider = entities.provider AND n.kind = 'number'"
    " AND n.id IN (entities.sender, entities.recipient)"
)


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a tree."""

    depth: int
    entity: Entity | None
    """None for a line that says how many more there are."""
    kind: Kind
    more: int = 0
    least: bool = False
    """There may be more than that."""


def tree(db: sqlite3.Connection, entity: Entity) -> tuple[Branch, ...]:
    """The whole family of an entity, from its topmost ancestor down."""
    return tuple(_branches(db, _topmost(db, entity), 0, [WHOLE]))


def parent(db: sqlite3.Connection, entity: Entity) -> Entity | None:
    """What an entity belongs to: the nearest that is known."""
    wanted: list[tuple[Kind, str | None]] = []
    if entity.kind is Kind.MESSAGE:
        wanted += [(Kind.NUMBER, entity.sender), (Kind.NUMBER, entity.recipient)]
    if entity.kind is not Kind.BRAND:
        wanted += [(Kind.CAMPAIGN, entity.campaign), (Kind.BRAND, entity.brand)]
    found = (known(db, entity.provider, kind, id_) for kind, id_ in wanted if id_ and kind is not entity.kind)
    return next((one for one in found if one), None)


def known(db: sqlite3.Connection, provider: str, kind: Kind, any_id: str) -> Entity | None:
    """The entity that goes by this id, its own or another."""
    row = db.execute(
        f"SELECT {ENTITY} FROM entities WHERE provider = ?1 AND kind = ?2 AND id = coalesce(("
        "SELECT a.id FROM aliases a WHERE a.provider = ?1 AND a.kind = ?2 AND a.alias = ?3), ?3)",
        (provider, kind, any_id),
    ).fetchone()
    return entity_from_row(row) if row else None


def _topmost(db: sqlite3.Connection, entity: Entity) -> Entity:
    for _ in range(DEEPEST):
        above = parent(db, entity)
        if above is None:
            break
        entity = above
    return entity


def _branches(db: sqlite3.Connection, entity: Entity, depth: int, room: list[int]) -> Iterator[Branch]:
    """`room` holds how many lines there may still be."""
    yield Branch(depth, entity, entity.kind)
    for kind, condition in BELOW.get(entity.kind, ()) if depth < DEEPEST and room[0] > 0 else ():
        below, total = _below(db, entity, kind, condition)
        shown = below[: max(0, room[0])]
        room[0] -= len(shown)
        for child in shown:
            yield from _branches(db, child, depth + 1, room)
        if total > len(shown):
            yield Branch(depth + 1, None, kind, total - len(shown), least=total == COUNTED)


def _below(db: sqlite3.Connection, entity: Entity, kind: Kind, condition: str) -> tuple[list[Entity], int]:
    """The last changed first, and how many there are, up to `COUNTED`."""
    ids = (entity.id, *entity.aliases)
    where = condition.format(ids=", ".join("?" * len(ids)), numbers=NUMBERS)
    args = (entity.provider, *ids * condition.count("{ids}"))
    sql = f"FROM entities WHERE provider = ? AND kind = '{kind}' AND {where}"
    counted = db.execute(f"SELECT count(*) FROM (SELECT 1 {sql} LIMIT {COUNTED})", args)
    total: int = counted.fetchone()[0]
    # The + keeps SQLite from an index: a few are put in order, and among very many the last changed are soon met.
    order = "+last_seq"
    if total == COUNTED:
        sql, order = re.sub(r"\b(brand|campaign|sender|recipient) IN", r"+\1 IN", sql), "last_seq"
    rows = db.execute(f"SELECT {ENTITY} {sql} ORDER BY {order} DESC LIMIT {MOST}", args).fetchall()
    return [entity_from_row(row) for row in rows], total
