"""What belongs to what: the brand, campaigns, numbers and messages around the picked entry's entity."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from store import Branch, Entity, Entry, Kind, Pattern, Reader
from tui.drawing.choice import Choice
from tui.folds.finding import Found
from tui.folds.needle import highlighted
from tui.marks import PLURALS, age, phase, style
from tui.pane import SECOND, Pane, Picked, entity_of
from tui.rows.asking import Clock
from tui.text import Span, Spans, safe, shorten, squeeze, width
from tui.words import title_of, whom

STEP = 2
"""Cells by which a child stands further in."""
STATE = 15


class Family(Choice, Pane):
    """One line an entity, from the topmost down; opening one goes there."""

    TITLE = "Tree"
    HELP = "What belongs to what: brand, campaigns, numbers, messages. Enter goes there, esc comes back."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "open", id="family.open")]
    POINTS = True

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.branches: Sequence[Branch] = ()
        self._own: Entity | None = None

        self.needle: Pattern | None = None
        """What is searched for."""
        self._hits: Sequence[int] = ()
        self._origin = 0
        """Where the user was when the search began."""

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(SECOND, self.ask)  # what waits becomes overdue

    def show(self, _entry: Entry) -> None:
        self.ask()

    async def load(self) -> None:
        entity = await entity_of(self.reader, self.picked) if self.picked else None
        self.branches = await self.reader.tree(entity) if entity else ()
        self.total = len(self.branches)
        self.set_class(self.total <= 1, "-alone")
        here = next((index for index, branch in enumerate(self.branches) if _same(branch.entity, entity)), 0)
        if not _same(self._own, entity):
            self._own = entity
            self.go(here)
        self._seek()

    def begin(self) -> None:
        """A search begins here."""
        self._origin = self.at

    def search(self, pattern: Pattern | None) -> None:
        """Go to the first that says so, by name, id, kind or state; None is nothing."""
        self.needle = pattern
        self._seek()
        if self._hits:
            self.go(self._hits[bisect_left(self._hits, self._origin) % len(self._hits)])
        self._tell()

    def match(self, by: int) -> None:
        """To the next match, or the one before; after the last comes the first."""
        if self._hits:
            nth = bisect_right(self._hits, self.at) if by > 0 else bisect_left(self._hits, self.at) - 1
            self.go(self._hits[nth % len(self._hits)])
        self._tell()

    def _seek(self) -> None:
        """Where the needle is; one that takes too long is none."""
        needle, entities = self.needle, [branch.entity for branch in self.branches]
        try:
            hits = [at for at, one in enumerate(entities) if one and needle and needle.search(_said(one))]
        except TimeoutError:
            self.needle, hits = None, []
        self._hits = hits
        self.changed()

    def _tell(self) -> None:
        if self.needle:
            nth = self._hits.index(self.at) + 1 if self.at in self._hits else 0
            self.post_message(Found(nth, len(self._hits), ""))

    def line(self, index: int) -> Spans:
        branch = self.branches[index]
        before = " " * (STEP * branch.depth)
        if branch.entity is None:
            return ((f"{before}… {branch.more:,}{'+' * branch.least} more {PLURALS[branch.kind].lower()}", "dim"),)
        room = max(8, self.size.width - len(before) - STATE - 4)
        called = squeeze(_called(branch.entity), room)
        own = "strong" if _same(branch.entity, self._own) else ""
        line = (
            (before, ""),
            phase(branch.entity.phase),
            (f" {called}{' ' * (room - width(called) + 1)}", whom(branch.entity, own)),
            _state(branch.entity, self.clock()),
        )
        return highlighted(line, self.needle) if self.needle else line

    def badge(self) -> str:
        return "nothing else belongs to it yet" if len(self.branches) == 1 else ""

    def chosen(self, index: int) -> None:
        entity = self.branches[index].entity
        if entity and not _same(entity, self._own):
            self.work(partial(self._open, entity))

    async def _open(self, entity: Entity) -> None:
        if entry := await self.reader.entry(entity.last_seq):
            self.post_message(Picked(entry))

    def action_choose(self) -> None:
        if self.total:
            self.chosen(self.at)


def _state(entity: Entity, now: datetime) -> Span:
    """In the provider's one word, or for how long nobody has answered."""
    if entity.overdue:
        return (f"no answer {age((now - entity.last_at).total_seconds())}", "attention")
    return (shorten(safe(entity.status or entity.phase.value), STATE), style(entity.phase))


def _said(entity: Entity) -> str:
    """What is searched."""
    return " ".join(
        (entity.kind, title_of(entity), safe(entity.id), *map(safe, entity.aliases), safe(entity.status or ""))
    )


def _called(entity: Entity) -> str:
    """With its kind where neither a name nor the shape of the id tells it."""
    if entity.name or entity.kind is Kind.NUMBER:
        return title_of(entity)
    return f"to {title_of(entity)}" if entity.kind is Kind.MESSAGE else f"{entity.kind} {title_of(entity)}"


def _same(one: Entity | None, other: Entity | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.provider, one.kind, one.id) == (other.provider, other.kind, other.id)
