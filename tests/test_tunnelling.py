"""A tunnel as it runs: every program here is a real one, which speaks as the real tunnel does."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from receiver.outside import tunnelling
from receiver.outside.tunnel import Asked
from receiver.outside.tunnelling import Running, State
from receiver.tunnels.cloudflared import TUNNEL as CLOUDFLARED
from tests.until import until

URL = "https://rare-fox.trycloudflare.com"
SPEAKS = f"echo '|  {URL}  |' >&2; echo 'INF Registered tunnel connection connIndex=0' >&2; "
Program = Callable[[str], Path]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Makes the `cloudflared` that is found, from the lines of a shell script."""
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(tunnelling, "BACKOFF", (0.01, 0.02))
    monkeypatch.setattr(tunnelling, "SOON", 0.01)

    def made(script: str) -> Path:
        path = tmp_path / "cloudflared"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o700)
        return path

    return made


class World:
    """Calls that come back, or do not."""

    def __init__(self) -> None:
        self.trouble, self.called = "", 0

    async def call(self, _url: str, _nonce: str) -> str:
        self.called += 1
        return self.trouble


def asked(home: Path) -> Asked:
    return Asked(port=8010, environ={"HOME": str(home)})


def reached(running: Running) -> list[State]:
    return [step.state for step in running.steps]


async def test_it_is_verified_only_when_a_call_came_back(program: Program, tmp_path: Path) -> None:
    program(SPEAKS + "exec sleep 60")
    world = World()
    world.trouble = "530 from the edge"
    async with Running.open(CLOUDFLARED, asked(tmp_path), world.call) as running:
        await running.became(State.CONNECTED)
        await until(lambda: world.called > 2)
        assert State.VERIFIED not in reached(running)
        world.trouble = ""
        await running.became(State.VERIFIED)
        assert (running.url, running.probes[0].trouble) == (URL, "530 from the edge")
    assert reached(running)[:4] == [State.STARTING, State.ANNOUNCED, State.CONNECTED, State.VERIFIED]


async def test_calls_that_stop_coming_back_degrade_it_and_it_is_verified_again(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tunnelling, "EVERY", 0.02)
    program(SPEAKS + "exec sleep 60")
    world = World()
    async with Running.open(CLOUDFLARED, asked(tmp_path), world.call) as running:
        await running.became(State.VERIFIED)
        world.trouble = "the call did not come back"
        assert (await running.became(State.DEGRADED)).reason == "the call did not come back"
        world.trouble = ""
        await running.became(State.VERIFIED)


async def test_one_that_ends_is_started_again_and_each_url_is_told(program: Program, tmp_path: Path) -> None:
    count = tmp_path / "count"
    program(
        f'echo x >> {count}; n=$(wc -l < {count}); echo "https://name-$n.trycloudflare.com" >&2; '
        '[ "$n" -gt 1 ] && exec sleep 60; sleep 0.1; exit 1'
    )
    urls: list[str] = []

    def stepped(step: tunnelling.Step) -> None:
        urls.extend([step.reason] if step.state is State.ANNOUNCED else [])

    async with Running.open(CLOUDFLARED, asked(tmp_path), World().call, stepped) as running:
        await until(lambda: running.url == "https://name-2.trycloudflare.com")
        await running.became(State.VERIFIED)
    assert running.restarts == 1
    assert urls == ["https://name-1.trycloudflare.com", "https://name-2.trycloudflare.com"]


async def test_why_it_fails_is_kept_while_it_is_tried_again(program: Program, tmp_path: Path) -> None:
    program("echo 'failed to request quick Tunnel: dial tcp: lookup: no such host'; exit 1")
    async with Running.open(CLOUDFLARED, asked(tmp_path), World().call) as running:
        await until(lambda: running.restarts > 2)
    assert any("is there a network" in step.reason for step in running.steps if step.state is State.RESTARTING)


async def test_one_that_says_nothing_is_given_up(program: Program, tmp_path: Path) -> None:
    from dataclasses import replace

    program("exec sleep 60")
    silent = replace(CLOUDFLARED, silent_after=0.05)
    async with Running.open(silent, asked(tmp_path), World().call) as running:
        await until(lambda: running.restarts > 0)
    assert any("no URL within 0.05 s" in step.reason for step in running.steps)


async def test_what_cannot_be_had_is_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    async with Running.open(CLOUDFLARED, asked(tmp_path), World().call) as running:
        assert "not installed" in (await running.became(State.FAILED)).reason


async def test_a_config_file_that_keeps_it_from_a_quick_tunnel_is_named(program: Program, tmp_path: Path) -> None:
    program("exec sleep 60")
    (tmp_path / ".cloudflared").mkdir()
    (tmp_path / ".cloudflared" / "config.yaml").touch()
    async with Running.open(CLOUDFLARED, asked(tmp_path), World().call) as running:
        assert "config.yaml" in (await running.became(State.FAILED)).reason


async def test_nobody_is_left_behind(program: Program, tmp_path: Path) -> None:
    """Neither the program nor what it started itself."""
    pids = tmp_path / "pids"
    program(f"sleep 60 & echo $! > {pids}; echo $$ >> {pids}; {SPEAKS} wait")
    async with Running.open(CLOUDFLARED, asked(tmp_path), World().call) as running:
        await running.became(State.VERIFIED)
        there = [os.pidfd_open(int(pid)) for pid in pids.read_text(encoding="utf-8").split()]
    for pid in there:
        await asyncio.to_thread(_ended, pid)


def _ended(pid: int) -> None:
    import select

    assert select.select([pid], [], [], 5)[0]
    os.close(pid)


async def test_lines_that_are_too_long_or_no_text_are_passed_over(program: Program, tmp_path: Path) -> None:
    program(f"head -c 300000 /dev/zero | tr '\\0' 'x'; echo; printf '\\377\\376\\n'; {SPEAKS} exec sleep 60")
    async with Running.open(CLOUDFLARED, asked(tmp_path), World().call) as running:
        await running.became(State.VERIFIED)
