"""What a filter finds through the text index is what it finds row by row, and it is said how far was looked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from store import Index, Reader, parse
from tests.board import Books, books, message

WORDS = (
    "delivered",
    "Undelivered",
    "+13035550121",
    "13035550121",
    "carrier",
    "bürö",
    "日本語",
    "x",
    "ok",
    "a-b_c",
    "30007",
)
PIECES = (*WORDS, "deliver", "3035550", "ber", "rö", "本", "no such", "-b_", "carrier x", "DELIVERED", "%", "_", "to:[")


async def fill(store: Books, many: int) -> None:
    for n in range(many):
        said = " ".join(WORDS[(n * k) % len(WORDS)] for k in (1, 3, 7)[: 1 + n % 3])
        told = tuple(message(n, text=said[::-1] if n % 5 == 0 else said) for _ in range(1 + n % 2))
        await store.receive(
            *told, body=f'{{"n": {n}, "said": "{said}"}}'.encode() if n % 3 else b"\xff\xc3" + said.encode()
        )


async def index(log: Path) -> None:
    async with Index.open(log) as built:
        while await built.step():
            pass


@asynccontextmanager
async def stored(folder: Path, many: int) -> AsyncIterator[tuple[Books, Reader, Path]]:
    async with books(folder) as (store, reader):
        await fill(store, many)
        yield store, reader, folder / "callboard.db"


def filters(chance: Random, many: int) -> set[str]:
    """Of words and parts of words, alone and with everything else that a filter may be made of."""
    words = [f'"{one}"' if set(one) & set(" :[") else one for one in PIECES]
    terms = [*words, *(f"-{one}" for one in words), "provider:telnyx", "attempt>1", "/deliv.*d/", ".said:*carrier*"]
    sides = [[" ".join(chance.choices(terms, k=chance.randint(1, 3))) for _ in range(n % 3 + 1)] for n in range(many)]
    return {*words, *(f"({') or ('.join(side)})" for side in sides)}


async def test_the_index_finds_what_a_look_at_every_row_finds(tmp_path: Path) -> None:
    async with stored(tmp_path, 90) as (_, reader, log):
        plain: dict[str, tuple[object, ...]] = {}

        async def ask(text: str) -> tuple[object, ...]:
            where = parse(text)
            entries = tuple(one.seq for one in await reader.entries(where=where))
            captures = (
                tuple(one.seq for one in await reader.captures(where=where))
                if ":" not in text and ">" not in text
                else ()
            )
            page = tuple(one.seq for one in await reader.entries(where=where, after=9, top=80, offset=2, limit=5))
            found = await reader.search(where=where)
            taken = [seq async for page in reader.taken(where) for seq in page.events]
            many = (await reader.statistics(where)).entries
            return entries, captures, page, tuple(found.seqs), taken, many, await reader.total(where=where)

        asked = filters(Random(7), 80)  # noqa: S311  any filters will do
        for text in asked:
            plain[text] = await ask(text)
        assert any(found[0] for found in plain.values())
        await index(log)
        assert (await reader.search(where=parse("carrier"))).indexed.next == 88
        for text in asked:
            assert await ask(text) == plain[text], text
