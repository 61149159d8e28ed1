"""What a board asks all day, and how long each answer takes."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from store import Entity, Entry, Kind, Reader, parse

ROUNDS = 15
ROWS = 100
"""Two screens."""

Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the questions are about: something of the store's middle."""

    at: datetime
    newest: int
    entry: Entry
    message: Entity


async def known(reader: Reader) -> Known:
    newest = (await reader.cursors()).entry
    entries = await reader.entries(where=parse("kind:message phase:ok"), top=newest // 2, limit=1)
    event = entries[0].event
    message = await reader.entity(event.provider or "", Kind.MESSAGE, event.id or "")
    assert message
    newest_at = (await reader.entries(limit=1))[0].received_at
    return Known(newest_at, newest, entries[0], message)


FILTERS = {
    "provider": "provider:twilio",
    "kind": "kind:message",
    "phase": "phase:failed,attention",
    "status": "status:undelivered",
    "status, a glob": "status:*deliver*",
    "type": "type:*ASSIGNMENT*",
    "verdict": "verdict:unchecked",
    "id": "id:{id}",
    "id, a prefix": "id:{prefix}*",
    "campaign": "campaign:{campaign}",
    "brand": "brand:{brand}",
    "attempt": "attempt>1",
    "is odd": "is:odd",
    "two fields": "provider:telnyx phase:failed",
    "not": "-phase:ok",
    "since": "since:4h",
    "in a window": "provider:plivo since:20h until:8h",
    "lag": "lag>2s",
    "has": "has:code",
}
"""Filters on events, each in the words of the grammar."""


async def asks(reader: Reader, rows: Mapping[str, int] = {}) -> Mapping[str, Ask]:
    """Every question by its name; of a filter, as many rows as a small store has, or two screens."""
    about = await known(reader)
    newest, message = about.newest, about.message
    linked = [one for kind in (Kind.CAMPAIGN, Kind.BRAND) for one in await reader.entities(kind, limit=1)]
    words = {"id": message.id, "prefix": message.id[:-1], "campaign": linked[0].id, "brand": linked[1].id}
    by_filter: dict[str, Ask] = {
        f"filter: {name}": _entries(reader, text.format(**words), rows=rows.get(f"filter: {name}", ROWS))
        for name, text in FILTERS.items()
    }
    deep: dict[str, Ask] = {
        f"in the middle of {name}": _entries(reader, FILTERS[name], share=0.5) for name in ("provider", "phase")
    }
    return {
        "newest page": _entries(reader, ""),
        "page in the middle": lambda: reader.entries(offset=newest // 2, limit=ROWS),
        "page at the end": lambda: reader.entries(offset=newest - ROWS, limit=ROWS),
        **by_filter,
        **deep,
        "how many a filter finds": lambda: reader.tally(where=parse("provider:telnyx phase:failed")),
        "messages, newest": lambda: reader.entities(Kind.MESSAGE, limit=ROWS),
        "messages, in the middle": lambda: _middle(reader),
        "messages, failed": lambda: reader.entities(Kind.MESSAGE, where=parse("phase:failed"), limit=ROWS),
        "entity": lambda: reader.entity(message.provider, message.kind, message.id),
        "timeline": lambda: reader.timeline(message),
        "raw body": lambda: reader.capture(about.entry.capture),
        "deliveries": lambda: reader.deliveries(about.entry),
        "counts": reader.counts,
        "a day's chart": lambda: reader.chart(about.at - timedelta(days=1), about.at),
        "cursors": reader.cursors,
    }


def _entries(reader: Reader, text: str, *, share: float = 0, rows: int = ROWS) -> Ask:
    where = parse(text)

    async def ask() -> object:
        offset = int(share * (await reader.tally(where=where)).n) if share else 0
        return await reader.entries(where=where, offset=offset, limit=rows)

    return ask


async def _middle(reader: Reader) -> object:
    many = (await reader.many(Kind.MESSAGE)).n
    return await reader.entities(Kind.MESSAGE, offset=many // 2, limit=ROWS)


async def found(all_asks: Mapping[str, Ask]) -> dict[str, int]:
    """How many rows each filter has, up to two screens."""
    answers = {name: await ask() for name, ask in all_asks.items() if name.startswith("filter: ")}
    return {name: len(rows) for name, rows in answers.items() if isinstance(rows, tuple)}


async def timed(asks: Mapping[int, Ask]) -> dict[int, float]:
    """The median seconds of the same question of each store, warm: what a board asks it asks again and again. In
    turns, so that whatever else the machine does is nobody's alone."""
    took: dict[int, list[float]] = {many: [] for many in asks}
    for _ in range(ROUNDS):
        for many, ask in asks.items():
            begun = time.perf_counter()
            await ask()
            took[many].append(time.perf_counter() - begun)
    return {many: median(each) for many, each in took.items()}
