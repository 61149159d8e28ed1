"""The finder opens whatever is called so, of any kind, from anywhere."""

from pathlib import Path

import pytest

from tui.guide.finder import Finder

from .board import NARROW, WIDE, morning, stand


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_few_letters_find_every_kind_and_enter_opens_it(size: tuple[int, int], tmp_path: Path) -> None:
    async with stand(tmp_path, size=size, fill=morning) as there:
        await there.press("ctrl+f", *"acme")
        assert "brand    Acme Corp" in there.text()
        assert "● VERIFIED" in there.text()
        await there.press("enter")
        assert "Brands ❯ BRX7Q2" in there.text()


async def test_arrows_go_through_what_was_found_while_typing(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("ctrl+f", *"155501", "down", "down")
        assert "▸number   +15550100003" in there.text()
        await there.press("enter")
        assert "Numbers ❯ +15550100003" in there.text()
        await there.press("ctrl+f", *"cqz", "enter")
        assert "Campaigns ❯ CQZ77K1" in there.text()
        await there.press("escape")
        assert "Numbers ❯ +15550100003" in there.text()


async def test_it_says_what_to_do_and_that_there_is_nothing(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("ctrl+f", "enter")
        assert "Type a few letters" in there.text()
        await there.press(*"nobody")
        assert "Nothing is called so." in there.text()
        await there.press("enter")
        assert isinstance(there.board.screen, Finder)
        await there.press("escape")
        assert "1 Brands" in there.text()


async def test_a_second_click_opens(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("ctrl+f", *"bz")
        for _ in range(2):
            await there.pilot.click("#menu", offset=(4, 1))
            await there.settle()
        assert "Brands ❯ BZ00PL" in there.text()
