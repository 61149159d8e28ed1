"""Which tunnel is taken, and why."""

import os
from pathlib import Path

import pytest

from receiver.outside.by_sdk import there
from receiver.outside.tunnel import Asked, NoTunnel
from receiver.outside.which import PREFERRED, Wish, chosen, every, offered

SSH = Asked(port=0, host="me@my.example")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def has(folder: Path, *programs: str) -> None:
    for name in programs:
        (folder / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (folder / name).chmod(0o700)


def test_every_name_that_is_preferred_is_a_tunnels() -> None:
    assert {*PREFERRED} <= {one.name for one in every()}


def test_the_first_that_can_be_had_is_taken_and_why_is_said(folder: Path) -> None:
    has(folder, "ssh", "lt")
    tunnel, why = chosen(Wish(name="auto"))
    assert tunnel.name == "localtunnel"
    assert "cloudflared is not installed" in why
    assert chosen(Wish(name="auto", asked={"ssh": SSH}))[0].name == "ssh"


def test_strangers_who_are_reached_by_ssh_are_taken_by_name_only(folder: Path) -> None:
    has(folder, "ssh")
    with pytest.raises(NoTunnel, match="no tunnel can be had: ssh: say which server"):
        chosen(Wish(name="auto"))
    assert chosen(Wish(name="localhost.run"))[0].name == "localhost.run"


def test_a_token_in_the_environment_makes_ngrok_one_that_can_be_had(folder: Path) -> None:
    has(folder, "ngrok")
    home = {"HOME": os.fspath(folder)}
    with pytest.raises(NoTunnel, match="add-authtoken"):
        chosen(Wish(name="auto", environ=home))
    assert chosen(Wish(name="auto", environ={**home, "NGROK_AUTHTOKEN": "t"}))[0].name == "ngrok"


@pytest.mark.skipif(not there(), reason="needs the extra ngrok")
def test_ngroks_sdk_stands_in_for_its_program_where_there_is_a_token(folder: Path) -> None:
    home = {"HOME": os.fspath(folder)}
    with pytest.raises(NoTunnel, match="ngrok's SDK has no token: NGROK_AUTHTOKEN"):
        chosen(Wish(name="auto", environ=home))
    tunnel, _ = chosen(Wish(name="auto", environ={**home, "NGROK_AUTHTOKEN": "t"}))
    assert tunnel.name == "ngrok"
    assert tunnel.command(Asked(port=8010))[1:] == ("-m", "receiver.outside.by_sdk", "8010")
    has(folder, "ngrok")
    assert tunnel.command(Asked(port=8010))[:2] == ("ngrok", "http")


@pytest.mark.skipif(there(), reason="the extra ngrok is installed")
def test_without_either_of_ngroks_both_ways_to_have_it_are_said(folder: Path) -> None:
    with pytest.raises(NoTunnel, match=r"ngrok\.com/download, or its SDK by `pip install 'callboard\[ngrok\]'`"):
        chosen(Wish(name="auto", environ={"HOME": os.fspath(folder)}))


def test_each_is_offered_with_what_it_lacks(folder: Path) -> None:
    has(folder, "ssh")
    found = {str(one["name"]): str(one["missing"]) for one in offered(Wish(environ={"HOME": os.fspath(folder)}))}
    assert (found["serveo"], "not installed" in found["tailscale"]) == ("", True)
