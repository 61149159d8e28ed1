"""The request on the board: it folds, can be searched, shows the body in three ways, and stays where the user is."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from store import Habits, Schedule
from tests.board import NARROW, NOW, WIDE, Books, Stand, message, morning, stand
from tests.until import until
from tui.dashboard import Dashboard
from tui.detail import Detail
from tui.panes.request import Request

BODY = b'{"data": {"to": [{"status": "failed"}, {"status": "DELIVERED"}], "at": "2026-11-22T14:02:31Z", "text": "hi"}}'
REQUEST = ("enter", "tab")


async def story(books: Books) -> None:
    """A message of two events, of which the second has more in its body."""
    await morning(books)
    await books.receive(message(7, key="k1"), body=b'{"data": {"to": [{"status": "queued"}]}}', ago=0.5)
    await books.receive(message(7, key="k2"), body=BODY)


async def big(books: Books) -> None:
    await books.receive(message(7), body=b'{"data": [' + b'{"status": "sent"},' * 40_000 + b'{"status": "last"}]}')


def request(there: Stand) -> Request:
    return there.board.screen.query_one(Request)


async def type_(there: Stand, text: str) -> None:
    await there.press("slash", *text)


async def test_values_say_what_they_mean_and_where_they_are(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press(*REQUEST, "G", "k")
        assert 'at: "2026-11-22T14:02:31Z"  14:02:31 · 1s ago' in there.text()
        assert ".data.at · laid out" in there.text()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])
async def test_a_search_goes_from_match_to_match_while_it_is_typed_and_after(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with stand(tmp_path, size=size, fill=story) as there:
        await there.press(*REQUEST, "H")
        await type_(there, "status")
        assert request(there).path() == ".data.to[0].status"
        assert "1/2  .data.to[0].status" in there.text()
        assert request(there)._style("match").reverse
        await there.press("enter", "n")
        assert "2/2  .data.to[1].status" in there.text()
        await there.press("n")
        assert "1/2" in there.text()
        await there.press("N")
        assert "2/2" in there.text()
        await there.press("k")
        assert "–/2" in there.text()


async def test_large_letters_and_regular_expressions_are_searched_for_as_they_are(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press(*REQUEST)
        await type_(there, "delivered")
        assert "1/2" in there.text()
        await there.press("escape")
        await type_(there, "DEL")
        assert "1/1  .data.to[1].status" in there.text()
        await there.press("escape")
        await type_(there, "/s.*(fa|DE)/")
        assert "2/2" in there.text()
        await there.press("backspace", "backspace", "backspace", "/")
        assert "no regular expression" in there.text()
        await there.press("escape")
        await type_(there, "zzz")
        assert "nothing" in there.text()


async def test_head_raw_body_and_hex_are_searched_too(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press(*REQUEST)
        for keys, text, count in (
            ((), "content-type", "1/1"),
            (("b",), "queued", "nothing"),
            (("b",), "7b2264", "1/1"),
        ):
            await there.press(*keys)
            await type_(there, text)
            assert count in there.text(), text
            await there.press("enter", "escape")


async def test_esc_leaves_the_search_and_then_the_detail(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press(*REQUEST)
        await type_(there, "status")
        await there.press("enter")
        assert "/ status" in there.text()
        await there.press("escape")
        assert "/ status" not in there.text()
        assert isinstance(there.board.screen, Detail)
        await type_(there, "data")
        await there.press("escape")
        assert request(there).has_focus
        assert request(there).needle is None
        assert "\n/" not in there.text()
        await there.press("escape")
        assert isinstance(there.board.screen, Dashboard)


async def test_a_search_and_the_row_stay_from_event_to_event(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press(*REQUEST)
        await type_(there, "status")
        await there.press("enter", "left_square_bracket")
        assert "1/1  .data.to[0].status" in there.text()
        assert 'status: "queued"' in there.text()
        await there.press("escape", "right_square_bracket")
        assert request(there).path() == ".data.to[0].status"


async def test_b_shows_the_body_laid_out_as_it_came_and_in_hex(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press(*REQUEST, "G")
        for way, text in (
            ("as it came", '{"data": {"to": [{"status":'),
            ("in hex", "000000  7b22"),
            ("laid out", "▾ data"),
        ):
            await there.press("b")
            assert f"{way} · " in there.text()
            assert text in there.text()


async def test_a_large_body_is_there_at_once_and_its_end_too(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=big) as there:
        await there.press(*REQUEST, "G")
        assert f".data[40000] · laid out · {request(there).total} of 40,011" in there.text()
        await type_(there, "last")
        assert 'status: "last"' in there.text()
        assert "1/1  .data[40000].status" in there.text()


async def test_a_capture_that_is_gone_says_so(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press(*REQUEST)
        with closing(sqlite3.connect(tmp_path / "callboard.db")) as db:
            db.execute("DELETE FROM captures")
            db.commit()
        await there.press("b")
        assert "is not in the store any more" in there.text()


PLIVO = Habits(provider="plivo", title="Plivo", schedules=(Schedule(pauses=(60, 120)),))
AGAIN = message(9, provider="plivo")


async def refused(books: Books) -> None:
    """A message that Plivo delivered a minute ago, and was answered 500."""
    await books.habits(PLIVO)
    await books.receive(AGAIN, target="/plivo", ago=60, answer=500)


async def test_a_delivery_that_comes_again_shows_by_itself(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=refused) as there:
        await there.press(*REQUEST)
        assert "delivered once" in there.text()
        assert "×2  due 14:02:32" in there.text()
        await there.books.receive(AGAIN, target="/plivo", answer=0)
        await there.settle()
        assert "delivered 2 times" in there.text()
        assert "no answer given" in there.text()
        assert "×3  due 14:04:32" in there.text()


async def test_what_does_not_come_becomes_what_never_came(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=refused) as there:
        await there.press(*REQUEST)
        request(there).clock = lambda: NOW + timedelta(seconds=20)
        await until(lambda: "×2  was due 14:02:32, and never came" in there.text())
        assert "×3  due 14:04:32" in there.text()


async def test_what_was_acknowledged_waits_for_nothing(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=refused) as there:
        await there.books.receive(AGAIN, target="/plivo")
        await there.press(*REQUEST)
        assert "delivered 2 times" in there.text()
        assert "due" not in there.text()
