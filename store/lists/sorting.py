"""The orders in which a list may stand, a closed set, and what stands where in them."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ..filters.fields import Table
from ..models import Phase

MOST_SORTED = 50_000
"""Rows that are put in order, the newest of those that a filter leaves: all of a million would take seconds."""

Key = tuple[object, ...]
"""What tells a row from the others: an entry's seq, an entity's provider and id."""

URGENCY = (Phase.FAILED, Phase.ATTENTION, Phase.PENDING, Phase.UNKNOWN, Phase.OK, Phase.ENDED)
_URGENT = f"CASE phase {' '.join(f'WHEN {phase.value!r} THEN {-n}' for n, phase in enumerate(URGENCY))} END"
_WHOM = (
    "coalesce(CASE kind WHEN 'message' THEN coalesce(json_extract(event, '$.recipient'),"
    " json_extract(event, '$.sender')) END, id)"
)

_ORDERS: dict[Table, dict[str, tuple[str, ...]]] = {
    "entries": {
        "received": ("seq",),
        "occurred": ("occurred_at",),
        "lag": ("received_at - occurred_at",),
        "state": (_URGENT, "lower(status)"),
        "entity": (f"lower({_WHOM})",),
        "type": ("lower(type)",),
        "provider": ("lower(provider)",),
        "attempt": ("attempt",),
    },
    "entities": {
        "changed": ("last_seq",),
        "first seen": ("json_extract(entity, '$.first_at')",),
        "name": ("lower(coalesce(recipient, sender, json_extract(entity, '$.name'), id))",),
        "state": (_URGENT, "lower(status)"),
        "events": ("coalesce(json_extract(entity, '$.events'), 0)",),
        "provider": ("lower(provider)",),
    },
    "captures": {"received": ("seq",)},
}
"""For each table what a list may be sorted by, its own order first."""
_RISING = ("entity", "type", "provider", "name")
"""What people read from A to Z."""
_KEYS: dict[Table, tuple[str, str]] = {
    "entries": ("seq", "seq"),
    "entities": ("provider, id", "last_seq"),
    "captures": ("seq", "seq"),
}
"""The columns of a row's key, and where it stands in time."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is sorted by; `falling` is the largest, newest or worst first."""

    by: str
    falling: bool = True


def orders(table: Table) -> tuple[Order, ...]:
    """What rows may be sorted by, each in the direction that is asked for most; a table's own order first."""
    return tuple(Order(by, by not in _RISING) for by in _ORDERS[table])


def in_order(db: sqlite3.Connection, table: Table, order: Order, seqs: Sequence[int]) -> tuple[Key, ...]:
    """The keys of some rows, put in order; what has nothing to go by stands last."""
    key, when = _KEYS[table]
    parts = _ORDERS[table][order.by]
    named = ", ".join(f"{part} AS by{n}" for n, part in enumerate(parts))
    some = f"SELECT {key}, {when} AS newest, {named} FROM {table} WHERE {when} IN (SELECT value FROM json_each(?))"
    way = "DESC" if order.falling else "ASC"
    by = ", ".join(f"by{n} {way} NULLS LAST" for n in range(len(parts)))
    sql = f"SELECT {key} FROM ({some}) ORDER BY {by}, newest DESC"
    return tuple(db.execute(sql, (json.dumps(seqs),)).fetchall())
