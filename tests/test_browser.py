"""In a browser the board is for looking: what touches the machine is refused wherever it stands, and not offered."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

import tui
from tests.board import morning, stand
from tui.app import Board
from tui.process.browser import MACHINE, STORE, Browsed

LOOKS = {
    *(
        "back",
        "bars",
        "beside",
        "by",
        "change",
        "choose",
        "clear",
        "columns",
        "complete",
        "copy",
        "copy_diff",
        "delete",
        *("answers", "other", "urls", "write"),
    ),
    *(
        "diff",
        "diff_marked",
        "dismiss",
        "done",
        "ends",
        "field",
        "filter",
        "find",
        "fold",
        "fold_all",
        "fold_or_unfold",
    ),
    *(
        "follow",
        "go",
        "help",
        "history",
        "hold",
        "ignore",
        "interrupt",
        "layout",
        "leave",
        "mask",
        "match",
        "messages",
        "mouse",
    ),
    *(
        "as_it_came",
        "move",
        "name",
        "next",
        "only_marked",
        "open",
        "page",
        "pages",
        "palette",
        "pane",
        "pop_screen",
        "redraw",
        "reset",
    ),
    *("rules", "search", "section", "settings", "shift", "sideways", "sort", "span", "stats", "switch", "themes"),
    *("turn", "unfold", "unfold_all", "unified", "unzoom", "views", "walk", "way", "wear", "why", "wrap", "zoom"),
}
"""Actions of ours that leave machine and store as they are."""


class Pane(Widget, can_focus=True):
    """Has the keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("e", "editor", "edit"), Binding("j", "move", "move")]

    def action_editor(self) -> None:
        self.app.query_one(Pane).add_class("editor")

    def action_move(self) -> None:
        self.add_class("move")


class Small(Browsed):
    """An app with actions on itself and on its pane."""

    web = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("a", "sample", "sample")]

    @property
    def is_web(self) -> bool:
        return self.web

    def compose(self) -> ComposeResult:
        yield Pane()

    def action_sample(self) -> None:
        self.query_one(Pane).add_class("sample")


@pytest.mark.parametrize(
    ("web", "acts", "done"),
    [(True, False, {"move"}), (True, True, {"move", "sample"}), (False, False, {"move", "sample", "editor"})],
)
async def test_keys_of_what_is_refused_do_nothing_and_are_not_offered(web: bool, acts: bool, done: set[str]) -> None:
    app = Small()
    app.web, app.acts = web, acts
    async with app.run_test() as pilot:
        app.query_one(Pane).focus()
        await pilot.press("a", "e", "j")
        assert app.query_one(Pane).classes & {"move", "sample", "editor"} == done
        await app.run_action("editor", app.query_one(Pane))
        await app.run_action("app.sample", app.query_one(Pane))
        assert app.query_one(Pane).classes & {"move", "sample", "editor"} == done
        offered = {active.binding.action for active in app.screen.active_bindings.values()}
        assert offered & {"move", "sample", "editor"} == done
        assert ("Screenshot" in {command.title for command in app.get_system_commands(app.screen)}) != web


def actions() -> Iterator[str]:
    for room in walk_packages(tui.__path__, "tui."):
        if room.name != "tui.__main__":
            for thing in vars(import_module(room.name)).values():
                if isinstance(thing, type) and thing.__module__.startswith("tui."):
                    yield from (name.removeprefix("action_") for name in vars(thing) if name.startswith("action_"))


def test_of_every_action_somebody_has_said_whether_it_is_for_a_browser() -> None:
    known = LOOKS | MACHINE | STORE
    unknown = set(actions()) - known
    assert unknown == set(), "name them in tui/browser.py if they touch machine or store, else in LOOKS above"
    assert not LOOKS & (MACHINE | STORE)


async def test_in_a_terminal_nothing_is_refused_and_the_browser_copies_nothing(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        assert not any(there.board.refuses(action) for action in MACHINE | STORE)
        assert there.board.by_browser("text") == ""
        assert there.board.clipboard == ""


async def test_a_copy_in_a_browser_starts_no_program_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Board, "is_web", property(lambda _board: True))
    monkeypatch.setattr("tui.clipboard.clipping.copied", None)
    async with stand(tmp_path, fill=morning) as there:
        await there.press("y", "y")
        assert there.board.clipboard.startswith('{"data"')
        [toast] = there.board._notifications
        assert "by the browser" in toast.message
