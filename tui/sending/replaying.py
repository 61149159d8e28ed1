"""When captured requests are posted again, and what came of it."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from store import Answer, Capture, Sent

from ..config.values import ConfigError
from ..marks import age

TIMES = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?)x")
A_SECOND = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?)/s")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast: so many times as it was, or so many a second; neither is as fast as it goes."""

    times: float | None = None
    a_second: float | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests that may be meant, oldest first."""

    name: str
    requests: tuple[tuple[int, datetime], ...]
    """The seq of each capture, and when it was received."""

    @property
    def seqs(self) -> tuple[int, ...]:
        return tuple(seq for seq, _ in self.requests)

    @property
    def received(self) -> tuple[datetime, ...]:
        return tuple(at for _, at in self.requests)


Load = Callable[[int], Awaitable[Capture | None]]
Send = Callable[[Capture], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is replayed."""

    title: str
    batches: tuple[Batch, ...]
    """The first is of the one request that the user is on."""
    capture: Capture
    """That one, edited or not."""
    load: Load
    edited: bool = False


class Way(Protocol):
    """The way to one target, once it is known to be one that something may be sent to."""

    @property
    def to(self) -> str: ...
    @property
    def here(self) -> bool:
        """It is this machine, and nothing is sent to another."""

    @property
    def troubles(self) -> Sequence[str]:
        """Why something that was sent could not be kept."""

    def opened(self, *, changed: bool = False) -> AbstractAsyncContextManager[Send]:
        """What is sent is kept beside its capture, too: how it went, and the request where that is `changed`."""

    def signed(self, capture: Capture) -> Capture:
        """With the signature that its provider would make for this URL, instead of the one that came. Raises
        `ValueError`."""


Ways = Callable[[str], Way]
"""Asks what a name stands for, so not to be called on the board's loop. Raises `ValueError` with a sentence."""


def pace(text: str) -> Pace:
    """`1x`, `10x`, `5/s` or `max`."""
    if text == "max":
        return Pace()
    if (found := TIMES.fullmatch(text)) and float(found[1]):
        return Pace(times=float(found[1]))
    if (found := A_SECOND.fullmatch(text)) and float(found[1]):
        return Pace(a_second=float(found[1]))
    raise ConfigError(f"--speed is 1x (as it was), 10x, 5/s or max, and is {text!r}")


def moments(received: Sequence[datetime], at: Pace) -> Iterator[float]:
    """Seconds from the start at which each is due."""
    if at.a_second:
        yield from (number / at.a_second for number in range(len(received)))
        return
    due = 0.0
    yield due
    for before, after in pairwise(received):
        due += max(0.0, (after - before).total_seconds()) / at.times if at.times else 0.0
        yield due


def left(done: int, total: int, elapsed: float, last_due: float) -> float:
    """Seconds until all are sent, about: as they are due, or as fast as it went so far."""
    if last_due:
        return max(0.0, last_due - elapsed)
    return elapsed / done * (total - done) if done else 0.0


def progress(done: int, total: int, seconds: float) -> str:
    """`12 of 120, 34s to go`."""
    return f"{done:,} of {total:,}" + (f", {age(seconds)} to go" if done < total else "")


async def replayed(
    load: Load, seqs: Sequence[int], dues: Iterable[float], send: Send, stop: asyncio.Event | None = None
) -> AsyncIterator[tuple[Capture, Answer]]:
    """Each capture with its answer, one after the other, until `stop`; one that is not there any more is passed over.
    Nothing is ever sent a second time: of what has no answer nobody knows whether it was taken."""
    loop = asyncio.get_running_loop()
    stop = stop or asyncio.Event()
    began = loop.time()
    for seq, due in zip(seqs, dues, strict=True):
        if await _stopped(stop, began + due - loop.time()):
            return
        if capture := await load(seq):
            yield capture, await send(capture)


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    """Whether it came while we waited."""
    if not stop.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await stop.wait()
    return stop.is_set()


def sent(capture: Capture, at: datetime, target: str, answer: Answer, *, changed: bool = False) -> Sent:
    """What is kept of it beside the capture: of one that was changed the request, too."""
    kept = Sent.of(answer, capture.seq, at, "replay", target)
    if not changed:
        return kept
    head = (f"{capture.method} {capture.target}".encode("latin-1"), *(b"%b: %b" % one for one in capture.headers))
    return kept.model_copy(update={"request_head": b"\n".join(head), "request_body": capture.body})


def summary(answers: Sequence[Answer]) -> str:
    """`12 sent: 10 × 204, 1 × 500, 1 × no answer`."""
    counted = Counter("no answer" if one.status is None else str(one.status) for one in answers)
    parts = [f"{n:,} × {name}" for name, n in sorted(counted.items())]
    return f"{len(answers):,} sent: {', '.join(parts)}" if answers else "nothing was sent"
