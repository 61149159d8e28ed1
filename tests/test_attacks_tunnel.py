"""A local web surface and a tunnel to it: A1 to A7, and L8, of what is promised."""

import asyncio
import os
import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from receiver.control import UNKNOWN, ask, socket_path
from receiver.found import found
from receiver.meaning.reading import read
from receiver.outside import tunnelling
from receiver.outside.tunnelling import State
from receiver.provider import Provider
from store import Trust
from tests.loops import RELAYS, lt, outside
from tests.make import capture
from tests.running import callboard, json_lines, running
from tests.until import PATIENCE

PROVIDERS: tuple[Provider, ...] = found()[0]
COMMON = (
    *("/", "/docs", "/redoc", "/openapi.json", "/metrics", "/healthz", "/health", "/status", "/.env", "/.git/config"),
    *("/api", "/api/v1/users", "/admin", "/login", "/wp-login.php", "/phpmyadmin", "/server-status", "/robots.txt"),
    *("/favicon.ico", "/.well-known/security.txt", "/actuator/health", "/debug/pprof", "/graphql", "/console"),
    *("/.callboard/health", "/.callboard/probe", "/.callboard/probe?x", "/.callboard/control", "/.callboard/"),
    *("/telnyx", "/TELNYX", "//telnyx", "/%74elnyx", "/staging", "/plivo/x", "/ws", "/events", "/index.php"),
)
PATHS = tuple(dict.fromkeys((*COMMON, *(f"{path.rstrip('/')}/{end}" for path in COMMON for end in "abcde"))))


@pytest.fixture(autouse=True)
def _found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", lt(tmp_path / "bin"))


OURS = ("127.0.0.1", "LOCALHOST", "[::1]:8010", "localhost.", "hooks.example.test")
THEIRS = ("evil.test", "127.0.0.1.evil.test:8010", "hooks.example.test.evil.test", "localhost@evil.test")


def test_a1_host_allowlist(tmp_path: Path) -> None:
    store = tmp_path / "callboard.db"
    with running(store, "--public-url", "https://hooks.example.test") as receiver:
        for host in OURS:
            assert receiver.post(b"{}", "/telnyx", host=host) == 200
        for host in THEIRS:
            assert receiver.post(b"{}", "/telnyx", host=host) == 421
    kept = json_lines(callboard("ls", "--captures", "--json", "--store", str(store), home=tmp_path))
    assert len(kept) == len(OURS)


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.test"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a2_browser_post(headers: dict[str, str]) -> None:
    """It is kept, and nobody is made to believe it: what it says is doubtful, unsigned, and marked as a browser's."""
    sent = tuple((name.encode(), value.encode()) for name, value in (*headers.items(), ("Content-Type", "text/plain")))
    reading = read(replace(capture(b"{}", "/telnyx"), headers=sent), PROVIDERS)
    assert reading.verdict.trust is Trust.UNCHECKED
    assert all("a browser sent it" in " ".join(event.doubts) for event in reading.events)


def test_a3_cors(tmp_path: Path) -> None:
    asks = {
        "Origin": "https://evil.test",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
        "Access-Control-Request-Private-Network": "true",
    }
    with running(tmp_path / "callboard.db") as receiver:
        for method, path in (("OPTIONS", "/telnyx"), ("POST", "/telnyx"), ("OPTIONS", "/.callboard/health")):
            answer = httpx.request(method, receiver.url + path, headers=asks, trust_env=False, timeout=PATIENCE)
            assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_a4_control_api_token(tmp_path: Path) -> None:
    """What can be asked of the receiver is asked on a socket of the user's own: by HTTP there is nothing of it, and
    the token is in no log, no argument and no answer."""
    async with outside(tmp_path) as out:
        url = await out.verified()
        token = url.rpartition("/")[2]
        for what in ("reread", "mark", "sent", "tunnel", "start"):
            for path in (f"/.callboard/{what}", f"/{what}", f"/.callboard/control?do={what}"):
                assert (await out.post(url.removesuffix(f"/{token}") + path)).status_code == 404
        assert not out.kept.captures
        assert out.exposing.running
        assert token not in " ".join(out.exposing.running.tunnel.command(out.exposing.running.asked))
        assert token not in " ".join(out.told)
    with running(tmp_path / "callboard.db") as receiver:
        assert socket_path(receiver.store).stat().st_mode & 0o077 == 0
        assert await ask(receiver.store, "__init__") == {"error": UNKNOWN}


async def test_a5_routes_on_tunnel(tmp_path: Path) -> None:
    assert len(PATHS) >= 200
    async with outside(tmp_path) as out:
        url = await out.verified()
        token = url.rpartition("/")[2]
        origin = url.removesuffix(f"/{token}")
        wrong = (f"/{token[:-1]}/telnyx", f"/{token}x/telnyx", f"/x/{token}/telnyx", f"//{token}/telnyx")
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            for path in (*PATHS, *wrong, f"/{token.swapcase()}/telnyx"):
                for answer in (await client.get(origin + path), await client.post(origin + path, content=b"{}")):
                    said = (answer.status_code, answer.content, {*answer.headers})
                    assert said == (404, b"", {"content-length", "connection"}), path
        assert not out.kept.captures


CLAIMS = ("X-Forwarded-For", "Forwarded", "CF-Connecting-IP", "X-Real-IP")


def test_a6_peer_spoof(tmp_path: Path) -> None:
    store = tmp_path / "callboard.db"
    with running(store) as receiver:
        assert receiver.post(b"{}", "/telnyx", **dict.fromkeys(CLAIMS, "for=203.0.113.9")) == 200
    [kept] = json_lines(callboard("ls", "--captures", "--json", "--store", str(store), home=tmp_path))
    assert kept["peer"] == "127.0.0.1"
    claimed = [pair for pair in kept["headers"] if pair[1] == "for=203.0.113.9"]  # type: ignore[attr-defined]
    assert [name for name, _ in claimed] == list(CLAIMS)


def test_a7_bind_default(tmp_path: Path) -> None:
    """With a tunnel, too: its own port is on this machine only."""
    with running(tmp_path / "callboard.db", "--tunnel", "localtunnel", "--print-url") as receiver:
        receiver.lines.readline()  # the first URL: the tunnel is verified
        assert _listens(receiver.process.pid) == {"127.0.0.1"}


def _listens(pid: int) -> set[str]:
    """The addresses on which a process listens."""
    sockets = set[str]()
    for fd in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            sockets.add(str(fd.readlink()))
    found_ = set[str]()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                found_.add(".".join(str(byte) for byte in reversed(bytes.fromhex(fields[1].partition(":")[0][:8]))))
    return found_


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
async def test_l8_tunnel_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: signal.Signals) -> None:
    """It is seen in time, the old URL is marked when there is a new one, and what is captured goes on."""
    monkeypatch.setattr(tunnelling, "BACKOFF", (0.2,))
    lt(tmp_path / "bin", RELAYS)
    async with outside(tmp_path) as out:
        old = await out.verified()
        one = out.exposing.running
        assert one
        assert one.pid
        os.kill(one.pid, how)
        step = await asyncio.wait_for(one.became(State.DEGRADED), PATIENCE)
        assert step.reason
        if how is signal.SIGSTOP:
            os.kill(one.pid, signal.SIGKILL)
        new = await out.verified(2)
        assert (new != old, out.exposing.was) == (True, old.rpartition("/")[0])
        assert any("Tell your provider" in said for said in out.told)
        assert (await out.post(f"{new}/telnyx")).status_code == 200
    assert len(out.kept.captures) == 1
