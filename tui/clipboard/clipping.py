"""Copying on the board: what is offered, which way it went, and what was copied last."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from store import Capture, Entry

from ..here import Here
from ..process.browser import Browsed
from ..stage import Stage
from ..text import safe
from .copy import Copy
from .copying import copied
from .last import Last
from .things import CHOICE, Thing, called, things

LAST = "%"
BRIEFLY = 2.5
"""Seconds that a word about what was just done covers what is under it."""


class Clipping(Here, Browsed):
    """`y`, then a letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", id="event.copy", tooltip="payload, curl, id, URL, …: then a letter")
    ]

    async def action_copy(self) -> None:
        """Offer what can be copied of the entry and the row that the user is on."""
        here, stage = await self.request_here(), self.screen
        if not here and isinstance(stage, Stage) and self.public():
            self.push_screen(Copy([called(self.public(), None)]), self._copy)
        if here and isinstance(stage, Stage):
            # In a thread: a megabyte is written anew for a shell, and as the value of its row.
            self.push_screen(Copy(await asyncio.to_thread(self._offered, *here, stage)), self._copy)

    def _offered(self, entry: Entry, capture: Capture, stage: Stage) -> Sequence[Thing]:
        last: list[Thing] = []
        with suppress(OSError):
            last.append((LAST, "copied last", self._aside.read_text("utf-8")))
        return (*things(entry, capture, self.address(), stage.row_here(), self.public()), *last)

    def _copy(self, thing: Thing | None) -> None:
        if thing and thing[0] == LAST:
            self.push_screen(Last(thing[2]))
        elif thing and thing[1] == CHOICE:
            self.action_urls()
        elif thing:
            self.clip(thing[1], thing[2])

    def action_urls(self) -> None:
        """Choose a provider, and copy the URL for it."""
        raise NotImplementedError

    def clip(self, what: str, text: str) -> None:
        """Put a text where it can be pasted, and say how."""
        self.run_worker(partial(self._copied, what, text), group="copy")  # type: ignore[arg-type]

    async def _copied(self, what: str, text: str) -> None:
        terminal = partial(self.call_from_thread, self.copy_to_clipboard)
        # In a thread: a tool of the desktop may take its time, and the keys must not wait for it.
        way = self.by_browser(text)
        how = way or await asyncio.to_thread(copied, text, os.environ, terminal, self._aside)
        self.notify(safe(f"copied {what}, {len(text):,} letters, {how}"), markup=False, timeout=BRIEFLY)

    @property
    def _aside(self) -> Path:
        """Where the last copy is kept, for the user's eyes only."""
        return self._store.with_name("copied.txt")
