"""Lists draw what is visible, repaint what reads differently, and survive a broken row."""

from collections.abc import Sequence

from textual.app import App, ComposeResult

from tui.choice import Choice
from tui.lines import Lines
from tui.sheet import Sheet
from tui.text import Spans
from tui.wrapping import wrapped
from tui.words import plain


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


def test_wrapping_keeps_every_letter_and_hangs_under_its_line() -> None:
    line: Spans = (("  ", ""), ("key", "key"), (": ", "dim"), ("電" * 20, "string"))
    parts = list(wrapped(line, 16))
    assert "".join(plain(part).strip() for part in parts) == plain(line).strip()
    assert [plain(part)[:4] for part in parts[1:]] == ["    "] * (len(parts) - 1)
