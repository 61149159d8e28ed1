"""Views that were given a name: filters, columns, order and layout of the whole dashboard."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from ..drawing.foot import Foot
from ..drawing.menu import Menu, MenuScreen
from ..session import Session, View
from ..text import Spans, safe, shorten

NAMES = 20
WHAT = 52
LONGEST = 40


class Named(Menu):
    """Views by name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "load", id="views.load"),
        Binding("n", "screen.name", "name this one", id="views.name"),
        Binding("D", "screen.delete", "delete", id="views.delete"),
    ]

    def moved(self) -> None:
        if self.is_mounted and isinstance(self.screen, Views):
            self.screen.forget()


class Views(MenuScreen[View | None]):
    """Goes with the view that was chosen."""

    MENU = Named
    HEADING = "Views"
    NONE = ("No view has a name yet.", "n names what you see: its filters, columns, order and layout.")

    def __init__(self, session: Session, now: View) -> None:
        super().__init__()
        self._session, self._now = session, now
        self._doomed: str | None = None
        """The view that one more D deletes."""

    def compose(self) -> ComposeResult:
        yield Named(id="menu")
        yield Input(id="name", placeholder="a name for this view", max_length=LONGEST, compact=True)
        yield Foot(id="foot")

    def rows(self) -> Sequence[Spans]:
        return [_row(name, view) for name, view in self._views().items()]

    def hint(self) -> str:
        return f"D once more deletes {safe(self._doomed)}" if self._doomed else ""

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        self.dismiss(list(self._views().values())[message.index])

    def action_name(self) -> None:
        self.set_class(True, "-naming")  # noqa: FBT003  textual's own signature
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if name := event.value.strip():
            self._put({**self._views(), name: self._now})
        self._back()

    def action_delete(self) -> None:
        """Ask, then do it."""
        names = list(self._views())
        name = names[self.menu.at] if names else None
        if name is not None and name == self._doomed:
            self._put({other: view for other, view in self._views().items() if other != name})
            name = None
        self._doomed = name
        self.say()

    def forget(self) -> None:
        """The user went on: nothing is to be deleted."""
        if self._doomed:
            self._doomed = None
            self.say()

    async def action_dismiss(self, result: View | None = None) -> None:
        if self.has_class("-naming"):
            self._back()
        else:
            await super().action_dismiss(result)

    def _back(self) -> None:
        self.set_class(False, "-naming")  # noqa: FBT003
        self.query_one(Input).value = ""
        self.menu.focus()
        self.say()

    def _views(self) -> Mapping[str, View]:
        return self._session.views()

    def _put(self, views: Mapping[str, View]) -> None:
        self._session.put("views", {name: view.model_dump(mode="json") for name, view in views.items()})


def _row(name: str, view: View) -> Spans:
    filters = [f"{pane} {state.filter}" for pane, state in view.panes.items() if state.filter]
    sorts = [f"{pane} by {state.sort}" for pane, state in view.panes.items() if state.sort]
    what = " · ".join((*filters, *sorts, *((f"layout {view.layout}",) if view.layout != "all" else ())))
    return (
        (shorten(safe(name), NAMES).ljust(NAMES + 1), "strong"),
        (shorten(safe(what) or "everything, newest first", WHAT), "dim"),
    )
