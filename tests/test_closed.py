"""What was closed is gone: a board is open all day."""

import asyncio
import gc
import weakref
from collections.abc import Callable
from pathlib import Path

from textual.css.query import NoMatches
from textual.worker import Worker

from tests.board import morning, stand
from tests.until import until
from tui.detail import Detail

ROUNDS = 6


async def turns(true: Callable[[], bool]) -> None:
    """Returns in the turn of the loop in which it has become so."""
    while not true():  # noqa: ASYNC110  an event would be told of later
        await asyncio.sleep(0)


async def test_screens_that_were_closed_are_not_kept(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        screens, drawn = [], []
        for _ in range(ROUNDS):
            await there.press("enter")
            assert isinstance(there.board.screen, Detail)
            screens.append(weakref.ref(there.board.screen))
            drawn.append(weakref.ref(there.board.screen.request._styles_cache))
            await there.press("escape")
        gc.collect()
        assert sum(one() is not None for one in screens) < ROUNDS / 2
        assert sum(one() is not None for one in drawn) < ROUNDS / 2


async def test_a_worker_that_comes_too_late_for_its_screen_ends_no_board(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("s")
        stats = there.board.screen

        async def looks_for_what_is_gone() -> None:
            await turns(lambda: stats._pruning)
            stats.query_one("#gone")

        worker: Worker[None] = stats.run_worker(looks_for_what_is_gone)
        there.board.pop_screen()
        await until(lambda: worker.is_finished)
        assert there.board.return_code is None


async def test_what_goes_wrong_while_it_is_left_makes_no_other_exit_code(tmp_path: Path) -> None:
    async with stand(tmp_path) as there:
        there.board.exit(return_code=129)
        there.board._handle_exception(NoMatches("a widget that is gone"))
        assert there.board.return_code == 129
