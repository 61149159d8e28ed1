"""A file that is there whole or not at all, and nowhere else."""

import os
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import environment
from tui.export.landing import PART, landing
from tui.export.offer import Export

KILLED = """
import os, signal, sys
from pathlib import Path
from tui.export.landing import landing
with landing(Path(sys.argv[1]), folder=False, force=True) as place:
    place.write(b"new" * 100_000)
    os.kill(os.getpid(), signal.SIGKILL)
"""
FULL = """
import resource, sys
from pathlib import Path
from tui.export.landing import landing
resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
with landing(Path(sys.argv[1]), folder=False, force=True) as place:
    for _ in range(1000):
        place.write(b"new" * 1000)
"""


def written(path: Path, *, force: bool = False, folder: bool = False) -> None:
    with landing(path, folder=folder, force=force) as place:
        if folder:
            place.file("000001-telnyx.http", b"one")
        place.write(b"whole")


def test_x2_names_a_file_lands_where_it_was_said_for_its_owner_alone(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        written(tmp_path / "all.ndjson")
    finally:
        os.umask(umask)
    assert [(path.name, path.read_bytes(), path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [
        ("all.ndjson", b"whole", 0o600)
    ]


def test_x2_names_what_is_there_stays_unless_it_may_go(tmp_path: Path) -> None:
    path = tmp_path / "all.ndjson"
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError, match="--force"):
        written(path)
    assert path.read_bytes() == b"old"
    written(path, force=True)
    assert [one.name for one in tmp_path.iterdir()] == ["all.ndjson"]
    assert path.read_bytes() == b"whole"


def test_x2_names_what_came_there_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "all.ndjson"

    def meanwhile() -> None:
        with landing(path, folder=False, force=False) as place:
            place.write(b"new")
            path.write_bytes(b"another's")

    with pytest.raises(FileExistsError):
        meanwhile()
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("all.ndjson", b"another's")]


@pytest.mark.parametrize("force", [False, True])
def test_x2_names_no_link_is_followed(force: bool, tmp_path: Path) -> None:
    other, link = tmp_path / "other", tmp_path / "link"
    other.write_bytes(b"kept")
    link.symlink_to(other)
    if force:
        written(link, force=True)
        assert (link.is_symlink(), link.read_bytes()) == (False, b"whole")
    else:
        with pytest.raises(FileExistsError):
            written(link)
    assert other.read_bytes() == b"kept"


def test_x2_names_a_link_that_lies_in_wait_for_what_is_not_whole_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"kept")
    monkeypatch.setattr("secrets.token_hex", lambda _: "guessed")
    (tmp_path / ".all.ndjson.guessed.part").symlink_to(other)
    with pytest.raises(FileExistsError):
        written(tmp_path / "all.ndjson")
    assert other.read_bytes() == b"kept"


@pytest.mark.parametrize("name", ["x" * 300, "nowhere/all.ndjson", ".", "a\0b"])
def test_x2_names_that_are_none_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises((OSError, ValueError)):
        written(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_x2_names_our_own_hold_digits_and_our_own_letters(tmp_path: Path) -> None:
    from tests.make import NOON

    stem = Export((), lambda _wish, _tell: None, lambda: NOON)._stem  # type: ignore[arg-type,return-value]
    assert stem == "callboard-2026-11-22T120000"
    written(tmp_path / stem, folder=True)
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")} == {
        stem: 0o700,
        "000001-telnyx.http": 0o600,
    }


@pytest.mark.parametrize("name", ["\u00fc" * 127 + "x", "\U0001f4e8" * 63, "x" * 255])
def test_x2_names_of_as_many_bytes_as_a_disk_takes_are_some(name: str, tmp_path: Path) -> None:
    written(tmp_path / name)
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_x2_names_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(FileExistsError, match="--force"):
        written(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reading:
        written(pipe, force=True)
        assert reading.communicate()[0] == b"whole"
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_x2_names_a_link_that_came_where_a_pipe_was_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, link = tmp_path / "other", tmp_path / "link"
    other.write_bytes(b"kept")
    link.symlink_to(other)
    monkeypatch.setattr("tui.export.landing._flows", lambda _: True)
    with pytest.raises(OSError, match="symbolic links"):
        written(link, force=True)
    assert other.read_bytes() == b"kept"


def test_x2_names_of_what_is_no_file_are_left_alone(tmp_path: Path) -> None:
    link, address = tmp_path / "link", tmp_path / "socket"
    link.symlink_to(os.devnull)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(address))
    for path in (link, address):
        with pytest.raises(FileExistsError, match="no file"):
            written(path, force=True)
    listening.close()
    assert {*tmp_path.iterdir()} == {link, address}
    assert link.is_symlink()


def test_x2_names_of_a_terminal_are_refused() -> None:
    controller, terminal = os.openpty()
    with pytest.raises(FileExistsError, match="a terminal"):
        written(Path(os.ttyname(terminal)), force=True)
    os.close(controller)
    os.close(terminal)


def test_a_folder_is_never_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "requests"
    folder.mkdir()
    with pytest.raises(IsADirectoryError):
        written(folder, force=True, folder=True)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("folder", [False, True])
def test_what_is_broken_off_leaves_nothing(folder: bool, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), landing(tmp_path / "all", folder=folder, force=False):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_x5_interrupted_it_is_on_the_disk_before_it_has_its_name_and_its_name_before_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, synced, sync = tmp_path / "all.ndjson", list[tuple[str, bool]](), os.fsync

    def watched(handle: int) -> None:
        synced.append((Path(f"/proc/self/fd/{handle}").readlink().suffix, path.exists()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    written(path)
    assert synced == [(PART, False), ("", True)]


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("code", [KILLED, FULL], ids=["killed", "full"])
def test_x5_interrupted_the_old_file_is_there_whole_or_none(code: str, old: bool, tmp_path: Path) -> None:
    path = tmp_path / "all.ndjson"
    if old:
        path.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], env=environment(tmp_path), capture_output=True, check=False
    )
    assert done.returncode in {-signal.SIGKILL, 1}, done.stderr
    assert (path.read_bytes() if path.exists() else None) == (b"old" if old else None)
    left = [one.name for one in tmp_path.iterdir() if one != path]
    assert all(name.endswith(PART) for name in left)
    assert len(left) == (code == KILLED)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 65536
