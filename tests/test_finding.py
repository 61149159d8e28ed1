"""Entities are found by a few letters of whatever they are called."""

from pathlib import Path

import pytest

from store import Kind, Phase

from .board import Books, books, message, told

BRAND = "7f1f4c0a-1111-4a5b-9c1b-000000000001"


async def some(written: Books) -> None:
    names = {"name": "Acme 100% Corp", "aliases": ("BEXMPL1",)}
    await written.receive(told("telnyx", "brand.VERIFIED", Kind.BRAND, BRAND, "VERIFIED", Phase.OK, **names))
    await written.receive(told("plivo", "campaign", Kind.CAMPAIGN, "CXACME1", "ACTIVE", Phase.OK))
    for n in range(3):
        await written.receive(message(n))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("acme", ["CXACME1", BRAND]),
        ("100%", [BRAND]),
        ("bexmpl", [BRAND]),
        ("7f1f4c0a", [BRAND]),
        ("m-2", ["m-2"]),
        ("15551230001", ["m-1"]),
        ("+1 (555) 123-0001", ["m-1"]),
        ("0100001", ["m-2", "m-1", "m-0"]),
        ("_", []),
        ("  ", []),
        ("nobody", []),
    ],
)
async def test_by_name_id_number_and_alias_newest_first(text: str, found: list[str], tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await some(written)
        assert [entity.id for entity in await reader.find(text)] == found


async def test_what_begins_so_comes_first_and_there_is_an_end(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await written.receive(told("telnyx", "campaign", Kind.CAMPAIGN, "CABC", "ACTIVE", Phase.OK))
        await written.receive(told("telnyx", "campaign", Kind.CAMPAIGN, "XCABC", "ACTIVE", Phase.OK))
        assert [entity.id for entity in await reader.find("cab")] == ["CABC", "XCABC"]
        assert len(await reader.find("c", limit=1)) == 1


async def test_the_providers_that_have_called_each_once(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        assert await reader.providers() == ()
        await some(written)
        assert await reader.providers() == ("plivo", "telnyx")
