"""The way to an app: shut while nobody is there, or while it asks for a pause, and tried by one request at a time."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from store import Answer

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between two knocks, longer each time that nobody is there."""
LONGEST = 3600.0
"""Seconds that an app may ask for."""
PAUSED = (429, 503)
"""With `Retry-After`, an app asks for a pause; 429 asks for one without."""


@dataclass(slots=True)
class Barrier:
    """Says once that an app went, and once that it is back."""

    name: str
    url: str
    tell: Callable[[str], None]
    down_since: datetime | None = None
    """Nobody is there since."""
    pauses: tuple[float, ...] = PAUSES
    _knocks: int = 0
    _until: float = 0.0
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def shut(self) -> bool:
        return self._knocks > 0

    @asynccontextmanager
    async def through(self) -> AsyncIterator[None]:
        """Once it is open, or once it is time to knock; nobody else knocks while the block runs."""
        if not self.shut:
            yield
            return
        async with self._one:
            if self.shut:
                await asyncio.sleep(max(0.0, self._until - time.monotonic()))
            yield

    def heard(self, answer: Answer) -> bool:
        """What an app answered; true where the request is to be tried again at once when the way is open."""
        pause = retry_after(answer, datetime.now(UTC))
        if answer.reached and pause is None:
            self._opened()
            return False
        self._shut(answer, pause)
        return True

    def _opened(self) -> None:
        if self.down_since:
            seconds = (datetime.now(UTC) - self.down_since).total_seconds()
            self.tell(f"{self._who} is there again after {seconds:.0f} s: what waited goes to it")
        self._knocks, self.down_since = 0, None

    def _shut(self, answer: Answer, asked: float | None) -> None:
        now = time.monotonic()
        if self._knocks and now < self._until:  # others were on their way when it was shut
            return
        self._knocks += 1
        pause = self.pauses[min(self._knocks, len(self.pauses)) - 1]
        self._until = now + (asked or pause)
        if not answer.reached and not self.down_since:
            self.down_since = datetime.now(UTC)
            self.tell(f"{self._who} is not there ({answer.trouble}): what comes is kept, and goes to it when it is")

    @property
    def _who(self) -> str:
        return f"{self.name} ({self.url})"


def retry_after(answer: Answer, now: datetime) -> float | None:
    """The seconds that an app asks for; 0 where it leaves them to us, None where it asks for none."""
    if answer.status not in PAUSED:
        return None
    said = next((value for name, value in answer.headers if name.lower() == b"retry-after"), None)
    if said is None:
        return 0.0 if answer.status == PAUSED[0] else None
    return min(LONGEST, max(0.0, _seconds(said.decode("latin-1").strip(), now)))


def _seconds(said: str, now: datetime) -> float:
    if said.isascii() and said.isdigit():
        return float(said[:6])
    try:
        return (parsedate_to_datetime(said) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):  # neither a number nor a date, or a date without a zone
        return 0.0
