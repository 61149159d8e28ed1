"""The help: searched, and its keys run."""

from pathlib import Path

import pytest

from store import parse, sql_of
from tests.board import NOW, morning, stand
from tui.dashboard import Dashboard
from tui.detail import Detail
from tui.guide.help import EXAMPLES, Help


async def test_enter_does_what_the_chosen_key_does(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("question_mark", *"zoom", "enter")
        assert isinstance(there.board.screen, Dashboard)
        assert there.board.screen.zoomed
        await there.press("question_mark", "enter")
        assert isinstance(there.board.screen, Detail)
        assert there.board.picked


async def test_up_and_down_stop_at_what_can_be_done(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("question_mark")
        assert "▸ enter " in there.text()
        last = [line.split()[2] for line in there.text().splitlines() if "move: page up" in line]
        await there.press("p", "a", "g", "e", *["down"] * 40)
        bottom = there.text()
        await there.press("down")
        assert (there.text(), last) == (bottom, ["pgup"])


async def test_help_is_about_the_pane_that_has_the_keys(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("enter", "tab", "question_mark")
        assert "Help — Request" in there.text()
        await there.press(*"sideways")
        assert "Nothing here" in there.text()


@pytest.mark.parametrize("example", [filter_ for filter_, _ in EXAMPLES])
def test_every_example_of_a_filter_works(example: str) -> None:
    sql_of(parse(example), "entries", NOW)


async def test_about_says_what_one_is_asked_for(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("question_mark", "shift+tab")
        assert isinstance(there.board.screen, Help)
        for said in ("callboard   0.1", "120x36", "OSC 52", "/data/callboard.db", "http://127.0.0.1:8010 live"):
            assert said in there.text()
