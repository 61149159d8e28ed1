"""What the four entity panes share: a kind's entities, last changed first."""

from collections.abc import Mapping, Sequence

from store import ALL, Entity, Key, Kind, Mark, Phase, Reader, Tally

from ..drawing.flash import Flashing
from ..marks import GLYPHS, signs
from ..words import COLUMNS, MORE, with_marks
from .asking import Clock
from .stream import Stream

AGAIN = 5.0
"""Seconds."""
RENEWED = 100
"""Rows that are looked at for news while the list is held still."""


class Entities(Stream[Entity], Flashing):
    """All entities of one kind."""

    KIND: Kind
    TABLE = "entities"

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__(reader, clock)
        self._remarked: Mapping[tuple[str, str], Mark] = {}
        """What people said of any request that is about an entity, by its provider and id."""
        self.COLUMNS = with_marks(
            COLUMNS[self.KIND], lambda one: signs(self._remarked.get((one.provider, one.id)), missed=False)
        )
        self.MORE = tuple(column for column in MORE if column.title != self.KIND)

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(AGAIN, self.ask)  # what waits becomes overdue, though nothing arrives

    def watch_cursor(self, seen: int | None, cursor: int | None) -> None:
        self.looked(cursor)
        super().watch_cursor(seen, cursor)

    def watch_generation(self, was: int | None, generation: int | None) -> None:
        self.look_again()
        super().watch_generation(was, generation)

    async def load(self) -> None:
        self._remarked = await self.reader.marks_of_entities(self.KIND) if self.marks else {}
        await super().load()
        self.flash(self.rows.values(), self.cursor)

    def watch_marks(self) -> None:
        super().watch_marks()
        self.ask()

    async def page(self, offset: int, limit: int) -> Sequence[Entity]:
        top = self.top or None if self.held else None
        if above := self.rows.get(offset - 1) if self.held else None:
            top, offset = above.last_seq - 1, 0
        return await self.reader.entities(self.KIND, where=self.where, top=top, offset=offset, limit=limit)

    async def extent(self) -> int:
        if self.held and self.rows:
            return self.total
        everything = Tally(sum(self._phases().values()))
        self.tally = everything if self.where == ALL else await self.reader.many(self.KIND, where=self.where)
        return self.tally.n

    async def keys_in_order(self) -> Sequence[Key]:
        return await self.reader.in_order(self.TABLE, self.order, kind=self.KIND, where=self.where)

    async def rows_at(self, keys: Sequence[Key]) -> Mapping[Key, Entity]:
        return await self.reader.entities_at(self.KIND, keys)

    def seq(self, row: Entity) -> int:
        return row.last_seq

    async def renew(self) -> None:
        fresh = await self.reader.entities(self.KIND, where=self.where, limit=RENEWED)
        self.newer = sum(entity.last_seq > self.top for entity in fresh)
        if self.following:
            now = {(entity.provider, entity.id): entity for entity in fresh}
            self.rows = {index: now.get((row.provider, row.id), row) for index, row in self.rows.items()}

    def short(self) -> str:
        failed = self._phases()[Phase.FAILED]
        return f"{self.heading} {GLYPHS[Phase.FAILED]}{failed}" if failed else self.heading

    def badge(self) -> str:
        held = (f"PAUSED · {self.newer}{'+' * (self.newer == RENEWED)} changed · f follows",) if self.held else ()
        held = (self.said_order(),) if self.is_sorted() else held
        if self.where != ALL:
            return " · ".join((*held, f"{self.tally} of {self.everything():,}"))
        phases = self._phases()
        wrong = (f"{GLYPHS[phase]}{phases[phase]}" for phase in (Phase.FAILED, Phase.ATTENTION, Phase.ENDED))
        return " · ".join((*held, f"{sum(phases.values()):,}", *(tally for tally in wrong if tally[1:] != "0")))

    def everything(self) -> int:
        return sum(self._phases().values())

    def _phases(self) -> dict[Phase, int]:
        counted = self.counts.entities.get(self.KIND, {}) if self.counts else {}
        return {phase: counted.get(phase, 0) for phase in Phase}
