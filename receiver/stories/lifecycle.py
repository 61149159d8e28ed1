"""What a provider calls from a brand's registration to the last message: a value, made of its samples."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from random import Random

Make = Callable[[Random], str]
Write = Callable[[datetime], str]


class Of(Enum):
    """How long a value holds."""

    STORY = "story"
    NUMBER = "number"
    MESSAGE = "message"
    EVENT = "event"


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """Something that each story, number, message or event has one of, such as its id."""

    of: Of
    make: Make


@dataclass(frozen=True, slots=True, eq=False)
class When:
    """A time, as the provider writes it: that of the event, or of a step before it, of which 0 is the beginning."""

    write: Write
    step: int | None = None
    later: timedelta = timedelta()


class Told(Enum):
    """What is known only when a callback is sent."""

    ATTEMPT = "attempt"
    URL = "url"
    DIGEST = "digest"
    """The SHA-256 of the body, in the target."""


Stand = Slot | When | Told
Stands = Mapping[str, Stand]
"""What stands in the samples, as a pattern, and what takes its place."""


@dataclass(frozen=True, slots=True)
class Step:
    """One callback: a sample with the story's own ids and times."""

    sample: str
    after: float
    """Seconds after the step before it, more or less."""
    number: int | None = None
    """Which of the story's numbers it is about."""
    says: Mapping[str, str] = field(default_factory=dict)
    """Words of the sample that are others here: both are documented, and only their combination is not."""
    stands: Stands = field(default_factory=dict)
    """Beside those of the lifecycle, and before them."""


Course = tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """What happens, and how it is told."""

    tells: str
    """What happens in it, in a few words."""
    stands: Stands
    registration: Course = ()
    sends: tuple[int, ...] = (0,)
    """The numbers that messages are sent from afterwards."""
    delivered: tuple[Course, ...] = ()
    """None where there are no callbacks about messages."""
    failed: tuple[Course, ...] = ()
    """None where no callback says that a message failed."""
    received: tuple[Course, ...] = ()
    unlike: str = ""
    """How it differs from what the provider does, in a sentence."""

    @property
    def steps(self) -> tuple[Step, ...]:
        courses = (self.registration, *self.delivered, *self.failed, *self.received)
        return tuple(step for course in courses for step in course)
