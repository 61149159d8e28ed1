"""Numbers out of the view: the events of a time are picked once, and everything else is counted of what was picked."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from ..filters.values import Sql
from ..lists.wanted import NEWEST, received_between
from ..models import Phase
from ..rows import MICROSECOND, from_micros, to_micros
from .cutting import cut
from .figures import Bucket, By, Coded, Group, Period, Statistics, Step
from .gauging import health, lags
from .owners import OWNER, Whose, names

Ways = Mapping[Whose, tuple[int, int, int]]

MOST_PICKED = 200_000
"""Events that are counted, the newest of a time: they take a second or two, and ten million would take minutes."""
MOST_GROUPS = 50
MOST_CODES = 20
CODES_OF_A_STEP = 3

PICKED = """
CREATE TEMP TABLE picked AS SELECT
    capture, received_at, received_at - occurred_at AS lag, provider, type, kind, phase, verdict, attempt > 1 AS again,
    coalesce((SELECT a.id FROM aliases a WHERE (a.provider, a.kind, a.alias)
        = (entries.provider, entries.kind, entries.id)), id) AS id,
    attempt = 1 AND verdict <> 'rejected' AS counts,
    flags LIKE '%["late",%' AS late,
    CASE WHEN phase IN ('failed', 'attention') THEN json_extract(event, '$.code') END AS code
FROM entries WHERE {condition} ORDER BY seq DESC LIMIT {most}
"""
HEARD = """
CREATE TEMP TABLE heard AS SELECT
    e.provider, e.kind, e.id, e.phase, e.status, e.last_at, {owner} AS owner,
    CASE WHEN e.phase IN ('failed', 'attention') THEN json_extract(e.entity, '$.code') END AS code
FROM (SELECT DISTINCT provider, kind, id FROM picked WHERE counts) JOIN entities e USING (provider, kind, id)
"""
OVER_TIME = """
SELECT (received_at - ?) / ? AS at, phase, count(*) FROM picked WHERE counts AND kind IS NOT NULL GROUP BY 1, 2
"""
ACTIVITY = """
SELECT provider, owner, (received_at - ?) / ? AS at, count(*) FROM picked JOIN heard USING (provider, kind, id)
WHERE counts GROUP BY 1, 2, 3
"""
WAYS = """
SELECT provider, owner, count(*), sum(phase = 'ok'), sum(phase = 'failed') FROM heard
WHERE kind = 'message' AND {condition} GROUP BY 1, 2
"""
MEANING = """
SELECT json_extract(event, '$.meaning') FROM entries
WHERE capture = ? AND json_extract(event, '$.code') = ? AND json_extract(event, '$.meaning') IS NOT NULL LIMIT 1
"""


class Picked(NamedTuple):
    """The events of a time: when the first and the last came, how many there are and how many of them count."""

    first: int | None
    last: int | None
    entries: int
    counted: int

    @property
    def more(self) -> bool:
        """There may be others, which are older."""
        return self.entries == MOST_PICKED

    def cut(self, period: Period, now: datetime) -> tuple[int, int, int]:
        """Where the first bucket begins, how long each is and how many there are."""
        begin = to_micros(period.since) if period.since and not self.more else self.first or to_micros(now)
        end = to_micros(period.until) if period.until else self.last or begin
        return cut(begin, end, period.buckets, now)


def statistics(
    db: sqlite3.Connection, where: Sql, period: Period, by: By, steps: Mapping[str, Sql], now: datetime
) -> Statistics:
    """Of a connection of its own: what was picked is kept in its temporary tables."""
    db.executescript("PRAGMA query_only=OFF; BEGIN")  # the files stay read-only: `mode=ro`
    picked = _pick(db, where, period)
    db.execute(HEARD.format(owner=OWNER[by]))
    base, step, many = picked.cut(period, now)
    ways = _ways(db, steps["accepted"])
    groups = _groups(db, by, ways, (base, step, many))
    return Statistics(
        since=from_micros(base),
        until=from_micros(base + step * many),
        step=step * MICROSECOND,
        entries=picked.entries,
        counted=picked.counted,
        by=by,
        buckets=_buckets(db, base, step, many),
        steps=tuple(_step(db, name, sql) for name, sql in steps.items()),
        codes=_codes(db),
        lags=lags(db),
        groups=tuple(groups[:MOST_GROUPS]),
        more_groups=len(groups[MOST_GROUPS:]),
        health=health(db),
        more=picked.more,
    )


def _pick(db: sqlite3.Connection, where: Sql, period: Period) -> Picked:
    condition, args = where
    if period.since or period.until:
        since = to_micros(period.since) if period.since else -NEWEST
        until = to_micros(period.until) if period.until else NEWEST
        condition = f"seq BETWEEN ? AND ? AND received_at BETWEEN ? AND ? AND {condition}"
        args = (*received_between(db, since, until), since, until, *args)
    db.execute(PICKED.format(condition=condition, most=MOST_PICKED), args)
    sql = "SELECT min(received_at), max(received_at), count(*), count(nullif(counts, 0)) FROM picked"
    return Picked(*db.execute(sql).fetchone())


def _buckets(db: sqlite3.Connection, base: int, step: int, many: int) -> tuple[Bucket, ...]:
    """Of what is about something: what is about nothing has no state."""
    found: dict[int, dict[Phase, int]] = defaultdict(dict)
    for at, phase, n in db.execute(OVER_TIME, (base, step)):
        found[at][Phase(phase)] = n
    return tuple(Bucket(from_micros(base + step * at), found.get(at, {})) for at in range(many))


def _step(db: sqlite3.Connection, name: str, where: Sql) -> Step:
    condition, args = where
    messages = f"FROM heard WHERE kind = 'message' AND {condition}"
    many, oldest = db.execute(
        f"SELECT count(*), min(CASE WHEN phase = 'pending' THEN last_at END) {messages}", args
    ).fetchone()
    codes = db.execute(
        f"SELECT code, count(*) {messages} AND code IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
        (*args, CODES_OF_A_STEP),
    )
    waits = from_micros(oldest) if oldest is not None else None
    return Step(name, many, tuple((code, n) for code, n in codes), waits)


def _codes(db: sqlite3.Connection) -> tuple[Coded, ...]:
    rows = db.execute(
        "SELECT provider, code, max(capture), count(*) FROM picked WHERE counts AND code IS NOT NULL"
        " GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2 LIMIT ?",
        (MOST_CODES,),
    ).fetchall()
    return tuple(Coded(provider or "", code, _meaning(db, capture, code), n) for provider, code, capture, n in rows)


def _meaning(db: sqlite3.Connection, capture: int, code: str) -> str | None:
    row = db.execute(MEANING, (capture, code)).fetchone()
    return row[0] if row else None


def _ways(db: sqlite3.Connection, accepted: Sql) -> dict[Whose, tuple[int, int, int]]:
    """Messages that were accepted, delivered, and failed."""
    condition, args = accepted
    return {
        (provider, owner): (*rest,) for provider, owner, *rest in db.execute(WAYS.format(condition=condition), args)
    }


def _groups(db: sqlite3.Connection, by: By, ways: Ways, cut_into: tuple[int, int, int]) -> list[Group]:
    """Those with the most events first; those of which nobody knows whose they are last."""
    base, step, many = cut_into
    found: dict[Whose, list[int]] = defaultdict(lambda: [0] * many)
    for provider, owner, at, n in db.execute(ACTIVITY, (base, step)):
        found[provider, owner][at] = n
    order = sorted(found, key=lambda key: (key[1] is None, -sum(found[key]), key[0], key[1] or ""))
    codes = _worst(db)
    called = names(db, by, islice(order, MOST_GROUPS))
    return [Group(*key, called.get(key), tuple(found[key]), *ways.get(key, (0, 0, 0)), codes.get(key)) for key in order]


def _worst(db: sqlite3.Connection) -> dict[Whose, str]:
    rows = db.execute(
        "SELECT provider, owner, code, count(*) FROM heard WHERE code IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 4, 3 DESC"
    )
    return {(provider, owner): code for provider, owner, code, _ in rows}
