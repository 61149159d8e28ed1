"""What a provider is: a value made of pure functions of one capture."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from store import Capture, Event, Schedule

from .payloads.codes import NO_CODES, Codes
from .signatures import Signature, Signing
from .stories.lifecycle import Lifecycle

MOST_EVENTS = 1000
"""Events that are taken from one capture: one forged list of recipients could otherwise fill the view."""

LONGEST = 4096
"""Letters of one field of an event; the whole stays in the capture."""


class Certainty(IntEnum):
    """How sure an adapter is that a capture is its provider's."""

    NO = 0
    MAYBE = 1
    LIKELY = 2
    CERTAIN = 3


def unsigned(_: Capture) -> tuple[Signature, ...]:
    """A provider that signs nothing, as far as is known."""
    return ()


def itself(secret: str) -> str:
    """A secret that both sides have."""
    return secret


def any_text(_: str) -> str | None:
    """Every text may be a secret."""
    return None


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider of callbacks: one file of `receiver/providers/`, and its samples in `samples/<name>/` beside it.

    The functions have no clock, network, settings or logging, and may raise: the interpreter turns an error into an
    `unreadable` entry.
    """

    name: str
    """Lower case; as the first path segment it says who calls."""
    title: str
    claims: Callable[[Capture], Certainty]
    interpret: Callable[[Capture], tuple[Event, ...]]
    """What the capture says: empty where the adapter knows the provider but not what this is."""
    reads: tuple[str, ...]
    """The families of events that it understands, for people."""
    signs: str | None = None
    """How the provider signs, in one line; None where it does not, or where that is not known."""
    signatures: Callable[[Capture], tuple[Signature, ...]] = unsigned
    """The signatures that a request carries, each with what it would have to be."""
    signing: Signing | None = None
    """The headers that it would sign a request with, for signing as it does."""
    public: Callable[[str], str] = itself
    """What the receiver is told of the secret that is signed with: the same, or the public half of it."""
    lifecycle: Lifecycle | None = field(default=None, compare=False)
    """The callbacks that it would send, from a registration to the last message."""
    secret_flaw: Callable[[str], str | None] = any_text
    """Why a text cannot be one of this provider's secrets; it never quotes it."""
    codes: Codes = NO_CODES
    """What the codes of its events mean, and who says so."""
    answer_within: float | None = None
    """Seconds that it waits for our answer before it calls the attempt failed; None where that is not known."""
    schedules: tuple[Schedule, ...] = ()
    """When it delivers again what was not acknowledged; nothing where that is not published."""
    unknown: tuple[str, ...] = ()
    """What nobody has published, in sentences."""
    configured: "Callable[[Provider, Mapping[str, object]], Provider] | None" = None
    """A copy that follows the user's `[providers.<name>]` table; `ValueError` says what is wrong with the table."""
