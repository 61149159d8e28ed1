"""Headers and bodies, packed with a dictionary and plain again: every byte comes back as it was."""

import zlib

RAW = -15
"""Deflate without a head and a sum of its own: they would take a tenth of what is left of a body."""
LEVEL = 9


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
