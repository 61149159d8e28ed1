"""What of a delivery that was not acknowledged is due again, and what never came, by what its provider publishes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from store import Delivery, Habits, Kind, Schedule

from ..config.survey import written
from ..marks import clock
from ..text import Spans, safe
from .course import gap

SUCCESS = range(200, 300)
REFUSED = range(400, 500)
TOO_MANY = 429
LEAST_SLACK, SLACK = 15.0, 0.2
"""Seconds, and the part of a pause, by which a delivery may be late before it is said that it never came."""
SHOWN = 4
"""Deliveries to come that are listed."""


@dataclass(frozen=True, slots=True)
class Due:
    """One delivery that a provider owes us, by its own word."""

    attempt: int
    at: datetime
    missed: bool
    """It should have come long ago."""


def acknowledged(delivery: Delivery) -> bool:
    return delivery.answer in SUCCESS


def dues(schedule: Schedule, deliveries: Sequence[Delivery], waits: float, now: datetime) -> tuple[Due, ...]:
    """The deliveries that follow the newest, if that was not acknowledged. One that got no answer counts from when the
    provider gave up on it, `waits` seconds later."""
    last = deliveries[-1]
    refused = last.answer in REFUSED and last.answer != TOO_MANY
    if acknowledged(last) or (refused and schedule.refusal_ends):
        return ()
    left = schedule.pauses[last.attempt - 1 :]
    began = last.received_at + timedelta(seconds=0 if last.answer else waits)
    times = [began + timedelta(seconds=seconds) for seconds in accumulate(left)]
    return tuple(
        Due(attempt, at, now > at + _slack(pause))
        for attempt, (at, pause) in enumerate(zip(times, left, strict=True), last.attempt + 1)
    )


def off(schedule: Schedule | None, deliveries: Sequence[Delivery]) -> dict[int, str]:
    """For each attempt after one that was not acknowledged the time since that, and what is published where that is
    another."""
    told = {}
    pauses = schedule.pauses if schedule else ()
    for before, one in pairwise(deliveries):
        if acknowledged(before):
            continue
        since = one.received_at - before.received_at
        published = pauses[before.attempt - 1] if before.attempt <= len(pauses) else None
        told[one.attempt] = f"+{gap(since)}"
        if published is not None and abs(since - timedelta(seconds=published)) > _slack(published):
            told[one.attempt] += f", published +{written(timedelta(seconds=published))}"
    return told


def lines(habits: Habits, kind: Kind | None, found: Sequence[Due], now: datetime) -> Iterator[Spans]:
    """What is due and what never came, and what that is by."""
    for one in found[:SHOWN]:
        when = clock(one.at, now, 8)
        said = f"was due {when}, and never came" if one.missed else f"due {when}"
        yield ((f"  ×{one.attempt}  ", "dim"), (said, "attention" if one.missed else ""))
    if len(found) > SHOWN:
        yield ((f"  … ×{found[-1].attempt}  the last is due {clock(found[-1].at, now, 8)}", "dim"),)
    yield ((f"  {_published(habits, kind)}", "dim"),)


def _published(habits: Habits, kind: Kind | None) -> str:
    schedule, title = habits.schedule(kind), safe(habits.title)
    if schedule is None:
        return f"when {title} delivers again is not published"
    return f"{title} publishes: {', then '.join(filter(None, (_pauses(schedule), safe(schedule.then))))}"


def _pauses(schedule: Schedule) -> str:
    pauses = [written(timedelta(seconds=pause)) for pause in schedule.pauses]
    if not pauses:
        return ""
    if len(set(pauses)) == 1:
        return f"again {len(pauses)} times, {pauses[0]} apart"
    return f"again after {', '.join(pauses[:SHOWN])}{', …' if len(pauses) > SHOWN else ''}"


def _slack(pause: float) -> timedelta:
    return timedelta(seconds=max(LEAST_SLACK, pause * SLACK))
