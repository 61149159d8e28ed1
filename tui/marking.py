"""Marks and notes on the board: the keys, and who is asked to keep what they say."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import var

from store import Mark, Remark, StoreError

from .masking import Masking
from .note import Note
from .rows.entities import Entities
from .stage import entry_on
from .text import safe
from .words import subject

Keep = Callable[[Remark], Awaitable[None]]
"""Returns once a remark is durable; raises `StoreError` or `OSError` with a sentence for the user."""

NOTHING = Mark(marked=False, note=None)
BRIEFLY = 2.5
TOLD = 200


class Marking(Masking):
    """The entry that the keys are on is marked, or has a note written to it; both are of its capture."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mark", "mark", show=False, id="event.mark", tooltip="mark it, or not any more"),
        Binding(
            "semicolon", "note", "note", show=False, key_display=";", id="event.note", tooltip="write a note to it"
        ),
    ]
    marks: var[Mapping[int, Mark]] = var(dict)
    """What people said of captures; what was marked last comes last."""
    _keep: Keep | None = None

    async def action_mark(self) -> None:
        if entry := await entry_on(self.screen):
            marked = not self.marks.get(entry.capture, NOTHING).marked
            done = f"{'marked' if marked else 'not marked any more'}: {self.telling(subject(entry), entry)}"
            self.run_worker(partial(self._remark, Remark(capture=entry.capture, marked=marked), done))  # type: ignore[arg-type]

    async def action_note(self) -> None:
        if entry := await entry_on(self.screen):
            note = self.marks.get(entry.capture, NOTHING).note or ""
            whom = self.telling(subject(entry), entry)

            def written(text: str | None) -> None:
                if text is not None and text != note:
                    done = f"{'note kept' if text else 'note deleted'}: {whom}"
                    self.run_worker(partial(self._remark, Remark(capture=entry.capture, note=text), done))  # type: ignore[arg-type]

            self.push_screen(Note(whom, note), written)

    async def _remark(self, remark: Remark, done: str) -> None:
        """Have it kept, and show it at once: the store is looked at only in a moment."""
        if not self._keep:
            return
        try:
            await self._keep(remark)
        except (StoreError, OSError) as error:
            self.notify(safe(f"it was not kept: {error}", 400), markup=False, severity="error")
            return
        self.marks = remarked(self.marks, remark)
        if isinstance(self.screen.focused, Entities):  # elsewhere a sign beside the event says it
            self.notify(safe(done, TOLD), markup=False, timeout=BRIEFLY)


def remarked(marks: Mapping[int, Mark], remark: Remark) -> Mapping[int, Mark]:
    """The marks after a remark."""
    was = marks.get(remark.capture, NOTHING)
    marked = was.marked if remark.marked is None else remark.marked
    now = Mark(marked=marked, note=was.note if remark.note is None else remark.note or None)
    if was.marked == marked and now != NOTHING:
        return {**marks, remark.capture: now}
    others = {capture: mark for capture, mark in marks.items() if capture != remark.capture}
    return others if now == NOTHING else {**others, remark.capture: now}
