"""No size is missed, also where Textual sends no word of it."""

from pathlib import Path

from textual.events import Resize
from textual.geometry import Size

from .board import morning, stand


async def test_columns_fit_also_where_textual_did_not_see_that_the_size_was_new(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        brands, hidden = there.pane("brands"), there.pane("request")
        brands.styles.width = 30
        brands._check_refresh()
        there.board.screen._compositor.update_widgets({hidden})  # as a hidden pane does that wants to be drawn
        assert not hidden.region  # for which Textual lays everything out, and then sees nothing new
        await there.settle()
        assert "│ brand         id        via│" not in there.text()


async def test_a_screen_is_as_large_as_the_terminal_also_where_it_hears_of_an_older_size_last(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        board, screen = there.board, there.board.screen
        board._size = now = Size(100, 30)
        screen.post_message(Resize(now, now))
        screen._refresh_layout(Size(127, 90))  # of which it tells itself, behind the other
        await there.settle()
        assert screen._compositor.size == screen.outer_size == now
