"""What is asked about brands, campaigns, numbers, messages, orders and consents."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..captures.marks import Mark, marks_of_entities
from ..filters.grammar import ALL, Filter
from ..lists.paging import Tally
from ..lists.sorting import Key
from ..models import Entity, Kind
from ..rows import ENTITY, entity_from_row
from .family import Branch, known, tree
from .finding import find
from .listing import MOST_COUNTED, Listing, of_kind

MOST_FOUND = 100


class Entities(Listing):
    async def entities(
        self,
        kind: Kind | None = None,
        *,
        where: Filter = ALL,
        top: int | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> tuple[Entity, ...]:
        """Last changed first, of those whose newest entry is at most the seq `top`, but for the first `offset`."""
        seqs = await self._seqs(self._question("entities", of_kind(where, kind), 0, top), offset, limit)
        return tuple([self._dated(one) async for one in self._at(seqs, ENTITY, "entities", entity_from_row)])

    async def many(self, kind: Kind, *, where: Filter = ALL, most: int | None = MOST_COUNTED) -> Tally:
        """How many entities of a kind there are; of what the kept counters do not know, `most` are counted."""
        return await self._tally(self._question("entities", of_kind(where, kind)), most)

    async def entities_at(self, kind: Kind, keys: Sequence[Key]) -> Mapping[Key, Entity]:
        """The entities of some keys, as they are now."""
        marks = ", ".join(["(?, ?)"] * len(keys))
        # Key by key along the index: as a condition on rows it would look at every entity.
        sql = (
            f"WITH wanted(provider, id) AS (VALUES {marks}) SELECT e.* FROM wanted CROSS JOIN"
            f" (SELECT {ENTITY} FROM entities) e ON e.provider = wanted.provider AND e.kind = ? AND e.id = wanted.id"
        )
        rows = await self._rows(sql, (*(part for key in keys for part in key), kind)) if keys else []
        return {(one.provider, one.id): self._dated(one) for one in map(entity_from_row, rows)}

    async def find(self, text: str, limit: int = MOST_FOUND) -> tuple[Entity, ...]:
        """The entities of any kind with a name, id or number that has this in it, last changed first."""
        rows = await self._ask(lambda db: find(db, text, limit))
        return tuple(map(self._dated, map(entity_from_row, rows)))

    async def entity(self, provider: str, kind: Kind, any_id: str) -> Entity | None:
        """The entity that goes by this id, its own or another."""
        found = await self._ask(lambda db: known(db, provider, kind, any_id))
        return self._dated(found) if found else None

    async def tree(self, entity: Entity) -> tuple[Branch, ...]:
        """The family of an entity, from its topmost ancestor down."""
        branches = await self._ask(lambda db: tree(db, entity))
        return tuple(replace(one, entity=one.entity and self._dated(one.entity)) for one in branches)

    async def marks_of_entities(self, kind: Kind) -> Mapping[tuple[str, str], Mark]:
        """By provider and id, what people said of any capture that is about an entity of that kind."""
        return await self._ask(lambda db: marks_of_entities(db, kind))
