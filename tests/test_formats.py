"""What others make of a file: each format is read back by what it is for."""

import base64
import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from receiver.stories.sample import parse_http
from store import Capture, capture_json, capture_line, line
from tests.make import capture, later
from tests.running import running
from tui.export.formats import FORMATS

ODD = '<script>alert(1)</script>`id`"\\ \x1b]0;x\x07\u202e</script>'
EVENT = json.dumps({"v": 1, "kind": "event", "seq": 3, "summary": ODD, "provider": None})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ODDS = (
    capture(ODD.encode(), "/telnyx?a=1&b=%3Cscript%3E", seq=1, content_type="text/html", x_odd="</script>"),
    capture(bytes(range(256)), "/x", seq=2),
    capture(b"", "/", seq=3, method="GET"),
)


def whole(name: str, *captures: Capture) -> bytes:
    writer = FORMATS[name].writer()
    return writer.begin() + b"".join(writer.take(one, [EVENT]) for one in captures) + writer.end()


def test_x4_html_har_md_a_har_has_what_har_1_2_asks_for() -> None:
    log = json.loads(whole("har", *ODDS))["log"]
    assert (log["version"], log["creator"]["name"], len(log["entries"])) == ("1.2", "callboard", 3)
    for entry, came in zip(log["entries"], ODDS, strict=True):
        assert datetime.fromisoformat(entry["startedDateTime"]) == later(0)
        assert entry["time"] == sum(entry["timings"].values())
        assert set(entry) >= {"startedDateTime", "time", "request", "response", "cache", "timings"}
        request, response = entry["request"], entry["response"]
        assert set(request) >= {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize"}
        assert set(response) >= {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL"}
        assert request["url"] == f"http://127.0.0.1{came.target}"
        assert request["bodySize"] == len(came.body)
        assert ("postData" in request) == bool(came.body)
    first, second, _ = log["entries"]
    assert first["request"]["postData"] == {"mimeType": "text/html", "params": [], "text": ODD}
    assert first["request"]["queryString"] == [{"name": "a", "value": "1"}, {"name": "b", "value": "<script>"}]
    assert base64.b64decode(second["_callboard"]["body"]) == bytes(range(256))
    assert first["_callboard"]["events"] == [json.loads(EVENT)]


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.harmless])
def test_what_is_called_harmless_drives_no_terminal(name: str) -> None:
    bare = "".join(map(chr, (*range(32), *range(127, 160))))
    every = f"{bare}\u202e\u2066\u200b\ufeff"
    odd = capture(every.encode(), f"/{bare}", seq=4, method=f"P{bare}", x_odd=bare)
    said = whole(name, *ODDS, odd, replace(odd, body=bare.encode("latin-1"))).decode()
    assert not [letter for letter in said if letter in every and letter != "\n"]


@given(
    body=st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    target=st.text(st.characters(min_codepoint=0x21, max_codepoint=0xFF), min_size=1),
    value=st.binary(),
    micros=st.integers(-(10**16), 10**17),
)
def test_the_line_of_a_request_is_its_json(body: bytes, target: str, value: bytes, micros: int) -> None:
    """Though it is put together from pieces."""
    one = replace(capture(body, target, seq=4), headers=((b"X-A", value),), received_at=EPOCH + timedelta(0, 0, micros))
    for came in (one, *ODDS):
        assert capture_line(came) == line(capture_json(came))


def test_an_array_is_one_value() -> None:
    every = json.loads(whole("json", *ODDS))
    assert [(one["seq"], one["events"][0]["summary"]) for one in every] == [(1, ODD), (2, ODD), (3, ODD)]
    assert json.loads(whole("json")) == []


def test_a_request_as_a_file_is_a_sample() -> None:
    for one in ODDS:
        sample = parse_http("any", whole("http", one))
        assert (sample.method, sample.target, sample.headers, sample.body) == (
            one.method,
            one.target,
            one.headers,
            one.body,
        )


def test_a_script_posts_every_request_again_and_runs_nothing_of_them(tmp_path: Path) -> None:
    script = tmp_path / "all.sh"
    large = capture(b"@" + b"x" * 200_000, "/$(touch$IFS'here')`id`", seq=4)
    script.write_bytes(whole("curl", *ODDS, large))
    with running(tmp_path / "callboard.db") as receiver:
        subprocess.run(["bash", str(script), receiver.url], check=True, capture_output=True, cwd=tmp_path, timeout=60)
        shown = [receiver.events(1)[0] for _ in range(4)]
    assert [one["capture"] for one in shown] == [1, 2, 3, 4]
    assert not (tmp_path / "here").exists()


def test_a_table_of_parquet_is_read_back_row_by_row(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow.parquet import read_table

    from tui.export.formats.table import COLUMNS

    event = {**dict.fromkeys(COLUMNS), "entity": None, "seq": 3, "occurred_at": "2026-11-22T12:00:00.250Z"}
    writer = FORMATS["parquet"].writer()
    file = tmp_path / "all.parquet"
    taken = [writer.take(one, [json.dumps(event)] * 2) for one in ODDS]
    file.write_bytes(writer.begin() + b"".join(taken) + writer.end())
    rows = read_table(file).to_pylist()
    assert [row["body"] for row in rows] == [one.body for one in ODDS for _ in range(2)]
    assert (rows[0]["received_at"], rows[0]["occurred_at"]) == (later(0), later(0.25))


def test_the_command_offers_what_there_is() -> None:
    """It names them itself, so that its help need not load them."""
    from tui.cli.export import FORMATS as NAMES

    assert tuple(FORMATS) == NAMES
