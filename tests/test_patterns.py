"""Regular expressions on hostile texts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import PatternError, Reader, compiled, parse
from tests.board import Books, books, message, stand


def test_what_would_take_for_ever_is_given_up_soon() -> None:
    with pytest.raises(TimeoutError):
        compiled(r"(?:a|aa|aaa)+(?:a|aa)+!?\d").search("a" * 5000)


@pytest.mark.parametrize("wrong", ["(", "[", "*", "(?P<a>x)(?P<a>"])
def test_what_is_none_is_said(wrong: str) -> None:
    with pytest.raises(PatternError):
        compiled(wrong)


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[Reader]:
    async with books(tmp_path) as (written, opened):
        await hostile(written)
        yield opened


async def hostile(written: Books) -> None:
    for number in range(30):
        await written.receive(message(number, text="a" * 5000), body=b'{"text": "%s"}' % (b"a" * 5000))
    await written.receive(message(99, text="ok then 5"), body=b'{"text": "ok then 5"}')


async def test_a_filter_finds_what_it_finds_in_time(reader: Reader) -> None:
    """Each of the thirty others would take longer than anybody waits."""
    where = parse(r"text:/(?:a|aa|aaa)+(?:a|aa)+!?\d|then.\d/")
    assert [entry.event.id for entry in await reader.entries(where=where)] == ["m-99"]


async def test_a_search_that_takes_too_long_says_so_and_the_board_goes_on(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=hostile) as there:
        await there.press("j", "enter", "tab", "slash", *"/(?:a|aa|aaa)+(?:a|aa)+!?9/", "enter")
        assert any("takes too long on this text" in said.text for said in there.board._said)
        await there.press("escape", "escape")
        assert "FOLLOW" in there.text() or "PAUSED" in there.text()
