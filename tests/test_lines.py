"""Lists draw what is visible, repaint what reads differently, and survive a broken row."""

from collections.abc import Sequence
from itertools import islice

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.choice import Choice
from tui.lines import Lines
from tui.sheet import Sheet
from tui.text import Spans
from tui.words import plain
from tui.wrapping import wrapped


class Numbered(Choice):
    """A million rows, of which it counts those that it was asked for."""

    total = 1_000_000

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []
        self.opened: list[int] = []
        self.word = "row"

    def head(self) -> Spans:
        return (("head", "head"),)

    def line(self, index: int) -> Spans | None:
        self.asked.append(index)
        return ((f"{self.word if index == 3 else 'row'} {index}", ""),)

    def chosen(self, index: int) -> None:
        self.opened.append(index)


class Broken(Lines):
    """Fails in one row."""

    total = 3

    def line(self, index: int) -> Spans | None:
        if index == 1:
            raise ValueError("\x1b[2J a secret")
        return ((f"row {index}", ""),)


class Two(App[None]):
    """A list, and a list that fails."""

    CSS = "Lines { height: 1fr; overflow-y: scroll; scrollbar-size: 0 0; }"

    def compose(self) -> ComposeResult:
        yield Numbered()
        yield Broken()


def shown(lines: Lines) -> Sequence[str]:
    return [lines.render_line(y).text.rstrip() for y in range(lines.size.height)]


async def test_of_a_million_rows_only_the_visible_are_asked_for() -> None:
    async with Two().run_test(size=(40, 20)) as pilot:
        rows = pilot.app.query_one(Numbered)
        assert shown(rows)[:3] == [" head", "▸row 0", " row 1"]
        await pilot.press("G")
        assert shown(rows)[-1] == "▸row 999999"
        assert len(set(rows.asked)) <= 40
        await pilot.press("g", "j", "j", "space", "ctrl+d", "ctrl+u", "pageup", "k")
        assert rows.at == 1


async def test_only_what_reads_differently_is_repainted() -> None:
    async with Two().run_test(size=(40, 20)) as pilot:
        rows = pilot.app.query_one(Numbered)
        rows.word = "new"
        rows.changed()
        assert [region.y for region in rows._repaint_regions] == [4]
        await pilot.pause()
        rows.changed()
        assert not rows._repaint_regions


async def test_a_row_that_fails_says_so_and_the_others_live() -> None:
    async with Two().run_test(size=(40, 20)) as pilot:
        assert shown(pilot.app.query_one(Broken))[:3] == ["row 0", " pane failed: ValueError", "row 2"]
        assert "row 5" in shown(pilot.app.query_one(Numbered))[6]


async def test_the_first_click_picks_and_the_second_opens() -> None:
    async with Two().run_test(size=(40, 20)) as pilot:
        rows = pilot.app.query_one(Numbered)
        await pilot.click(rows, offset=(3, 4))
        assert (rows.at, rows.opened) == (3, [])
        await pilot.click(rows, offset=(3, 4))
        assert rows.opened == [3]
        await pilot.click(rows, offset=(3, 0))
        assert rows.opened == [3]


async def test_what_scrolls_away_takes_the_user_along() -> None:
    async with Two().run_test(size=(40, 20)) as pilot:
        rows = pilot.app.query_one(Numbered)
        rows.scroll_to(y=5, animate=False)
        assert rows.at == 5


async def test_a_sheet_wraps_unwraps_and_scrolls_sideways() -> None:
    class One(App[None]):
        def compose(self) -> ComposeResult:
            yield Sheet()

    async with One().run_test(size=(22, 5)) as pilot:
        sheet = pilot.app.query_one(Sheet)
        sheet.write(((("0123456789" * 4, ""),), (("end", ""),)))
        assert shown(sheet) == [" 01234567890123456789", "   012345678901234567", "   89", " end", ""]
        sheet.action_wrap()
        await pilot.press("l")
        assert shown(sheet)[0] == "0123456789012345678901"


async def drag(pilot: Pilot[None], lines: Lines, begin: tuple[int, int], end: tuple[int, int]) -> str | None:
    """Press the mouse, move it, let it go; what is selected then."""
    await pilot.mouse_down(lines, offset=begin)
    await pilot.hover(lines, offset=end)
    await pilot.mouse_up(lines, offset=end)
    await pilot.pause()
    return pilot.app.screen.get_selected_text()


async def test_the_mouse_selects_text_without_gutter_padding_or_a_click() -> None:
    async with Two().run_test(size=(40, 20)) as pilot:
        rows = pilot.app.query_one(Numbered)
        assert await drag(pilot, rows, (0, 2), (30, 4)) == "row 1\nrow 2\nrow 3"
        assert (rows.at, rows.opened) == (0, [])
        assert await drag(pilot, rows, (5, 4), (1, 3)) == "row 2\nrow 3"
        assert await drag(pilot, rows, (1, 5), (3, 5)) == "row"
        assert await drag(pilot, rows, (2, 0), (4, 1)) == "row"
        await pilot.click(rows, offset=(3, 4))
        assert pilot.app.screen.get_selected_text() is None
        assert rows.at == 3


async def test_what_is_selected_can_be_seen() -> None:
    async with Two().run_test(size=(40, 20)) as pilot:
        rows = pilot.app.query_one(Numbered)
        before = [rows.render_line(y) for y in range(4)]
        await drag(pilot, rows, (1, 2), (3, 2))
        after = [rows.render_line(y) for y in range(4)]
        assert [line.text for line in before] == [line.text for line in after]
        grounds = {segment.style.bgcolor for segment in before[2] if segment.style}
        chosen = [segment.text for segment in after[2] if segment.style and segment.style.bgcolor not in grounds]
        assert chosen == ["row"]


async def test_from_one_list_into_the_next_only_what_is_in_view_is_selected() -> None:
    async with Two().run_test(size=(40, 20)) as pilot:
        rows, broken = pilot.app.query_one(Numbered), pilot.app.query_one(Broken)
        await pilot.mouse_down(rows, offset=(0, 8))
        await pilot.hover(broken, offset=(5, 1))
        await pilot.mouse_up(broken, offset=(5, 1))
        text = pilot.app.screen.get_selected_text()
        assert text == "row 7\nrow 8\nrow 0\n pane"


async def test_of_a_sheet_whole_lines_are_selected_however_they_are_wrapped() -> None:
    class One(App[None]):
        CSS = "Sheet { scrollbar-size: 0 0; }"

        def compose(self) -> ComposeResult:
            yield Sheet()

    async with One().run_test(size=(22, 8)) as pilot:
        sheet = pilot.app.query_one(Sheet)
        sheet.write(((("  one two three four five six seven", ""),), (("  end", ""),)))
        await pilot.pause()
        assert await drag(pilot, sheet, (0, 0), (21, 3)) == "  one two three four five six seven\n  end"
        sheet.action_wrap()
        await pilot.press("l")
        assert shown(sheet)[0].startswith("three four")
        assert await drag(pilot, sheet, (0, 0), (4, 0)) == "three"
        sheet.write(((("電話 call " + "x" * 30, ""),),))
        sheet.scroll_to(x=3, animate=False, force=True)
        await pilot.pause()
        assert await drag(pilot, sheet, (3, 0), (6, 0)) == "call"


def test_wrapping_keeps_every_letter_and_hangs_under_its_line() -> None:
    line: Spans = (("  ", ""), ("key", "key"), (": ", "dim"), ("電" * 20, "string"))
    parts = list(wrapped(line, 16))
    assert "".join(plain(part).strip() for part in parts) == plain(line).strip()
    assert [plain(part)[:4] for part in parts[1:]] == ["    "] * (len(parts) - 1)


@pytest.mark.parametrize("cells", range(-9, 4))
@pytest.mark.parametrize("text", ["漢字漢字", "  漢字 +15551234567", "plain words"])
def test_a_line_that_has_no_room_at_all_comes_to_an_end(text: str, cells: int) -> None:
    parts = list(islice(wrapped(((text, ""),), cells), 100))
    assert len(parts) <= len(text) + 1
    assert "".join(piece for part in parts for piece, _ in part).replace(" ", "") == text.replace(" ", "")
