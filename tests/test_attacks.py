"""What somebody tried, and what must not happen again."""

import json
import os
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from receiver.found import found
from receiver.meaning.reading import read
from receiver.provider import MOST_EVENTS
from store import (
    Event,
    FilterError,
    Intake,
    Kind,
    Ledger,
    Phase,
    Reader,
    Unstorable,
    parse,
    prepare_log,
    refold,
    sql_of,
)
from tests.make import NOON, capture, entry, event, reading, request
from tests.running import CALLBOARD, callboard, environment, running
from tests.until import PATIENCE

PROVIDERS = found()[0]
LOOKS = (("ls",), ("ls", "--captures"), ("show", "1"), ("reread",))


@pytest.mark.parametrize("look", LOOKS)
def test_a_command_that_looks_leaves_a_file_that_is_no_store_alone(tmp_path: Path, look: tuple[str, ...]) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("my notes\n", encoding="utf-8")
    notes.chmod(0o644)
    for command in (look, ("serve",)):
        assert "notes.txt" in callboard(*command, "--store", str(notes), home=tmp_path, code=2).stderr
    assert notes.read_text(encoding="utf-8") == "my notes\n"
    assert notes.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("look", LOOKS)
def test_a_command_that_looks_leaves_a_damaged_log_where_it_is(tmp_path: Path, look: tuple[str, ...]) -> None:
    store = tmp_path / "callboard.db"
    prepare_log(store)
    store.write_bytes(b"damaged" + store.read_bytes()[7:])
    before = store.read_bytes()
    done = callboard(*look, "--store", str(store), home=tmp_path, code=2)
    assert "damaged" in done.stderr
    assert store.read_bytes() == before
    assert not list(tmp_path.glob("*.damaged-*"))


def test_a_folder_or_another_programs_database_keeps_its_mode(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as db:
        db.executescript("CREATE TABLE mine (a); PRAGMA application_id=7;")
    for place in (other, tmp_path / "folder"):
        place.mkdir() if place.name == "folder" else None
        place.chmod(0o755)
        callboard("serve", "--store", str(place), home=tmp_path, code=2)
        assert place.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("harm", ["gone", "emptied", "replaced"])
async def test_a_log_that_is_taken_away_is_no_place_to_acknowledge_into(tmp_path: Path, harm: str) -> None:
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake:
        await intake.capture(request())
        if harm == "emptied":
            os.truncate(log, 0)
        else:
            log.unlink()
        if harm == "replaced":
            log.write_bytes(b"another")
        with pytest.raises(Unstorable, match="taken away"):
            await intake.capture(request())


def test_two_names_of_one_store_are_one_store(tmp_path: Path) -> None:
    store, link = tmp_path / "callboard.db", tmp_path / "link.db"
    link.symlink_to(store)
    with running(store):
        assert "another receiver" in callboard("serve", "--store", str(link), home=tmp_path, code=2).stderr


def test_a_body_with_endless_recipients_makes_so_many_events_and_says_so() -> None:
    said = {
        "data": {
            "event_type": "message.finalized",
            "record_type": "event",
            "id": "e",
            "payload": {"id": "m", "to": [{}] * 100_000, "errors": [{"source": {"pointer": "/to/x"}}] * 10_000},
        }
    }
    began = time.process_time()
    events = read(capture(json.dumps(said).encode(), "/telnyx"), PROVIDERS).events
    assert len(events) == MOST_EVENTS
    assert "more than 1,000" in events[-1].doubts[-1]
    assert time.process_time() - began < 30


async def test_names_without_end_do_not_become_one_entity(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    bombs = [event(id=f"uuid-{n:04}", kind=Kind.BRAND, aliases=("BEXMPL1",), key=str(n)) for n in range(300)]
    async with Intake.open(log) as intake:
        for _ in bombs:
            await intake.capture(request())
    async with Ledger.open(log) as ledger:
        await ledger.enter([reading(seq, bomb) for seq, bomb in enumerate(bombs, 1)])
    async with Reader.open(log) as reader:
        assert all(len(brand.aliases) < 64 for brand in await reader.entities())
        assert await reader.entity("telnyx", Kind.BRAND, "BEXMPL1")


@pytest.mark.parametrize("times", [{"occurred_at": NOON}, {"sequence": 4}])
def test_where_all_else_is_equal_the_content_decides_and_not_the_order(times: dict[str, object]) -> None:
    one = event("FAILED", Phase.FAILED, key="k", content="a", reason="Reason A", **times)
    other = event("FAILED", Phase.FAILED, key="k", content="b", reason="Reason B", **times)

    def reason(*events: Event) -> str | None:
        entity = refold(entry(each, seq) for seq, each in enumerate(events, 1))
        return entity.reason if entity else None

    assert reason(one, other) == reason(other, one)


def test_nobody_elses_request_is_a_redelivery() -> None:
    contents = {
        read(capture(b"", target, method=method), PROVIDERS).events[0].content
        for target in ("/", "/a", "/favicon.ico", "/a?x")
        for method in ("GET", "POST")
    }
    assert len(contents) == 8


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500,
        "-(" * 300 + "a",
        " or ".join(["a"] * 600),
        "id:" + ",".join(["a"] * 1900),
        "id:" + "*a" * 1000,
        "x" * 60_000,
        "since:9999999d",
        "lag>999999999d",
    ],
)
def test_no_filter_is_too_much(tmp_path: Path, text: str) -> None:
    log = tmp_path / "callboard.db"
    prepare_log(log)
    try:
        sql, args = sql_of(parse(text), "entries", NOON)
    except FilterError:
        return
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(Path("store/files/view.sql").read_text(encoding="utf-8"))
        db.execute(f"SELECT 1 FROM entries WHERE {sql}", args)


def test_free_text_is_looked_for_in_what_was_said_and_not_in_the_names_of_fields(tmp_path: Path) -> None:
    store = tmp_path / "callboard.db"
    with running(store) as receiver:
        callboard("send", "telnyx/phone_assignment_success", "--store", str(store), home=tmp_path)
        receiver.events(1)
    for word, lines in (("summary", 0), ("assigned", 1)):
        assert callboard("ls", word, "--store", str(store), home=tmp_path).stdout.count("\n") == lines


def test_json_lines_drive_no_terminal(tmp_path: Path) -> None:
    store = tmp_path / "callboard.db"
    hostile = "\u009b31m \u202e \u200b \x7f \u2028 \ufeff"
    with running(store) as receiver:
        receiver.post(hostile.encode(), "/x")
        receiver.events(1)
    whole = callboard("show", "1", "--json", "--store", str(store), home=tmp_path).stdout
    assert whole.strip("\n").isprintable()
    assert json.loads(whole)["body"] == hostile


def test_send_does_not_believe_a_receiver_that_is_gone(tmp_path: Path) -> None:
    store = tmp_path / "callboard.db"
    with running(store) as receiver:
        url = receiver.url
    done = callboard("send", "telnyx/message_sent", "--store", str(store), home=tmp_path, code=1)
    assert url not in done.stderr


def test_a_view_with_damaged_pages_is_a_sentence_and_a_reread_mends_it(tmp_path: Path) -> None:
    store = tmp_path / "callboard.db"
    at = ("--store", str(store))
    with running(store) as receiver:
        callboard("send", "telnyx", *at, home=tmp_path)
        receiver.events(40)
        receiver.process.terminate()
        receiver.process.wait(PATIENCE)
    view = tmp_path / "callboard.view.db"
    with closing(sqlite3.connect(view)) as db:
        roots = [root for (root,) in db.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")]
    pages = bytearray(view.read_bytes())
    for root in roots:
        pages[(root - 1) * 4096 : (root - 1) * 4096 + 64] = b"\xff" * 64
    view.write_bytes(pages)
    done = callboard("ls", *at, home=tmp_path, code=1)
    assert "callboard doctor" in done.stderr
    assert "Traceback" not in done.stderr
    assert "`callboard reread` makes it anew" in callboard("doctor", "--port", "0", *at, home=tmp_path, code=1).stdout
    callboard("reread", *at, home=tmp_path)
    assert callboard("ls", *at, home=tmp_path).stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("ls", "--limit", "9" * 20),
        ("show", "9" * 20),
        ("ls", "--store", "~nosuchuser/x.db"),
        ("ls", "--store", "/dev/null/x.db"),
        ("send", "telnyx/message_sent", "--to", "http://[::1"),
        ("send", "telnyx/message_sent", "--to", "http://127.0.0.1:99999999"),
    ],
)
def test_nonsense_is_answered_with_a_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        (*CALLBOARD, *arguments), capture_output=True, text=True, env=environment(tmp_path), check=False, timeout=60
    )
    assert done.returncode in {1, 2, 6}
    assert done.stderr
    assert "Traceback" not in done.stderr
