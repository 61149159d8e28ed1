"""When captured requests are posted again, and what came of it."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol, TypeVar

from store import Capture

from .values import ConfigError

TIMES = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?)x")
A_SECOND = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})?)/s")
PROVISIONING = re.compile(r"/(campaign|provision)/(add|delete|update)\b", re.IGNORECASE)
"""Calls that order something, and cost: Zipwhip's are posted to the same kind of URL as its callbacks."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast: so many times as it was, or so many a second; neither is as fast as it goes."""

    times: float | None = None
    a_second: float | None = None


class Answer(Protocol):
    """What `receiver.sending.Answer` says."""

    @property
    def status(self) -> int | None: ...
    @property
    def took(self) -> timedelta: ...
    @property
    def trouble(self) -> str: ...
    @property
    def good(self) -> bool: ...


A = TypeVar("A", bound=Answer)


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


async def replayed(
    load: Callable[[int], Awaitable[Capture | None]],
    seqs: Sequence[int],
    dues: Iterable[float],
    send: Callable[[Capture], Awaitable[A]],
) -> AsyncIterator[tuple[Capture, A]]:
    """Each capture with its answer, one after the other; one that is not there any more is passed over."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for seq, due in zip(seqs, dues, strict=True):
        await asyncio.sleep(max(0.0, began + due - loop.time()))
        if capture := await load(seq):
            yield capture, await send(capture)


def provisions(captures: Iterable[Capture]) -> list[str]:
    """The paths that order something."""
    return [one.path for one in captures if PROVISIONING.search(one.path)]


def summary(answers: Sequence[Answer]) -> str:
    """`12 sent: 10 × 204, 1 × 500, 1 × no answer`."""
    counted = Counter("no answer" if one.status is None else str(one.status) for one in answers)
    parts = [f"{n:,} × {name}" for name, n in sorted(counted.items())]
    return f"{len(answers):,} sent: {', '.join(parts)}" if answers else "nothing was sent"
