"""What the board says of itself."""

from pathlib import Path

from tests.board import morning, stand
from tui.detail import Detail
from tui.messages import Messages
from tui.taste import Taste


async def test_no_toast_is_markup_whoever_makes_it(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        there.board._disable_notifications = False
        there.board.notify("[b]as it is[/b]", markup=True)
        await there.settle()
        assert [(one.message, one.markup) for one in there.board._notifications] == [("[b]as it is[/b]", False)]


async def test_troubles_are_told_and_the_board_lives(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, taste=Taste(troubles=("a secret\x1b[2J does nothing",))) as there:
        await there.press("enter")
        assert isinstance(there.board.screen, Detail)
        await there.press("E")
        assert isinstance(there.board.screen, Messages)
        assert "▲ a secret␛[2J does nothing" in there.text()
