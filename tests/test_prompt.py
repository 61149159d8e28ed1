"""What is typed fast is not lost while a screen closes."""

from pathlib import Path

from textual.events import Key

from tests.board import morning, stand
from tui.dashboard import Dashboard
from tui.guide.palette import Palette


async def test_keys_behind_the_one_that_closes_go_to_the_screen_below(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("colon", *"zoom")
        for key in ("enter", "p", "1"):
            there.board.post_message(Key(key, key if len(key) == 1 else None))
        await there.settle()
        assert isinstance(there.board.screen, Dashboard)
        assert there.board.screen.zoomed
        assert not there.board.following
        assert there.board.focused is there.pane("brands")


async def test_ctrl_c_copies_nothing_and_quits_the_second_time(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        there.board.copy_to_clipboard("kept")
        await there.press("colon", "ctrl+c")
        assert there.board.clipboard == "kept"
        assert isinstance(there.board.screen, Palette)
        await there.pilot.press("ctrl+c")
        assert there.board._exit
