"""`--forward-to` as a user starts it: where it may go, what the provider hears, and what an app's faults do to it."""

import asyncio
import json
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from receiver.forward import Forward
from store import Reader
from tests.an_app import FAILED, HUGE, OK, Answers, app, half, in_turn, reset, stall
from tests.running import callboard, environment, running
from tests.until import PATIENCE, until
from tui.cli.forwards import forwards
from tui.cli.frame import Failure
from tui.config.settings import load
from tui.config.values import ConfigError

BODY = b'{"data":{"event_type":"message.sent","id":"e-%d","payload":{"id":"m%d"},"record_type":"event"}}'
JSON = (
    b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nX-App: 1\r\nContent-Length: 11\r\n\r\n" + b'{"ok":true}'
)


async def post(url: str, body: bytes = b"{}", path: str = "/telnyx") -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
        return await client.post(url + path, content=body)


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("http://10.0.0.7:3000", "another machine: name it in the settings"),
        ("http://127.0.0.1:{port}/hooks", "own port"),
    ],
    ids=["another machine", "its own port"],
)
def test_f1_a_target_that_may_not_be_is_refused_at_the_start(tmp_path: Path, to: str, says: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    to = to.format(port=port)
    arguments = ("serve", "--store", str(tmp_path / "c.db"), "--port", str(port), "--forward-to", to)
    done = callboard(*arguments, home=tmp_path, code=2)
    assert says in done.stderr


async def test_f5_what_comes_back_through_another_callboard_goes_around_once(tmp_path: Path) -> None:
    """Two receivers that send on to each other."""
    (tmp_path / "b").mkdir()
    async with app() as free:
        port = free.port
    with (
        running(tmp_path / "a.db", "--forward-to", f"http://127.0.0.1:{port}") as first,
        running(tmp_path / "b" / "b.db", "--forward-to", first.url, port=port) as other,
    ):
        await post(first.url, b"around")
        await asyncio.to_thread(other.events, 1)
        found = list[str]()
        async with asyncio.timeout(PATIENCE):
            while not found:
                found = await _sent(other.store, 1)
    assert found == ["not sent on: callboard itself had sent it"]


async def _sent(log: Path, seq: int) -> list[str]:
    async with Reader.open(log) as reader:
        return [one.trouble for one in await reader.sent(seq)]


async def test_what_the_app_answers_is_what_the_provider_is_told(tmp_path: Path) -> None:
    async with app(JSON) as there:
        with running(tmp_path / "c.db", "--forward-to", there.url, "--answer-from-app") as here:
            answer = await post(here.url)
            await asyncio.to_thread(here.events, 1)
            async with Reader.open(here.store) as reader, asyncio.timeout(PATIENCE):
                while not (stored := await reader.capture(1)) or not stored.answer:
                    continue  # what was answered is written down after it was given
                (sent,) = await reader.sent(1)
    assert (answer.status_code, answer.json(), answer.headers["x-app"]) == (201, {"ok": True}, "1")
    assert (stored.answer, sent.status) == (201, 201)


@pytest.mark.parametrize("how", [reset, half], ids=["reset", "half"])
async def test_a_provider_whose_app_breaks_off_is_told_200_and_that_is_said(tmp_path: Path, how: Answers) -> None:
    async with app(how) as there:
        with running(tmp_path / "c.db", "--forward-to", there.url, "--answer-from-app") as here:
            answer = await post(here.url)
            await asyncio.to_thread(here.events, 1)
            said = await _sent(here.store, 1)
    assert answer.status_code == 200
    assert any("the provider was told 200" in trouble for trouble in said)
    assert len(there.requests) == 1


async def test_a_provider_is_answered_within_its_patience_when_the_app_stalls(tmp_path: Path) -> None:
    """Telnyx waits 2 seconds."""
    async with app(stall) as there:
        with running(tmp_path / "c.db", "--forward-to", there.url, "--answer-from-app") as here:
            await post(here.url, BODY % (1, 1), "/slow")
            began = time.monotonic()
            answer = await post(here.url, BODY % (2, 2))
            took = time.monotonic() - began
            said = await _sent(here.store, 2)
    assert answer.status_code == 200
    assert took > 1.4
    assert any("the app had not answered" in trouble for trouble in said)


async def test_an_app_that_is_down_keeps_no_provider_waiting(tmp_path: Path) -> None:
    async with app() as there:
        url = there.url
    with running(tmp_path / "c.db", "--forward-to", url, "--answer-from-app") as here:
        answers = [await post(here.url, BODY % (n, n)) for n in range(3)]
        said = await _sent(here.store, 3)
    assert [answer.status_code for answer in answers] == [200] * 3
    assert any("the provider was told 200" in trouble for trouble in said)


async def test_f9_an_app_with_every_fault_costs_no_capture_and_is_sent_nothing_twice(tmp_path: Path) -> None:
    faults = in_turn(OK, FAILED, reset, half, HUGE)
    bodies = [BODY % (n, n) for n in range(20)]
    async with app(faults) as there:
        with running(tmp_path / "c.db", "--forward-to", there.url) as here:
            async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
                posted = [client.post(f"{here.url}/telnyx", content=body) for body in bodies]
                answers = [answer.status_code for answer in await asyncio.gather(*posted)]
            async with Reader.open(here.store) as reader:
                sent = list[int]()

                async def every() -> bool:
                    sent[:] = [len(await reader.sent(seq)) for seq in range(1, 21)]
                    return all(sent)

                async with asyncio.timeout(PATIENCE):
                    while not await every():
                        await until(lambda: True)
                assert (await reader.cursors()).capture == 20
    assert answers == [200] * 20
    assert sent == [1] * 20
    assert sorted(there.bodies) == sorted(bodies)


CONNECT = re.compile(
    r"connect\(\d+, \{sa_family=AF_INET6?, (?:sin6?_port=htons\((\d+)\).*?inet_(?:addr\(|pton\(AF_INET6, )\"([^\"]+)\")"
)


@contextmanager
def traced(folder: Path, *more: str) -> Iterator[tuple[str, Path]]:
    """`callboard serve` with every connection that it or a child of it makes written down."""
    trace = folder / "trace"
    strace = ("strace", "-f", "-qq", "-e", "trace=connect", "-o", str(trace))
    serve = (sys.executable, "-m", "tui", "serve", "--child", "--store", str(folder / "c.db"), "--port", "0", *more)
    with subprocess.Popen(
        (*strace, *serve), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(folder)
    ) as process:
        patience = threading.Timer(60, process.kill)
        patience.start()
        try:
            assert process.stdout
            yield str(json.loads(process.stdout.readline())["url"]), trace
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait()
            patience.cancel()


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not here")
async def test_f14_nobody_is_connected_to_but_the_target(tmp_path: Path) -> None:
    async with app() as there:
        with traced(tmp_path, "--forward-to", there.url) as (url, trace):
            await post(url, BODY % (1, 1))
            await until(lambda: len(there.requests) == 1)
        found = {(port, host) for port, host in CONNECT.findall(trace.read_text(encoding="utf-8"))}
    assert found == {(str(there.port), "127.0.0.1")}


def test_a_forward_is_what_the_settings_say(tmp_path: Path) -> None:
    (tmp_path / "callboard.toml").write_text(
        '[forward.far]\nto = "https://app.example"\nfilter = "provider:telnyx"\npath = "/t"\ninsecure = true\n'
        "concurrency = 1\nretries = 2\nredeliveries = true\n"
        '[routes.st]\npath = "/st"\nforward = "http://127.0.0.1:3001"\n',
        encoding="utf-8",
    )
    found = forwards(load({"forward_to": "http://127.0.0.1:3000"}, {}, tmp_path))
    assert found == (
        Forward(name="app", url="http://127.0.0.1:3000"),
        Forward(
            name="far",
            url="https://app.example",
            named=True,
            where="provider:telnyx",
            path="/t",
            insecure=True,
            concurrency=1,
            retries=2,
            redeliveries=True,
        ),
        Forward(name="routes.st", url="http://127.0.0.1:3001", named=True, path="/st"),
    )
    assert forwards(load({}, {"CALLBOARD_FORWARD_TO": "http://127.0.0.1:3000"}, tmp_path))[0].named is False
    (tmp_path / "callboard.toml").write_text('forward_to = "http://10.0.0.7"\n', encoding="utf-8")
    assert forwards(load({}, {}, tmp_path))[0].named is True


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[forward.a]\n", "needs a target"),
        ('[forward.a]\nto = "app"\n', "begins with http"),
        ('[forward.a]\nto = "http://a"\ntoo = 1\n', "did you mean to?"),
        ('[forward.a]\nto = "http://a"\npath = "x"\n', "begins with /"),
        ('[forward.a]\nto = "http://a"\nconcurrency = 0\n', "from 1 to 100"),
        ('[forward.a]\nto = "http://a"\nretries = "many"\n', "from 0 to 100"),
        ('[forward.a]\nto = "http://a"\ninsecure = "perhaps"\n', "true or false"),
        ('[forward.a]\nto = "http://a"\ncacert = "/nowhere.pem"\n', "no certificate that can be read"),
        ('[forward.a]\nto = "http://a"\nfilter = "kind:"\n', "forward.a.filter"),
        ("answer_from_app = true\n", "needs an app"),
        ('cacert = "/nowhere.pem"\n', "no certificate that can be read"),
    ],
)
def test_what_is_wrong_with_a_forward_is_said_with_a_way_out(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "callboard.toml").write_text(text, encoding="utf-8")
    with pytest.raises((ConfigError, Failure), match=re.escape(says)):
        forwards(load({}, {}, tmp_path))
