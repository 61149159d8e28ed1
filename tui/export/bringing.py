"""A file that was taken away, brought back: its requests, with where in the file each stands."""

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from pydantic_core import from_json

from store import LONGEST_LINE, Request, request_of

from .from_har import lines_of

HAR = re.compile(rb"(\xef\xbb\xbf)?\s*\{\s*\"log\"\s*:")
BOM = b"\xef\xbb\xbf"
OTHER = "no export that can be read: `callboard export` writes ndjson and har for that"
GZIP = b"\x1f\x8b"
MOST_HAR = 256 * 2**20
"""Bytes of a HAR: it is one object, and has to be held as a whole."""
TOGETHER, OCTETS = 200, 2**19
"""Requests that are stored at once, and bytes of their bodies: between two of these others get their turn."""


class NotOurs(ValueError):
    """A file that is no export; its text says where, and why."""


def opened(file: IO[bytes]) -> IO[bytes]:
    """Plain, also what was packed by gzip. The file is one that can be peeked into."""
    return gzip.open(file) if _begins(file)[:2] == GZIP else file  # type: ignore[return-value]


def requests(file: IO[bytes]) -> Iterator[Request]:
    """One after the other; raises `NotOurs` at the first that is none."""
    plain = opened(file)
    try:
        if _begins(plain).removeprefix(BOM).strip()[:1] not in {b"", b"{"}:
            raise NotOurs(OTHER)
        yield from _har(plain) if HAR.match(_begins(plain)) else _lines(plain)
    except (EOFError, OSError, zlib.error) as error:
        raise NotOurs(f"the file cannot be read to its end: {error}") from error


def batches(every: Iterable[Request]) -> Iterator[Sequence[Request]]:
    """Also what came before something that is none."""
    held, octets = list[Request](), 0
    try:
        for one in every:
            held.append(one)
            octets += len(one.body)
            if len(held) >= TOGETHER or octets >= OCTETS:
                yield held
                held, octets = [], 0
    except NotOurs:
        yield held
        raise
    if held:
        yield held


def _begins(file: IO[bytes]) -> bytes:
    peek = getattr(file, "peek", None)
    return bytes(peek(4096)) if peek else b""


def _lines(file: IO[bytes]) -> Iterator[Request]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        said = (line.removeprefix(BOM) if number == 1 else line).strip()
        yield from _request(f"line {number}", said) if said else ()


def _har(file: IO[bytes]) -> Iterator[Request]:
    whole = file.read(MOST_HAR + 1)
    if len(whole) > MOST_HAR:
        raise NotOurs(f"a HAR of more than {MOST_HAR // 2**20} MiB: export it as ndjson")
    try:
        lines = [*lines_of(from_json(whole.removeprefix(BOM)))]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotOurs(f"no HAR 1.2: {type(error).__name__} {error}") from None
    for number, line in enumerate(lines, 1):
        yield from _request(f"entry {number}", line)


def _request(where: str, line: bytes) -> Iterator[Request]:
    """One, or none where the line is about something else."""
    try:
        request = request_of(line)
    except ValueError as error:
        cut = " (the file ends in the middle of it)" if "EOF" in str(error) else ""
        raise NotOurs(f"{where}: {error}{cut}") from None
    if request:
        yield request
