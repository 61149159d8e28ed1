"""What the dashboard and the detail share: top line, banner and keys around their panes."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus, Resize
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from store import Counts, Entry, Filter, Mark, Outcome

from .drawing.foot import Foot
from .drawing.inks import Page
from .drawing.strap import Strap
from .pane import Pane
from .status import Status, banner_line, top_line

LEAST = (60, 16)
"""Columns and rows below which there is nothing to lay out."""
TOO_SMALL = "make me bigger"


class Stage(Page[None]):
    """Hands down what the app knows; subclasses say which panes there are, and which of them are to be seen."""

    ESCAPE_TO_MINIMIZE = False
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next(1)", "next pane", show=False, id="pane.next"),
        Binding("shift+tab", "next(-1)", "pane before", show=False, id="pane.before"),
        Binding("z", "zoom", "zoom", id="pane.zoom", tooltip="the whole screen for this pane, and back"),
        Binding("s", "app.stats", "statistics", show=False, id="board.stats", tooltip="what became of it, as charts"),
        Binding("ctrl+c,super+c", "app.interrupt", "copy selection, or quit", show=False, id="board.interrupt"),
    ]
    cursor: var[int | None] = var(None)
    picked: var[Entry | None] = var(None)
    following: var[bool] = var(True)  # noqa: FBT003  the default of a reactive
    generation: var[int | None] = var(None)
    counts: var[Counts | None] = var(None)
    marks: var[Mapping[int, Mark]] = var(dict)
    outcomes: var[Mapping[int, Outcome]] = var(dict)
    status: var[Status] = var(Status())
    on = 0
    """The number of the pane with the keys."""
    zoomed = False
    """Whether that pane has the whole screen."""

    def panes(self) -> Sequence[Pane]:
        """The panes, in the order of the tab key."""
        raise NotImplementedError

    async def entry_here(self) -> Entry | None:
        """The entry that the user is on."""
        return self.picked

    def view_here(self) -> Filter | None:
        """What the list of events that the user is on shows; None where it is no list of events."""
        return None

    def row_here(self) -> tuple[str, str]:
        """The path and the value of the row that the user is on."""
        return "", ""

    def fill(self) -> None:
        """Show the panes that there is room for."""

    def around(self) -> ComposeResult:
        """What stands around the panes, which from here on are told what this screen is told."""
        for pane in self.panes():
            pane.data_bind(
                Stage.cursor, Stage.picked, Stage.following, Stage.generation, Stage.counts, Stage.marks, Stage.outcomes
            )
        yield Strap(id="top")
        yield Strap(id="banner")
        yield Strap(id="small")
        yield Foot(id="foot")

    def on_resize(self, event: Resize) -> None:
        small = event.size.width < LEAST[0] or event.size.height < LEAST[1]
        self.set_class(small, "-small")
        self.query_one("#small", Strap).say(((TOO_SMALL[: event.size.width], "attention"),))
        self.watch_status()
        self.lay()

    def lay(self) -> None:
        """Show the panes that there is room for, and leave the keys to what is being typed, if something is."""
        self.fill()
        if not isinstance(self.focused, Input):
            self.set_focus(self.home())

    def home(self) -> Widget:
        """Where the keys go."""
        return self.panes()[self.on]

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        if event.widget in self.panes():
            self.on = list[Widget](self.panes()).index(event.widget)

    def watch_status(self) -> None:
        if self.is_mounted:
            self.query_one("#top", Strap).say(top_line(self.status, self.size.width))
            self.query_one("#banner", Strap).say(banner_line(self.status, self.size.width))
            self.set_class(bool(self.status.banner), "-alarm")

    def action_pane(self, number: int) -> None:
        self.on = number
        self.fill()
        self.set_focus(self.home())  # at once: `focus()` would take them from a line that is opened next

    def action_next(self, by: int) -> None:
        self.action_pane((self.on + by) % len(self.panes()))

    def action_zoom(self) -> None:
        self.zoomed = not self.zoomed
        self.fill()


async def entry_on(screen: Screen[object]) -> Entry | None:
    """The entry of the row with the keys."""
    return await screen.entry_here() if isinstance(screen, Stage) else None
