"""The small store that large ones are multiplied from: what the simulator's stories said, read by the real receiver."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from pathlib import Path

from receiver.found import found
from receiver.interpreter import catch_up
from receiver.provider import Provider
from receiver.stories.plot import Plan
from receiver.stories.simulating import Call, Story
from store import Intake, Ledger, Request, Upkeep

TELLERS = ("telnyx", "twilio", "plivo", "signalwire", "zipwhip", "mta")
AT_ONCE = 200
"""Requests that wait for the disk together."""


def requests(many: int, now: datetime) -> Iterator[Request]:
    """As many callbacks as are asked for, of every story at once, evenly over the day before now."""
    providers = {one.name: one for one in found()[0]}
    told = (_calls(providers[name], many // len(TELLERS), now) for name in TELLERS)
    calls = merge(*told, key=lambda made: made[1].request.received_at)
    apart = timedelta(days=1) / many
    for number, (name, call) in enumerate(islice(calls, many), 1):
        at = now - apart * (many - number)
        yield replace(call.request, target=f"/{name}{call.request.target}", received_at=at)


def _calls(provider: Provider, many: int, now: datetime) -> Iterator[tuple[str, Call]]:
    """Two callbacks and more are made of each message."""
    story = Story(provider, Plan(messages=many), now=now, url=f"https://hooks.example.com/{provider.name}")
    return ((provider.name, call) for call in story.calls())


async def fill(log: Path, many: int, now: datetime) -> None:
    """Captured, read and packed as `callboard serve` does it."""
    async with Intake.open(log, patience=300) as intake:
        coming = requests(many, now)
        while some := list(islice(coming, AT_ONCE)):
            await asyncio.gather(*(intake.capture(one) for one in some))
        providers = found()[0]
        async with Ledger.open(log) as ledger:
            while await catch_up(ledger, providers):
                pass
        upkeep = Upkeep(intake)
        while await upkeep.pack():
            pass
        await upkeep.flush()
