"""A tunnel on the real board and the real program: from the first key to the last, and who is left behind."""

import json
import re
import signal
import subprocess
import time
from base64 import b64encode
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from receiver.stories.sample import pick
from tests.loops import lt
from tests.running import CALLBOARD, callboard, environment, json_lines, running
from tests.sshd import needed, sshd
from tests.terminal import Terminal, Watched, board, family, kill
from tests.until import PATIENCE

PUBLIC = re.compile(r"http://127\.0\.0\.1:\d+/[\w-]{16}/telnyx")
VERIFIED = re.compile(r"⇄ http://127\.0\.0\.1:\d+ ✓ \d+s")
SAMPLE = "telnyx/message_finalized_delivered"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store" / "callboard.db"


@needed
def test_a_signed_callback_through_sshd_is_verified_and_a_dead_sshd_is_seen_until_it_is_back(
    store: Path, tmp_path: Path
) -> None:
    key = Ed25519PrivateKey.generate()
    public = b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    with sshd(tmp_path / "sshd") as there:
        environ = {"PATH": there.path, "CALLBOARD_SECRET_TELNYX": public}
        with board(store, "--tunnel", "ssh:127.0.0.1", environ=environ) as terminal:
            terminal.until(VERIFIED)
            url = _copied(terminal, store)
            assert _called(url, key) == 200
            terminal.until("delivered")
            [event] = json_lines(callboard("ls", "--json", "--store", str(store), home=tmp_path))
            assert (event["provider"], event["verdict"]) == ("telnyx", "verified")
            there.kill()
            terminal.until("✗ degraded")
            there.start()
            terminal.until(VERIFIED)
            terminal.until("NEW URL")
            terminal.press("t")
            terminal.until("What it said")
            terminal.until(f"✖ {url.rpartition('/')[0].rpartition('/')[0]}")


def _copied(terminal: Terminal, store: Path) -> str:
    """The URL for Telnyx, by keys."""
    terminal.until(PUBLIC)
    terminal.press("yu")
    terminal.until("The URL for")
    terminal.press("jjjjjjjjjj\r")
    terminal.until("copied public URL")
    url = (store.parent / "copied.txt").read_text(encoding="utf-8")
    assert PUBLIC.fullmatch(url)
    return url


def _called(url: str, key: Ed25519PrivateKey) -> int:
    """What Telnyx is answered."""
    [sample] = pick([SAMPLE])
    at = str(int(time.time()))
    signed = b64encode(key.sign(at.encode() + b"|" + sample.body)).decode()
    headers = {"telnyx-timestamp": at, "telnyx-signature-ed25519": signed, "content-type": "application/json"}
    return httpx.post(url, content=sample.body, headers=headers, trust_env=False, timeout=PATIENCE).status_code


@pytest.mark.parametrize("who", ["board", "receiver", "quit"])
def test_nobody_is_left_behind(store: Path, tmp_path: Path, who: str) -> None:
    path = lt(tmp_path / "bin")
    with board(store, "--tunnel", "localtunnel", environ={"PATH": path}) as terminal:
        terminal.until("✓ ")
        receiver, *rest = family(terminal.process.pid)
        [tunnel] = [pid for pid in rest if Path(f"/proc/{pid}/comm").read_text(encoding="ascii") in {"sleep\n", "lt\n"}]
        ends = Watched(tunnel) if who == "receiver" else Watched(receiver, *rest)
        if who == "quit":
            assert terminal.quit() == 0
        else:
            kill(terminal.process.pid if who == "board" else receiver)
        assert ends.gone()


def test_serve_says_with_4_and_a_sentence_that_its_tunnel_cannot_be_had(store: Path, tmp_path: Path) -> None:
    done = callboard("serve", "--tunnel", "ssh", "--store", str(store), "--port", "0", home=tmp_path, code=4)
    assert "say which server: --tunnel ssh:me@my.example" in done.stderr
    done = callboard("serve", "--tunnel", "cloudflard", "--store", str(store), home=tmp_path, code=2)
    assert "did you mean cloudflared?" in done.stderr


def test_the_url_for_each_provider_is_printed_once_it_is_verified(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", lt(tmp_path / "bin"))
    with running(store, "--tunnel", "localtunnel", "--print-url") as receiver:
        first = json.loads(receiver.lines.readline())
        assert (first["kind"], first["provider"]) == ("url", "bandwidth")
        assert httpx.post(str(first["url"]), content=b"{}", trust_env=False, timeout=PATIENCE).status_code == 200
    with running(store, "--print-url", "--public-url", "https://hooks.example.test/in/") as receiver:
        assert json.loads(receiver.lines.readline())["url"] == "https://hooks.example.test/in/bandwidth"


def test_what_comes_through_a_tunnel_is_answered_by_its_route(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", lt(tmp_path / "bin"))
    (tmp_path / "c.toml").write_text('[routes.staging]\npath = "/staging"\nanswer = "418"\n', encoding="utf-8")
    more = ("--tunnel", "localtunnel", "--print-url", "--config", str(tmp_path / "c.toml"))
    with running(store, *more) as receiver:
        base = str(json.loads(receiver.lines.readline())["url"]).removesuffix("/bandwidth")
        for path, status in (("/staging/telnyx", 418), ("/telnyx", 200)):
            assert httpx.post(f"{base}{path}", content=b"{}", trust_env=False, timeout=PATIENCE).status_code == status


def test_a_serve_that_is_told_to_end_takes_its_tunnel_along(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", lt(tmp_path / "bin"))
    with running(store, "--tunnel", "localtunnel", "--print-url") as receiver:
        receiver.lines.readline()
        every = Watched(*family(receiver.process.pid))
        receiver.process.send_signal(signal.SIGHUP)
        assert receiver.process.wait(PATIENCE) == 129
        assert every.gone()


def test_what_is_asked_of_a_tunnel_is_checked_before_it_is_given_to_a_program(store: Path, tmp_path: Path) -> None:
    for said, why in (
        ('[tunnels.ssh]\nhost = "-oProxyCommand=touch owned"', "does not begin with -"),
        ('[tunnels.shh]\nhost = "me"', "did you mean ssh?"),
        ('tunnel = "cloudflared:x"', "there is no cloudflared:x"),
    ):
        (tmp_path / "c.toml").write_text(f"{said}\n", encoding="utf-8")
        command = (*CALLBOARD, "serve", "--store", str(store), "--port", "0", "--config", str(tmp_path / "c.toml"))
        done = subprocess.run(
            command, capture_output=True, text=True, env=environment(tmp_path), check=False, timeout=PATIENCE
        )
        assert (done.returncode, why in done.stderr) == (6, True), done.stderr
    assert not Path("owned").exists()
