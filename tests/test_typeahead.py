"""Keys are done in the order in which they were typed, however fast they come."""

import asyncio
from pathlib import Path

from textual.events import Key

from store import Intake
from tests.board import stand
from tests.make import request
from tests.terminal import board
from tests.test_everywhere import live
from tests.until import until


def test_keys_that_come_in_one_burst_are_done_one_after_the_other(tmp_path: Path) -> None:
    """As over SSH: what is typed behind a `/` is the filter, however fast, and not keys of the list."""
    with board(tmp_path / "store" / "callboard.db") as terminal:
        live(terminal)
        for keys, shows in (
            ("\r?", "esc close"),
            ("\x1b", "esc back"),
            ("q/phase:failed,pending a", "/ phase:failed,pending a"),
            ("\r4/to:1\rz", "┏━ 4 Messages — filtered"),
            ("5/ b\rp", "❚❚ PAUSED"),
        ):
            terminal.press(keys)
            terminal.until(shows)
        assert " 1 ev" in terminal.text
        assert "/ phase:failed,pending a b" in terminal.text
        assert terminal.quit() == 0


async def captured(store: Path) -> None:
    async with Intake.open(store) as intake:
        await intake.capture(request())


def test_what_is_typed_before_the_board_is_there_waits_for_it(tmp_path: Path) -> None:
    store = tmp_path / "callboard.db"
    asyncio.run(captured(store))
    with board(store) as terminal:
        terminal.press("/provider:telnyx or a")
        terminal.until("/ provider:telnyx or a")
        terminal.press("\x1b")
        terminal.until("FOLLOW")
        terminal.until(" 1 ev")
        assert terminal.quit() == 0


async def test_what_waits_when_another_program_gets_the_terminal_is_not_for_the_board(tmp_path: Path) -> None:
    async with stand(tmp_path) as there:
        typing = there.board._typing
        typing.follow()
        assert typing.holds(Key("p", "p"))
        typing.deafen()
        typing.listen()
        await until(lambda: not typing.busy)
        await there.settle()
        assert there.board.following
