"""A tab and its board end together, and nothing that a page says is more than keys and sizes."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.sites import ECHO, program, served, tab
from tests.terminal import Watched, family
from tests.until import PATIENCE
from tui.web.gate import Gate
from tui.web.visit import environment, packet, size_of

STAYS = ECHO.replace("while head :=", "import time\ntime.sleep(99)\nwhile head :=")
"""Greets, and hears nothing."""


@asynccontextmanager
async def greeted(gate: Gate) -> AsyncIterator[tuple[aiohttp.ClientWebSocketResponse, Watched]]:
    """A tab whose board has greeted, and the processes that came with it."""
    before = family(os.getpid())
    async with tab(gate) as socket:
        assert await socket.receive_bytes(timeout=PATIENCE) == b"hello"
        yield socket, Watched(*(pid for pid in family(os.getpid()) if pid not in before))


async def test_keys_go_to_the_board_and_its_screen_to_the_tab() -> None:
    async with served() as gate, greeted(gate) as (socket, _board):
        await socket.send_json(["stdin", "jé"])
        assert await socket.receive_bytes() == "jé".encode()
        await socket.send_json(["resize", {"width": 100, "height": 30}])
        assert json.loads(await socket.receive_bytes()) == {"type": "resize", "width": 100, "height": 30}


async def test_a_board_ends_with_its_tab() -> None:
    async with served() as gate:
        async with greeted(gate) as (_socket, board):
            pass
        assert await asyncio.to_thread(board.gone)


async def test_a_tab_ends_with_its_board() -> None:
    async with served() as gate, greeted(gate) as (socket, board):
        await socket.send_json(["stdin", "q"])
        assert (await socket.receive(timeout=PATIENCE)).type is aiohttp.WSMsgType.CLOSE
        assert board.gone()


async def test_a_board_that_will_not_leave_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.web.visit.LEAVE", 0.1)
    async with served(program(STAYS)) as gate:
        async with greeted(gate) as (_socket, board):
            pass
        assert await asyncio.to_thread(board.gone)


async def test_what_is_no_board_ends_the_tab() -> None:
    async with served(program("print('no such store')")) as gate, tab(gate) as socket:
        assert (await socket.receive(timeout=PATIENCE)).type is aiohttp.WSMsgType.CLOSE


async def test_a_board_cannot_have_the_browser_open_anything() -> None:
    asks = ECHO.replace('D\\0\\0\\0\\5hello")', 'M\\0\\0\\0\\2{}" + b"P\\0\\0\\0\\1x" + b"D\\0\\0\\0\\5hello")')
    assert asks != ECHO
    async with served(program(asks)) as gate, greeted(gate):
        pass


@pytest.mark.parametrize(
    ("said", "packed"),
    [
        (["stdin", "j"], b"D\0\0\0\1j"),
        (["stdin", "\ud800"], b"D\0\0\0\1?"),
        (["focus"], b'M\0\0\0\x11{"type": "focus"}'),
        (["blur"], b'M\0\0\0\x10{"type": "blur"}'),
        (["resize", {"width": 10**9, "height": -3}], b'M\0\0\0-{"type": "resize", "width": 500, "height": 1}'),
    ],
)
def test_what_a_page_may_say(said: object, packed: bytes) -> None:
    assert packet(json.dumps(said)) == packed


@pytest.mark.parametrize("said", ["", "{", "[]", "1", "null", '["quit"]', '["exit"]', '["stdin", 1]', '["resize", 1]'])
def test_what_else_a_page_says_is_nothing(said: str) -> None:
    assert packet(said) == b""
    assert packet("[" * 100_000) == b""
    assert packet(f'["stdin", {"1" * 5000}]') == b""


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [("120", "36", (120, 36)), (None, None, (80, 24)), ("x", "-1", (80, 1)), ("9" * 5000, 1e9, (80, 24))],
)
def test_a_size_is_within_reason(width: object, height: object, size: tuple[int, int]) -> None:
    assert size_of({"width": width, "height": height}) == size


def test_a_board_has_our_environment_and_draws_for_the_web() -> None:
    told = environment({"CALLBOARD_SECRET_TELNYX": "s", "COLUMNS": "1"}, (120, 36))
    assert (told["CALLBOARD_SECRET_TELNYX"], told["COLUMNS"], told["ROWS"]) == ("s", "120", "36")
    assert told["TEXTUAL_DRIVER"] == "textual.drivers.web_driver:WebDriver"
