"""Marks and notes: what people say of captures, in the log beside them."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import ConfigDict, Field

from ..database import StoreError
from ..models import Kind, Model

LONGEST_NOTE = 2000
OF_ENTITIES = """
SELECT e.provider, coalesce((SELECT a.id FROM aliases a
    WHERE (a.provider, a.kind, a.alias) = (e.provider, e.kind, e.id)), e.id) AS one,
    max(m.marked IS NOT NULL), max(m.note)
FROM marks m CROSS JOIN entries e ON e.capture = m.capture
WHERE e.kind = ? AND e.id IS NOT NULL AND (m.marked OR m.note IS NOT NULL) GROUP BY e.provider, one
"""
CHANGES = "SELECT coalesce(max(changed), 0) AS last FROM marks"
KEEP = f"""
INSERT INTO marks (capture, marked, note, changed)
SELECT seq, CASE :marked WHEN 1 THEN last + 1 END, nullif(:note, ''), last + 1
FROM captures, ({CHANGES}) WHERE seq = :capture
ON CONFLICT DO UPDATE SET changed = excluded.changed,
    marked = CASE WHEN :marked IS NULL THEN marked WHEN :marked THEN coalesce(marked, excluded.marked) END,
    note = CASE WHEN :note IS NULL THEN note ELSE excluded.note END
"""


class NoSuchCapture(StoreError):
    """Somebody says something of a capture that is not there."""


class Remark(Model):
    """What somebody says of a capture: what is None stays as it was, an empty note takes the old one away."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    capture: Annotated[int, Field(ge=1, lt=2**62)]
    marked: bool | None = None
    note: Annotated[str | None, Field(max_length=LONGEST_NOTE)] = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a capture."""

    marked: bool
    note: str | None


def keep(db: sqlite3.Connection, remark: Remark) -> None:
    """Write a remark: one statement, a transaction by itself. Raises `NoSuchCapture`."""
    if not db.execute(KEEP, remark.model_dump()).rowcount:
        raise NoSuchCapture(f"there is no capture {remark.capture}")


def changes(db: sqlite3.Connection) -> int:
    """How many changes there have been."""
    return int(db.execute(CHANGES).fetchone()[0])


def every_mark(db: sqlite3.Connection) -> Mapping[int, Mark]:
    """By capture; what was marked last comes last."""
    sql = "SELECT capture, marked, note FROM marks WHERE marked OR note IS NOT NULL ORDER BY marked, changed"
    return {capture: Mark(marked=bool(marked), note=note) for capture, marked, note in db.execute(sql)}


def marks_of_entities(db: sqlite3.Connection, kind: Kind) -> Mapping[tuple[str, str], Mark]:
    """By provider and id, what is said of any capture that is about it."""
    found = db.execute(OF_ENTITIES, (kind,))
    return {(provider, id_): Mark(marked=bool(marked), note=note) for provider, id_, marked, note in found}
