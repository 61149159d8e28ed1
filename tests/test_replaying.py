"""Captured requests posted again: when, what goes out, and what is asked before."""

import asyncio
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Reader
from tests.an_app import app
from tests.running import callboard, json_lines, running
from tui.config.values import ConfigError
from tui.sending.replaying import Pace, left, moments, pace, progress

BEGAN = datetime(2026, 11, 22, 10, tzinfo=UTC)
RECEIVED = [BEGAN, BEGAN + timedelta(seconds=4), BEGAN + timedelta(seconds=3), BEGAN + timedelta(seconds=5)]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("1x", [0, 4, 4, 6]),
        ("2x", [0, 2, 2, 3]),
        ("5/s", [0, 0.2, 0.4, 0.6]),
        ("max", [0, 0, 0, 0]),
    ],
)
def test_each_is_due_as_it_was_or_so_many_a_second(text: str, due: list[float]) -> None:
    assert list(moments(RECEIVED, pace(text))) == pytest.approx(due)


@pytest.mark.parametrize("text", ["fast", "0x", "0/s", "-1x", "x", "1e9/s", ""])
def test_what_is_no_speed_is_said(text: str) -> None:
    with pytest.raises(ConfigError, match="--speed is 1x"):
        pace(text)


def test_as_fast_as_it_goes_is_neither() -> None:
    assert pace("max") == Pace()


@pytest.mark.parametrize(
    ("done", "elapsed", "last_due", "seconds"),
    [(0, 5, 0, 0), (10, 5, 0, 55), (10, 5, 60, 55), (110, 70, 60, 0)],
)
def test_what_is_left_is_as_it_is_due_or_as_fast_as_it_went(
    done: int, elapsed: float, last_due: float, seconds: float
) -> None:
    assert left(done, 120, elapsed, last_due) == seconds


def test_how_far_it_is_is_said_in_one_line() -> None:
    assert progress(12, 1200, 200) == "12 of 1,200, 3m to go"
    assert progress(1200, 1200, 0) == "1,200 of 1,200"


async def replay(store: Path, *arguments: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    at = ("--store", str(store))
    return await asyncio.to_thread(callboard, "replay", *arguments, *at, home=store.parent, code=code)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """With two messages, and a call that orders something."""
    path = tmp_path / "callboard.db"
    with running(path) as receiver:
        receiver.post(b'{"a":  1.0}', "/telnyx?b=%20", **{"X-Twice": "a"})
        receiver.post(b"second", "/plivo")
        receiver.post(b"{}", "/zipwhip/campaign/add")
        receiver.events(3)
    return path


async def test_a_capture_goes_out_as_it_came(store: Path) -> None:
    async with app() as there:
        done = await replay(store, "1", "--to", there.url)
    assert "204 in" in done.stdout
    assert done.stderr == "1 sent: 1 × 204\n"
    [request] = there.requests
    assert request.startswith(b"POST /telnyx?b=%20 HTTP/1.1\r\n")
    assert request.endswith(b'\r\n\r\n{"a":  1.0}')


async def test_a_filter_goes_out_oldest_first_and_what_failed_is_counted(store: Path) -> None:
    async with app(b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n") as there:
        done = await replay(store, "capture<3", "--to", f"{there.url}/hook", "--json", code=1)
    assert [(one["capture"], one["status"]) for one in json_lines(done)] == [(1, 500), (2, 500)]
    assert [one.split(b"\r\n")[0] for one in there.requests] == [b"POST /hook?b=%20 HTTP/1.1", b"POST /hook HTTP/1.1"]
    assert done.stderr == "2 sent: 2 × 500\n"


async def test_many_are_not_sent_unless_somebody_agrees(tmp_path: Path) -> None:
    many = tmp_path / "many.db"
    with running(many) as receiver:
        for number in range(21):
            receiver.post(f"{number}".encode())
        receiver.events(21)
    async with app() as there:
        assert "say --yes" in (await replay(many, "since:1h", "--to", there.url, code=2)).stderr
        assert there.requests == []
        assert "21 sent" in (await replay(many, "since:1h", "--to", there.url, "--yes")).stderr


async def test_what_orders_something_goes_to_no_other_machine_by_itself(store: Path) -> None:
    done = await replay(store, "3", "--to", "http://192.0.2.1/", "--yes", code=2)
    assert "orders something (/zipwhip/campaign/add)" in done.stderr
    async with app() as there:
        await replay(store, "3", "--to", there.url)
    assert len(there.requests) == 1


@pytest.mark.parametrize("to", ["file:///etc/passwd", "http://169.254.169.254/", "http://2130706433/"])
async def test_nothing_is_sent_where_nothing_should_go(to: str, store: Path) -> None:
    await replay(store, "1", "--to", to, code=2)


async def test_signed_anew_it_is_signed_for_the_url_that_it_goes_to(store: Path) -> None:
    (store.parent / "own.toml").write_text('[secrets]\nplivo = "token"\n', encoding="utf-8")
    settings = ("--config", str(store.parent / "own.toml"))
    async with app() as there:
        await replay(store, "2", "--to", there.url, "--sign", *settings)
        await replay(store, "1", "--to", there.url, "--sign", *settings)
        said = (await replay(store, "3", "--to", there.url, "--sign", *settings, code=2)).stderr
    assert b"X-Plivo-Signature" in there.requests[0]
    assert b"telnyx-signature-ed25519" in there.requests[1]
    assert "Zipwhip signs nothing" in said
    assert b"X-Plivo-Signature-V2" not in there.requests[0]


async def test_one_that_cannot_be_signed_keeps_them_all(store: Path) -> None:
    async with app() as there:
        said = await replay(store, "since:1h", "--to", there.url, "--sign", code=2)
    assert "Zipwhip signs nothing" in said.stderr
    assert there.requests == []


async def test_what_came_back_is_kept_beside_the_capture_also_without_a_receiver(store: Path) -> None:
    async with app(b"HTTP/1.1 500 Oh\r\nContent-Length: 4\r\n\r\nbody") as there:
        await replay(store, "1", "--to", there.url, code=1)
    async with Reader.open(store) as reader:
        [sent] = await reader.sent(1)
        assert await reader.sent(2) == ()
    assert (sent.why, sent.target, sent.status, sent.body) == ("replay", there.url, 500, b"body")


async def test_what_is_set_for_forwarding_is_where_it_goes_unless_another_is_said(store: Path) -> None:
    (store.parent / "own.toml").write_text('forward_to = "http://127.0.0.1:1"\n', encoding="ascii")
    settings = ("--config", str(store.parent / "own.toml"))
    assert "no answer" in (await replay(store, "1", *settings, code=1)).stderr
    assert "say where with --to" in (await replay(store, "1", code=2)).stderr
