"""What is said of answers and routes on the command line, in the environment and in files reaches the receiver."""

import asyncio
from pathlib import Path

import httpx
import pytest

from receiver.control import ask
from tests.running import callboard, json_lines, running
from tests.until import PATIENCE
from tui.config.settings import load
from tui.config.tables import RESPOND

SETTINGS = """
[routes.staging]
path = "/staging"
provider = "plivo"
secret = "token"
answer = "404 x1"

[respond.outage]
answer = "503"
times = 1
headers = {Retry-After = "9"}
body = "later"
"""
FORM = b"MessageUUID=u-1&From=15550100001&To=15551230000&Status=sent"
TYPE = {"Content-Type": "application/x-www-form-urlencoded"}


def test_rules_hold_in_their_order_and_what_was_answered_is_in_the_log(tmp_path: Path) -> None:
    store, file = tmp_path / "c.db", tmp_path / "own.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    flags = ("--config", str(file), "--respond", "500 x2 kind:message", "--respond", "close x1 path:/gone")
    with running(store, *flags) as receiver:
        with pytest.raises(httpx.RemoteProtocolError):
            receiver.post(b"{}", "/gone")
        assert [receiver.post(FORM, "/staging", **TYPE) for _ in range(2)] == [500, 500]
        later = httpx.post(f"{receiver.url}/x", content=b"{}", trust_env=False, timeout=PATIENCE)
        assert (later.status_code, later.headers["retry-after"], later.text) == (503, "9", "later")
        assert [receiver.post(FORM, "/staging", **TYPE) for _ in range(2)] == [404, 200]
        events = receiver.events(6)
        assert [event["provider"] for event in events] == [None, "plivo", "plivo", None, "plivo", "plivo"]
        assert {str(event["verdict"]) for event in events[1:3]} == {"rejected"}, "the route's own secret was tried"
        told = asyncio.run(ask(store, "respond"))
        assert [one["left"] for one in told["rules"]] == [0, 0, 0, 0]  # type: ignore[attr-defined]
    found = json_lines(callboard("ls", "--captures", "--json", "--store", str(store), home=tmp_path))
    assert [one["answer"] for one in found] == [0, 500, 500, 503, 404, 200]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--respond", "teapot"), 2, "--respond: an answer is like"),
        (("--respond", "500 x3 providr:plivo"), 2, "did you mean provider"),
        (("--config", "wrong.toml"), 6, "routes.a: there is no provider acme"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_received(
    arguments: tuple[str, ...], code: int, says: str, tmp_path: Path
) -> None:
    (tmp_path / "wrong.toml").write_text('[routes.a]\npath = "/a"\nprovider = "acme"\n', encoding="utf-8")
    given = [str(tmp_path / one) if one.endswith(".toml") else one for one in arguments]
    done = callboard("serve", "--port", "0", "--store", str(tmp_path / "c.db"), *given, home=tmp_path, code=code)
    assert says in done.stderr


def test_in_the_environment_several_stand_between_semicolons(tmp_path: Path) -> None:
    chosen = load({"respond": ("close",)}, {RESPOND: "500 x1; 503 ;", "CALLBOARD_CONFIG": "/dev/null"}, tmp_path)
    assert [(one.source, str(one.said).strip()) for one in chosen.respond] == [
        ("--respond", "close"),
        (RESPOND, "500 x1"),
        (RESPOND, "503"),
    ]
