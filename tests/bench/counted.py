"""How long the numbers of the statistics take to count, by how many events there are."""

import asyncio
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from store import Event, Kind, Ledger, Period, Phase, Reader, Reading, Trust, Verdict, prepare_log

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
APART = timedelta(milliseconds=500)
BATCH = 2000
ROUNDS = 5
UNCHECKED = Verdict(trust=Trust.UNCHECKED)


async def seconds(log: Path, events: int) -> tuple[float, float]:
    """For all of so many events, and for the newest quarter of an hour of them."""
    await _filled(log, events)
    async with Reader.open(log, lambda: NOW) as reader:
        return await _timed(reader, Period()), await _timed(reader, Period(since=NOW - timedelta(minutes=15)))


async def _timed(reader: Reader, period: Period) -> float:
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await reader.statistics(period=period)
        took.append(time.perf_counter() - begun)
    return median(took)


async def _filled(log: Path, events: int) -> None:
    """Two events a message, and a thirteenth of the messages undelivered."""
    prepare_log(log)
    with closing(sqlite3.connect(log)) as db:
        db.executemany(
            "INSERT INTO captures (received_at, method, target, http_version, headers, body, peer, answer)"
            " VALUES (0, 'POST', '/telnyx', '1.1', x'', ?, '127.0.0.1', 200)",
            [(b"x" * 580,)] * events,
        )
        db.commit()
    async with Ledger.open(log) as ledger:
        for first in range(1, events + 1, BATCH):
            await ledger.enter([_reading(seq, events) for seq in range(first, min(events + 1, first + BATCH))])


def _reading(seq: int, events: int) -> Reading:
    at = NOW - (events - seq) * APART
    return Reading(capture=seq, received_at=at, verdict=UNCHECKED, events=(_event(seq, at),))


def _event(seq: int, at: datetime) -> Event:
    message, ended = divmod(seq, 2)
    failed = ended and not message % 13
    status, phase = ("undelivered", Phase.FAILED) if failed else ("delivered", Phase.OK)
    return Event(
        provider="telnyx",
        type="message.finalized" if ended else "message.sent",
        summary=f"to +1555{message:07}",
        key=f"event-{seq}",
        content=f"content-{seq}",
        kind=Kind.MESSAGE,
        id=f"message-{message:032}",
        status=status if ended else "sent",
        phase=phase if ended else Phase.PENDING,
        code="30007" if failed else None,
        sender=f"+155501000{message % 10:02}",
        recipient=f"+1555{message:07}",
        campaign=f"CAMP{message % 7}",
        text="Hello there! Your order has shipped.",
        occurred_at=at - timedelta(milliseconds=seq % 997),
    )


def both(folder: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """At 10,000 events and at 100,000."""
    few, many = folder / "counted.db", folder / "counted-10.db"
    return asyncio.run(seconds(few, 10_000)), asyncio.run(seconds(many, 100_000))
