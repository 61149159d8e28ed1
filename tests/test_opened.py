"""A file on the board: its name on top, nothing to write, and nothing left of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from store import capture_json, line
from tests.make import capture
from tests.running import callboard, environment
from tests.terminal import board
from tests.until import until

ENDS = {
    "well": "",
    "killed": "os.kill(os.getpid(), 9)",
    "at once": "os._exit(3)",
    "badly": "raise KeyboardInterrupt",
}
CODE = """
import os
from tui.cli.open import swept
with swept() as folder:
    (folder / "opened.db").write_text("x")
    print(folder, flush=True)
    {}
"""


@pytest.mark.parametrize("how", ENDS)
async def test_nothing_is_left_however_it_ends(how: str, tmp_path: Path) -> None:
    made = {**environment(tmp_path), "TMPDIR": str(tmp_path)}
    done = subprocess.run(  # noqa: ASYNC221  it is waited for
        [sys.executable, "-c", CODE.format(ENDS[how])], capture_output=True, text=True, env=made, check=False
    )
    folder = Path(done.stdout.strip())
    assert folder.parent == tmp_path
    await until(lambda: not folder.exists())


async def test_a_file_is_shown_as_far_as_it_goes_and_nothing_is_left_when_the_board_is_killed(tmp_path: Path) -> None:
    file, temporary = tmp_path / "came\x1b.ndjson", tmp_path / "temporary"
    temporary.mkdir()
    file.write_text(f"{line(capture_json(capture(b'what nobody knows')))}\noops\n", encoding="utf-8")
    store = tmp_path / "callboard.db"
    with board(store, "open", str(file), environ={"TMPDIR": str(temporary)}) as terminal:
        terminal.until("● FILE  came␛.ndjson")
        terminal.until("line 2: Invalid JSON")
        terminal.until("POST /, 17 B")
        assert len(list(temporary.iterdir())) == 1
        terminal.press("r;am")
        terminal.until("◆")
        terminal.press("x")
        terminal.until("━ Export ━")
        terminal.process.kill()
        await until(lambda: not list(temporary.iterdir()))
    assert not store.exists()


def test_what_is_no_export_is_told_without_a_board(tmp_path: Path) -> None:
    done = callboard("open", str(tmp_path / "none"), home=tmp_path, code=2)
    assert "needs a terminal" in done.stderr
