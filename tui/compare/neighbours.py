"""Which two events are compared: neighbours in a timeline, or each of it with one that is held."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store import Entry


@dataclass(frozen=True, slots=True)
class Pairs:
    """A timeline, and where in it the user is."""

    entries: tuple[Entry, ...]
    """Oldest first, one for each capture."""
    at: int
    held: Entry | None = None
    """What the others are compared with; None for the one before each."""

    @property
    def picked(self) -> Entry:
        return self.entries[self.at]

    @property
    def pair(self) -> tuple[Entry, Entry]:
        """The older one first."""
        other = self.held or self.entries[self.at - 1]
        return (other, self.picked) if other.seq <= self.picked.seq else (self.picked, other)

    def beside(self, by: int) -> "Pairs":
        """Another pair of the timeline, as far as there is one."""
        at = self.at + by
        if self.held and self.number(self.held) == str(at + 1):
            at += by
        first = 0 if self.held else 1
        return replace(self, at=at) if first <= at < len(self.entries) else self

    def number(self, entry: Entry) -> str:
        """The how-manieth request of the timeline says so; none, if it is another's."""
        return next((str(n) for n, one in enumerate(self.entries, 1) if one.capture == entry.capture), "")


def neighbours(timeline: Iterable[Entry], picked: Entry) -> Pairs | None:
    """The picked one and the one before it; None where it is the first."""
    found = _of(timeline, picked)
    return found if found.at else None


def with_held(timeline: Iterable[Entry], picked: Entry, held: Entry) -> Pairs:
    """The picked one, and any other, with one that is held."""
    return replace(_of(timeline, picked), held=held)


def _of(timeline: Iterable[Entry], picked: Entry) -> Pairs:
    """A request has nothing to compare with itself."""
    once = {**{one.capture: one for one in timeline}, picked.capture: picked}
    entries = tuple(sorted(once.values(), key=lambda one: one.seq))
    return Pairs(entries, entries.index(picked))
