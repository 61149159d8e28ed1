"""Lists in another order than that of time, sorted by the store."""

from datetime import timedelta
from pathlib import Path

import pytest

from store import Entity, Entry, Kind, Order, Phase, Table, orders, parse

from .board import NOW, Books, books, message, morning, told


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (Order("name", falling=False), ["3fa85f64-5717-4562-b3fc-2c963f66afa1", "BRX7Q2", "BZ00PL"]),
        (Order("state"), ["BZ00PL", "3fa85f64-5717-4562-b3fc-2c963f66afa1", "BRX7Q2"]),
        (Order("first seen", falling=False), ["BZ00PL", "3fa85f64-5717-4562-b3fc-2c963f66afa1", "BRX7Q2"]),
        (Order("provider", falling=True), ["BRX7Q2", "3fa85f64-5717-4562-b3fc-2c963f66afa1", "BZ00PL"]),
    ],
)
async def test_entities_stand_in_the_order_that_was_asked_for(order: Order, ids: list[str], tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await morning(written)
        keys = await reader.in_order("entities", order, kind=Kind.BRAND)
        assert [key[1] for key in keys] == ids
        found = await reader.entities_at(Kind.BRAND, keys)
        assert [found[key].id for key in keys] == ids


@pytest.mark.parametrize(("table", "many"), [("entries", 14), ("entities", 11), ("captures", 14)])
async def test_every_order_that_is_offered_can_be_had_both_ways(table: Table, many: int, tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await morning(written)
        for order in orders(table):
            there = await reader.in_order(table, order)
            back = await reader.in_order(table, Order(order.by, falling=not order.falling))
            assert set(there) == set(back)
            assert len(there) == many


async def late(written: Books) -> None:
    for n, lag in enumerate((3, 700, 0.5)):
        await written.receive(message(n, occurred_at=NOW - timedelta(seconds=lag)))
    await written.receive(message(9, occurred_at=None, status="failed", phase=Phase.FAILED))


async def test_entries_by_lag_and_what_has_none_stands_last_either_way(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await late(written)
        for falling, seqs in ((True, [2, 1, 3, 4]), (False, [3, 1, 2, 4])):
            keys = await reader.in_order("entries", Order("lag", falling=falling))
            assert [seq for (seq,) in keys] == seqs


async def test_a_filter_holds_in_every_order(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await late(written)
        assert await reader.in_order("entries", Order("lag"), where=parse("lag>1s")) == ((2,), (1,))


async def test_only_the_newest_are_put_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.reading.listing.MOST_SORTED", 2)
    async with books(tmp_path) as (written, reader):
        await late(written)
        assert await reader.in_order("entries", Order("received", falling=False)) == ((3,), (4,))


async def test_rows_are_asked_for_by_key_as_they_are_now(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await late(written)
        entries = await reader.entries_at(((4,), (2,), (99,)))
        assert {key: type(entry) for key, entry in entries.items()} == {(2,): Entry, (4,): Entry}
        assert await reader.entities_at(Kind.MESSAGE, ()) == {}
        await written.receive(told("telnyx", "message.sent", Kind.MESSAGE, "m-9", "sent", Phase.PENDING))
        found = await reader.entities_at(Kind.MESSAGE, (("telnyx", "m-9"), ("telnyx", "nobody")))
        assert [(type(one), one.id) for one in found.values()] == [(Entity, "m-9")]
