"""Packs of captures: each has a dictionary, made of some of them, that leaves a sixth of what they came with."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from ..database import unhurried
from . import packing

FULL = 4096
"""Captures in one: what is newer than the last full pack stays as it came."""
OCTETS = 8 * 2**20
"""Bytes of headers and bodies that make one full before."""
WORDS = 16 * 2**10
"""Bytes of a dictionary: twice as many save a fiftieth more of what is packed, and are that much themselves."""
SHARE = 10
"""A tenth of a pack, its last, is what the dictionary is made of: most of a pack can go, and it may stay."""
BATCH = 64
"""Captures that are packed at once."""
BEGINNING = 2048
"""Bytes of a body that may stand in a dictionary."""

Plain = tuple[int, bytes, bytes]
"""Seq, headers and body of a capture."""
Packed = Plain

AS_IT_IS = "received_at, method, target, http_version, peer, answer"
INSERT = f"INSERT INTO captures ({AS_IT_IS}, seq, headers, body, pack) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Pack:
    """Captures that are packed with one dictionary."""

    id: int
    first: int
    last: int
    words: bytes


def newest_pack(db: sqlite3.Connection) -> Pack | None:
    row = db.execute("SELECT id, first, last, words FROM packs ORDER BY id DESC LIMIT 1").fetchone()
    return Pack(*row) if row else None


def next_pack(db: sqlite3.Connection) -> Pack | None:
    """Begin another, if there are captures enough."""
    after = db.execute("SELECT coalesce(max(last), 0) FROM packs").fetchone()[0]
    seqs = _full(db, after)
    if not seqs:
        return None
    sources = seqs[-max(1, len(seqs) // SHARE) :]
    words = _words(db, sources)
    row = (seqs[0], seqs[-1], sources[0], words)
    number = db.execute("INSERT INTO packs (first, last, source, words) VALUES (?, ?, ?, ?)", row).lastrowid
    return Pack(number or 0, seqs[0], seqs[-1], words)


def _full(db: sqlite3.Connection, after: int) -> list[int]:
    """The captures of the next pack; none where they do not fill it."""
    seqs, octets = [], 0
    sql = "SELECT seq, length(headers) + length(body) FROM captures WHERE seq > ? ORDER BY seq LIMIT ?"
    for seq, size in db.execute(sql, (after, FULL)):
        seqs.append(seq)
        octets += size
        if octets >= OCTETS:
            return seqs
    return seqs if len(seqs) == FULL else []


def _words(db: sqlite3.Connection, sources: Sequence[int]) -> bytes:
    """Some from all over the sources, as many as there is room for."""
    # Of an empty body SQLite's `substr` makes NULL.
    words, sql = b"", f"SELECT headers, coalesce(substr(body, 1, {BEGINNING}), x'') FROM captures WHERE seq = ?"
    for seq in sorted(sources, key=lambda one: (one * 2654435761) % 2**32):
        words += b"".join(db.execute(sql, (seq,)).fetchone())
        if len(words) >= WORDS:
            break
    return words[-WORDS:]


def unpacked(db: sqlite3.Connection, pack: Pack, after: int) -> list[Plain]:
    """The next captures of a pack that are as they came."""
    sql = "SELECT seq, headers, body FROM captures WHERE seq > ? AND seq <= ? AND pack IS NULL ORDER BY seq LIMIT ?"
    return db.execute(sql, (after, pack.last, BATCH)).fetchall()


def packed(pack: Pack, plain: Sequence[Plain]) -> list[Packed]:
    """Those that are worth it, as they are to be stored."""
    rows = (
        (seq, headers, body, packing.pack(headers, pack.words), packing.pack(body, pack.words))
        for seq, headers, body in plain
    )
    return [
        (seq, head, rest) for seq, headers, body, head, rest in rows if len(head) + len(rest) < len(headers) + len(body)
    ]


def store_packed(db: sqlite3.Connection, pack: Pack, rows: Sequence[Packed]) -> None:
    """All of it or nothing, and only where captures and dictionary are still there."""
    with unhurried(db):
        if db.execute("SELECT 1 FROM packs WHERE id = ?", (pack.id,)).fetchone():
            _put(db, pack, rows)


def _put(db: sqlite3.Connection, pack: Pack, rows: Sequence[Packed]) -> None:
    """Taken out and put in: a row that only shrinks in its place leaves the page as it is, and frees nothing."""
    marks = ", ".join("?" * len(rows))
    there = f"SELECT {AS_IT_IS}, seq FROM captures WHERE pack IS NULL AND seq IN ({marks})"
    others = {other[-1]: other for other in db.execute(there, [seq for seq, *_ in rows])}
    db.executemany("DELETE FROM captures WHERE seq = ?", [(seq,) for seq in others])
    db.executemany(INSERT, [(*others[seq], head, rest, pack.id) for seq, head, rest in rows if seq in others])
