"""Keys are done in the order in which they were typed, however fast they come."""

from pathlib import Path

from tests.terminal import board
from tests.test_everywhere import live


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
