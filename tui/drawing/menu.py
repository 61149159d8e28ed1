"""A list over the board, from which one row is chosen."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from ..text import Spans
from .choice import Choice
from .foot import Foot
from .inks import Over

T = TypeVar("T")


class Menu(Choice):
    """Rows that it is told."""

    POINTS = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "choose", id="menu.choose")]
    _rows: Sequence[Spans] = ()

    class Chosen(Message):
        """The user opened a row."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def say(self, rows: Sequence[Spans], empty: tuple[str, ...] = ()) -> None:
        self._rows, self.total, self.EMPTY = rows, len(rows), empty
        self.at = max(0, min(self.at, self.total - 1))
        self.changed()

    def line(self, index: int) -> Spans:
        return self._rows[index]

    def chosen(self, index: int) -> None:
        self.post_message(self.Chosen(index))

    def action_choose(self) -> None:
        if self.total:
            self.chosen(self.at)


class MenuScreen(Over[T], Generic[T]):
    """Says its rows whenever something about them changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,backspace", "dismiss(None)", "close", key_display="esc", id="menu.close"),
    ]
    MENU: type[Menu] = Menu
    HEADING = ""
    NONE: tuple[str, ...] = ()
    """What stands there while there are no rows."""

    def compose(self) -> ComposeResult:
        yield self.MENU(id="menu")
        yield Foot(id="foot")

    @property
    def menu(self) -> Menu:
        return self.query_one(Menu)

    def on_mount(self) -> None:
        self.menu.border_title = Content(self.HEADING)
        self.menu.focus()
        self.say()

    def rows(self) -> Sequence[Spans]:
        raise NotImplementedError

    def hint(self) -> str:
        """What stands in the lower edge."""
        return ""

    def say(self) -> None:
        rows = self.rows()
        self.menu.styles.height = max(len(rows), len(self.NONE)) + 2
        self.menu.border_subtitle = Content(self.hint())
        self.menu.say(rows, self.NONE)
