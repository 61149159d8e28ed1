"""The screen of a replay: what is sent is what was agreed to, once, and nothing is changed unseen."""

import asyncio
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import httpx
import pytest

from store import Sent
from tests.an_app import App, app
from tests.board import Books, Stand, message, morning, stand
from tests.elsewhere import Elsewhere
from tests.terminal import board as window
from tests.until import PATIENCE, until
from tui.cli.way import way
from tui.config.settings import Settings, load
from tui.given import Given
from tui.sending.replay import Replay

ORDERING = "/zipwhip/campaign/add?a=1"
SIGNED = ((b"Host", b"h.test"), (b"X-Plivo-Signature-V2", b"old="), (b"X-Plivo-Signature-V2-Nonce", b"1"))


def chosen(folder: Path, text: str = "") -> Settings:
    """Settings of this text alone."""
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return load({"config": str(file), "store": str(folder / "none.db")}, {}, folder)


def given(folder: Path, there: App | None, kept: list[Sent] | None = None, text: str = "") -> Given:
    """What a board needs to replay to an app here; what was sent goes to a list."""
    every = kept if kept is not None else []

    async def keep(one: Sent) -> None:
        every.append(one)

    return Given(ways=partial(way, chosen(folder, text), keep=keep), replay_to=there.url if there else "")


def replay(there: Stand) -> Replay:
    screen = there.board.screen
    assert isinstance(screen, Replay), screen
    return screen


async def test_f10_however_long_enter_is_held_one_request_is_sent_for_each_that_was_agreed_to(tmp_path: Path) -> None:
    kept: list[Sent] = []
    async with app() as there, stand(tmp_path, fill=morning, given=given(tmp_path, there, kept)) as board:
        await board.press("r")
        for _ in range(6):
            await board.pilot.press("enter")
        await board.done()
        assert "● 1 sent: 1 × 204" in board.text()
        await board.press("enter", "enter")
        assert len(there.requests) == 1
        await board.press("escape", "r", "enter")
        assert len(there.requests) == 2
    assert [(one.why, one.target, one.status, one.capture) for one in kept] == [("replay", there.url, 204, 14)] * 2


async def test_f10_two_windows_over_one_store_send_one_for_each_that_was_agreed_to(tmp_path: Path) -> None:
    """One with the receiver, one that watches; both are the real program, and in both enter is held down."""
    store = tmp_path / "store" / "callboard.db"
    async with app() as there:
        await asyncio.to_thread(_held_down, store, there.url)
        assert len(there.requests) == 2
    with closing(sqlite3.connect(store)) as db:
        assert db.execute("SELECT capture, why, status FROM sent").fetchall() == [(1, "replay", 204)] * 2


def _held_down(store: Path, url: str) -> None:
    with window(store) as first:
        httpx.post(f"{first.url}/telnyx", content=b"{}", trust_env=False, timeout=PATIENCE)
        with window(store, "watch") as second:
            for one in (first, second):
                one.until("unrecognised")
                one.insist("r", "Replay —")
                one.press(url.rpartition(":")[2])
                one.until(url)
            for one in (first, second):
                one.press("\r" * 20)
            for one in (first, second):
                one.until("1 sent: 1 × 204")
                one.press("\r" * 20)
                one.rest()


async def many(books: Books) -> None:
    for number in range(21):
        await books.receive(message(number), ago=30 - number, body=b"%d" % number)


async def test_f10_more_than_twenty_are_asked_for_by_a_word(tmp_path: Path) -> None:
    async with app() as there, stand(tmp_path, fill=many, given=given(tmp_path, there)) as board:
        await board.press("r", "l", "enter", "enter", "enter", "enter")
        assert "these are 21 requests" in board.text()
        assert "type yes" in board.text()
        assert there.requests == []
        await board.press(*"yes", "tab", "tab", "l", "l", "enter")
        assert there.requests == [], "what was agreed to was something else"
        await board.press(*"yes", "enter")
        assert "21 sent: 21 × 204" in board.text()
    assert [one.rpartition(b"\r\n\r\n")[2] for one in there.requests] == [b"%d" % number for number in range(21)]


async def signed(books: Books) -> None:
    await books.receive(message(1, provider="plivo"), ago=4000, target="/plivo", headers=SIGNED, body=b"A=1")


async def test_f11_the_signature_that_came_goes_out_unless_another_is_chosen(tmp_path: Path) -> None:
    text = '[secrets]\nplivo = "token"\n'
    async with app() as there, stand(tmp_path, fill=signed, given=given(tmp_path, there, text=text)) as board:
        await board.press("r")
        assert "[as it came]" in board.text()
        assert "▲ a signature that holds the time it was made may be too old by now" in board.text()
        await board.press("enter", "escape", "r", "j", "l")
        assert "[made anew]" in board.text()
        assert "too old" not in board.text()
        await board.press("enter")
    first, second = there.requests
    assert b"X-Plivo-Signature-V2: old=\r\n" in first
    assert b"X-Plivo-Signature-V2" not in second
    assert b"X-Plivo-Signature-V3: " in second


async def test_f11_what_cannot_be_signed_anew_is_not_sent_with_the_old_one(tmp_path: Path) -> None:
    afar = Elsewhere()
    async with stand(tmp_path, fill=morning, given=Given(ways=lambda _: afar, replay_to=afar.to)) as board:
        await board.press("r", "j", "l", "enter")
        assert "cannot be signed: its signature holds the time␛" in board.text()
    assert afar.asked == []


async def ordering(books: Books) -> None:
    await books.receive(message(1), target=ORDERING)


async def test_f12_what_orders_something_goes_to_no_other_machine_without_the_word(tmp_path: Path) -> None:
    afar = Elsewhere()
    async with stand(tmp_path, fill=ordering, given=Given(ways=lambda _: afar, replay_to=afar.to)) as board:
        await board.press("r", "enter", "enter", *"yes", "enter")
        assert "type provision" in board.text()
        assert afar.asked == []
        await board.press(*["backspace"] * 3, *"provision", "enter")
        assert [one.target for one in afar.asked] == [ORDERING]
        assert "1 sent: 1 × no answer" in board.text()
        assert "may have been taken: it is not sent again by itself" in board.text()
        await board.press("enter", "enter")
    assert len(afar.asked) == 1


async def test_f12_nor_by_the_path_of_the_target(tmp_path: Path) -> None:
    afar = Elsewhere(to="http://192.0.2.1:9/provision/%61dd")
    async with stand(tmp_path, fill=morning, given=Given(ways=lambda _: afar, replay_to=afar.to)) as board:
        await board.press("r", "enter")
        assert "type provision" in board.text()
    assert afar.asked == []


async def test_f12_to_this_machine_it_goes_like_any_other(tmp_path: Path) -> None:
    async with app() as there, stand(tmp_path, fill=ordering, given=given(tmp_path, there)) as board:
        await board.press("r", "enter")
    assert there.requests[0].startswith(b"POST /zipwhip/campaign/add?a=1 HTTP/1.1\r\n")


@pytest.mark.parametrize(
    ("to", "says"), [("", "say where to"), ("file:///etc/passwd", "http://"), ("http://169.254.169.254/", "nothing is")]
)
async def test_where_nothing_may_go_it_says_why_and_stays(to: str, says: str, tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, given=given(tmp_path, None)) as board:
        await board.press("r", *(("ctrl+u", *to) if to else ()), "enter")
        assert says in board.text()
        assert "enter sends 1 request" in board.text()


async def test_it_says_the_path_that_the_request_really_goes_to(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, given=given(tmp_path, None)) as board:
        await board.press("r")
        assert "to          http://127.0.0.1: " in board.text()
        assert "POST /telnyx " in board.text()
        await board.press(*"3000/hooks")
        assert "POST /hooks  instead of /telnyx" in board.text()
        await board.press("tab", "l")
        assert "all to /hooks" in board.text()


async def test_the_last_target_is_there_the_next_time(tmp_path: Path) -> None:
    async with app() as there, stand(tmp_path, fill=morning, given=given(tmp_path, None)) as board:
        await board.press("r", *there.url.removeprefix("http://127.0.0.1:"), "enter", "escape", "r")
        assert replay(board).to == there.url
        await board.press("enter")
        assert len(there.requests) == 2


async def test_of_what_is_marked_in_view_or_in_the_timeline_each_goes_once_oldest_first(tmp_path: Path) -> None:
    async with app() as there, stand(tmp_path, fill=morning, given=given(tmp_path, there)) as board:
        await board.press("m", "j", "j", "m", "slash", *"provider:telnyx", "enter", "r")
        assert "[this one] its timeline: 2  marked: 2  the view: 9" in board.text()
        await board.press("l", "l", "enter")
        assert "2 sent: 2 × 204" in board.text()


async def test_esc_stops_after_the_one_that_was_sent_last(tmp_path: Path) -> None:
    async with app() as there, stand(tmp_path, fill=many, given=given(tmp_path, there)) as board:
        await board.press("r", "l", "j", "j", "l", "enter", *"yes")
        await board.pilot.press("enter")
        await until(lambda: len(there.requests) == 1)
        await board.pilot.press("escape")
        await until(lambda: "were not sent" in board.text())
        assert "▲ 20 were not sent" in board.text()
    assert len(there.requests) == 1


async def test_a_board_that_may_not_send_does_not_offer_it(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, alone=True) as board:
        assert not board.board.check_action("replay", ())
        assert not board.board.check_action("edit_replay", ())
        await board.press("r")
        assert not isinstance(board.board.screen, Replay)
