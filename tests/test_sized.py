"""No size is missed, also where Textual sends no word of it."""

from pathlib import Path

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
