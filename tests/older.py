"""A log as an older callboard would have left it."""

import sqlite3
from contextlib import closing
from pathlib import Path

BACK = {
    5: "ALTER TABLE captures DROP COLUMN pack; DROP TABLE packs; DROP TABLE prunings;"
    "ALTER TABLE sent DROP COLUMN request_head; ALTER TABLE sent DROP COLUMN request_body;",
    4: "DROP TABLE sent;",
    3: "DROP TABLE marks;",
    2: "DROP TABLE answers;",
}
"""What each format has added, taken away."""


def turn_back(log: Path, version: int) -> None:
    """Bring a log down to an older format."""
    with closing(sqlite3.connect(log)) as db:
        for step, sql in BACK.items():
            if step > version:
                db.executescript(sql)
        db.execute(f"PRAGMA user_version={version}")
