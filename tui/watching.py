"""What the rules have seen: of what is new each match is counted, and a burst is told once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from store import Cursors, Entry, Filter, Reader, parse

from .rules import Rule
from .text import safe

CALM = timedelta(seconds=1)
"""Without a match for so long, a burst is over."""
MOST = 50
"""Entries of a look whose words are compared, for rules that say the same once a day."""
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
    words: str = ""
    """What is said of the newest."""
    _since: float = 0.0
    """When the first of what is untold came."""
    _heard: float = NEVER
    _told: float = NEVER
    _said: dict[str, date] = field(default_factory=dict)
    """What was said, and on which day."""

    def hear(self, entries: Sequence[Entry], count: int, at: float, now: datetime) -> None:
        """So many more match, of which these are the newest, the newest first."""
        words = [text for entry in entries for text in self.rule.says(entry)]
        if self.rule.daily:
            words = [text for text in dict.fromkeys(words) if self._said.get(text) != now.date()]
            self._said |= dict.fromkeys(words, now.date())
        self.matched, self.last = self.matched + count, now
        if not words:
            return
        self._since = at if not self.untold else self._since
        self._heard, self.newest, self.words = at, entries[0], words[0]
        self.untold += len(words) if self.rule.daily else count

    def tell(self, at: float) -> Notice | None:
        """What is to be told now: once a burst is over, or has lasted for as long as the rule keeps quiet."""
        quiet = self.rule.quiet.total_seconds()
        over = at - self._heard >= CALM.total_seconds() or at - self._since >= quiet
        if not self.untold or self.newest is None or not over or at - self._told < quiet:
            return None
        notice = Notice(rule=self.rule, entry=self.newest, count=self.untold, text=self._text())
        self.untold, self._told = 0, at
        return notice

    def _text(self) -> str:
        words = safe(" ".join(self.words.split()), SHORT)
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
        heard = [(one, await self._matches(reader, one.rule, known.entry, cursors.entry)) for one in self._awake()]
        for tally, (entries, count) in heard:
            if count:
                tally.hear(entries, count, at, now)
        self._after = cursors

    def due(self, at: float) -> tuple[Notice, ...]:
        """What is to be told now."""
        return tuple(notice for tally in self.tallies if (notice := tally.tell(at)))

    def _awake(self) -> Sequence[Tally]:
        return [tally for tally in self.tallies if tally.on]

    async def _matches(self, reader: Reader, rule: Rule, after: int, top: int) -> tuple[Sequence[Entry], int]:
        if top <= after:
            return (), 0
        where = Filter("and", (rule.where, self._floor))
        limit = MOST if rule.daily else 1
        entries = await reader.entries(where=where, after=after, top=top, limit=limit)
        more = len(entries) == limit
        return entries, await reader.total(where=where, after=after, top=top) if more else len(entries)
