"""What a tunnel has come to, and the calls that proved it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """How far it is."""

    STARTING = "starting"
    ANNOUNCED = "announced"
    CONNECTED = "connected"
    VERIFIED = "verified"
    DEGRADED = "degraded"
    RESTARTING = "restarting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Step:
    """A state that it came to, when, and why."""

    state: State
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """A call of our own, from outside."""

    at: datetime
    took: timedelta | None
    """None where it did not come back."""
    trouble: str = ""
