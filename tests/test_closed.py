"""What was closed is gone: a board is open all day."""

import gc
import weakref
from pathlib import Path

from tests.board import morning, stand
from tui.detail import Detail

ROUNDS = 6


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
