"""What a log of an older format lacks, until a receiver has brought it up: it is asked as if it had that, empty."""

import sqlite3
from pathlib import Path

from ..database import pragma
from .paths import uri

LACKING = {
    "answers": (2, "SELECT NULL AS first, NULL AS last, NULL AS micros WHERE 0"),
    "marks": (3, "SELECT NULL AS capture, NULL AS marked, NULL AS note, NULL AS changed WHERE 0"),
    "captures": (5, "SELECT *, NULL AS pack FROM log.captures"),
    "sent": (5, "SELECT *, NULL AS request_head, NULL AS request_body FROM log.sent"),
    "prunings": (5, "SELECT NULL AS seq, NULL AS at, NULL AS upto, NULL AS captures, NULL AS why WHERE 0"),
}
"""By table, the format that has it whole, and what stands in for it."""
SENT_SINCE = 4
NOTHING_SENT = (
    "SELECT NULL AS seq, NULL AS capture, NULL AS at, NULL AS why, NULL AS target, NULL AS status, NULL AS micros,"
    " NULL AS trouble, NULL AS headers, NULL AS body, NULL AS cut, NULL AS again, NULL AS request_head,"
    " NULL AS request_body WHERE 0"
)


def attach(db: sqlite3.Connection, log: Path) -> None:
    """Have the log beside the view, to be read."""
    db.execute("ATTACH ? AS log", (uri(log, "ro"),))
    stand_in(db)


def stand_in(db: sqlite3.Connection) -> None:
    """Let a log be asked for what it lacks; and no longer when it has it."""
    version = pragma(db, "log.user_version")
    there = {name for (name,) in db.execute("SELECT name FROM temp.sqlite_schema WHERE type = 'view'")}
    wanted = {name for name, (since, _) in LACKING.items() if version < since}
    if wanted == there:
        return
    closed = pragma(db, "query_only")
    db.execute("PRAGMA query_only=OFF")  # the views are in memory: the files are opened to be read
    for name in there:
        db.execute(f"DROP VIEW temp.{name}")
    for name in wanted:
        nothing = name == "sent" and version < SENT_SINCE
        db.execute(f"CREATE TEMP VIEW {name} AS {NOTHING_SENT if nothing else LACKING[name][1]}")
    db.execute(f"PRAGMA query_only={closed}")
