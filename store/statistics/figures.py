"""What is counted of the events of a time: models of numbers, with nothing of how they are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ..filters.grammar import Filter, parse
from ..models import Phase, Trust

By = Literal["campaign", "brand", "number", "provider"]
"""Whose events are counted together."""

INBOUND = "status:receiv*,*-response"
UNDELIVERED = "status:undel*,delivery_*,*expired*"
"""The providers' words for what a carrier or a telephone did not take."""
PASSED_ON = "status:sent,send,progress,dispatched,submitted,buffered,delivered_to_operator,*enroute*"
"""Their words for what was handed to a carrier, of which nobody has said more yet."""

STEPS: Mapping[str, Filter] = {
    name: parse(f"{which} -{INBOUND}".strip())
    for name, which in {
        "accepted": "",
        "sent": f"(phase:ok,attention or (phase:failed {UNDELIVERED}) or (phase:pending {PASSED_ON}))",
        "delivered": "phase:ok",
        "undelivered": f"phase:failed {UNDELIVERED}",
        "failed": f"phase:failed -{UNDELIVERED}",
        "unconfirmed": "phase:attention",
        "canceled": "phase:ended",
        "no final": "phase:pending,unknown",
    }.items()
}
"""The way of a message to its end. A step is a filter on messages, so that what it counts is also what it lists."""

LAGS = tuple(timedelta(seconds=one) for one in (0, 0.1, 0.25, 0.5, 1, 2, 5, 30, 300))
"""Where one bar of lags ends and the next begins. Before nought a clock is wrong, not a network fast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Which events are counted, and into how many parts their time is cut at most; without an end, all there are."""

    since: datetime | None = None
    until: datetime | None = None
    buckets: int = 60


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Bucket:
    """A part of the time, and how many events said what."""

    start: datetime
    phases: Mapping[Phase, int]


@dataclass(frozen=True, slots=True)
class Step:
    """One of `STEPS`."""

    name: str
    messages: int
    codes: tuple[tuple[str, int], ...] = ()
    """The most frequent, and how many messages have them."""
    oldest: datetime | None = None
    """The longest without a word, of those that wait."""


@dataclass(frozen=True, slots=True)
class Coded:
    """An error code of a provider, and how many events had it."""

    provider: str
    code: str
    meaning: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Skew:
    """The lowest lag of a provider, the odd one left out: what there is to tell how far its clock is from ours."""

    provider: str
    lowest: timedelta


@dataclass(frozen=True, slots=True)
class Lags:
    """How long after it had occurred an event was received."""

    bars: tuple[int, ...] = ()
    """How many lie before each of `LAGS`, and behind the last."""
    p50: timedelta | None = None
    p95: timedelta | None = None
    p99: timedelta | None = None
    unknown: int = 0
    """Events whose provider gave no time."""
    skews: tuple[Skew, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What has one campaign, brand, number or provider; without an id, what belongs to none that is known."""

    provider: str
    id: str | None
    name: str | None
    buckets: tuple[int, ...]
    """Events, over time."""
    messages: int
    delivered: int
    failed: int
    code: str | None
    """Its most frequent error."""

    @property
    def events(self) -> int:
        return sum(self.buckets)


@dataclass(frozen=True, slots=True)
class Health:
    """How well captures come in and are read; also of what does not count."""

    verdicts: Mapping[Trust, int]
    unrecognised: int = 0
    unreadable: int = 0
    redelivered: int = 0
    late: int = 0
    answered_p50: timedelta | None = None
    answered_p99: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of one time. Events count once, and not at all where the signature was rejected."""

    since: datetime
    until: datetime
    step: timedelta
    """How long a bucket is."""
    entries: int
    """All of them."""
    counted: int
    by: By
    buckets: tuple[Bucket, ...]
    steps: tuple[Step, ...]
    codes: tuple[Coded, ...]
    lags: Lags
    groups: tuple[Group, ...]
    more_groups: int
    health: Health
    more: bool = False
    """There were more events: the newest were counted, and the time begins with the oldest of them."""
