"""The chooser of columns: which a list shows, and in which order."""

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from ..drawing.menu import Menu, MenuScreen
from ..text import Spans
from .table import Table

NAMES = 14


class Ticks(Menu):
    """Columns, some of them ticked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "choose", "show or not", key_display="space", id="columns.show"),
        Binding("K", "screen.shift(-1)", "move", key_display="J K", id="columns.up"),
        Binding("J", "screen.shift(1)", "move", show=False, id="columns.down"),
        Binding("0", "screen.reset", "the usual ones", id="columns.usual"),
    ]


class Columns(MenuScreen[None]):
    """What is ticked shows at once in the list behind."""

    MENU = Ticks

    def __init__(self, pane: Table[Any]) -> None:
        super().__init__()
        self._pane = pane
        self.HEADING = f"Columns — {pane.TITLE}"
        self._shown = set(pane.titles())
        self._every = [*pane.titles(), *(title for title in pane.offered() if title not in self._shown)]

    def on_mount(self) -> None:
        self.set_class(self._pane.region.y > self.app.size.height // 3, "-above")

    def rows(self) -> Sequence[Spans]:
        no_room = self._pane.no_room()
        return [self._row(title, no_room) for title in self._every]

    def hint(self) -> str:
        return "what you add stays longest"

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        toggled = self._shown ^ {self._every[message.index]}
        self._shown = toggled or self._shown
        self._apply()

    def action_shift(self, by: int) -> None:
        here, there = self.menu.at, self.menu.at + by
        if 0 <= there < len(self._every):
            self._every[here], self._every[there] = self._every[there], self._every[here]
            self._apply()
            self.menu.go(there)

    def action_reset(self) -> None:
        self._pane.choose_columns(())
        self._shown, self._every = set(self._pane.titles()), list(self._pane.offered())
        self.say()

    def _apply(self) -> None:
        self._pane.choose_columns([title for title in self._every if title in self._shown])
        self.say()

    def _row(self, title: str, no_room: set[str]) -> Spans:
        shown = title in self._shown
        return (
            ("✓ " if shown else "  ", "ok"),
            (title.ljust(NAMES), "" if shown else "dim"),
            ("no room here" if title in no_room else "", "attention"),
        )
