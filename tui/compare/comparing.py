"""Comparing on the board: the keys, and which two events they mean."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from store import Entry, Reader

from ..clipboard.clipping import Clipping
from ..marking import Marking
from ..pane import entity_of
from ..panes.differences import Ignored
from ..rows.asking import Clock
from ..stage import Stage, entry_on
from ..text import safe
from ..words import subject
from .diff import Diff
from .neighbours import Pairs, neighbours, with_held


class Comparing(Marking, Clipping):
    """The request of the entry that the keys are on, beside another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "d", "diff", "diff", show=False, id="event.diff", tooltip="compare with the event before, of the same thing"
        ),
        Binding(
            "D",
            "diff_marked",
            "diff with the last mark",
            show=False,
            id="event.diff-marked",
            tooltip="compare with what was marked last",
        ),
    ]
    _reader: Reader
    _clock: Clock
    ignored: Ignored
    """What the user does not take for a change, by type of event."""

    async def action_diff(self) -> None:
        if entry := await entry_on(self.screen):
            pairs = neighbours(await self._timeline(entry), entry)
            self._compare(pairs, f"nothing to compare with: nothing came before this one of {_whose(entry)}")

    async def action_diff_marked(self) -> None:
        if entry := await entry_on(self.screen):
            held = await self._marked_last(entry)
            pairs = with_held(await self._timeline(entry), entry, held) if held else None
            self._compare(pairs, "nothing to compare with: no other event is marked; m marks one")

    def _compare(self, pairs: Pairs | None, otherwise: str) -> None:
        if pairs is None:
            self.notify(safe(otherwise, 200), markup=False)
            return
        self.push_screen(self._told(Diff(self._reader, self._clock, pairs, self.ignored)))

    async def _timeline(self, entry: Entry) -> tuple[Entry, ...]:
        """The events of the same entity; without one, those of the same provider and type."""
        entity = await entity_of(self._reader, entry)
        if entity is None:
            return await self._reader.alike(entry)
        newest = await self._reader.timeline(entity)
        return newest if entry in newest else await self._reader.timeline(entity, top=entry.seq)

    async def _marked_last(self, entry: Entry) -> Entry | None:
        """What was marked last, but for the entry's own request; of several events in it the one of the same thing."""
        marked = [capture for capture, mark in self.marks.items() if mark.marked and capture != entry.capture]
        for capture in reversed(marked):
            found = await self._reader.entries_of(capture)
            same = [one for one in found if (one.event.kind, one.event.id) == (entry.event.kind, entry.event.id)]
            if found:
                return (same or found)[0]
        return None

    def action_copy_diff(self) -> None:
        if isinstance(self.screen, Diff):
            self.clip("diff", self.screen.text())

    def _told(self, stage: Stage) -> Stage:
        raise NotImplementedError


def _whose(entry: Entry) -> str:
    return subject(entry) if entry.event.id else f"type {entry.event.type}"
