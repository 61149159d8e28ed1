"""What `ls` prints over its columns."""

from pathlib import Path

from tests.board import books, message
from tui.listing import heading, numbered
from tui.words import plain


async def test_each_title_of_a_terminals_list_stands_over_its_column(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await written.receive(message(1))
        [entry] = await reader.entries()
    over, line = plain(heading("entries")), plain(numbered(entry))
    for title, says in (("provider", "telnyx"), ("type", "message.finalized"), ("state", "● delivered")):
        assert over.index(title) == line.index(says)
    assert over.startswith(" capt. received")
    assert "request" in plain(heading("captures"))
    assert heading("entities") == ()
