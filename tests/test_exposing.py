"""The receiver as the world can reach it, through a tunnel that leads straight back."""

import asyncio
import json
import socket
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from receiver.outside import exposing, tunnelling
from receiver.outside.known import known
from receiver.outside.outlook import told
from receiver.outside.tunnel import NoTunnel
from receiver.outside.tunnelling import State
from tests.loops import LEADS_BACK, WISH, lt, outside
from tests.until import PATIENCE, until


@pytest.fixture(autouse=True)
def _quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", lt(tmp_path / "bin"))
    monkeypatch.setattr(tunnelling, "BACKOFF", (0.01, 0.05))
    monkeypatch.setattr(tunnelling, "SOON", 0.05)


async def test_what_has_the_token_is_stored_as_it_came(tmp_path: Path) -> None:
    async with outside(tmp_path) as out:
        url = await out.verified()
        assert (await out.post(f"{url}/telnyx?a=%20b")).status_code == 200
    [capture] = out.kept.captures
    assert capture.target == f"{urlsplit(url).path}/telnyx?a=%20b"
    assert known(tmp_path / "callboard.db").token == urlsplit(url).path[1:]


async def test_the_token_stays_over_another_start_and_the_url_is_known_to_who_judges(tmp_path: Path) -> None:
    async with outside(tmp_path) as out:
        first = await out.verified()
    async with outside(tmp_path) as out:
        second = await out.verified()
        assert out.exposing.was == first.rpartition("/")[0]
        assert any("another one now" in one and out.exposing.was in one for one in out.told)
    assert urlsplit(first).path == urlsplit(second).path
    assert known(tmp_path / "callboard.db").urls == tuple(one.rpartition("/")[0] for one in (first, second))
    assert out.renamed


async def test_without_a_token_the_paths_of_providers_and_routes_are_there_and_no_others(tmp_path: Path) -> None:
    async with outside(tmp_path, replace(WISH, token=False)) as out:
        url = await out.verified()
        assert urlsplit(url).path == ""
        good = ("/telnyx", "/PLIVO/x?y", "/staging/telnyx")
        assert [(await out.post(url + path)).status_code for path in good] == [200] * 3
        for path in ("/", "/telnyxx", "/x/telnyx", "/.callboard/health", "/.callboard/probe?guess"):
            answer = await out.post(url + path)
            assert (answer.status_code, answer.content) == (404, b"")
    assert len(out.kept.captures) == 3


async def test_a_stranger_at_the_url_is_no_proof(tmp_path: Path) -> None:
    """Somebody answers 200 to everything, and nothing comes here."""
    async with outside(tmp_path, replace(WISH, token=False)) as stranger:
        url = await stranger.verified()
        lt(tmp_path / "bin", f"echo 'your url is: {url}'; exec sleep 120")
        (tmp_path / "two").mkdir()
        async with outside(tmp_path / "two") as out:
            await until(lambda: bool(out.exposing.running and out.exposing.running.probes))
            running = out.exposing.running
            assert running
            assert running.state is State.ANNOUNCED
            assert "nothing came here" in running.probes[0].trouble


async def test_one_that_is_asked_for_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    async with outside(tmp_path) as out:
        url = await out.verified()
        await told(out.exposing, {"start": "none"})
        await until(lambda: out.exposing.running is None)
        assert (await told(out.exposing, {}))["state"] == "none"
        await told(out.exposing, {"start": "localtunnel"})
        assert await out.verified(2) != url
        assert "error" in await told(out.exposing, {"start": "rm -rf"})


async def test_a_board_is_told_all_there_is(tmp_path: Path) -> None:
    async with outside(tmp_path) as out:
        url = await out.verified()
        said = await told(out.exposing, {"all": True})
    assert (said["state"], said["url"], said["was"], said["trouble"]) == ("verified", url, "", "")
    assert (said["title"], said["sees"]) == ("localtunnel", "whoever runs the server: loca.lt by default")
    assert "your url is" in str(said["lines"])
    assert len(str(said["others"])) > 100
    assert said["pid"]


async def test_what_a_program_says_without_end_fits_into_an_answer(tmp_path: Path) -> None:
    shouts = "i=0; while [ $i -lt 300 ]; do printf '\\033]0;%0300d\\007\\n' $i; i=$((i+1)); done"
    lt(tmp_path / "bin", f"{shouts}; {LEADS_BACK}")
    async with outside(tmp_path) as out:
        await out.verified()
        said = await told(out.exposing, {"all": True})
    assert len(json.dumps(said)) < 65536
    assert "your url is" in str(said["lines"])


async def test_who_needs_it_is_told_that_it_cannot_be_had(tmp_path: Path) -> None:
    lt(tmp_path / "bin", "echo 'localtunnel server offline'; exit 1")
    with pytest.raises(NoTunnel, match="is there a network"):
        async with outside(tmp_path, replace(WISH, must=True)) as out:
            await until(out.stop.is_set)
    assert out.exposing.running is None or out.exposing.running.restarts <= 1


async def test_what_fails_later_is_tried_again(tmp_path: Path) -> None:
    async with outside(tmp_path, replace(WISH, must=True)) as out:
        await out.verified()
        lt(tmp_path / "bin", "exit 1")
        running = out.exposing.running
        assert running
        await running._end()
        await until(lambda: running.restarts > 1)
        assert not out.stop.is_set()
        lt(tmp_path / "bin")
        await asyncio.wait_for(running.became(State.VERIFIED), PATIENCE)
    assert any("it ended by itself" in one for one in out.told)


async def test_no_probe_takes_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposing, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        lt(tmp_path / "bin", f"echo your url is: http://127.0.0.1:{silent.getsockname()[1]}; exec sleep 120")
        async with outside(tmp_path) as out:
            await until(lambda: bool(out.exposing.running and out.exposing.running.probes))
            assert out.exposing.running
            assert "does not answer within 0.2 s" in out.exposing.running.probes[0].trouble
