"""The server: a socket or a sentence, and an end that comes soon."""

import asyncio
import errno
import logging
import os
import signal
import socket

import pytest

from receiver.app import receiver_app
from receiver.entrance.connection import Limits
from receiver.server import BindError, bind, loop_factory, run, sentence, url_of
from tests.until import PATIENCE

from .wire import QUICK, Kept, Stalled, hang_up, post, read_all, receiving, statuses


def test_a_taken_port_is_one_sentence_with_a_way_out() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(BindError) as refused:
            bind("127.0.0.1", port)
    assert str(refused.value) == (
        f"port {port} on 127.0.0.1 is already in use: "
        "stop the program that has it, or give another with --port (0 picks a free one)"
    )


def test_a_port_that_somebody_has_on_every_address_is_taken_too() -> None:
    with bind("0.0.0.0", 0) as first, pytest.raises(BindError, match="already in use"):  # noqa: S104 (the case)
        bind("127.0.0.1", first.getsockname()[1])


def test_a_port_is_free_again_as_soon_as_it_is_given_up() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            first.accept()[0].close()
    bind("127.0.0.1", port).close()


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("no-such-host.invalid", 0, "the host no-such-host.invalid is not known"),
        ("192.0.2.1", 0, "192.0.2.1 is not an address of this machine"),
        ("127.0.0.1", 70000, "port 70000 is not between 0 and 65535"),
    ],
)
def test_what_cannot_be_bound_says_why(host: str, port: int, said: str) -> None:
    with pytest.raises(BindError, match=said) as refused:
        bind(host, port)
    assert "\n" not in str(refused.value)


def test_a_privileged_port_and_anything_else_have_their_sentences() -> None:
    assert sentence(OSError(errno.EACCES, "no"), "127.0.0.1", 80) == (
        "port 80 on 127.0.0.1 needs more rights than you have: give one above 1023 with --port"
    )
    assert "too many files" in sentence(OSError(errno.EMFILE, "too many files"), "127.0.0.1", 8010)


def test_a_bound_socket_listens_at_once_and_sends_without_delay() -> None:
    with bind("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


def test_the_url_is_where_it_listens() -> None:
    with bind("127.0.0.1", 0) as listener:
        assert url_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6")
async def test_ipv6_is_served() -> None:
    with bind("::1", 0) as listener:
        assert url_of(listener) == f"http://[::1]:{listener.getsockname()[1]}"
    async with receiving(host="::1") as receiver:
        assert await receiver.post() == 200
    assert receiver.kept.captures[0].peer == "::1"


def test_the_loop_is_the_fastest_there_is() -> None:
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        assert runner.run(asyncio.sleep(0, "runs")) == "runs"


@pytest.mark.parametrize("sent", [b"", b"POST / HT", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"])
async def test_a_stalled_sender_does_not_hold_up_the_end(sent: bytes) -> None:
    async with receiving() as receiver:
        reader, writer = await asyncio.open_connection(receiver.host, receiver.port)
        writer.write(sent)
        await writer.drain()
        assert await receiver.post() == 200
        receiver.stop.set()
        async with asyncio.timeout(PATIENCE):
            await receiver.task
        assert statuses(await read_all(reader)) in ([], [408])
        await hang_up(writer)
    assert len(receiver.kept.captures) == 1


async def test_a_store_that_hangs_does_not_hold_up_the_end_and_says_503() -> None:
    stalled = Stalled()
    async with receiving(stalled, limits=Limits()) as receiver:
        answer = asyncio.create_task(receiver.say(post()))
        await stalled.asked.wait()
        receiver.stop.set()
        async with asyncio.timeout(PATIENCE):
            await receiver.task
        assert statuses(await answer) == [503]


async def test_the_port_is_given_up_at_the_end() -> None:
    async with receiving() as receiver:
        assert await receiver.post() == 200
    with bind(receiver.host, receiver.port) as again:
        assert again.fileno() >= 0


async def test_an_answer_that_is_owed_is_given_before_the_end() -> None:
    stalled = Stalled()
    async with receiving(stalled, limits=Limits()) as receiver:
        answer = asyncio.create_task(receiver.say(post("/owed")))
        await stalled.asked.wait()
        receiver.stop.set()
        await asyncio.wait([answer], timeout=0.2)
        stalled.released.set()
        assert statuses(await answer) == [200]
    assert [capture.target for capture in stalled.kept.captures] == ["/owed"]


async def test_signals_stay_with_whoever_had_them() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    async with receiving() as receiver:
        assert await receiver.post() == 200
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


async def test_uvicorn_writes_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        async with receiving() as receiver:
            await receiver.say(b"rubbish")
            await receiver.say(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
            hanging = asyncio.create_task(receiver.say(b"POST / HTTP/1.1\r\n"))
            await asyncio.wait([hanging], timeout=0.05)
        await hanging
    finally:
        root.handlers = handlers
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
async def test_connections_are_not_limited_by_what_the_shell_starts_with() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    try:
        async with receiving() as receiver:
            assert await receiver.post() == 200
            assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 256
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_it_serves_under_the_fast_loop_as_well() -> None:
    async def conversation() -> int:
        async with receiving(limits=QUICK) as receiver:
            return await receiver.post()

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        assert runner.run(conversation()) == 200


async def test_a_stop_before_the_start_is_a_stop() -> None:
    stop = asyncio.Event()
    stop.set()
    listener = bind("127.0.0.1", 0)
    await run(receiver_app(Kept()), listener, stop)
    assert listener.fileno() == -1
