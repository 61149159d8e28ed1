"""What was sent on: each time that a capture went to somebody else, and what came back."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AwareDatetime, ConfigDict, Field

from ..captures.marks import NoSuchCapture
from ..captures.request import Header
from ..database import unhurried
from ..models import Model
from ..rows import MICROSECOND, Row, from_micros, headers_from_blob, headers_to_blob, to_micros
from .answer import SUCCESS, Answer

SENT = "capture, at, why, target, status, micros, trouble, headers, body, cut, again, request_head, request_body"
MOST_SENT = 100
KEEP = f"INSERT INTO sent ({SENT}) SELECT seq, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM captures WHERE seq = ?"
LOOKED_AT = 2000
FAILED = "(NOT coalesce(status BETWEEN 200 AND 299, 0) AND NOT again AND trouble NOT LIKE 'not sent on%')"
"""An attempt that was the last, and has not done it."""
MISSED = (
    f"EXISTS (SELECT 1 FROM sent AS s WHERE s.capture = {{}} AND {FAILED} AND NOT EXISTS"
    " (SELECT 1 FROM sent AS later WHERE (later.capture, later.target) = (s.capture, s.target) AND later.seq > s.seq))"
)
"""A capture, by the column of its seq, that one of its targets has failed at or has not had."""
OUTCOMES = f"""
SELECT capture, max(last), max({FAILED})
FROM (SELECT max(seq) AS last FROM (SELECT seq, capture, target FROM sent ORDER BY seq DESC LIMIT ?)
    GROUP BY capture, target) JOIN sent ON seq = last
GROUP BY capture
"""

Why = Literal["forward", "replay"]


class Sent(Model):
    """One time that a capture was sent on."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    capture: Annotated[int, Field(ge=1, lt=2**62)]
    at: AwareDatetime
    why: Why
    target: str
    """The URL as it was named."""
    status: Annotated[int | None, Field(ge=0, lt=1000)]
    """None where no answer came."""
    took: timedelta
    trouble: str = ""
    """Why none came, or what is amiss with it."""
    headers: tuple[Header, ...] = ()
    body: bytes = b""
    """The beginning of the answer's, as it came off the wire."""
    cut: bool = False
    """There was more of it."""
    again: bool = False
    """It is tried again: this is not how it ended."""
    request_head: bytes | None = None
    """Of a request that is not the capture's own any more: method and target, then `name: value` lines."""
    request_body: bytes | None = None

    @classmethod
    def of(cls, answer: Answer, capture: int, at: datetime, why: Why, target: str, *, again: bool = False) -> Self:
        """What is kept of an answer, beside the capture."""
        return cls(
            capture=capture,
            at=at,
            why=why,
            target=target,
            status=answer.status,
            took=answer.took,
            trouble=answer.trouble,
            headers=answer.headers,
            body=answer.body,
            cut=answer.cut,
            again=again,
        )

    @property
    def good(self) -> bool:
        return self.status in SUCCESS


class Outcome(NamedTuple):
    """How it went with a capture that was sent on."""

    last: int
    """The number of the last attempt."""
    failed: bool
    """The last attempt at one of its targets is that: it has failed at it, or has not had it, and it is not tried
    again."""


def keep_all(db: sqlite3.Connection, sent: Sequence[Sent]) -> None:
    """Write all of it or nothing. Raises `NoSuchCapture`."""
    with unhurried(db):
        for one in sent:
            _keep(db, one)


def _keep(db: sqlite3.Connection, sent: Sent) -> None:
    if not db.execute(KEEP, _row(sent)).rowcount:
        raise NoSuchCapture(f"there is no capture {sent.capture}")


def sent_of(db: sqlite3.Connection, capture: int) -> tuple[Sent, ...]:
    """The newest times that a capture was sent on, oldest first."""
    sql = f"SELECT {SENT} FROM sent WHERE capture = ? ORDER BY seq DESC LIMIT ?"
    return tuple(map(_from_row, reversed(db.execute(sql, (capture, MOST_SENT)).fetchall())))


def outcomes(db: sqlite3.Connection) -> dict[int, Outcome]:
    return {capture: Outcome(last, bool(failed)) for capture, last, failed in db.execute(OUTCOMES, (LOOKED_AT,))}


def last_sent(db: sqlite3.Connection) -> int:
    """The number of the newest time, 0 where there is none."""
    return int(db.execute("SELECT coalesce(max(seq), 0) FROM sent").fetchone()[0])


def _row(sent: Sent) -> Row:
    return (
        to_micros(sent.at),
        sent.why,
        sent.target,
        sent.status,
        sent.took // MICROSECOND,
        sent.trouble,
        headers_to_blob(sent.headers),
        sent.body,
        sent.cut,
        sent.again,
        sent.request_head,
        sent.request_body,
        sent.capture,
    )


def _from_row(row: Row) -> Sent:
    return Sent(
        capture=row[0],
        at=from_micros(row[1]),
        why=row[2],
        target=row[3],
        status=row[4],
        took=row[5] * MICROSECOND,
        trouble=row[6],
        headers=headers_from_blob(row[7]),
        body=row[8],
        cut=bool(row[9]),
        again=bool(row[10]),
        request_head=row[11],
        request_body=row[12],
    )
