"""What is talked about is not what was received: no secret, number or text of a callback is in a log, at any level."""

import asyncio
import json
import socket
import subprocess
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.an_app import FAILED, app, in_turn, reset
from tests.forking import Forked
from tests.running import environment, running
from tests.until import PATIENCE, until
from tui.process.leaving import note_fault, sentence

CANARY = "canary7f3a9"
BODIES = (
    f'{{"data": {{"payload": {{"text": "{CANARY}", "to": "{CANARY}"}}}}}}'.encode(),
    f'{{"api_key": "{CANARY}", broken'.encode(),
    f"<a>&{CANARY};</b>".encode(),
    CANARY.encode("utf-16"),
    f"To={CANARY}&Body={CANARY}".encode() + b"\xff" * 200,
    CANARY.encode() * 200_000,  # too large
)
PATHS = ("/telnyx", f"/bandwidth/{CANARY}", f"/plivo?token={CANARY}", f"/{CANARY}%00%ff?{CANARY}")
MALFORMED = (
    f"POST /{CANARY} HTTP/9.9\r\nHost: {CANARY}\r\n\r\n",
    f"POST /{CANARY} HTTP/1.1\r\nContent-Length: {CANARY}\r\nHost: a\r\n\r\n",
    f"{CANARY}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: a\r\n{CANARY}{'x' * 40_000}: {CANARY}\r\n\r\n",
    f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{CANARY}",  # and gone
)


def posted(url: str) -> None:
    headers = {"Authorization": f"Bearer {CANARY}", "X-Plivo-Signature-V3": CANARY, "telnyx-timestamp": CANARY}
    for path in PATHS:
        for body in BODIES:
            httpx.post(url + path, content=body, headers=headers, trust_env=False, timeout=PATIENCE)
    host, port = url.removeprefix("http://").split(":")
    for head in MALFORMED:
        with closing(socket.create_connection((host, int(port)), timeout=PATIENCE)) as connection:
            connection.sendall(head.encode())


async def test_p4_log_hygiene_a_receiver_that_tells_everything_tells_nothing_of_what_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an app that fails behind it, and secrets that are wrong for all that is signed."""
    monkeypatch.setenv("PYTHONASYNCIODEBUG", "1")
    (tmp_path / "callboard.toml").write_text(
        f'[secrets]\nplivo = "{CANARY}"\nmta = ["{CANARY}a", "{CANARY}b"]\n', encoding="ascii"
    )
    store = tmp_path / "callboard.db"
    async with app(in_turn(FAILED, reset)) as there:
        more = ("--config", str(tmp_path / "callboard.toml"), "--log-level", "debug", "--forward-to", there.url)
        with running(store, *more) as receiver:
            talking = asyncio.create_task(asyncio.to_thread(receiver.process.communicate))  # or it waits for its reader
            await asyncio.to_thread(posted, receiver.url)
            await until(lambda: len(there.requests) >= 5)
            receiver.process.terminate()
            _, talk = await talking
    assert "DEBUG" in talk
    assert CANARY not in talk


def test_p4_log_hygiene_what_a_fault_leaves_behind_names_nothing_that_was_captured(tmp_path: Path) -> None:
    try:
        json.loads(f'{{"text": "{CANARY}"')
        raise AssertionError
    except ValueError as error:
        fault = ValueError(f"{CANARY} is not to be read")
        fault.__cause__ = error
    path = note_fault(fault, tmp_path / "callboard.db")
    assert CANARY not in sentence(fault, path)
    assert path
    assert CANARY not in path.read_text("utf-8")


@pytest.mark.parametrize(
    "command", [("serve", "--port", "0"), ("doctor",), ("config", "show"), ("send", "telnyx/*", "--sign")]
)
def test_p4_log_hygiene_a_command_that_is_given_a_wrong_secret_does_not_say_it(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    settings = tmp_path / "callboard.toml"
    settings.write_text(f'[secrets]\ntelnyx = "{CANARY}"\nnobody = "{CANARY}"\n', encoding="ascii")
    more = ("--config", str(settings), "--log-level", "debug", "--store", str(tmp_path / "s.db"))
    pipe = subprocess.PIPE
    with Forked[str](
        *command, *more, stdout=pipe, stderr=subprocess.STDOUT, text=True, env=environment(tmp_path)
    ) as one:
        said, _ = one.communicate(timeout=PATIENCE)
    assert said
    assert CANARY not in said
