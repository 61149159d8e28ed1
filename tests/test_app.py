"""The app: what it is sent is what is stored, and 200 means stored."""

import asyncio
import itertools
import string
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from receiver.answers.refusing import Refusing
from receiver.app import receiver_app
from receiver.entrance.connection import Limits
from receiver.server import loop_factory
from store import Capture, Header, Intake, Ledger

from .wire import Kept, receiving, statuses

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

TOKEN = "!#$%&'*+-.^_`|~" + string.digits + string.ascii_letters
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PURGE")
FRAMING = {b"host", b"content-length", b"transfer-encoding", b"connection", b"upgrade", b"expect"}

names = st.text(TOKEN, min_size=1, max_size=20).map(str.encode).filter(lambda name: name.lower() not in FRAMING)
values = st.binary(max_size=40).map(
    lambda value: bytes(byte for byte in value if byte == 9 or (byte >= 32 and byte != 127)).strip(b" \t")
)
headers = st.lists(st.tuples(names, values), max_size=20)
targets = st.text(string.ascii_letters + string.digits + "/?&=%.~-_:@!$'()*+,;[]{}|\\^`\"<>#", max_size=60)


def client(app: "ASGI3Application") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x")  # type: ignore[arg-type]


async def captures_of(log: Path) -> tuple[Capture, ...]:
    async with Ledger.open(log) as ledger:
        return await ledger.unread(limit=10_000)


async def test_200_means_that_the_request_is_in_the_file(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    async with Intake.open(log) as intake, receiving(intake) as receiver:
        assert await receiver.post(b'{"a":1}', target="/telnyx?a=%20b") == 200
    [capture] = await captures_of(log)
    assert (capture.seq, capture.method, capture.target, capture.body) == (1, "POST", "/telnyx?a=%20b", b'{"a":1}')
    assert (capture.http_version, capture.peer, capture.answer) == ("1.1", "127.0.0.1", 200)
    assert before <= capture.received_at <= datetime.now(UTC)


async def test_the_answer_is_empty_and_says_nothing_of_us() -> None:
    async with receiving() as receiver:
        answer = await receiver.say(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer == b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


def test_what_is_sent_is_what_is_stored() -> None:
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        stack = AsyncExitStack()
        receiver = runner.run(stack.enter_async_context(receiving()))

        @settings(max_examples=1000, deadline=None)
        @given(st.sampled_from(METHODS), targets, headers, st.binary(max_size=3000), st.booleans())
        def sent_is_stored(method: str, target: str, sent: list[Header], body: bytes, chunked: bool) -> None:
            framing = (b"Transfer-Encoding", b"chunked") if chunked else (b"content-LENGTH", b"%d" % len(body))
            everything = ((b"HoSt", b"x"), *sent, framing, (b"Connection", b"close"))
            head = request_head(f"{method} /{target} HTTP/1.1", everything)
            answer = runner.run(receiver.say(head, in_chunks(body) if chunked else body))
            capture = receiver.kept.captures[-1]
            assert statuses(answer) == [200]
            assert (capture.method, capture.target, capture.body) == (method, f"/{target}", body)
            assert capture.headers == everything

        sent_is_stored()
        runner.run(stack.aclose())


def request_head(line: str, sent: tuple[Header, ...]) -> bytes:
    return b"\r\n".join([line.encode(), *[name + b": " + value for name, value in sent], b"", b""])


def in_chunks(body: bytes) -> bytes:
    halves = (half for half in (body[: len(body) // 2], body[len(body) // 2 :]) if half)
    return b"".join(b"%x\r\n%b\r\n" % (len(half), half) for half in halves) + b"0\r\n\r\n"


@pytest.mark.parametrize("method", METHODS)
async def test_any_method_is_captured(method: str) -> None:
    async with receiving() as receiver:
        answer = await receiver.say(f"{method} /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert statuses(answer) == [200]
    assert b"access-control" not in answer.lower()
    assert answer.endswith(b"\r\n\r\n")
    assert [capture.method for capture in receiver.kept.captures] == [method]


async def test_health_is_answered_and_nothing_of_ours_is_captured() -> None:
    kept = Kept()
    async with client(receiver_app(kept)) as web:
        health = await web.get("/.callboard/health")
        missing = [await web.get("/.callboard/"), await web.get("/.callboard/x"), await web.post("/.callboard/health")]
    assert (health.status_code, health.json(), health.headers["content-type"]) == (
        200,
        {"status": "ok"},
        "application/json",
    )
    assert [(answer.status_code, answer.content) for answer in missing] == [(404, b"")] * 3
    assert kept.captures == []


@pytest.mark.parametrize("path", ["/", "/.callboard", "/.callboardx/health", "//.callboard/health", "/a/.callboard/"])
async def test_what_only_looks_like_ours_is_captured(path: str) -> None:
    kept = Kept()
    async with client(receiver_app(kept)) as web:
        assert (await web.get(f"http://x{path}")).status_code == 200
    assert [capture.path for capture in kept.captures] == [path]


async def test_common_paths_give_nothing_away() -> None:
    paths = ["/docs", "/metrics", "/openapi.json", "/.env", "/api/v1", "/favicon.ico", "/admin", "/graphql"]
    async with client(receiver_app(Kept())) as web:
        answers = [await web.get(path) for path in paths]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, b"")}
    assert {tuple(answer.headers) for answer in answers} == {("content-length",)}


async def test_a_body_that_is_declared_too_large_is_not_asked_for() -> None:
    async with receiving(body_limit=10) as receiver:
        answer = await receiver.say(
            b"POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n"
        )
    assert answer == b"HTTP/1.1 413 Request Entity Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    [refusal] = receiver.kept.captures
    assert (refusal.target, refusal.answer, refusal.body) == ("/a", 413, b"")
    assert (b"Content-Length", b"11") in refusal.headers


async def test_a_chunked_body_is_refused_as_soon_as_it_is_too_large() -> None:
    head = b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with receiving(body_limit=10) as receiver:
        assert statuses(await receiver.say(head, b"a\r\n0123456789\r\n", b"1\r\na\r\n")) == [413]
        assert statuses(await receiver.say(head, b"a\r\n0123456789\r\n", b"0\r\n\r\n")) == [200]
    assert [(capture.answer, capture.body) for capture in receiver.kept.captures] == [(413, b""), (200, b"0123456789")]


async def test_a_refusal_stands_even_when_it_cannot_be_stored() -> None:
    kept = Kept()
    kept.full = True
    async with receiving(kept, body_limit=10) as receiver:
        assert await receiver.post(b"a" * 11) == 413


async def test_the_sender_is_asked_to_go_on_when_it_expects_that() -> None:
    async with receiving() as receiver:
        answer = await receiver.say(
            b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n",
            b"abc",
        )
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert statuses(answer) == [200]


async def test_what_cannot_be_stored_is_not_acknowledged_until_the_disk_is_back() -> None:
    kept = Kept()
    async with client(receiver_app(kept)) as web:
        heard = []
        for kept.full in (False, True, True, False):
            heard.append(await web.post("/a"))
    assert [answer.status_code for answer in heard] == [200, 503, 503, 200]
    assert [answer.headers.get("retry-after") for answer in heard] == [None, "5", "5", None]
    assert [answer.content for answer in heard] == [b""] * 4
    assert len(kept.captures) == 2


async def test_a_sender_that_leaves_in_the_middle_leaves_nothing_behind() -> None:
    async with receiving() as receiver:
        reader, writer = await asyncio.open_connection(receiver.host, receiver.port)
        writer.write(b"POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
        await writer.drain()
        writer.transport.abort()
        assert await reader.read() == b""
        assert await receiver.post() == 200
    assert [capture.target for capture in receiver.kept.captures] == ["/good"]


async def test_a_connection_that_stays_carries_one_request_after_the_other() -> None:
    async with receiving() as receiver:
        reader, writer = await asyncio.open_connection(receiver.host, receiver.port)
        for number in range(3):
            writer.write(f"POST /{number} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na".encode())
            assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
        writer.close()
        await writer.wait_closed()
    assert [capture.target for capture in receiver.kept.captures] == ["/0", "/1", "/2"]


async def test_only_http_is_served() -> None:
    async def receive() -> None:
        raise AssertionError

    async def send(message: object) -> None:
        raise AssertionError(message)

    with pytest.raises(RuntimeError, match="serves http, not lifespan"):
        await receiver_app(Kept())(
            {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}},
            receive,  # type: ignore[arg-type]
            send,
        )


async def test_a_full_disk_says_503_and_recovers_without_a_restart(tmp_path: Path) -> None:
    """The file may not grow for a while: what SQLite then says is what a full disk says."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    log = tmp_path / "callboard.db"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    told: list[str] = []
    refusing = Refusing(told.append)
    async with Intake.open(log) as intake, receiving(intake, limits=Limits(), refusing=refusing) as receiver:
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
            full = [await receiver.post(b"a" * 20_000) for _ in range(30)]
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, handler)
        again = await receiver.post()
    assert [status for status, _ in itertools.groupby(full)][:2] == [200, 503]
    assert set(full) == {200, 503}
    assert again == 200
    assert len(await captures_of(log)) == full.count(200) + 1
    assert "cannot be stored" in told[0]
    assert told[-1].startswith("what comes is stored again; ")
    assert not refusing.why
