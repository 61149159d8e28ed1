"""What was taken away is brought back: lines as requests, strictly, and which of them are here already."""

import json
import re
import sqlite3
from base64 import b64decode
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from ..captures.request import Request
from ..rows import CAPTURE, capture_from_row, from_micros, headers_to_blob, to_micros

LONGEST = 8 * 2**20
"""Bytes of a line: a body of the largest size that a receiver takes, in base64, and as much again."""
MOST_BODY = 2 * 2**20
LAST = to_micros(datetime(9999, 1, 1, tzinfo=UTC))
_HEAD = re.compile(rb'\s*\{\s*"v"\s*:\s*1\s*,\s*"kind"\s*:\s*"capture"')
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,1000}$")]
Value = Annotated[str, StringConstraints(pattern=r"^[\x01-\x09\x0b\x0c\x0e-\xff]*$")]
Target = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e\x80-\xff]+$", max_length=65536)]


class Kind(BaseModel):
    """What every line says of itself."""

    model_config = ConfigDict(strict=True)
    v: Literal[1]
    kind: str


class Line(BaseModel):
    """A request as `capture_json` writes it; what else stands in the line is not looked at."""

    model_config = ConfigDict(strict=True)
    v: Literal[1]
    kind: Literal["capture"]
    received_at: Annotated[str, StringConstraints(max_length=40)]
    received_us: int | None = None
    method: Annotated[Name, StringConstraints(max_length=40)]
    path: Annotated[str, StringConstraints(max_length=65536)]
    query: Annotated[str, StringConstraints(max_length=65536)]
    target: Target | None = None
    http_version: Annotated[str, StringConstraints(pattern=r"^[0-9.]{1,8}$")]
    headers: Annotated[list[tuple[Name, Value]], "in order"]
    body: str
    body_encoding: Literal["utf-8", "base64"]
    peer: Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]{0,100}$")]
    answer: Annotated[int, "a status"]

    def request(self) -> Request:
        """Raises `ValueError` with words."""
        target = self.target or f"{self.path}?{self.query}".removesuffix("?")
        if not re.fullmatch(r"[\x21-\x7e\x80-\xff]+", target):
            raise ValueError("path: it is none")
        if not 0 <= self.answer <= 999:  # noqa: PLR2004  a status has three digits
            raise ValueError("answer: it is no status")
        return Request(
            received_at=_received(self.received_at, self.received_us),
            method=self.method,
            target=target,
            http_version=self.http_version,
            headers=tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in self.headers),
            body=_body(self.body, self.body_encoding),
            peer=self.peer,
            answer=self.answer,
        )


def request_of(line: bytes) -> Request | None:
    """The request of a line; None where it is another thing. Raises `ValueError` with words for what it is not."""
    if len(line) > LONGEST:
        raise ValueError(f"longer than {LONGEST // 2**20} MiB")
    try:
        if not _HEAD.match(line) and Kind.model_validate_json(line).kind != "capture":
            return None
        return Line.model_validate_json(line).request()
    except ValidationError as error:
        raise ValueError(_words(error)) from None


def _words(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(map(str, first["loc"]))
    if where == "v" and first["type"] == "literal_error":
        return "v: it is of another version of callboard"
    return f"{where}: {first['msg']}" if where else str(first["msg"])


def _received(text: str, micros: int | None) -> datetime:
    """The line says it to the millisecond; to the microsecond, where both agree."""
    try:
        said = datetime.fromisoformat(text)
        said = said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError("received_at: it is no time") from None
    if not 0 <= to_micros(said) < LAST:
        raise ValueError("received_at: it is no time that a request can have come at")
    return from_micros(micros) if micros is not None and micros // 1000 == to_micros(said) // 1000 else said


def _body(said: str, encoding: str) -> bytes:
    try:
        body = said.encode() if encoding == "utf-8" else b64decode(said, validate=True)
    except ValueError:
        raise ValueError(f"body: it is no {encoding}") from None
    if len(body) > MOST_BODY:
        raise ValueError(f"body: larger than {MOST_BODY // 2**20} MiB, which no receiver takes")
    return body


def identity(request: Request) -> bytes:
    """Two requests with the same are one: what came, and when to the microsecond."""
    head = f"{to_micros(request.received_at)} {request.method} {request.target} {request.http_version}\r\n"
    parts = (head.encode("latin-1", "replace"), headers_to_blob(request.headers), b"\r\n\r\n", request.body)
    return blake2b(b"".join(parts), digest_size=16).digest()


class Seen:
    """What came before in this file: on the disk where it is much, and gone at the end."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("CREATE TABLE seen (identity BLOB PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def close(self) -> None:
        self._db.close()

    def new(self, request: Request) -> bool:
        return self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (identity(request),)).rowcount > 0


# The view knows where the events of a minute are; what is not in the view yet is looked through.
SAME = f"""
WITH times AS (SELECT value FROM json_each(?)),
minutes AS (SELECT DISTINCT value / 60000000 AS at FROM times)
SELECT {CAPTURE} FROM captures WHERE seq IN (
    SELECT e.capture FROM minutes m CROSS JOIN spans s ON s.width = 60 AND s.at = m.at
        CROSS JOIN entry_rows e ON e.seq BETWEEN s.first AND s.last WHERE e.received_at IN times
    UNION SELECT seq FROM captures WHERE seq > (SELECT coalesce(max(capture), 0) FROM position) AND seq <= ?
        AND received_at IN times)
"""


def missing(db: sqlite3.Connection, requests: Sequence[Request], upto: int) -> Sequence[Request]:
    """Those that are not among the captures up to the seq `upto`, nor among those that were read."""
    times = json.dumps([to_micros(one.received_at) for one in requests])
    there = {identity(capture_from_row(row)) for row in db.execute(SAME, (times, upto))}
    return [one for one in requests if identity(one) not in there]
