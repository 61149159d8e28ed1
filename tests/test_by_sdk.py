"""ngrok's SDK: the real one as far as it comes without a network, and one that speaks as it does for the rest."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from receiver.outside.by_sdk import there
from receiver.outside.tunnel import NoTunnel
from receiver.outside.tunnelling import State
from tests.loops import WISH, Outside, outside
from tests.until import until

NGROK = replace(WISH, name="ngrok", must=True, environ={"NGROK_AUTHTOKEN": "t", "HOME": "/nonexistent"})
SPEAKS = """
import asyncio, os
class SessionBuilder:
    def authtoken_from_env(self): return self
    def handle_disconnection(self, told): self.told = told; return self
    async def connect(self):
        if os.environ["NGROK_AUTHTOKEN"] != "good":
            raise ValueError("failed to connect session", "authentication failed\\r\\nERR_NGROK_105\\r\\n")
        return self
    def http_endpoint(self): return self
    def domain(self, name): self.name = name
    async def listen_and_forward(self, url):
        self.to = url
        asyncio.get_running_loop().call_later(0.2, self.told, "connect.ngrok-agent.com:443", "broken pipe")
        return self
    def url(self): return self.to
"""


@pytest.fixture(autouse=True)
def _no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([os.fspath(tmp_path), *filter(None, sys.path)]))


async def given_up(tmp_path: Path) -> str:
    with pytest.raises(NoTunnel):
        async with outside(tmp_path, NGROK) as out:
            await until(out.stop.is_set)
    return out.exposing.given_up


@pytest.mark.skipif(not there(), reason="needs the extra ngrok")
async def test_the_real_one_says_why_it_cannot_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network as here, and with one, too: the token is none."""
    monkeypatch.setenv("NGROK_AUTHTOKEN", "t")
    why = await given_up(tmp_path)
    assert "ngrok cannot be reached: is there a network?" in why or "ngrok does not know this token" in why


@pytest.fixture
def speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ngrok.py").write_text(SPEAKS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "ngrok", raising=False)


@pytest.mark.usefixtures("speaks")
async def test_a_token_that_ngrok_does_not_know_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGROK_AUTHTOKEN", "bad")
    assert "ngrok does not know this token" in await given_up(tmp_path)


@pytest.mark.usefixtures("speaks")
async def test_it_leads_here_and_a_session_that_breaks_off_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NGROK_AUTHTOKEN", "good")
    async with outside(tmp_path, NGROK) as out:
        assert (await out.post(f"{await out.verified()}/telnyx")).status_code == 200
        await until(lambda: "ngrok lost its session" in _reasons(out))


def _reasons(out: Outside) -> str:
    assert out.exposing.running
    return " ".join(step.reason for step in out.exposing.running.steps if step.state is State.DEGRADED)
