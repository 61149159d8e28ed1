"""A list that gets shorter as one types."""

from pathlib import Path

from tests.board import morning, stand
from tui.guide.searching import Row, Searching, matches, paragraph


def test_every_word_must_be_in_a_row_in_any_order() -> None:
    row = Row((), "Half a page down")
    assert matches(row, ["down", "half"])
    assert not matches(row, ["down", "up"])


def test_lines_that_belong_together_are_found_together() -> None:
    rows = paragraph((("one two three four five six", ""),), 12)
    assert len(rows) > 1
    assert all(matches(row, ["six"]) for row in rows)


async def test_tab_goes_through_the_sections_and_typing_looks_through_all(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("question_mark")
        assert "[keys]" in there.text()
        await there.press("tab", "tab")
        assert "[glyphs]" in there.text()
        assert "× 2" not in there.text()
        await there.press("shift+tab")
        assert "[filters]" in there.text()
        await there.press(*"attention")
        shown = there.text()
        assert "FILTERS" in shown
        assert "GLYPHS" in shown
        await there.press("tab")
        assert "[glyphs]" in there.text()


async def test_a_text_scrolls_at_once(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, size=(60, 16)) as there:
        await there.press("question_mark", "tab")
        assert "phase:failed,attention" in there.text()
        await there.press("down")
        assert isinstance(there.board.screen, Searching)
        assert "phase:failed,attention" not in there.text()
        assert "▸ " not in there.text()


async def test_the_keys_that_do_nothing_are_not_offered(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("question_mark")
        assert "enter do it" in there.text()
        await there.press("tab")
        assert "enter do it" not in there.text()
        await there.press("escape", "colon")
        assert "tab section" not in there.text()
