"""Captured requests posted again: when, what goes out, and what is asked before."""

import asyncio
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.an_app import app
from tests.running import callboard, json_lines, running
from tui.replaying import Pace, moments, pace
from tui.values import ConfigError

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
    assert "order something (/zipwhip/campaign/add)" in done.stderr
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
