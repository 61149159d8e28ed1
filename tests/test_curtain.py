"""A detail is drawn once its request is there, and not before."""

import asyncio
from pathlib import Path

import pytest
from textual.app import App

from tests.board import morning, stand
from tests.until import until
from tui.curtain import Curtain
from tui.detail import Detail
from tui.panes.request import Request


async def test_no_frame_of_a_detail_lacks_the_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.curtain.LONGEST", 60.0)
    frames: list[int] = []
    drawn = App._display

    def display(board: App[None], screen: Detail, update: None) -> None:
        if isinstance(screen, Detail):
            frames.append(screen.request.total)
        drawn(board, screen, update)

    async with stand(tmp_path, fill=morning) as there:
        monkeypatch.setattr(App, "_display", display)
        await there.press("enter")
        await until(lambda: bool(frames))
        assert min(frames) > 0


async def test_what_takes_long_is_waited_for_no_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Request, "load", lambda _: asyncio.sleep(60))
    async with stand(tmp_path, fill=morning) as there:
        there.board.simulate_key("enter")
        await until(lambda: isinstance(there.board.screen, Curtain) and not there.board.screen._down)
        there.board.workers.cancel_all()
