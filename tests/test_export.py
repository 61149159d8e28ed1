"""`callboard export` and `callboard import`, as people and programs meet them."""

import json
import os
import resource
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import chdir, closing, contextmanager, suppress
from pathlib import Path

import pytest

from store import Capture, capture_json, line
from tests.forking import Forked
from tests.make import later, numbered, request
from tests.running import callboard, environment, json_lines, running
from tests.secrets import PLACES, SET, TOKEN
from tests.until import until
from tui.cli import cli
from tui.cli.frame import Failure, run
from tui.export.landing import PART

MANY = 2000


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("CALLBOARD_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


def ran(*arguments: str) -> object:
    """In this process, where the test is at home."""
    with chdir(Path.home()):
        return cli.main([*arguments], standalone_mode=False)


def taken(path: Path, *captures: Capture) -> Path:
    path.write_text("".join(f"{line(capture_json(one))}\n" for one in captures), encoding="utf-8")
    return path


def stored(store: Path) -> Sequence[tuple[object, ...]]:
    with closing(sqlite3.connect(store)) as db:
        return db.execute("SELECT received_at, method, target, headers, body FROM captures ORDER BY seq").fetchall()


def every() -> Iterator[Capture]:
    for seq, (_, one) in enumerate(PLACES, 1):
        one.received_at = later(seq / 10**6)
        yield numbered(one, seq)


def test_what_is_taken_away_raw_comes_back_byte_for_byte_and_once(tmp_path: Path) -> None:
    first, second = str(tmp_path / "a" / "callboard.db"), str(tmp_path / "b" / "callboard.db")
    came = taken(tmp_path / "came.ndjson", *every())
    ran("import", str(came), "--store", first)
    for name in ("all.ndjson", "all.har"):
        form = name.partition(".")[2]
        ran("export", "--store", first, "--raw", "--yes", "-f", form, "-o", name)
        ran("import", name, "--store", second)
        ran("import", name, "--store", second)
    assert stored(Path(first)) == stored(Path(second))
    assert len(stored(Path(second))) == len(PLACES)
    ran("export", "--store", second, "--raw", "--yes", "-o", "again.ndjson")
    assert (tmp_path / "again.ndjson").read_bytes() == (tmp_path / "all.ndjson").read_bytes()


def test_a_name_that_promises_another_format_is_doubted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran("import", str(taken(tmp_path / "came.ndjson", *every())), "--store", "s.db", "-q")
    ran("export", "--store", "s.db", "-o", "all.har")
    assert "this makes ndjson: if har is meant, say -f har" in capsys.readouterr().err
    for form, name in (("har", "sure.har"), ("ndjson", "all"), ("ndjson", "all.ndjson")):
        ran("export", "--store", "s.db", "-f", form, "-o", name)
        assert "is meant" not in capsys.readouterr().err


def test_x3_redaction_the_whole_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every format as it is by default: what was planted is nowhere."""
    store = tmp_path / "callboard.db"
    store.with_suffix(".tunnel.json").write_text(json.dumps({"token": TOKEN, "urls": []}), encoding="ascii")
    monkeypatch.setenv("CALLBOARD_SECRET_PLIVO", SET)
    ran("import", str(taken(tmp_path / "came.ndjson", *every())), "--store", str(store))
    for form in ("ndjson", "json", "csv", "har", "curl", "http"):
        ran("export", "--store", str(store), "-f", form, "-o", f"out-{form}")
        path = tmp_path / f"out-{form}"
        whole = b"".join(one.read_bytes() for one in (path.iterdir() if path.is_dir() else [path]))
        assert [secret for secret, _ in PLACES if secret.encode() in whole] == [], form
        assert len(whole) > 1000
    assert json.loads((tmp_path / "out-json").read_bytes())
    assert [json.loads(one) for one in (tmp_path / "out-ndjson").read_bytes().splitlines()]


def test_the_mask_hides_numbers_and_texts(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    body = b'{"data": {"to": "+15551230000", "text": "see you at 8", "id": 15551230000}}'
    form = b"To=%2B15551230000&Body=see+you+at+8"
    coded = request(form, "/plivo", content_type="application/x-www-form-urlencoded")
    made = (numbered(request(body, "/telnyx?to=%2B15551230000"), 1), numbered(coded, 2))
    ran("import", str(taken(tmp_path / "came.ndjson", *made)), "--store", "s.db", "-q")
    ran("export", "--mask", "--store", "s.db")
    whole = capsysbinary.readouterr().out
    assert b"15551230000" not in whole
    assert b"see" not in whole
    lines = [json.loads(one) for one in whole.splitlines()]
    assert json.loads(lines[0]["body"])["data"] == {"to": "+•••••••••00", "text": "••••••••••••", "id": "•••••••••00"}
    assert [one["kind"] for one in lines] == ["capture", "event", "capture", "event"]


def test_raw_asks_and_what_is_there_stays(tmp_path: Path) -> None:
    ran("import", str(taken(tmp_path / "came.ndjson", numbered(request(b"a"), 1))), "--store", "s.db", "-q")
    with pytest.raises(Failure, match="say --yes"):
        ran("export", "--store", "s.db", "--raw", "-o", "raw.ndjson")
    (tmp_path / "there").write_bytes(b"old")
    with pytest.raises(Failure, match="is there already") as failed:
        ran("export", "--store", "s.db", "-o", "there")
    assert failed.value.code == 2
    assert (tmp_path / "there").read_bytes() == b"old"
    ran("export", "--store", "s.db", "-o", "there", "--force")
    assert json.loads((tmp_path / "there").read_bytes().splitlines()[0])["kind"] == "capture"
    for wrong in (("-f", "http"), ("--raw", "--mask"), ("phase:okay>",)):
        with pytest.raises(Failure) as failed:
            ran("export", "--store", "s.db", *wrong)
        assert failed.value.code == 2


def test_x1_terminal_what_could_drive_it_is_not_written_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    came = taken(tmp_path / "came.ndjson", numbered(request(b"\x1b]0;x\x07", "/\x9b31m"), 1))
    ran("import", str(came), "--store", "s.db", "-q")
    controller, terminal = os.openpty()
    with open(terminal, "w") as screen, open(controller, "rb", buffering=0) as shown:  # noqa: PTH123
        monkeypatch.setattr("sys.stdout", screen)
        for name in ("csv", "parquet", "http"):
            with pytest.raises(Failure, match=r"-o|to a file") as failed:
                ran("export", "--store", "s.db", "-f", name)
            assert failed.value.code == 2
        for name in ("ndjson", "json", "har", "curl"):
            ran("export", "--store", "s.db", "-q", "-f", name)
            screen.flush()
            assert not {*"\x1b\x07\x9b"} & {*shown.read(65536).decode()}


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (sqlite3.OperationalError("disk I/O error"), "cannot be read .*disk is full"),
        (sqlite3.OperationalError("no such table: x"), "cannot be read .*reread"),
        (sqlite3.DatabaseError("malformed"), "is damaged .*doctor"),
    ],
)
def test_what_sqlite_says_becomes_what_to_do(error: Exception, says: str) -> None:
    async def work() -> None:
        raise error

    with pytest.raises(Failure, match=says):
        run(work())


def test_a_file_that_is_none_is_told_with_its_line_and_what_came_before_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = taken(tmp_path / "came.ndjson", numbered(request(b"a"), 1))
    file.write_bytes(file.read_bytes() + b"oops\n")
    with pytest.raises(Failure, match=r"came.ndjson: line 2: Invalid JSON"):
        ran("import", str(file), "--store", "s.db")
    assert capsys.readouterr().err == "1 request imported\n"
    assert len(stored(tmp_path / "s.db")) == 1


def test_with_a_receiver_it_goes_through_it_and_is_read_in_its_order(tmp_path: Path) -> None:
    file = taken(tmp_path / "came.ndjson", *every())
    store = tmp_path / "store" / "callboard.db"
    with running(store) as receiver:
        assert receiver.post(b"before") == 200
        done = callboard("import", "-", "--store", str(store), home=tmp_path, text=file.read_text())
        assert done.stderr == f"{len(PLACES)} requests imported\n"
        seen = receiver.events(len(PLACES) + 1)
        assert [one["capture"] for one in seen] == list(range(1, len(PLACES) + 2))
        done = callboard("import", str(file), "--store", str(store), home=tmp_path)
        assert done.stderr == f"0 requests imported, {len(PLACES)} here already\n"
    exported = callboard("export", "--store", str(store), "capture>1", home=tmp_path)
    assert sum(one["kind"] == "capture" for one in json_lines(exported)) == len(PLACES)


def test_a_receiver_that_sends_on_imports_nothing(tmp_path: Path) -> None:
    file = taken(tmp_path / "came.ndjson", numbered(request(b"a"), 1))
    store = tmp_path / "store" / "callboard.db"
    with running(store, "--forward-to", "http://127.0.0.1:9"):
        done = callboard("import", str(file), "--store", str(store), home=tmp_path, code=2)
    assert "sends on what it captures" in done.stderr
    assert stored(store) == []


def many(tmp_path: Path) -> tuple[Path, Sequence[bytes]]:
    """A file, and the bodies in it."""
    made = [numbered(request(b"%d" % number * 100), number) for number in range(MANY)]
    for number, one in enumerate(made):
        one.received_at = later(number / 1000)
    return taken(tmp_path / "came.ndjson", *made), [one.body for one in made]


def importing(file: Path, store: Path) -> "subprocess.Popen[str]":
    said = subprocess.PIPE
    return Forked("import", str(file), "--store", str(store), stderr=said, text=True, env=environment(store.parent))


async def so_far(process: "subprocess.Popen[str]", store: Path, more_than: int) -> None:
    """Return when so much is stored, or no more comes."""
    await until(lambda: process.poll() is not None or count(store) > more_than, seconds=30)


def count(store: Path) -> int:
    if not store.exists():
        return 0
    try:
        with closing(sqlite3.connect(store)) as db:
            return int(db.execute("SELECT count(*) FROM captures").fetchone()[0])
    except sqlite3.Error:
        return 0


def whole(store: Path, bodies: Sequence[bytes]) -> int:
    """How many are stored: the first of the file, each once and as it came."""
    here = [row[4] for row in stored(store)] if count(store) else []
    assert here == [*bodies[: len(here)]]
    with closing(sqlite3.connect(store)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return len(here)


async def test_x5_interrupted_an_import_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    file, bodies = many(tmp_path)
    store = tmp_path / "callboard.db"
    for more_than in (0, MANY // 2):
        with importing(file, store) as process:
            await so_far(process, store, more_than)
            process.kill()
        assert more_than < whole(store, bodies)
    callboard("import", str(file), "--store", str(store), "-q", home=tmp_path)
    assert whole(store, bodies) == MANY
    assert callboard("import", str(file), "--store", str(store), home=tmp_path).stderr.startswith("0 requests imported")


async def test_x5_interrupted_an_import_through_a_receiver_loses_nothing_when_either_is_killed(tmp_path: Path) -> None:
    file, bodies = many(tmp_path)
    store = tmp_path / "store" / "callboard.db"
    with running(store) as receiver:
        with importing(file, store) as process:
            await so_far(process, store, 0)
            process.kill()
        whole(store, bodies)
        with importing(file, store) as process:
            await so_far(process, store, MANY // 2)
            receiver.process.kill()
            _, said = process.communicate()
    assert process.returncode == 0 or "import again" in said
    assert "Traceback" not in said
    assert whole(store, bodies) > MANY // 2
    with running(store):
        callboard("import", str(file), "--store", str(store), "-q", home=tmp_path)
    assert whole(store, bodies) == MANY


def test_x5_interrupted_a_full_disk_ends_an_import_in_words_and_it_goes_on_from_there(tmp_path: Path) -> None:
    file, bodies = many(tmp_path)
    store = tmp_path / "callboard.db"
    with a_disk_of(300_000), pytest.raises(Failure) as failed:
        ran("import", str(file), "--store", str(store), "-q")
    assert failed.value.code in {1, 2}
    assert 0 < whole(store, bodies) < MANY
    ran("import", str(file), "--store", str(store), "-q")
    assert whole(store, bodies) == MANY


def test_x5_interrupted_a_full_disk_leaves_the_old_export(tmp_path: Path) -> None:
    file, _ = many(tmp_path)
    ran("import", str(file), "--store", "s.db", "-q")
    (tmp_path / "all.ndjson").write_bytes(b"old")
    with a_disk_of(file.stat().st_size), pytest.raises(Failure, match=r"large|space"):
        ran("export", "--store", "s.db", "-q", "--force", "-o", "all.ndjson")
    assert (tmp_path / "all.ndjson").read_bytes() == b"old"
    assert part(tmp_path) < 0


async def test_x5_interrupted_an_export_that_was_killed_is_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    file, _ = many(tmp_path)
    store, out = tmp_path / "callboard.db", tmp_path / "all.ndjson"
    callboard("import", str(file), "--store", str(store), home=tmp_path)
    callboard("export", "--store", str(store), "-o", str(tmp_path / "new.ndjson"), home=tmp_path)
    new = (tmp_path / "new.ndjson").read_bytes()
    out.write_bytes(b"old")
    asked = ("export", "--store", str(store), "--force", "-o", str(out))
    for least in (-1, 0, len(new) // 2):
        with Forked[bytes](*asked, stderr=subprocess.PIPE, env=environment(tmp_path)) as process:
            await begun(process, tmp_path, least)
            process.kill()
        assert out.read_bytes() in {b"old", new}
        for left in tmp_path.glob(f".*{PART}"):
            left.unlink()
    callboard(*asked, home=tmp_path)
    assert out.read_bytes() == new


async def begun(process: "subprocess.Popen[bytes]", folder: Path, more_than: int) -> None:
    await until(lambda: process.poll() is not None or part(folder) > more_than, seconds=30)


def part(folder: Path) -> int:
    """Bytes of what is not whole yet; none where nothing is."""
    with suppress(OSError):
        return max((one.stat().st_size for one in folder.glob(f".*{PART}")), default=-1)
    return -1


@contextmanager
def a_disk_of(octets: int) -> Iterator[None]:
    """No file of this process becomes larger."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
