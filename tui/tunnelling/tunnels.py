"""The tunnels that there could be: which can be had here, and who would read what passes through."""

from collections.abc import Sequence

from ..drawing.menu import Menu, MenuScreen
from ..text import Spans, safe, shorten
from .reach import Reach

NAME, ROOM = 15, 55


class Tunnels(MenuScreen[str | None]):
    """Goes with the name of the one to start."""

    HEADING = "Start a tunnel"
    NONE = ("the receiver names none",)

    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self._others, self._here = reach.others, reach.name if reach.state != "none" else ""

    def rows(self) -> Sequence[Spans]:
        return [
            (
                ("✗ " if one.missing else "✓ ", "dim" if one.missing else "ok"),
                (safe(one.name).ljust(NAME), "dim" if one.missing else "strong"),
                (shorten(self._about(one.name, one.missing, one.sees), ROOM), "dim"),
            )
            for one in self._others
        ]

    def hint(self) -> str:
        return "enter starts it"

    def _about(self, name: str, missing: str, sees: str) -> str:
        here = "runs now; " if name == self._here else ""
        return safe(missing or f"{here}read by: {sees}")

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        one = self._others[message.index]
        if one.missing:
            self.notify(one.missing, severity="warning", markup=False)
        else:
            self.dismiss(one.name)
