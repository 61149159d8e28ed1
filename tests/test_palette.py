"""The palette finds by a few letters, and does it."""

from pathlib import Path

import pytest

from store import Phase
from tests.board import NARROW, WIDE, Books, message, morning, stand
from tui.dashboard import Dashboard
from tui.detail import Detail
from tui.guide.palette import Palette


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
async def test_a_few_letters_and_enter_do_it(key: str, tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press(key)
        assert isinstance(there.board.screen, Palette)
        await there.press(*"zoom", "enter")
        assert isinstance(there.board.screen, Dashboard)
        assert there.board.screen.zoomed


async def test_q_is_a_letter_there_and_esc_goes_away(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("colon", "q", "colon")
        assert isinstance(there.board.screen, Palette)
        assert "search q:" in there.text()
        await there.press("escape")
        assert isinstance(there.board.screen, Dashboard)
        assert there.board.is_running


async def test_it_goes_to_a_pane_of_the_dashboard_from_anywhere(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("enter")
        assert isinstance(there.board.screen, Detail)
        await there.press("ctrl+p", *"numb", "enter")
        assert isinstance(there.board.screen, Dashboard)
        assert there.board.focused is there.pane("numbers")


async def test_themes_are_found_by_their_names_and_worn(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("colon")
        assert "nord" not in there.text()
        await there.press(*"nord", "enter")
        assert there.board.theme == "nord"
        await there.press("T")
        assert "▸theme: nord" in there.text()
        await there.press("down", "enter")
        assert there.board.theme == "gruvbox"


async def test_what_a_command_does_is_looked_through_too(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("colon", *"curl")
        assert "▸event: copy" in there.text()
        await there.press(*"xxxx")
        assert "Nothing here has these letters" in there.text()
        await there.press("enter")
        assert isinstance(there.board.screen, Palette)


@pytest.mark.parametrize("size", [WIDE, NARROW, (60, 16)])
async def test_a_click_does_it(size: tuple[int, int], tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, size=size) as there:
        await there.press("colon", *"pause")
        await there.pilot.click("#rows", offset=(4, 0))
        await there.settle()
        assert not there.board.following


async def hostile(books: Books) -> None:
    nasty = "\x1b]0;OWNED\x07[@click=app.quit]Q[/]"
    await books.receive(message(1, status=nasty, phase=Phase.FAILED, provider=nasty))


async def test_nothing_that_was_posted_is_a_command(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=hostile) as there:
        await there.press("colon", *"OWNED")
        assert "Nothing here has these letters" in there.text()
