"""What a provider calls from a brand's registration to the last message: a value, made of its samples."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from random import Random
from urllib.parse import quote_plus

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


def iso(timespec: str, zone: str = "Z") -> Write:
    """`2026-11-22T10:00:00.000Z`"""
    return lambda when: when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=timespec) + zone


def uuid(chance: Random) -> str:
    text = f"{chance.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def digits(count: int, before: str = "") -> Make:
    return lambda chance: f"{before}{chance.randrange(10 ** (count - 1), 10**count)}"


def letters(count: int, before: str = "", of: str = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") -> Make:
    """With a digit at the end, as the ids of The Campaign Registry have one."""
    return lambda chance: f"{before}{''.join(chance.choices(of, k=count - 1))}{chance.randrange(1, 10)}"


AREAS = ("202", "206", "212", "303", "305", "312", "404", "415", "512", "602", "617", "702", "713", "773", "808", "917")


def phone(before: str = "+1") -> Make:
    """A number that nobody has: 555-0100 to 555-0199 of any area are kept for stories."""
    return lambda chance: f"{before}{chance.choice(AREAS)}55501{chance.randrange(100):02}"


def one_of(*values: str) -> Make:
    return lambda chance: chance.choice(values)


def formed(make: Make) -> Make:
    """For a form."""
    return lambda chance: quote_plus(make(chance))


brand_name = one_of("Blue Harbor Coffee", "Northwind Dental", "Tallgrass Books", "Juniper Lane Florist", "Orbit Cycles")
message_text = one_of(
    "Your order has shipped and arrives on Thursday.",
    "Your table for two is booked for 7 pm. Reply C to cancel.",
    "Your code is 482913. It is good for ten minutes.",
    "Reminder: your appointment is tomorrow at 9:30.",
    "Your prescription is ready to be picked up.",
)
reply_text = one_of("Thanks!", "C", "STOP", "HELP", "Yes, see you then", "Can I come an hour later?")


def value(name: str) -> str:
    """The pattern of a text in JSON, by the name of its field."""
    return rf'(?<="{name}":")[^"]+'


def whole(name: str) -> str:
    """The pattern of a number in JSON."""
    return rf'(?<="{name}":)\d+'


def entry(name: str) -> str:
    """The pattern of a value in a form."""
    return rf"(?<=\b{name}=)[^&]+"
