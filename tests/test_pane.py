"""What every pane does."""

from datetime import timedelta
from pathlib import Path

from tests.board import Books, message, stand

DAY = 86_400


async def some_old(books: Books) -> None:
    """Thirty messages of two days, and five of now."""
    for number in range(35):
        await books.receive(message(number), ago=2 * DAY if number < 30 else 0)


async def test_what_was_taken_away_leaves_every_open_pane_and_what_is_left_stays_in_its_place(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=some_old) as board:
        assert "35 ev" in board.text()
        assert "2d" in board.text()
        await board.press("end")
        await board.books.prune(timedelta(days=1))
        await board.settle()
        text = board.text()
        assert "5 ev" in text
        assert "35 ev" not in text
        assert " 2d " not in text
        assert "does not answer" not in text
        assert "failed:" not in text
        await board.press("home", "down", "enter", "escape", "tab", "down", "enter")
        assert "failed:" not in board.text()
