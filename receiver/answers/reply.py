"""What a provider is told: a status with headers and body, how late, or nothing at all."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from store import Header, Request

NOTHING = 0
"""The status that is stored where no answer was given."""


class Fault(StrEnum):
    """What is done instead of an answer."""

    TIME_OUT = "time out"
    """Nothing, until the provider hangs up."""
    CLOSE = "close"
    """The connection is closed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, given once the request is stored."""

    status: int = 200
    headers: tuple[Header, ...] = ()
    """Without `content-length`, which follows from the body."""
    body: bytes = b""
    delay: float = 0.0
    """Seconds that the provider waits for it."""
    fault: Fault | None = None

    @property
    def answer(self) -> int:
        """What is stored with the capture."""
        return NOTHING if self.fault else self.status


OK = Reply()
"""200 at once: given without a look at anything else."""


class Answers(Protocol):
    """Whoever decides what is answered."""

    def planned(self, request: Request, /) -> Reply | None:
        """Asked before the request is stored, so that the status is stored with it; None where only `found` can tell.
        It stands on the way to every answer."""
        ...

    async def found(self, seq: int, request: Request, /) -> Reply:
        """Asked once the request is stored, where nothing was planned. The sender waits; it never raises."""
        ...


class AtOnce:
    """200 to everybody."""

    def planned(self, _: Request, /) -> Reply | None:
        return OK

    async def found(self, _seq: int, _request: Request, /) -> Reply:
        return OK
