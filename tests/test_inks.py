"""A board that is drawn faster than its terminal takes it shows what a key does all the same."""

import time
from itertools import count
from pathlib import Path

import httpx

from tests.terminal import board
from tests.until import PATIENCE

SECONDS = 2.5
MOST = 200_000
"""Bytes: what the terminal itself holds, and a few frames. With thirty of them it would be far more."""


def test_what_a_key_does_does_not_wait_behind_frames_that_nobody_has_seen(tmp_path: Path) -> None:
    with (
        board(tmp_path / "store" / "callboard.db", size=(200, 60)) as terminal,
        httpx.Client(trust_env=False, timeout=PATIENCE) as client,
    ):
        url, numbers = f"{terminal.url}/x", count()
        client.post(url, content=b"0")
        terminal.until("FOLLOW")
        with terminal._more:  # nobody reads
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                client.post(url, content=b"%d" % next(numbers))
            terminal.press("?")
        before = len(terminal.written)
        terminal.until("Help — Events")
        assert len(terminal.written) - before < MOST
