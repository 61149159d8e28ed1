"""Whatever a provider calls its things, a filter can say it."""

from pathlib import Path

import pytest

from store import parse
from tests.board import books, message
from tui.filters.quoting import quoted


@pytest.mark.parametrize(("value", "said"), [("CDX91P0", "CDX91P0"), ("+1555", "+1555"), ("a b", '"a b"')])
def test_only_what_needs_them_stands_in_quotation_marks(value: str, said: str) -> None:
    assert quoted(value) == said


@pytest.mark.parametrize("value", ["a b", "a,b", "(a)", 'a"b', "\x1b]52;c;QQ\x07", "é", "a:b", "-a", "or", ".a"])
async def test_a_filter_finds_what_was_quoted(value: str, tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await written.receive(message(1, campaign=value))
        await written.receive(message(2, campaign="another"))
        [found] = await reader.entries(where=parse(f"campaign:{quoted(value)}"))
    assert found.event.campaign == value
