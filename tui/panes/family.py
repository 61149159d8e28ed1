"""What belongs to what: the brand, campaigns, numbers and messages around the picked entry's entity."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from store import Branch, Entity, Entry, Kind, Reader
from tui.asking import Clock
from tui.choice import Choice
from tui.marks import PLURALS, age, phase, style
from tui.pane import SECOND, Pane, Picked, entity_of
from tui.text import Span, Spans, safe, shorten, squeeze, width
from tui.words import title_of

STEP = 2
"""Cells by which a child stands further in."""
STATE = 15


class Family(Choice, Pane):
    """One line an entity, from the topmost down; opening one goes there."""

    TITLE = "Tree"
    HELP = "What belongs to what: brand, campaigns, numbers, messages. Enter goes there, esc comes back."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "open")]
    POINTS = True

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self.branches: Sequence[Branch] = ()
        self._own: Entity | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(SECOND, self.ask)  # what waits becomes overdue

    def show(self, _entry: Entry) -> None:
        self.ask()

    async def load(self) -> None:
        entity = await entity_of(self.reader, self.picked) if self.picked else None
        self.branches = await self.reader.tree(entity) if entity else ()
        self.total = len(self.branches)
        here = next((index for index, branch in enumerate(self.branches) if _same(branch.entity, entity)), 0)
        if not _same(self._own, entity):
            self._own = entity
            self.go(here)

    def line(self, index: int) -> Spans:
        branch = self.branches[index]
        before = " " * (STEP * branch.depth)
        if branch.entity is None:
            return ((f"{before}… {branch.more:,} more {PLURALS[branch.kind].lower()}", "dim"),)
        room = max(8, self.size.width - len(before) - STATE - 4)
        called = squeeze(_called(branch.entity), room)
        own = "strong" if _same(branch.entity, self._own) else ""
        return (
            (before, ""),
            phase(branch.entity.phase),
            (f" {called}{' ' * (room - width(called) + 1)}", own),
            _state(branch.entity, self.clock()),
        )

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


def _called(entity: Entity) -> str:
    """With its kind where neither a name nor the shape of the id tells it."""
    if entity.name or entity.kind is Kind.NUMBER:
        return title_of(entity)
    return f"to {title_of(entity)}" if entity.kind is Kind.MESSAGE else f"{entity.kind} {title_of(entity)}"


def _same(one: Entity | None, other: Entity | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.provider, one.kind, one.id) == (other.provider, other.kind, other.id)
