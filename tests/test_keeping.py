"""The board comes back as it was left, on whatever way."""

import asyncio
import json
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.dashboard import Dashboard
from tui.guide.card import Card, Place
from tui.keeping import Keeping
from tui.panes.request import Request
from tui.session import Left, PaneState, Session, View

from .board import NARROW, NOW, WIDE, Stand, books, message, morning, stand
from .terminal import Terminal, board
from .until import until

LEFT: dict[str, tuple[str, ...]] = {
    "a filter and the pane with the keys": ("3", "slash", *"phase:failed", "enter"),
    "a filter that holds no word": ("slash", *'"+1555" -type:sent', "enter"),
    "order and columns": ("4", "S", "j", "enter", "c", "space", "J", "escape"),
    "layout": ("minus", "minus", "minus", "j"),
    "zoom": ("2", "z"),
    "a pause": ("p",),
    "theme": ("T", "down", "enter"),
}


def still(there: Stand) -> str:
    """The screen without the row that the user was on, and without what is written down after the answer."""
    return re.sub(r" in \d+ms", lambda took: " " * len(took[0]), there.text().replace("▸", " "))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])
@pytest.mark.parametrize("name", LEFT)
async def test_after_a_restart_the_screen_is_the_same(name: str, size: tuple[int, int], tmp_path: Path) -> None:
    async with stand(tmp_path, size=size, fill=morning) as there:
        await there.press(*LEFT[name])
        if "j" in LEFT[name]:
            await there.press("f")
        await there.board._look()
        left, theme = still(there), there.board.theme
    async with stand(tmp_path, size=size) as there:
        assert still(there) == left
        assert there.board.theme == theme


async def test_a_board_that_is_not_there_yet_is_as_it_was_left(tmp_path: Path) -> None:
    """It is kept every second, and to come may take longer."""
    left = Left(view=View(panes={"events": PaneState(filter="phase:ok")}), history=("phase:ok",))
    session = Session()
    session.put("board", left.model_dump(mode="json"))
    async with books(tmp_path) as (_, reader):
        card = Card(Place(address="", store=""))
        assert Dashboard(reader, lambda: NOW, card, session).left() == left


async def test_the_history_of_filters_comes_back(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("slash", *"lag>2s", "enter", "slash", "escape")
    async with stand(tmp_path) as there:
        await there.press("slash", "up")
        assert "/ lag>2s" in there.text()


async def test_a_filter_that_holds_no_more_is_left_out_and_said(tmp_path: Path) -> None:
    panes = {"events": {"filter": "gone:1"}, "brands": {"filter": "phase:ok"}, "numbers": {"sort": "gone"}}
    kept = {"version": 1, "board": {"view": {"panes": panes}}}
    (tmp_path / "callboard.board.json").write_text(json.dumps(kept))
    async with stand(tmp_path, fill=morning) as there:
        [toast] = there.board._notifications
        assert "Events: a filter that was kept does not hold: entries have no field gone" in toast.message
        assert "1 Brands — filtered" in there.text()
        assert "14 ev" in there.text()
        assert "FOLLOW" in there.text()


async def test_a_damaged_file_is_said_and_the_board_lives(tmp_path: Path) -> None:
    (tmp_path / "callboard.board.json").write_bytes(b"\x1b]52;c;QQ==\x07")
    async with stand(tmp_path, fill=morning) as there:
        [toast] = there.board._notifications
        assert "how the board was left cannot be read" in toast.message
        assert toast.message.isprintable()
        assert "FOLLOW" in there.text()


async def test_a_place_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "callboard.board.json").mkdir()
    async with stand(tmp_path, fill=morning) as there:
        there.board.session = Session(tmp_path / "nowhere" / "x.json")
        await there.press("minus")
        for _ in range(2):
            Keeping._save(there.board)
            await there.settle()
        said = [toast.message for toast in there.board._notifications if "cannot be kept" in toast.message]
        assert len(said) == 1


async def test_it_is_kept_while_the_board_runs(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("minus")
        Keeping._save(there.board)
        assert Session(tmp_path / "callboard.board.json").left().view.layout == "beside"


async def test_it_is_kept_before_anything_else_is_done_to_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has not ended soon enough, as with a terminal that is gone, is ended where it stands."""
    monkeypatch.setattr("tui.process.leaving.PATIENCE", 3600)
    async with stand(tmp_path, fill=morning) as there:
        await there.press("minus")
        there.board._leave(143)
        assert there.board._resort
        there.board._resort.cancel()
        assert Session(tmp_path / "callboard.board.json").left().view.layout == "beside"


async def test_long_lines_are_broken_or_not_as_they_were(tmp_path: Path) -> None:
    for wraps in (False, False, True):
        async with stand(tmp_path, fill=morning) as there:
            await there.press("enter")
            request = there.pane("request")
            assert isinstance(request, Request)
            if request.wraps != wraps:
                await there.press("w")
            await there.press("escape", "enter")
            assert there.board.screen.query_one("#request", Request).wraps == wraps


async def test_before_the_first_callback_nothing_is_lost(tmp_path: Path) -> None:
    async with stand(tmp_path) as there:
        assert "Waiting for the first callback" in there.text()
    async with stand(tmp_path) as there:
        await there.books.receive(message(1))
        await there.settle()
        assert "FOLLOW" in there.text()


def killed(terminal: Terminal) -> None:
    os.kill(terminal.process.pid, signal.SIGKILL)


def told(terminal: Terminal) -> None:
    os.kill(terminal.process.pid, signal.SIGTERM)


def asked(terminal: Terminal) -> None:
    terminal.press("\x11")


@pytest.mark.parametrize("leave", [asked, told, killed, Terminal.hang_up])
def test_whatever_ends_it_the_real_board_is_found_as_it_was_left(
    leave: Callable[[Terminal], None], tmp_path: Path
) -> None:
    store = tmp_path / "callboard.db"
    kept = tmp_path / "callboard.board.json"
    with board(store) as terminal:
        terminal.insist("a", re.compile("[1-9][0-9]* ev"))
        terminal.press("-")
        terminal.until(lambda text: any("1 Brands" in line and "5 Events" in line for line in text.splitlines()))
        terminal.press("/phase:ok\r")
        terminal.until(lambda text: "/ phase:ok" in text and "5 Events — filtered" in text and "q quit" in text)
        if leave is killed:
            asyncio.run(until(lambda: kept.exists() and "phase:ok" in kept.read_text()))
        leave(terminal)
        terminal.left()
    assert kept.stat().st_mode & 0o777 == 0o600
    with board(store) as terminal:
        terminal.until("/ phase:ok")
        terminal.until(lambda text: any("1 Brands" in line and "5 Events" in line for line in text.splitlines()))
        assert terminal.quit() == 0


def test_the_command_line_says_more_than_how_it_was_left(tmp_path: Path) -> None:
    kept = {"version": 1, "theme": "dracula", "board": {"view": {"panes": {"events": {"filter": "phase:ended"}}}}}
    (tmp_path / "callboard.board.json").write_text(json.dumps(kept), encoding="utf-8")
    with board(tmp_path / "callboard.db", "--fresh", "--theme", "nord") as terminal:
        terminal.insist("a", "● LIVE")
        terminal.until("━ 5 Events ━")
        terminal.press("?")
        terminal.until("esc close")
        terminal.press("theme nord")
        terminal.until("; theme nord")
