"""The page loads nothing from elsewhere, and there are never more boards than tabs that were let in."""

import os
import re
from contextlib import AsyncExitStack

import aiohttp

from tests.sites import get, ours, served, tab
from tests.terminal import Watched, family
from tests.until import PATIENCE
from tui.web.site import FULL, LOADED, MOST


async def test_all_that_the_page_loads_is_ours_and_there() -> None:
    async with served() as gate:
        page = (await get(gate, gate.place, ours(gate))).text
        style, script = [(await get(gate, f"{gate.place}page.{kind}", ours(gate))).text for kind in ("css", "js")]
        asked = re.findall(r"""(?:src|href)="([^"]*)"|url\("(.*)"\)|\.src = "(.*)\"""", page + style + script)
        names = {name for group in asked for name in group if name} - {"data:,", "./"}
        assert names == set(LOADED)
        assert re.findall(r"https?://[^\"]*", page + style + script) == []
        assert f'data-session-websocket-url="ws://127.0.0.1:{gate.port}{gate.place}ws"' in page
        for name, (_, type_) in LOADED.items():
            answer = await get(gate, f"{gate.place}{name}", ours(gate))
            assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, type_)
            assert len(answer.content) > 400


async def test_one_board_too_many_is_told_so_and_a_closed_tab_makes_room() -> None:
    before = len(family(os.getpid()))
    async with served() as gate, AsyncExitStack() as tabs:
        opened = [await tabs.enter_async_context(tab(gate)) for _ in range(MOST)]
        for socket in opened:
            assert await socket.receive_bytes(timeout=PATIENCE) == b"hello"
        async with tab(gate) as refused:
            assert FULL in (await refused.receive_bytes(timeout=PATIENCE)).decode()
            assert (await refused.receive(timeout=PATIENCE)).type is aiohttp.WSMsgType.CLOSE
        assert len(family(os.getpid())) == before + MOST
        await opened[0].send_json(["stdin", "q"])
        await opened[0].receive(timeout=PATIENCE)
        async with tab(gate) as socket:
            assert await socket.receive_bytes(timeout=PATIENCE) == b"hello"


async def test_the_boards_end_with_the_site() -> None:
    async with AsyncExitStack() as tabs:
        async with served() as gate:
            before = family(os.getpid())
            socket = await tabs.enter_async_context(tab(gate))
            assert await socket.receive_bytes(timeout=PATIENCE) == b"hello"
            boards = Watched(*(pid for pid in family(os.getpid()) if pid not in before))
        assert (await socket.receive(timeout=PATIENCE)).type is aiohttp.WSMsgType.CLOSE
        assert boards.gone(0)
