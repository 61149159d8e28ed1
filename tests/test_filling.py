"""The top line says when a store gets too full, and when somebody has to say what may go."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from store import Cut, Extent, Keeping
from tests.board import NOW, Books, message, stand
from tui.filling import fullness
from tui.given import NOTHING

MONTH = Keeping(age=timedelta(days=30), octets=2**30)
EXTENT = Extent(octets=2**20, used=2**20, captures=9, oldest=NOW, a_day=2**20, room=2**40, pruned=None, followed=True)


async def old(books: Books) -> None:
    for number in range(3):
        await books.receive(message(number), ago=40 * 86_400)


async def test_a_store_that_is_mostly_too_old_is_asked_about(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=old, given=replace(NOTHING, keeping=MONTH), toasts=True) as board:
        assert "PRUNE?" in board.text()
        assert "3 of 3 captures are" in board.text()
        await board.books.prune(timedelta(days=30))
        board.board._measure()
        await board.settle()
        assert "PRUNE?" not in board.text()


@pytest.mark.parametrize(
    ("extent", "cut", "says"),
    [
        (EXTENT, None, ""),
        (replace(EXTENT, room=2**27), None, "DISK 128 MiB LEFT"),
        (replace(EXTENT, used=2**31), None, "STORE 2 GiB"),
        (EXTENT, Cut("age", 5, 0, 5, 0, 9), "PRUNE?"),
        (EXTENT, Cut("age", 4, 0, 4, 0, 9), ""),
    ],
)
def test_what_is_unusual_is_said_in_a_word(extent: Extent, cut: Cut | None, says: str) -> None:
    assert fullness(extent, MONTH, cut) == says


@pytest.mark.parametrize(
    ("extent", "keeping", "days"),
    [
        (replace(EXTENT, a_day=None), MONTH, None),
        (EXTENT, Keeping(octets=2**20 * 11), 10),
        (EXTENT, Keeping(age=timedelta(days=5), octets=2**20 * 11), None),
        (replace(EXTENT, room=2**20 * 3), Keeping(), 3),
    ],
)
def test_a_store_is_full_when_the_limit_or_the_disk_is_reached_before_the_oldest_go(
    extent: Extent, keeping: Keeping, days: float | None
) -> None:
    assert extent.full_in(keeping) == (None if days is None else timedelta(days=days))
