"""Rows that fold, on a screen: only those in view are laid out, long ones are wrapped, and every one can be reached."""

from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.make import NOON
from tui.folds.folding import Folding
from tui.folds.needle import needle
from tui.folds.outline import Folds
from tui.folds.sources import Letters
from tui.folds.unfolded import fitting
from tui.hints import Beside
from tui.request.jsontext import read
from tui.request.valued import JsonTree

BODY = '{"a": {"b": [1, {"c": 2}]}, "long": "%s", "z": 3}' % ("word " * 30)


class Asked(Letters):
    """Counts the rows that it was asked for."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.rows = set[int]()

    def row(self, index: int, *, folded: bool) -> tuple[tuple[str, str], ...]:
        self.rows.add(index)
        return super().row(index, folded=folded)


class One(App[None]):
    """Nothing but rows that fold."""

    CSS = "Lines { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size: 0 0; }"

    def compose(self) -> ComposeResult:
        yield Folding()

    def on_mount(self) -> None:
        self.query_one(Folding).focus()


def rows_of(pilot: Pilot[None], text: str = BODY) -> Folding:
    rows = pilot.app.query_one(Folding)
    rows.put(Folds(JsonTree(read(text), Beside(NOON, lambda: NOON))))
    return rows


def shown(rows: Folding) -> Sequence[str]:
    texts = [rows.render_line(y).text.rstrip() for y in range(rows.size.height)]
    return [text for text in texts if text]


async def test_h_and_l_fold_and_walk_in_and_out() -> None:
    async with One().run_test(size=(40, 20)) as pilot:
        rows = rows_of(pilot)
        assert shown(rows)[0] == "▌▸ a: {… 1}  1 · c: 2"
        await pilot.press("l")
        assert shown(rows)[:2] == ["▌▾ a", "   ▸ b: [… 2]  1 · c: 2"]
        await pilot.press("l", "l", "l")
        assert shown(rows)[2:5] == ["▌      [0] 1", "     ▸ [1] {… 1}  c: 2", '   long: "word word word word word']
        assert rows.path() == ".a.b[0]"
        await pilot.press("h")
        assert rows.path() == ".a.b"
        await pilot.press("h", "h", "h")
        assert shown(rows)[0] == "▌▸ a: {… 1}  1 · c: 2"


async def test_enter_folds_and_unfolds_and_so_does_a_second_click() -> None:
    async with One().run_test(size=(40, 20)) as pilot:
        rows = rows_of(pilot)
        for _ in range(2):
            await pilot.press("enter")
            assert shown(rows)[0] == "▌▾ a"
            await pilot.press("enter")
            assert shown(rows)[0].startswith("▌▸ a")
        await pilot.click(rows, offset=(4, 0))
        await pilot.click(rows, offset=(4, 0))
        assert shown(rows)[0] == "▌▾ a"


async def test_all_at_once_keeps_the_row_that_the_user_is_on() -> None:
    async with One().run_test(size=(40, 20)) as pilot:
        rows = rows_of(pilot)
        await pilot.press("j", "L")
        assert (rows.path(), rows.total) == (".long", 7)
        await pilot.press("k", "H")
        assert (rows.path(), rows.total) == (".a.b", 4)


async def test_a_long_value_takes_lines_which_belong_to_one_row() -> None:
    async with One().run_test(size=(40, 20)) as pilot:
        rows = rows_of(pilot)
        await pilot.press("j")
        assert [line[:2] for line in shown(rows)[1:6]] == ["▌ "] * 5
        await pilot.press("j")
        assert shown(rows)[-1] == "▌  z: 3"
        await pilot.click(rows, offset=(8, 3))
        assert rows.path() == ".long"


async def test_every_row_can_be_reached_where_rows_are_higher_than_one_line() -> None:
    async with One().run_test(size=(40, 6)) as pilot:
        rows = rows_of(pilot, '{"first": 1, %s "last": 2}' % ('"x": "%s",' % ("word " * 30)) * 1)
        await pilot.press("G")
        assert shown(rows)[-1] == "▌  last: 2"
        await pilot.press("g")
        assert shown(rows)[0] == "▌  first: 1"
        await pilot.press("ctrl+d", "ctrl+d", "space", "space")
        assert shown(rows)[-1] == "▌  last: 2"
        await pilot.press("k", "k", "k")
        assert rows.at == 0


async def test_without_wrapping_long_lines_go_on_to_the_right_and_h_comes_back_first() -> None:
    async with One().run_test(size=(40, 20)) as pilot:
        rows = rows_of(pilot)
        rows.action_wrap()
        await pilot.press("j", "l", "l")
        assert rows.scroll_offset.x == 40
        assert shown(rows)[0].startswith("word word")
        await pilot.press("h", "h")
        assert shown(rows)[1].startswith('▌  long: "word')
        await pilot.press("k", "l")
        assert shown(rows)[0] == "▌▾ a"


async def test_of_a_hundred_thousand_rows_only_those_near_are_laid_out() -> None:
    async with One().run_test(size=(40, 20)) as pilot:
        rows, asked = pilot.app.query_one(Folding), Asked("line\n" * 100_000)
        rows.put(Folds(asked))
        await pilot.press("G", "g", "space", "ctrl+d")
        assert rows.total == 100_000
        assert len(asked.rows) < 120


async def test_what_is_searched_for_is_marked() -> None:
    async with One().run_test(size=(40, 20)) as pilot:
        rows = rows_of(pilot)
        rows.needle = needle("z: 3")
        rows.changed()
        marked = [text for y in range(20) for text, style in rows._shown(y)[0] if style == "match"]
        assert marked == ["z", ": ", "3"]


async def test_any_size_will_do() -> None:
    async with One().run_test(size=(40, 20)) as pilot:
        rows = rows_of(pilot)
        await pilot.press("L", "G")
        for size in ((3, 2), (1, 1), (200, 60), (40, 3)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert rows.at == rows.total - 1


def test_of_a_hint_whole_parts_stay() -> None:
    hint = "14:02:31 · 2h ago · 1.0s before it came"
    assert [fitting(hint, room) for room in (60, 25, 12, 5)] == [hint, "14:02:31 · 2h ago", "14:02:31", ""]
    assert fitting("filtered by a carrier, which is long", 24) == "filtered by a carrier, …"
