"""Lists are sorted by keys; sorted otherwise than newest first they hold still and say so."""

from datetime import timedelta
from pathlib import Path

import pytest

from store import MOST_SORTED, Entity, Entry, Order, Phase, orders
from tui.rows.ordering import way
from tui.rows.stream import Stream

from .board import NOW, Books, Stand, message, morning, stand


def events(there: Stand) -> Stream[Entry]:
    pane = there.pane("events")
    assert isinstance(pane, Stream)
    return pane


async def test_the_stream_by_lag_and_the_same_again_turns_it_round(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("S", "j", "j", "enter")
        assert "lag ▾" in there.text()
        assert "SORTED by lag ▾" in there.text()
        assert "FOLLOW" not in there.text()
        assert events(there).rows[0].event.id == "m-2" or events(there).rows[0].event.id == "m-0"
        first = events(there).rows[0].seq
        await there.press("S", "enter")
        assert "SORTED by lag ▴" in there.text()
        assert events(there).rows[0].seq != first
        await there.press("S", "g", "enter")
        assert "FOLLOW" in there.text()


async def test_a_sorted_list_holds_still_and_f_sorts_it_again(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("S", "j", "j", "enter", "j")
        order = [row.seq for row in events(there).rows.values()]
        await there.books.receive(message(77, occurred_at=NOW - timedelta(days=3)))
        await there.settle()
        assert [row.seq for row in events(there).rows.values()] == order
        assert "SORTED by lag ▾ · f sorts again" in there.text()
        await there.press("f")
        assert events(there).rows[0].event.id == "m-77"
        assert "▸" in there.text().splitlines()[-11]


async def test_sorted_entities_keep_their_place_and_show_the_state_of_now(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("4", "S", "j", "j", "enter")
        pane = there.pane("messages")
        assert isinstance(pane, Stream)
        rows: dict[int, Entity] = pane.rows
        assert [row.recipient for row in rows.values()] == ["+15551230000", "+15551230002", "+15551230005"]
        await there.books.receive(message(2, status="undelivered", phase=Phase.FAILED, key="another"))
        await there.settle()
        rows = pane.rows
        assert [(row.id, row.status) for row in rows.values()][1] == ("m-2", "undelivered")


async def test_a_filter_holds_in_a_sorted_list_and_a_row_can_be_opened(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("S", *"jjj", "enter", "slash", *"phase:failed", "enter")
        assert "3 of 14" in there.text()
        assert {row.event.phase for row in events(there).rows.values()} == {Phase.FAILED}
        await there.press("enter")
        assert "Request" in there.text()


async def many(books: Books) -> None:
    await books.receive(*(message(number) for number in range(900)), ago=60)


async def test_a_long_sorted_list_is_walked_to_its_end(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=many) as there:
        await there.press("S", *"jjjj", "enter", "G")
        assert any("▸" in line and "+15551230899" in line for line in there.text().splitlines())
        await there.press("pageup", "k")
        assert "…" not in there.text()
        await there.press("g")
        assert "+15551230000" in there.text()


async def test_what_is_sorted_of_very_much_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.lists.sorting.MOST_SORTED", 900)
    monkeypatch.setattr("tui.rows.sorted.MOST_SORTED", 900)
    async with stand(tmp_path, fill=many) as there:
        await there.press("S")
        assert f"all but received: of the newest {MOST_SORTED:,}" in there.text()
        await there.press("j", "enter")
        assert "SORTED by occurred ▾ · of the newest 900" in there.text()


def test_every_order_has_words_for_both_ways() -> None:
    for order in (*orders("entries"), *orders("entities")):
        assert way(order) != way(Order(order.by, falling=not order.falling))
