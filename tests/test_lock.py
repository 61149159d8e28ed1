"""One receiver at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from store import Locked, holder, lock_path, locked

HOLD = """
import sys, time
from pathlib import Path
from store import locked
with locked(Path(sys.argv[1]), url="http://127.0.0.1:8010"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_receiver_is_told_who_has_the_store_and_what_to_do(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout
        first.stdout.readline()
        with (
            pytest.raises(Locked, match=rf"process {first.pid} at http://127.0.0.1:8010.*callboard watch"),
            locked(log),
        ):
            pass
        assert holder(log)["pid"] == first.pid
        first.kill()
        first.wait()
        assert "url" in lock_path(log).read_text(encoding="utf-8")
        assert holder(log) == {}
    with locked(log):
        assert lock_path(log).stat().st_mode & 0o777 == 0o600


def test_a_lock_without_words_still_locks(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    with locked(log):
        lock_path(log).write_text("no json", encoding="utf-8")
        with pytest.raises(Locked, match="unknown"), locked(log):
            pass
    assert holder(tmp_path / "nothing.db") == {}


def test_who_let_the_store_go_is_no_holder_though_it_lives_on(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    with locked(log, url="http://127.0.0.1:8010"):
        assert holder(log)["url"] == "http://127.0.0.1:8010"
    assert holder(log) == {}
