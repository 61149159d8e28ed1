"""Another machine, which nothing is really sent to: what would have been, and what it answers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from store import Answer, Capture
from tui.sending.replaying import Send

NONE = Answer(None, timedelta(seconds=30), "no whole answer within 30 s")


@dataclass
class Elsewhere:
    """`replaying.Way`."""

    answer: Answer = NONE
    to: str = "http://192.0.2.1:9/hooks"
    here: bool = False
    troubles: tuple[str, ...] = ()
    asked: list[Capture] = field(default_factory=list)
    changed: bool = False

    @asynccontextmanager
    async def opened(self, *, changed: bool = False) -> AsyncIterator[Send]:
        async def send(capture: Capture) -> Answer:
            self.asked.append(capture)
            self.changed = changed
            return self.answer

        yield send

    def signed(self, capture: Capture) -> Capture:
        raise ValueError(f"capture {capture.seq} cannot be signed: its signature holds the time\x1b[2J")
