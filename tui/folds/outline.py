"""Rows that fold: which of them are to be seen, counted without looking at each."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from store import Pattern

from ..text import Spans

Place = tuple[int, ...]
"""Where a row is: the how-manieth of the how-manieth … of the source."""


class Source:
    """Rows, some of which have a source in them. What is said of a row is worked out when it is asked for."""

    flat = True
    """No row of it has anything in it: no room is kept for the mark of a fold."""
    loose = False
    """Nor is it beside a row with nothing in it, whatever others have."""

    def __len__(self) -> int:
        raise NotImplementedError

    def row(self, index: int, *, folded: bool) -> Spans:
        """What is drawn."""
        raise NotImplementedError

    def hint(self, _index: int, *, folded: bool) -> str:  # noqa: ARG002
        """What it means, or what is folded in it, to stand behind it where there is room."""
        return ""

    def said(self, index: int) -> str:
        """What is searched: what is drawn, less what is in it."""
        return "".join(text for text, _ in self.row(index, folded=False))

    def path(self, _index: int) -> str:
        """Where it is in the body, as a filter writes it."""
        return ""

    def value(self, _index: int) -> str:
        """What it says, as it was captured."""
        return ""

    def inner(self, _index: int) -> "Source | None":
        return None

    def tucked(self, _index: int) -> bool:
        """What is in it is shown only to who asks for this row."""
        return False

    def found(self, pattern: Pattern) -> Iterator[int]:
        """The rows that say so, without what is in them."""
        return (index for index in range(len(self)) if pattern.search(self.said(index)))


def found(source: Source, pattern: Pattern, at: Place = ()) -> Iterator[Place]:
    """Every row that says so, folded or not, in order."""
    hits = set(source.found(pattern))
    if source.flat:
        yield from ((*at, index) for index in sorted(hits))
        return
    for index in range(len(source)):
        if index in hits:
            yield (*at, index)
        inner = source.inner(index)
        if inner is not None:
            yield from found(inner, pattern, (*at, index))


def at_path(source: Source, path: str, at: Place = ()) -> Place | None:
    """The row that has a path."""
    for index in range(len(source)):
        here = source.path(index)
        if here == path:
            return (*at, index)
        inside = not here or (path.startswith(here) and path[len(here)] in ".[|")
        inner = source.inner(index) if inside else None
        place = at_path(inner, path, (*at, index)) if inner else None
        if place:
            return place
    return None


class Folds:
    """A source of which some rows are unfolded."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.open: dict[int, Folds] = {}
        self.total = len(source)
        self._marks: tuple[list[int], list[int]] | None = None

    def place(self, number: int) -> Place:
        """Where the row of that number is."""
        opened, heads = self._counted()
        nth = bisect_right(heads, number) - 1
        if nth < 0:
            return (number,)
        index, within = opened[nth], number - heads[nth]
        inner = self.open[index]
        if within == 0:
            return (index,)
        return (index, *inner.place(within - 1)) if within <= inner.total else (index + within - inner.total,)

    def number(self, place: Place) -> int:
        """The number of the row there, or of the folded row that hides it."""
        index, *rest = place
        opened, heads = self._counted()
        nth = bisect_right(opened, index) - 1
        if nth < 0:
            return index
        inner = self.open[opened[nth]]
        if opened[nth] == index:
            return heads[nth] + (1 + inner.number(tuple(rest)) if rest else 0)
        return heads[nth] + inner.total + index - opened[nth]

    def at(self, place: Place) -> tuple[Source, int]:
        """The source of a row, and its number there."""
        index, *rest = place
        return self.open[index].at(tuple(rest)) if rest else (self.source, index)

    def is_open(self, place: Place) -> bool:
        index, *rest = place
        inner = self.open.get(index)
        return inner is not None and (not rest or inner.is_open(tuple(rest)))

    def unfold(self, place: Place) -> None:
        """Show what is in a row, and every row around it."""
        index, *rest = place
        if index not in self.open and (inner := self.source.inner(index)) is not None:
            self.open[index] = Folds(inner)
        if rest and index in self.open:
            self.open[index].unfold(tuple(rest))
        self._count()

    def fold(self, place: Place) -> None:
        index, *rest = place
        if rest:
            self.open[index].fold(tuple(rest))
        else:
            self.open.pop(index, None)
        self._count()

    def unfold_all(self, most: int, longest: int) -> int:
        """Unfold so many rows, outer ones first, but none among more than `longest`, and with more in it only one that
        is alone; how many are left of them."""
        if self.source.flat or len(self.source) > longest:
            return most
        for index in range(len(self.source)):
            inner = self._inner(index, longest) if most > 0 else None
            if inner is not None:
                self.open.setdefault(index, Folds(inner))
                most -= len(inner)
        for inside in self.open.values():
            most = inside.unfold_all(most, longest)
        self._count()
        return most

    def fold_all(self, depth: int) -> None:
        """Fold everything but the outermost levels."""
        if depth == 0:
            self.open.clear()
        for inside in self.open.values():
            inside.fold_all(depth - 1)
        self._count()

    def _inner(self, index: int, longest: int) -> Source | None:
        """What is in a row, if that is to be seen without having been asked for."""
        inner = self.source.inner(index)
        if inner is None or self.source.tucked(index):
            return None
        return inner if len(inner) <= longest or len(self.source) == 1 else None

    def _count(self) -> None:
        self.total = len(self.source) + sum(inside.total for inside in self.open.values())
        self._marks = None

    def _counted(self) -> tuple[list[int], list[int]]:
        """The unfolded rows in order, and their numbers."""
        if self._marks is None:
            opened = sorted(self.open)
            before = accumulate((self.open[index].total for index in opened), initial=0)
            self._marks = opened, [index + hidden for index, hidden in zip(opened, before, strict=False)]
        return self._marks
