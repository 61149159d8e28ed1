"""The words of callboard as types: events, readings, entries, entities."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

Stamp = tuple[int, int, int, int, str]
"""Where a claim stands among the claims about one entity: see `projection.stamp`."""


class Kind(StrEnum):
    """What an entity is."""

    BRAND = "brand"
    CAMPAIGN = "campaign"
    NUMBER = "number"
    MESSAGE = "message"
    ORDER = "order"
    CONSENT = "consent"


class Phase(StrEnum):
    """Our word for a state; the provider's own is the status."""

    PENDING = "pending"
    OK = "ok"
    ATTENTION = "attention"
    FAILED = "failed"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Trust(StrEnum):
    """What a signature was worth."""

    VERIFIED = "verified"
    PARTIAL = "partial"
    UNCHECKED = "unchecked"
    REJECTED = "rejected"


class Oddity(StrEnum):
    """What is odd about an entry; as `is:late` a filter finds it."""

    LATE = "late"
    """It came after something that happened later."""
    IMPOSSIBLE = "impossible"
    """What was known before does not lead to it."""
    LEFT = "left"
    """A campaign is not active any more."""
    UNNAMED = "unnamed"
    """A state that nobody has named before."""
    DRIFT = "drift"
    """Something in its shape that this provider never sent before."""
    REPLAYED = "replayed"
    """What a sender uses once was used before, with other content."""
    CONFLICT = "conflict"
    """Another body came under the same key."""
    SKEWED = "skewed"
    """Its time and ours are more than a minute apart."""
    DOUBTFUL = "doubtful"
    """The adapter doubts something about it."""


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Verdict(Model):
    """What the signature told us, and why."""

    trust: Trust
    reason: str | None = None


class Flag(Model):
    """Something odd about an entry, in a sentence."""

    oddity: Oddity
    text: str


class KnownAs(Model):
    """Several ids of one thing."""

    kind: Kind
    ids: tuple[str, ...]


class Event(Model):
    """One thing that a provider says happened."""

    provider: str | None = None
    type: str
    """The provider's name for it; `unrecognised` or `unreadable` where no adapter could read the capture."""
    summary: str
    """One line for people, in plain words."""
    key: str = ""
    """The provider's own id for the event, or what stands for one; events with an equal key and content are deliveries
    of one event."""
    content: str = ""
    """Digest of what was said without the provider's attempt mark; left empty, the interpreter takes the whole body."""
    kind: Kind | None = None
    id: str | None = None
    """The entity's id: a number's is its E.164 form, a message's the provider's id."""
    aliases: tuple[str, ...] = ()
    """Other ids that the provider uses for the same entity."""
    known_as: tuple[KnownAs, ...] = ()
    """Other things that it names by several ids: the campaign of a number, say."""
    status: str | None = None
    """The provider's own word."""
    phase: Phase = Phase.UNKNOWN
    sets: bool = True
    """False for a note: it leaves the entity's state as it was (a failed unlink, a billing)."""
    reason: str | None = None
    code: str | None = None
    """The provider's error code."""
    meaning: str | None = None
    """What the code means, and where that is written; the interpreter adds it."""
    name: str | None = None
    brand: str | None = None
    campaign: str | None = None
    sender: str | None = None
    recipient: str | None = None
    text: str | None = None
    """A message's text."""
    doubts: tuple[str, ...] = ()
    """What is odd about it, in sentences: a path and a body that name two providers, say."""
    occurred_at: datetime | None = None
    sequence: int | None = None
    """The provider's own count of the events of one entity, where it gives one."""


class Entry(Model):
    """An event in the log."""

    seq: int
    capture: int
    """The seq of the capture that said so."""
    received_at: datetime
    attempt: int
    """The how-manieth delivery of this event, from 1."""
    verdict: Verdict
    flags: tuple[Flag, ...] = ()
    """What is odd about it, among the others; decided when it was entered."""
    event: Event


class Entity(Model):
    """A brand, campaign, number, message, order or consent: its entries, folded."""

    provider: str
    kind: Kind
    id: str
    aliases: tuple[str, ...] = ()
    name: str | None = None
    campaign: str | None = None
    brand: str | None = None
    sender: str | None = None
    recipient: str | None = None
    text: str | None = None
    type: str | None = None
    """The type of the event that set the state."""
    status: str | None = None
    phase: Phase = Phase.UNKNOWN
    reason: str | None = None
    code: str | None = None
    meaning: str | None = None
    events: int = 0
    """Events that counted: without redeliveries and without rejected ones."""
    redeliveries: int = 0
    first_at: datetime
    last_at: datetime
    last_seq: int
    """The newest entry that counted."""
    overdue: bool = False
    """It has been pending for longer than its kind usually takes; the `Reader` says so when it is asked."""
    stamps: dict[str, Stamp] = {}
    """For each field that was said, the place of the claim that holds."""


class Reading(Model):
    """What one capture meant: a verdict and at least one event."""

    capture: int
    received_at: datetime
    verdict: Verdict
    events: tuple[Event, ...]
    flags: tuple[Flag, ...] = ()
    """What is odd about the request."""
    nonce: str | None = None
    """What its sender uses once, where the signature was good and has such a thing."""
    content: str = ""
    """Digest of what was signed."""
    unlisted: tuple[str, ...] = ()
    """Parts of its shape that no published example of this provider has."""


class Schedule(Model):
    """When a provider delivers again what was not acknowledged, as far as it publishes that."""

    kinds: tuple[Kind, ...] = ()
    """Of what; nothing stands for everything."""
    pauses: tuple[float, ...] = ()
    """Seconds before each further delivery; nothing where only words are published."""
    then: str = ""
    """What it does after them, or what is known instead."""
    refusal_ends: bool = False
    """After a 4xx, but for 429, it delivers no more."""


class Habits(Model):
    """What a provider expects of whoever receives its callbacks."""

    provider: str
    title: str
    answer_within: float | None = None
    """Seconds after which it gives up on an answer."""
    schedules: tuple[Schedule, ...] = ()

    def schedule(self, kind: Kind | None) -> Schedule | None:
        """The first that is for events about such a thing."""
        return next((one for one in self.schedules if not one.kinds or kind in one.kinds), None)
