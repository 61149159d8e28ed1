"""What is copied, and which way it goes."""

import subprocess
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from tests.make import capture
from tests.running import callboard, json_lines, running
from tui.clipboard.copying import MOST_BY_TERMINAL, copied, curl

BODIES = (
    b"{}",
    b"",
    b'@it\'s "quoted"\n$(id) `id` \\x41 %41 !!',
    bytes(range(1, 256)),
    b"a\0b\0",
    "ünï\u202e".encode(),
)


@pytest.mark.parametrize("body", BODIES)
def test_a_request_as_a_command_is_that_request_again(body: bytes, tmp_path: Path) -> None:
    sent = replace(
        capture(body, "/telnyx/./a%20b?x='1'&y[0-9]={$HOME,id};id"),
        headers=(
            (b"Host", b"other.example"),
            (b"Content-Type", b"text/x"),
            (b"X-Odd", b"a'b\x9b666m \xff$(id)"),
            (b"X-None", b""),
        ),
    )
    with running(tmp_path / "store" / "callboard.db") as receiver:
        command = curl(sent, receiver.url)
        assert command.isascii()
        assert "\x1b" not in command
        subprocess.run(["bash", "-c", command], check=True, capture_output=True)
        receiver.events(1)
    [again] = json_lines(callboard("ls", "--captures", "--json", "--store", str(receiver.store), home=tmp_path))
    assert f"{again['method']} {again['path']}?{again['query']}" == f"POST {sent.target}"
    headers = {name: value.encode("latin-1") for name, value in cast("list[list[str]]", again["headers"])}
    assert (headers["Content-Type"], headers["X-Odd"], headers["X-None"]) == (
        b"text/x",
        b"a'b\x9b666m \xff$(id)",
        b"",
    )
    decode = b64decode if again["body_encoding"] == "base64" else str.encode
    assert decode(str(again["body"])) == body


def test_no_header_is_a_file_that_curl_would_read() -> None:
    sent = replace(capture(), headers=((b"@/etc/passwd", b""), (b"@", b"x"), (b"X-A", b"@/etc/passwd")))
    command = curl(sent, "http://127.0.0.1:8010")
    assert "-H @" not in command
    assert "-H '@" not in command
    assert "-H 'X-A: @/etc/passwd'" in command


def test_from_afar_the_terminal_carries_it(tmp_path: Path) -> None:
    said: list[str] = []
    environ = {"SSH_CONNECTION": "1", "DISPLAY": ":0", "HOME": "/"}
    assert "OSC 52" in copied("text", environ, said.append, tmp_path / "copied.txt")
    assert said == ["text"]


def test_what_is_too_large_for_a_terminal_is_in_a_file_for_its_owner(tmp_path: Path) -> None:
    aside, said = tmp_path / "copied.txt", list[str]()
    told = copied("x" * (MOST_BY_TERMINAL + 1), {}, said.append, aside)
    assert str(aside) in told
    assert (said, len(aside.read_bytes()), aside.stat().st_mode & 0o777) == ([], MOST_BY_TERMINAL + 1, 0o600)
    assert copied("x" * (MOST_BY_TERMINAL + 1), {}, said.append, tmp_path / "no" / "aside").startswith("nowhere")


def test_every_copy_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    aside = tmp_path / "copied.txt"
    aside.write_text("of another time, and longer", encoding="ascii")
    aside.chmod(0o644)
    copied("\ud800\x1b é", {}, list[str]().append, aside)
    assert aside.read_text("utf-8") == "\\ud800\x1b é"
    assert aside.stat().st_mode & 0o777 == 0o600


def test_a_copy_follows_no_link(tmp_path: Path) -> None:
    aside, other = tmp_path / "copied.txt", tmp_path / "other"
    other.write_text("kept", encoding="ascii")
    aside.symlink_to(other)
    assert "OSC 52" in copied("text", {}, list[str]().append, aside)
    assert other.read_text("ascii") == "kept"


@pytest.mark.parametrize("works", [True, False])
def test_a_tool_that_is_there_and_works_is_taken(works: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool, heard = tmp_path / "xclip", tmp_path / "heard"
    tool.write_text(f"#!/bin/sh\ncat > {heard}\nexit {0 if works else 1}\n", encoding="ascii")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    said: list[str] = []
    told = copied("text", {"DISPLAY": ":0"}, said.append, tmp_path / "aside")
    assert told == "by xclip" if works else "OSC 52" in told
    assert heard.read_text("ascii") == "text"
    assert said == ([] if works else ["text"])
