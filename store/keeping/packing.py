"""Headers and bodies, packed with a dictionary and plain again: every byte comes back as it was."""

import sqlite3
import zlib
from collections.abc import Callable
from functools import lru_cache

RAW = -15
"""Deflate without a head and a sum of its own: they would take a tenth of what is left of a body."""
LEVEL = 9

Plain = Callable[[bytes, int | None], bytes | None]


def pack(plain: bytes, words: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY, words)
    return packer.compress(plain) + packer.flush()


def unpack(packed: bytes, words: bytes) -> bytes:
    """Raises `ValueError` where something is missing."""
    opener = zlib.decompressobj(RAW, words)
    plain = opener.decompress(packed)
    if not opener.eof:
        raise ValueError("a packed capture is damaged")
    return plain


def plain_of(db: sqlite3.Connection) -> Plain:
    """Headers or a body as they came, whether they are packed or not; nothing where they are damaged."""

    @lru_cache(maxsize=16)
    def words(pack: int) -> bytes:
        return bytes(db.execute("SELECT words FROM packs WHERE id = ?", (pack,)).fetchone()[0])

    def plain(stored: bytes, pack: int | None) -> bytes | None:
        try:
            return stored if pack is None else unpack(stored, words(pack))
        except (ValueError, TypeError, zlib.error):  # an exception would end the whole question
            return None

    return plain
