"""What the board says of itself."""

from pathlib import Path

import pytest
from textual.widgets._toast import Toast, ToastHolder, ToastRack

from tests.board import NARROW, NOW, morning, stand
from tests.until import until
from tui.config.taste import Taste
from tui.detail import Detail
from tui.guide.desk import Desk
from tui.guide.messages import Messages


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


@pytest.mark.parametrize("size", [NARROW, (60, 16)], ids=["80x24", "60x16"])
async def test_where_rows_are_few_a_notice_covers_only_the_keys(size: tuple[int, int], tmp_path: Path) -> None:
    async with stand(tmp_path, size=size, fill=morning, toasts=True) as there:
        before = there.text().splitlines()[:-1]
        there.board.notify("an older one")
        there.board.notify(f"what was said\x1b[2J last {'and on ' * 40}")
        await there.settle()
        *rows, last = there.text().splitlines()
        assert rows == before
        assert "what was said␛[2J last and on" in last
        assert last.endswith("…")


async def test_a_notice_is_whole_where_there_is_room(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, toasts=True) as there:
        there.board.notify(f"{'and on ' * 12}at its end")
        await there.settle()
        assert "at its end" in there.text()


async def test_a_notice_that_ends_while_a_screen_is_opened_does_not_stop_the_board(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "callboard.db", Taste(), lambda: NOW)
    async with desk.run_test(notifications=True) as pilot:
        desk.notify("soon gone", timeout=0.2)
        await pilot.pause()
        [notice] = desk._notifications
        await until(lambda: notice.has_expired)
        assert Toast(notice)._timeout > 0  # or its timer would never end, nor let anything else go on
        rack = desk.screen.query_one(ToastRack)
        await rack.mount(ToastHolder(Toast(notice)))
        await until(lambda: not rack.children)
