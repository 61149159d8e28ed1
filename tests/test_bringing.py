"""What is brought back is what was taken away, and nothing else gets in."""

import asyncio
import gzip
import io
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from receiver.keeping.bringing import bringing
from store import Capture, Intake, Request, Seen, StoreError, capture_json, line, request_of
from store.moving.bringing import identity
from tests.board import HEADERS, books, message
from tests.make import capture, later, numbered, request
from tests.until import PATIENCE
from tui.export.bringing import NotOurs, batches, requests
from tui.export.formats import FORMATS

TARGET = st.binary(min_size=1, max_size=60).map(
    lambda raw: "/" + raw.translate(None, bytes(range(0x21)) + b"\x7f").decode("latin-1")
)
NAME = st.text("!#$%&'*+.^_`|~-0123456789abcXYZ", min_size=1, max_size=20).map(str.encode)
VALUE = st.binary(max_size=40).map(lambda raw: raw.translate(None, b"\0\r\n"))
MICROS = st.integers(0, 4 * 10**9).map(lambda micros: later(micros / 10**6))
REQUESTS = st.builds(
    Request,
    received_at=MICROS,
    method=st.sampled_from(["POST", "GET", "M-SEARCH"]),
    target=TARGET,
    http_version=st.sampled_from(["1.1", "1.0"]),
    headers=st.lists(st.tuples(NAME, VALUE)).map(tuple),
    body=st.binary() | st.text().map(lambda text: text.encode("utf-8", "ignore")),
    peer=st.just("127.0.0.1"),
    answer=st.sampled_from([200, 503, 0]),
)


def taken(name: str, *captures: Capture) -> io.BufferedReader:
    writer = FORMATS[name].writer()
    whole = writer.begin() + b"".join(writer.take(one, []) for one in captures) + writer.end()
    return io.BufferedReader(io.BytesIO(whole))


@pytest.mark.parametrize("name", ["ndjson", "har"])
@settings(max_examples=40, deadline=None)
@given(every=st.lists(REQUESTS, max_size=3))
def test_d7_bytes_exact_there_and_back(name: str, every: Sequence[Request]) -> None:
    captures = [numbered(one, seq) for seq, one in enumerate(every, 1)]
    assert [*requests(taken(name, *captures))] == every


def test_a_line_of_another_kind_is_passed_over() -> None:
    assert request_of(b'{"v":1,"kind":"event","seq":1}') is None
    assert request_of(b' {"kind" : "listening", "v":1}') is None
    assert request_of(line(capture_json(capture(b"a"))).encode()) == request(b"a")


GOOD = capture_json(capture(b"\xff", "/a?b"))
DEEP = b"[" * 100_000 + b"]" * 100_000
HOSTILE: tuple[tuple[bytes, str], ...] = (
    (b"not json", "Invalid JSON"),
    (b'{"v":1,"kind":"capture",' + b'"x":' + DEEP + b"}", "recursion"),
    (b'{"v":2,"kind":"capture"}', "v: "),
    (b"[]", "object"),
    (b"{}", "v: "),
    (b"\xff\xfe", "Invalid JSON"),
    *(
        (line({**GOOD, **more}).encode(), said)  # type: ignore[dict-item]
        for more, said in (
            ({"method": "GET / HTTP/1.1\r\nX: y"}, "method"),
            ({"method": None}, "method"),
            ({"target": "/a b"}, "target"),
            ({"target": "/\n"}, "target"),
            ({"target": "/\u20ac"}, "target"),
            ({"target": None, "path": "a b"}, "path"),
            ({"target": "/" * 70_000}, "target"),
            ({"headers": [["a:b", "c"]]}, "headers"),
            ({"headers": [["a", "b\r\nc: d"]]}, "headers"),
            ({"headers": [["a", "\u20ac"]]}, "headers"),
            ({"headers": {"a": "b"}}, "headers"),
            ({"headers": [["a"]]}, "headers"),
            ({"body": 7}, "body"),
            ({"body": "%%%", "body_encoding": "base64"}, "body: it is no base64"),
            ({"body_encoding": "gzip"}, "body_encoding"),
            ({"body": "x" * (2**21 + 1), "body_encoding": "utf-8"}, "larger than 2 MiB"),
            ({"received_at": "yesterday"}, "received_at"),
            ({"received_at": "0001-01-01T00:00:00+23:59"}, "received_at"),
            ({"received_at": "1969-12-31T23:59:59Z"}, "received_at"),
            ({"received_at": 7}, "received_at"),
            ({"received_us": "7"}, "received_us"),
            ({"http_version": "1.1\r\n"}, "http_version"),
            ({"peer": "\u001b]52;c;x\u0007"}, "peer"),
            ({"answer": 10**30}, "answer"),
            ({"answer": -1}, "answer"),
            ({"answer": True}, "answer"),
        )
    ),
)


@pytest.mark.parametrize(("hostile", "said"), HOSTILE, ids=range(len(HOSTILE)))
def test_x6_import_hostile_lines_are_refused_with_their_number_and_words(hostile: bytes, said: str) -> None:
    file = line(capture_json(capture(b"a"))).encode() + b"\n\n" + hostile + b"\n"
    came = requests(io.BufferedReader(io.BytesIO(file)))
    assert next(came) == request(b"a")
    with pytest.raises(NotOurs, match=r"^line 3: ") as refused:
        next(came)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 500


def test_x6_import_hostile_what_is_cut_off_is_told(tmp_path: Path) -> None:
    whole = line(capture_json(capture(b"a"))).encode() + b"\n"
    came = requests(io.BufferedReader(io.BytesIO(whole + whole[:100])))
    assert next(came) == request(b"a")
    with pytest.raises(NotOurs, match=r"^line 2: .*in the middle of it"):
        next(came)
    packed = tmp_path / "cut.gz"
    packed.write_bytes(gzip.compress(whole * 1000)[:-20])
    with packed.open("rb") as file, pytest.raises(NotOurs, match="cannot be read to its end"):
        list(requests(file))


def test_x6_import_hostile_what_only_calls_itself_packed_is_told() -> None:
    packed = gzip.compress(b"")[:10] + b"\xff" * 50
    with pytest.raises(NotOurs, match="cannot be read to its end"):
        list(requests(io.BufferedReader(io.BytesIO(packed))))


@pytest.mark.parametrize(
    "other", [b"[{}]", b"seq,type\n1,a\n", b"PAR1\x15\x04", b"SQLite format 3\0", '{"v":1}'.encode("utf-16")]
)
def test_another_file_is_told_by_what_could_be_read(other: bytes) -> None:
    with pytest.raises(NotOurs, match=r"^no export that can be read: .* ndjson and har"):
        list(requests(io.BufferedReader(io.BytesIO(other))))
    with pytest.raises(NotOurs, match=r"^no export that can be read"):
        list(requests(io.BufferedReader(io.BytesIO(gzip.compress(other)))))


def test_an_export_of_another_version_says_so() -> None:
    with pytest.raises(NotOurs, match=r"^line 1: v: it is of another version of callboard$"):
        list(requests(io.BufferedReader(io.BytesIO(line({**GOOD, "v": 2}).encode()))))


def test_x6_import_hostile_a_line_without_an_end_is_not_held() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, room: Any) -> int:
            room[:] = b"{" * len(room)
            return len(room)

    with pytest.raises(NotOurs, match="line 1: longer than 8 MiB"):
        list(requests(io.BufferedReader(Endless())))


@pytest.mark.parametrize(
    "har",
    [
        {"log": []},
        {"log": {"entries": 7}},
        {"log": {"entries": [{}]}},
        {"log": {"entries": [{"request": {"url": "x", "method": "GET", "headers": [7]}, "startedDateTime": "x"}]}},
        {"log": {"entries": [{"request": {"url": "x", "method": "G T", "headers": []}, "startedDateTime": "x"}]}},
        {"log": {"entries": [{"request": 7, "_callboard": {"target": "../../etc"}}]}},
    ],
)
def test_x6_import_hostile_hars_are_refused(har: object) -> None:
    with pytest.raises(NotOurs):
        list(requests(io.BufferedReader(io.BytesIO(json.dumps(har).encode()))))


def test_x6_import_hostile_a_har_without_an_end_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    har = json.dumps({"log": {"entries": []}}).encode()
    assert list(requests(io.BufferedReader(io.BytesIO(har)))) == []
    monkeypatch.setattr("tui.export.bringing.MOST_HAR", len(har) - 1)
    with pytest.raises(NotOurs, match="a HAR of more than"):
        list(requests(io.BufferedReader(io.BytesIO(har))))


def test_a_har_of_a_browser_is_taken_as_far_as_it_tells() -> None:
    said = {
        "method": "POST",
        "url": "https://h.test:8443/telnyx/ä?x=1#part",
        "httpVersion": "h2",
        "headers": [{"name": ":authority", "value": "h.test"}, {"name": "content-type", "value": "text/x"}],
        "postData": {"mimeType": "text/x", "text": "hé"},
    }
    entry = {"startedDateTime": "2026-11-22T13:00:00.250+01:00", "request": said, "response": {"status": 204}}
    file = io.BytesIO(json.dumps({"log": {"version": "1.2", "entries": [entry]}}, indent=1).encode())
    [one] = requests(io.BufferedReader(file))
    assert (one.method, one.target, one.http_version, one.answer) == ("POST", "/telnyx/%C3%A4?x=1", "2", 204)
    assert (one.headers, one.body) == (((b"Host", b"h.test:8443"), (b"content-type", b"text/x")), "hé".encode())
    assert one.received_at == later(0.25)


def test_a_redirected_path_is_data() -> None:
    assert request_of(line({**GOOD, "target": "/../../etc/passwd"}).encode()) == replace(
        request(b"\xff", "/../../etc/passwd")
    )


async def test_twice_the_same_adds_nothing_wherever_the_first_is(tmp_path: Path) -> None:
    """Read already, not read yet, and twice in one file."""
    async with books(tmp_path) as (written, reader):
        for number in range(3):
            await written.receive(message(number), ago=100 - number, body=b"%d" % number)
        await written.only_capture(50, b"unread")
        there = list(await reader.captures())
        upto = (await reader.cursors()).capture
        again = [Request(**{name: getattr(one, name) for name in Request.__slots__}) for one in there]
        other = replace(again[0], body=b"another")
        assert await reader.missing([*again, other], upto) == [other]
        late = replace(again[0], headers=HEADERS[:1])
        assert await reader.missing([late], upto) == [late]
    seen = Seen()
    assert [seen.new(one) for one in (*again, *again, other)] == [True] * 4 + [False] * 4 + [True]
    seen.close()
    assert identity(again[0]) != identity(again[1])


async def test_two_imports_at_once_are_one_after_the_other(tmp_path: Path) -> None:
    async with bringing(tmp_path / "callboard.db"):
        with pytest.raises(StoreError, match="something is being imported into this store"):
            async with bringing(tmp_path / "callboard.db"):
                pass
    async with bringing(tmp_path / "callboard.db") as store:
        await store([request()])


async def test_what_is_brought_has_no_answer_time_and_is_durable_together(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake:
        await intake.bring([request(b"%d" % number) for number in range(200)])
        async with asyncio.timeout(PATIENCE):
            await intake.news()
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("SELECT count(*), min(seq), max(seq) FROM captures").fetchone() == (200, 1, 200)
        assert db.execute("SELECT count(*) FROM answers").fetchone() == (0,)


async def test_disk_full_in_mid_import_keeps_what_is_whole(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake:
        await intake.bring([request(b"one")])
        log.unlink()
        with pytest.raises(StoreError, match="taken away"):
            await intake.bring([request(b"two")])


def test_batches_are_short_so_that_others_get_their_turn() -> None:
    assert [len(one) for one in batches(request(b"x") for _ in range(450))] == [200, 200, 50]
    assert [len(one) for one in batches(request(b"x" * 2**18) for _ in range(5))] == [2, 2, 1]


async def test_pages_hold_every_event_once_as_the_lines_of_ls(tmp_path: Path) -> None:
    from store import ALL, event_json, parse
    from tests.board import morning

    async with books(tmp_path) as (written, reader):
        await morning(written)
        await written.receive(*(message(number) for number in range(1500)), ago=0.5)
        await written.receive(message(3, doubts=("odd \x7f\u202e",), brand="B1", aliases=("a", "b"), sequence=7))
        for where in (ALL, parse("kind:message"), parse("kind:brand or phase:failed")):
            pages = [page async for page in reader.taken(where)]
            lines = [one for page in pages for seq in page.captures for one in page.events[seq.seq]]
            expected = [line(event_json(one)) for one in await reader.entries(where=where, limit=10_000)]
            assert lines == expected[::-1]
            seqs = [one.seq for page in pages for one in page.captures]
            assert seqs == sorted(set(seqs)), "each once, though one of them meant more than a page"
        assert {page.share <= 1 for page in pages} == {True}


async def test_of_long_events_a_page_holds_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.moving.taking.OCTETS", 10_000)
    async with books(tmp_path) as (written, reader):
        for number in range(150):
            await written.receive(message(number, text="x" * 1000), ago=200 - number)
        pages = [len(page.captures) async for page in reader.taken()]
    assert sum(pages) == 150
    assert max(pages[10:]) < 10
