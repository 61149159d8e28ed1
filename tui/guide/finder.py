"""The finder: any brand, campaign, number or message by a few letters of what it is called."""

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input

from store import Entity, Entry, Reader, StoreError

from ..drawing.columns import fit, row
from ..drawing.foot import Foot
from ..drawing.inks import Over
from ..drawing.menu import Menu
from ..pane import Picked
from ..rows.asking import Clock
from ..text import safe
from ..words import FOUND

LEAST = 2
"""Letters from which it looks."""
ASK = ("Type a few letters of a name, a number or an id, of whatever kind.",)
NONE = ("Nothing is called so.",)
MARGIN = 4
"""Cells that border and gutter take."""


class Sought(Input):
    """What is typed; the keys that mean nothing here go through what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.open", "open", id="finder.open"),
        Binding("down", "screen.move(1)", "move", key_display="↓ ↑", id="finder.down"),
        Binding("up", "screen.move(-1)", "move", show=False, id="finder.up"),
        Binding("pagedown", "screen.move(10)", "a page", show=False, id="finder.page-down"),
        Binding("pageup", "screen.move(-10)", "a page", show=False, id="finder.page-up"),
    ]


class Finder(Over[Entry | None]):
    """Goes with the newest entry of what was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "close", key_display="esc", id="finder.close")
    ]

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__()
        self._reader, self._clock = reader, clock
        self._found: Sequence[Entity] = ()
        self._wanted, self._looking, self._trouble = "", False, ""

    def compose(self) -> ComposeResult:
        yield Sought(id="sought", placeholder="find", compact=True)
        yield Menu(id="menu")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        menu = self.query_one(Menu)
        menu.border_title, menu.can_focus = Content("Find"), False
        self.query_one(Input).focus()
        self._say()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self._say)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._wanted = event.value
        if not self._looking:
            self._looking = True
            self.run_worker(partial(self._look))  # type: ignore[arg-type]

    async def _look(self) -> None:
        """What was typed last is looked for, however much was typed meanwhile."""
        looked: str | None = None
        try:
            while looked != self._wanted:
                looked = self._wanted
                found = await self._reader.find(looked) if len(looked.strip()) >= LEAST else ()
                self._trouble = ""
        except (StoreError, sqlite3.Error) as error:
            found, self._trouble = (), safe(str(error))
        finally:
            self._looking = False
        self._found = found
        self.query_one(Menu).at = 0
        self._say()

    def _say(self) -> None:
        menu, room = self.query_one(Menu), self.size.width - MARGIN
        none = NONE if len(self._wanted.strip()) >= LEAST else ASK
        fitted, now = fit(FOUND, room), self._clock()
        menu.say([row(fitted, entity, now) for entity in self._found], (self._trouble,) if self._trouble else none)

    def action_move(self, by: int) -> None:
        self.query_one(Menu).action_move(by)

    def action_open(self) -> None:
        self.run_worker(partial(self._open, self.query_one(Menu).at))  # type: ignore[arg-type]

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        self.run_worker(partial(self._open, message.index))  # type: ignore[arg-type]

    async def _open(self, index: int) -> None:
        if index < len(self._found):
            self.dismiss(await self._reader.entry(self._found[index].last_seq))


class Finding(App[None]):
    """An app with a finder."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "find", "find", show=False, id="go.find", tooltip="any brand, campaign, number or message"),
    ]

    def finder(self) -> Finder:
        raise NotImplementedError

    def action_find(self) -> None:
        self.push_screen(self.finder(), self._found)

    def _found(self, entry: Entry | None) -> None:
        if entry:
            self.post_message(Picked(entry))
