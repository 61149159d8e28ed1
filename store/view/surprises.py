"""What is odd about a request, seen from what its provider sent before."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..models import Flag, Oddity, Reading, Trust

MOST_PARTS = 2000
"""Parts of shapes that are kept for a provider: a forger could make up others without end."""
SHOWN_PARTS = 5
NONCED = 32
"""Letters of a digest that are kept with what is used once."""


@dataclass(slots=True)
class Surprises:
    """What was used once before, and what was never sent before."""

    db: sqlite3.Connection
    _called: set[str] = field(default_factory=set)
    """Providers that are known to have called."""

    def of(self, reading: Reading) -> Iterator[Flag]:
        """Each once: the next request with the same is no surprise."""
        yield from self._replayed(reading)
        yield from self._drifted(reading)

    def _replayed(self, reading: Reading) -> Iterator[Flag]:
        """What is used once came before, with something else."""
        provider = reading.events[0].provider
        if not reading.nonce or provider is None:
            return
        row = self.db.execute(
            "SELECT content, capture FROM nonces WHERE (provider, nonce) = (?, ?)", (provider, reading.nonce)
        ).fetchone()
        content = reading.content[:NONCED]
        if row is None:
            new = (provider, reading.nonce, content, reading.capture)
            self.db.execute("INSERT INTO nonces VALUES (?, ?, ?, ?)", new)
        elif row[0] != content:
            told = f"its nonce was used before, by capture {row[1]}, with other content: this may be a replay"
            yield Flag(oddity=Oddity.REPLAYED, text=told)

    def _drifted(self, reading: Reading) -> Iterator[Flag]:
        """What this provider never sent before. Its very first callback teaches its fields, and is not odd."""
        provider = reading.events[0].provider
        if provider is None or reading.verdict.trust is Trust.REJECTED:
            return
        first = provider not in self._called and self._new(provider, "", reading)
        self._called.add(provider)
        if not reading.unlisted or self._full(provider):
            return
        new = [part for part in reading.unlisted if self._new(provider, part, reading)]
        told = [part for part in new if not first or " = " in part]
        if told:
            more = f" and {len(told) - SHOWN_PARTS} more" if len(told) > SHOWN_PARTS else ""
            text = f"{provider} never sent this before: {', '.join(told[:SHOWN_PARTS])}{more}"
            yield Flag(oddity=Oddity.DRIFT, text=text)

    def _new(self, provider: str, part: str, reading: Reading) -> bool:
        row = (provider, part, reading.capture)
        return self.db.execute("INSERT OR IGNORE INTO shapes VALUES (?, ?, ?)", row).rowcount == 1

    def _full(self, provider: str) -> bool:
        kept: int = self.db.execute("SELECT count(*) FROM shapes WHERE provider = ?", (provider,)).fetchone()[0]
        return kept > MOST_PARTS
