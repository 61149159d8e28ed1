"""A store of every format that ever was opens, with all that it holds; one of a newer callboard is left alone."""

import asyncio
import gzip
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from receiver.found import found
from receiver.meaning.reading import NO_KEYS
from receiver.service import read_all
from store import Capture, Intake, Reader, StoreError, prepare_log, prepare_view
from tests.make import request
from tui.checks import SAFE_SQLITE, programs

DATA = Path(__file__).with_name("data")
FORMATS = (1, 2, 3, 4)


def older(folder: Path, version: int) -> Path:
    """A store as that callboard left it: 14 captures with 16 events, a mark from format 3 on, one sent on from 4 on."""
    for name in ("callboard.db", "callboard.view.db"):
        packed = DATA / f"log-{version}.{name.removeprefix('callboard.')}.gz"
        (folder / name).write_bytes(gzip.decompress(packed.read_bytes()))
    return folder / "callboard.db"


def rows(log: Path) -> list[tuple[object, ...]]:
    sql = (
        "SELECT seq, received_at, method, target, http_version, headers, body, peer, answer FROM captures ORDER BY seq"
    )
    with closing(sqlite3.connect(log)) as db:
        return db.execute(sql).fetchall()


def digest(folder: Path) -> dict[str, str]:
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(folder.glob("callboard.db*"))}


@pytest.mark.parametrize("version", FORMATS)
async def test_m1_a_store_of_every_format_opens_with_all_it_holds_and_a_copy_is_kept(
    tmp_path: Path, version: int
) -> None:
    log, said = older(tmp_path, version), list[str]()
    before = rows(log)
    prepare_log(log, said.append)
    assert rows(log) == before
    assert len(before) == 14
    [backup] = tmp_path.glob(f"callboard.db.backup-{version}-*")
    assert said == [f"the store is brought up from format {version} to 5; as it was, it is in {backup}"]
    assert rows(backup) == before
    assert backup.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(backup)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (version,)
    assert await read_all(log, found({})[0], NO_KEYS, again=False, tell=lambda _: None) == 14
    async with Reader.open(log) as reader:
        assert (await reader.counts()).entries == 16
        assert len(await reader.marks()) == (version >= 3)
        assert len(await reader.sent(3)) == (version >= 4)
    prepare_log(log, said.append)
    assert len(said) == 1


@pytest.mark.parametrize("version", FORMATS)
async def test_an_older_store_can_be_looked_at_before_it_is_brought_up(tmp_path: Path, version: int) -> None:
    log = older(tmp_path, version)
    before = rows(log)
    assert await read_all(log, found({})[0], NO_KEYS, again=False, tell=lambda _: None) == 14
    async with Reader.open(log) as reader:
        captures: tuple[Capture, ...] = await reader.captures()
        assert len(captures) == 14
        assert len(await reader.marks()) == (version >= 3)
        assert (await reader.extent()).captures == 14
        assert (await reader.statistics()).entries == 16
    assert rows(log) == before


async def test_captures_go_on_while_the_view_of_an_older_format_is_read_again(tmp_path: Path) -> None:
    log = older(tmp_path, 4)
    async with Intake.open(log) as intake:
        prepare_view(log)
        assert await intake.capture(request()) == 15
        async with Reader.open(log) as reader:
            cursors = await reader.cursors()
    assert (cursors.read, cursors.capture) == (0, 15)


KILLED = """
import sys
from pathlib import Path
from store import prepare_log
print("ready", flush=True)
sys.stdin.readline()
prepare_log(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("after", [0.0, 0.001, 0.003, 0.006, 0.012])
def test_m2_killed_in_the_middle_it_is_the_old_one_or_the_new_one(tmp_path: Path, after: float) -> None:
    log = older(tmp_path, 2)
    before = rows(log)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("\n")
        process.stdin.flush()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
    with closing(sqlite3.connect(log)) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert (version, "packs" in tables, "marks" in tables) in {(2, False, False), (5, True, True)}
    prepare_log(log)
    assert rows(log) == before
    assert not list(tmp_path.glob("*.part*"))


FULL = """
import resource, signal, sys
from pathlib import Path
from store import StoreError, prepare_log
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    prepare_log(Path(sys.argv[1]))
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("more", "room", "says"),
    [
        pytest.param(0, 8_000, "cannot open", id="too little to look at it"),
        pytest.param(40, 40_000, "make room beside it", id="too little for the copy"),
    ],
)
def test_m2_a_full_disk_leaves_it_as_it_was_and_says_so(tmp_path: Path, more: int, room: int, says: str) -> None:
    log = older(tmp_path, 2)
    with closing(sqlite3.connect(log)) as db, db:
        sql = "INSERT INTO captures (received_at, method, target, http_version, headers, body, peer, answer)"
        db.executemany(f"{sql} VALUES (1, '', '', '', x'', zeroblob(2000), '', 200)", [()] * more)
    before = rows(log)
    done = subprocess.run([sys.executable, "-c", FULL, str(log), str(room)], capture_output=True, text=True, check=True)
    assert says in done.stdout
    assert not list(tmp_path.glob("*.part*"))
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
    prepare_log(log)
    assert rows(log) == before


def test_m2_a_locked_store_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = older(tmp_path, 3)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **how: connect(*args, **{"timeout": 0.05, **how}))
    with closing(connect(log, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            prepare_log(log)
        assert other.execute("PRAGMA user_version").fetchone() == (3,)
        other.execute("ROLLBACK")
    prepare_log(log)
    assert len(rows(log)) == 14


def test_m3_and_m4_a_newer_file_is_refused_with_words_and_left_unchanged(tmp_path: Path) -> None:
    log = older(tmp_path, 4)
    prepare_log(log)
    with closing(sqlite3.connect(log)) as db:
        db.execute("PRAGMA user_version=6")
    before = digest(tmp_path)
    with pytest.raises(StoreError, match=r"written by a newer callboard \(format 6, this one knows 5\)"):
        prepare_log(log)
    assert digest(tmp_path) == before


def test_m4_the_receiver_ends_with_2_at_a_newer_file_and_leaves_it_unchanged(tmp_path: Path) -> None:
    log = older(tmp_path, 4)
    prepare_log(log)
    with closing(sqlite3.connect(log)) as db:
        db.execute("PRAGMA user_version=6")
    before = digest(tmp_path)["callboard.db"]
    command = (sys.executable, "-m", "tui", "serve", "--port", "0", "--store", str(log))
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(tmp_path)}
    )
    assert (done.returncode, "newer callboard" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    assert digest(tmp_path)["callboard.db"] == before


def test_m5_doctor_names_sqlite_and_that_each_file_has_one_writer_where_that_matters() -> None:
    said = {check.name: check.fact for check in programs()}["sqlite"]
    assert said.startswith(sqlite3.sqlite_version)
    assert ("one writer" in said) == (sqlite3.sqlite_version_info < SAFE_SQLITE)


def test_m6_a_file_of_another_program_is_refused_and_left_unchanged(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    with closing(sqlite3.connect(log)) as db:
        db.executescript("CREATE TABLE theirs (x); PRAGMA application_id=7; PRAGMA user_version=3;")
    before = digest(tmp_path)
    with pytest.raises(StoreError, match="another program"):
        prepare_log(log)
    assert digest(tmp_path) == before


async def test_d15_a_copy_made_while_captures_come_holds_all_that_were_acknowledged(tmp_path: Path) -> None:
    log, copy = tmp_path / "callboard.db", tmp_path / "copy.db"
    async with Intake.open(log) as intake:
        await asyncio.gather(*(intake.capture(request(b"%d" % n)) for n in range(300)))
        coming = asyncio.create_task(_coming(intake))

        def work() -> None:
            with closing(sqlite3.connect(f"file:{log}?mode=ro", uri=True)) as db, closing(sqlite3.connect(copy)) as to:
                db.backup(to, pages=5)

        await asyncio.to_thread(work)
        coming.cancel()
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert rows(copy)[:300] == rows(log)[:300]


async def _coming(intake: Intake) -> None:
    while True:
        await intake.capture(request(b"more"))


def test_p1_the_files_are_their_owners_only_and_a_wider_one_is_closed(tmp_path: Path) -> None:
    log = older(tmp_path, 4)
    log.chmod(0o644)
    before = os.umask(0)
    try:
        prepare_log(log)
        prepare_view(log)
    finally:
        os.umask(before)
    modes = {one.name: one.stat().st_mode & 0o777 for one in tmp_path.glob("callboard*")}
    assert set(modes.values()) == {0o600}, modes
