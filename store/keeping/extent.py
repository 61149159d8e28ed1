"""How much a store holds, how fast it grows, and when it will be full."""

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ..database import pragma
from ..rows import NEWEST, from_micros, to_micros
from ..view.leaving import GONE
from .pruning import THERE, Keeping, seq_before

LATELY = timedelta(days=7)
"""What the growth is taken from."""
TOO_EARLY = timedelta(hours=1)
"""Younger stores do not tell how fast they grow."""
FILES = ("{0}", "{0}-wal", "{1}.view{2}", "{1}.view{2}-wal", "{1}.search{2}", "{1}.search{2}-wal")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a store holds."""

    octets: int
    """Bytes of its files, all together."""
    used: int
    """Of them, those that hold something: the others are used again."""
    captures: int
    oldest: datetime | None
    a_day: int | None
    """Bytes that are added a day, as of late; None where it is too early to tell."""
    room: int
    """Bytes that are free on the disk."""
    pruned: tuple[datetime, int] | None
    """When captures were last taken away, and how many on that day."""
    followed: bool
    """Nothing is in the view whose capture is gone."""

    def full_in(self, keeping: Keeping) -> timedelta | None:
        """When the store has the size it may have, or the disk is full; None where it does not grow so far: what is old
        goes before."""
        if not self.a_day:
            return None
        left = self.room if keeping.octets is None else min(self.room, max(0, keeping.octets - self.used))
        if keeping.age and self.a_day * (keeping.age / timedelta(days=1)) <= self.used + left:
            return None
        return timedelta(days=min(left / self.a_day, 36500))


def extent(db: sqlite3.Connection, log: Path, now: datetime) -> Extent:
    """Of the store that a reader has open."""
    octets = sum(_size(log.with_name(name.format(log.name, log.stem, log.suffix))) for name in FILES)
    free = sum(pragma(db, f"{one}.freelist_count") * pragma(db, f"{one}.page_size") for one in ("main", "log"))
    captures = db.execute(THERE).fetchone()[0]
    first = db.execute("SELECT received_at FROM captures ORDER BY seq LIMIT 1").fetchone()
    oldest = from_micros(first[0]) if first else None
    last = db.execute("SELECT at, captures FROM prunings ORDER BY seq DESC LIMIT 1").fetchone()
    return Extent(
        octets=octets,
        used=octets - free,
        captures=captures,
        oldest=oldest,
        a_day=_a_day(db, (octets - free) / max(1, captures), oldest, now),
        room=shutil.disk_usage(log.parent).free,
        pruned=(from_micros(last[0]), last[1]) if last else None,
        followed=db.execute(GONE, (1,)).fetchone() is None,
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _a_day(db: sqlite3.Connection, each: float, oldest: datetime | None, now: datetime) -> int | None:
    if oldest is None or now - oldest < TOO_EARLY:
        return None
    since = max(oldest, now - LATELY)
    came = db.execute(NEWEST).fetchone()[0] - seq_before(db, to_micros(since))
    return int(came * each / ((now - since) / timedelta(days=1)))
