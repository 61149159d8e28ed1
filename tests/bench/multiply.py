"""A small store made large inside SQLite: each copy with seqs, times, keys and ids of messages of its own."""

import sqlite3
from contextlib import closing
from pathlib import Path

DAY = 86400 * 10**6
"""Microseconds between two copies."""
CAPTURES = """
INSERT INTO captures
SELECT
    seq + {k} * {captures}, received_at - {back}, method, target, http_version, headers, body, peer, answer, pack
FROM captures WHERE seq <= {captures}
"""
ENTRIES = """
INSERT INTO entry_rows
SELECT seq + {k} * {entries}, capture + {k} * {captures}, received_at - {back}, occurred_at - {back}, class,
    attempt, keyed + {k}, key || '-' || {k}, content,
    iif((SELECT kind FROM classes c WHERE c.class = e.class) = 'message', id || '-' || {k}, id), brand, campaign, why,
    flags, event
FROM entry_rows e WHERE seq <= {entries}
"""
ENTITIES = """
INSERT INTO entities
SELECT nr + {k} * {entities}, class, provider, kind, id || '-' || {k}, phase, status, brand, campaign, sender,
    recipient, last_at - {back}, last_seq + {k} * {entries}, entity
FROM entities WHERE nr <= {entities} AND kind = 'message'
"""
COUNTED = """
DELETE FROM blocks; DELETE FROM spans;
INSERT INTO blocks SELECT class, seq >> 14, count(*) FROM entry_rows GROUP BY 1, 2;
INSERT INTO blocks SELECT 0, block, sum(n) FROM blocks GROUP BY block;
INSERT INTO blocks SELECT class, last_seq >> 14, count(*) FROM entities GROUP BY 1, 2;
INSERT INTO spans SELECT 60, class, received_at / 60000000, count(*), sum(attempt > 1), min(seq), max(seq)
    FROM entry_rows NOT INDEXED GROUP BY 2, 3;
INSERT INTO spans SELECT 60, 0, at, sum(n), sum(again), min(first), max(last) FROM spans GROUP BY at;
INSERT INTO spans SELECT 3600, class, at / 60, sum(n), sum(again), min(first), max(last) FROM spans GROUP BY 2, 3;
UPDATE classes SET n = (SELECT total(n) FROM blocks WHERE blocks.class = classes.class);
UPDATE position SET capture = (SELECT max(capture) FROM entry_rows), entry = (SELECT max(seq) FROM entry_rows);
"""
QUICK = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA temp_store=FILE;"


def multiply(base: Path, log: Path, times: int) -> None:
    """As many copies as are asked for, the newest of them at the base's time."""
    view = "callboard.view.db"
    for name in ("callboard.db", view):
        with (
            closing(sqlite3.connect(base.with_name(name))) as old,
            closing(sqlite3.connect(log.with_name(name))) as new,
        ):
            old.backup(new)
    with closing(sqlite3.connect(log, isolation_level=None)) as db:
        db.executescript(QUICK)
        captures = db.execute("SELECT max(seq) FROM captures").fetchone()[0]
        _copied(db, times, (CAPTURES,), captures=captures)
        db.execute("UPDATE captures SET received_at = received_at - ? WHERE seq <= ?", ((times - 1) * DAY, captures))
        db.execute("PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(log.with_name(view), isolation_level=None)) as db:
        db.executescript(QUICK)
        _view(db, times, captures)
        db.execute("PRAGMA journal_mode=WAL")


def _view(db: sqlite3.Connection, times: int, captures: int) -> None:
    """Without its indexes, which are made when all is there."""
    sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (?, ?)"
    indexes = db.execute(sql, ("entry_rows", "entities")).fetchall()
    for name, _ in indexes:
        db.execute(f"DROP INDEX {name}")
    [(entries,)] = db.execute("SELECT max(seq) FROM entry_rows")
    [(entities,)] = db.execute("SELECT max(nr) FROM entities")
    _copied(db, times, (ENTRIES, ENTITIES), captures=captures, entries=entries, entities=entities)
    back = (times - 1) * DAY
    first = "UPDATE entry_rows SET received_at = received_at - ?1, occurred_at = occurred_at - ?1 WHERE seq <= ?2"
    db.execute(first, (back, entries))
    db.execute("UPDATE entities SET last_at = last_at - ? WHERE nr <= ?", (back, entities))
    for _, made in indexes:
        db.execute(made)
    db.executescript(f"BEGIN; {COUNTED} COMMIT;")


def _copied(db: sqlite3.Connection, times: int, sqls: tuple[str, ...], **sizes: int) -> None:
    db.execute("BEGIN")
    for k in range(1, times):
        for sql in sqls:
            db.execute(sql.format(k=k, back=(times - 1 - k) * DAY, **sizes))
    db.execute("COMMIT")
