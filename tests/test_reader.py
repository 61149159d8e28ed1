"""What the reading door answers."""

from pathlib import Path

from store import parse
from tests.board import NOW, books, message


async def test_the_requests_behind_entries_come_once_each_oldest_first(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await written.receive(message(1), message(2), ago=3)
        await written.receive(message(3, provider="plivo"), ago=2)
        await written.receive(message(4), ago=0)
        every = await reader.requests()
        assert [seq for seq, _ in every] == [1, 2, 3]
        assert every[-1] == (3, NOW)
        assert [seq for seq, _ in await reader.requests(limit=2)] == [2, 3]
        assert [seq for seq, _ in await reader.requests(where=parse("provider:plivo"))] == [2]
