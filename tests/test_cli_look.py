"""What is read of a store at a look: nothing is passed off as all there is."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from store import Intake, Ledger
from tests.make import ok, reading, request
from tui.cli import cli


async def test_while_a_receiver_has_not_read_everything_a_look_says_how_much_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.cli.unread.MOMENT", 0.01)
    log = tmp_path / "callboard.db"
    look = partial(cli.main, ["ls", "--store", str(log)], standalone_mode=False)
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        await asyncio.gather(*(intake.capture(request()) for _ in range(3)))
        await ledger.enter([reading(1, ok())])
        await asyncio.to_thread(look)
        assert "read up to request 1 of 3: what follows is without the rest" in capsys.readouterr().err
        await ledger.enter([reading(seq, ok(key=f"{seq}")) for seq in (2, 3)])
        await asyncio.to_thread(look)
        assert capsys.readouterr().err == ""
