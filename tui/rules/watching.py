"""What the rules have seen: of what is new each match is counted, and a burst is told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from store import Cursors, Entry, Filter, Reader, parse

from ..config.rule import Rule
from ..text import safe

CALM = timedelta(seconds=1)
"""Without a match for so long, a burst is over."""
SHORT = 160
NEVER = float("-inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notification: one entry, or as many as a burst had."""

    rule: Rule
    entry: Entry
    """The newest."""
    count: int
    text: str


@dataclass(slots=True)
class Tally:
    """How a rule stands."""

    rule: Rule
    on: bool = True
    matched: int = 0
    last: datetime | None = None
    """When something matched last, by the clock on the wall."""
    untold: int = 0
    newest: Entry | None = None
    _since: float = 0.0
    """When the first of what is untold came."""
    _heard: float = NEVER
    _told: float = NEVER

    def hear(self, newest: Entry, count: int, at: float, now: datetime) -> None:
        """So many more match."""
        self._since = self._since if self.untold else at
        self._heard, self.newest, self.last = at, newest, now
        self.matched, self.untold = self.matched + count, self.untold + count

    def tell(self, at: float) -> Notice | None:
        """What is to be told now: once a burst is over, or has lasted for as long as the rule keeps quiet."""
        quiet = self.rule.quiet.total_seconds()
        over = at - self._heard >= CALM.total_seconds() or at - self._since >= quiet
        if not self.untold or self.newest is None or not over or at - self._told < quiet:
            return None
        notice = Notice(rule=self.rule, entry=self.newest, count=self.untold, text=self._text(self.newest))
        self.untold, self._told = 0, at
        return notice

    def _text(self, newest: Entry) -> str:
        words = safe(" ".join(self.rule.says(newest).split()), SHORT)
        if self.untold == 1:
            return f"{safe(self.rule.name)}: {words}"
        seconds = max(1, round(self._heard - self._since))
        return f"{safe(self.rule.name)}: {self.untold:,} in {seconds} s, newest {words}"


class Watching:
    """Looks at what is new through every rule: never at what was there before, nor at what is only read again."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.tallies = tuple(map(Tally, rules))
        self._after: Cursors | None = None
        self._floor: Filter = parse("capture>0")

    async def look(self, reader: Reader, cursors: Cursors, at: float, now: datetime) -> None:
        """The store is so far; `at` are seconds that never go back."""
        known = self._after
        if known is None or known.generation != cursors.generation:
            # What was there when the board came, and what had been read before the view was begun anew.
            self._floor = parse(f"capture>{cursors.capture if known is None else known.read}")
            known = Cursors(cursors.generation, 0 if known else cursors.entry, 0, 0)
        awake = [tally for tally in self.tallies if tally.on]
        heard = [(tally, *await self._matches(reader, tally.rule, known.entry, cursors.entry)) for tally in awake]
        for tally, newest, count in heard:
            if newest:
                tally.hear(newest, count, at, now)
        self._after = cursors

    def due(self, at: float) -> tuple[Notice, ...]:
        """What is to be told now."""
        return tuple(notice for tally in self.tallies if (notice := tally.tell(at)))

    async def _matches(self, reader: Reader, rule: Rule, after: int, top: int) -> tuple[Entry | None, int]:
        """The newest of what is new, and how many there are."""
        if top <= after:
            return None, 0
        where = Filter("and", (rule.where, self._floor))
        count = await reader.total(where=where, after=after, top=top)
        newest = await reader.entries(where=where, after=after, top=top, limit=1) if count else ()
        return (newest[0], count) if newest else (None, 0)
