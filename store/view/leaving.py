"""How entries leave the view when their captures are gone: with what they were about, and what was counted."""

import sqlite3
from collections.abc import Iterable, Sequence

from ..database import transaction
from ..models import Entity, Kind
from ..projection import named, refold
from ..reading.family import known
from .classes import Counting, uncount
from .things import Things

BATCH = 500
"""Entries that leave together."""
GONE = """
SELECT e.seq FROM entry_rows e WHERE e.capture <= (SELECT coalesce(max(upto), 0) FROM prunings)
AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.seq = e.capture) ORDER BY e.capture, e.seq LIMIT ?
"""
ABOUT = (
    "SELECT DISTINCT provider, kind, id FROM entries WHERE seq IN ({marks}) AND id IS NOT NULL AND provider IS NOT NULL"
)
SWEPT = 10 * BATCH
"""Of what senders use once, as many are looked at in one go."""
ONCE = "SELECT provider, nonce FROM nonces WHERE (provider, nonce) > (?, ?) ORDER BY provider, nonce LIMIT 1 OFFSET ?"
OUT_OF_DATE = """
DELETE FROM nonces WHERE (provider, nonce) > (?, ?) AND (provider, nonce) <= (?, ?)
AND capture <= (SELECT coalesce(max(upto), 0) FROM prunings)
AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.seq = nonces.capture)
"""

Nonce = tuple[str, str]
"""Provider and nonce."""
FIRST: Nonce = ("", "")
LAST: Nonce = ("\U0010ffff", "")


class Leaving:
    """One batch on its way out of the view, inside one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._counting = Counting(db)
        self._things = Things(db, self._counting)

    def leave(self, seqs: Sequence[int]) -> None:
        marks = ", ".join("?" * len(seqs))
        about = self.db.execute(ABOUT.format(marks=marks), seqs).fetchall()
        uncount(self.db, seqs)
        self.db.execute(f"DELETE FROM entry_rows WHERE seq IN ({marks})", seqs)
        for one in self._entities(about):
            self._what_is_left(one)
        self._counting.write()
        self.db.execute("UPDATE position SET forgotten = forgotten + ?", (len(seqs),))

    def _entities(self, about: Sequence[tuple[str, Kind, str]]) -> Iterable[Entity]:
        """Each once, by whichever of its ids: another's thing may have the same."""
        found = (known(self.db, provider, kind, any_id) for provider, kind, any_id in about)
        return {(one.provider, one.kind, one.id): one for one in found if one}.values()

    def _what_is_left(self, entity: Entity) -> None:
        """Nothing, or what it was; a message is what its other entries say, for what it said is to be gone."""
        if not self._spoken_of(entity):
            self._things.drop(entity)
        elif entity.kind is Kind.MESSAGE and (after := refold(self._things.entries([entity]))):
            self._things.keep([entity], named(after, (entity.id, *entity.aliases)))

    def _spoken_of(self, entity: Entity) -> bool:
        names = (entity.id, *entity.aliases)
        sql = (
            f"SELECT 1 FROM entries WHERE id COLLATE NOCASE IN ({', '.join('?' * len(names))})"
            " AND provider = ? AND kind = ? AND verdict <> 'rejected' LIMIT 1"
        )
        return self.db.execute(sql, (*names, entity.provider, entity.kind)).fetchone() is not None


def forget(db: sqlite3.Connection, swept: Nonce) -> tuple[int, Nonce]:
    """Take the next entries out whose captures are gone, and some of what senders used once: how many entries, and
    where the next of the others begin."""
    with transaction(db):
        seqs = [seq for (seq,) in db.execute(GONE, (BATCH,))]
        if not seqs:
            return 0, swept
        Leaving(db).leave(seqs)
        return len(seqs), _sweep(db, swept)


def _sweep(db: sqlite3.Connection, after: Nonce) -> Nonce:
    """They are looked at in turns, ten for each entry: so not many are left over."""
    upto: Nonce | None = db.execute(ONCE, (*after, SWEPT)).fetchone()
    db.execute(OUT_OF_DATE, (*after, *(upto or LAST)))
    return upto or FIRST
