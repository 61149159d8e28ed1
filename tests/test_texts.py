"""A filter that looks into texts looks as far back as its list is read, and says how far that was."""

from pathlib import Path

import pytest

from store import Tally, parse
from tests.board import NOW, Books, books, message, stand
from tests.until import until
from tui.rows import texts
from tui.rows.texts import Texts


async def fill(store: Books, many: int, word: str = "carrier") -> None:
    for n in range(many):
        await store.receive(message(n), body=f'{{"said": "{word} {n}"}}'.encode(), ago=many - n)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks at ten requests, and has no time for more."""
    monkeypatch.setattr("store.search.stretches.FIRST_CAPTURES", 10)
    monkeypatch.setattr(texts, "WITHIN", 0.0)


async def test_it_looks_further_back_when_more_is_wanted(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, reader):
        await fill(store, 25)
        found, where = Texts(reader), parse("carrier")
        await found.look(where, 5)
        assert (str(found.tally(None)), found.said(NOW)) == ("10+", "looked back to 14:02:22")
        await found.look(where, 5)
        assert found.tally(None) == Tally(10, more=True)
        await found.look(where, 15)
        await found.look(where, 99)
        assert (found.tally(None), found.said(NOW)) == (Tally(25), "")
        assert [one.seq for one in await found.page(20, 1, 3)] == [19, 18, 17]


async def test_what_is_new_comes_before_what_was_found(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, reader):
        await fill(store, 3)
        found, where = Texts(reader), parse("carrier")
        await found.look(where, 99)
        await fill(store, 2)
        await found.look(where, 99)
        assert [one.seq for one in await found.page(None, 0, 9)] == [5, 4, 3, 2, 1]
        assert (found.newer(3), found.tally(3)) == (2, Tally(3))


async def test_after_a_burst_it_begins_with_the_newest_again(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, reader):
        await fill(store, 3)
        found, where = Texts(reader), parse("carrier")
        await found.look(where, 99)
        await fill(store, 30)
        await found.look(where, 5)
        assert found.tally(None) == Tally(10, more=True)
        for _ in range(3):
            await found.look(where, 99)
        assert found.tally(None) == Tally(33)


async def test_the_board_fills_its_list_by_itself_and_says_how_far_it_has_looked(tmp_path: Path) -> None:
    async with stand(tmp_path) as board:
        await fill(board.books, 12, "handset")
        await fill(board.books, 40)
        await board.settle()  # before it knows of a first event it has no list to filter
        await board.press("5", "slash", *"handset", "enter")
        await until(lambda: "12 of 52" in board.text())
        assert "looked back" not in board.text()
        await board.press("slash", "escape", "slash", *"carrier", "enter")
        await until(lambda: "looked back to 14:02:" in board.text())
