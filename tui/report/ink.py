"""How what came from outside is written down: safe, short enough, and masked where that was asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from store import Entity
from tui.export.secrecy import within
from tui.privacy import SAID, concealed, masked
from tui.text import safe, shorten
from tui.words import title_of

from .markup import Html, tag

LONG = 300
SOURCE = re.compile(r" \([^()]*\)$")
UNITS = ((365 * 86400, "year"), (86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True, slots=True)
class Ink:
    now: datetime
    """When the report is made, in the time of the place."""
    mask: bool = False
    """Numbers, addresses and texts as dots, as `P` has them on the board."""
    redacted: Callable[[str], str] = within
    """Leaves out what looks like a secret, or is known to be one."""

    def words(self, text: str | None, limit: int = LONG) -> str:
        """Masked before it is cut: a torn number would not be known for one."""
        said = " ".join(safe(self.redacted(text or "")).split())
        return shorten(masked(said) if self.mask else said, limit)

    def text(self, text: str | None) -> str:
        """What people wrote to each other."""
        said = " ".join(safe(self.redacted(text or "")).split())
        return shorten(concealed(said, SAID) if self.mask else said, LONG)

    def called(self, entity: Entity) -> str:
        return self.words(title_of(entity))

    def when(self, moment: datetime) -> Html:
        local = moment.astimezone(self.now.tzinfo)
        return tag("time", self.clock(moment), datetime=local.isoformat(timespec="seconds"))

    def clock(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.now.tzinfo):%-d %b %Y, %H:%M}"

    def ago(self, moment: datetime) -> str:
        return lasting(self.now - moment)


def lasting(length: timedelta) -> str:
    """In words and one unit: `3 hours`."""
    seconds = max(0, int(length.total_seconds()))
    size, unit = next(((size, unit) for size, unit in UNITS if seconds >= size), UNITS[-1])
    return plural(seconds // size, unit)


def unsourced(meaning: str) -> str:
    """What a code means, without who says so."""
    return SOURCE.sub("", meaning)


def plural(n: int, noun: str) -> str:
    """`1 event`, `1,204 events`."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
