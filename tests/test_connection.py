"""The life of a connection: what it waits for, and for how long."""

import asyncio

import pytest

from receiver.entrance.connection import Limits

from .wire import QUICK, Stalled, hang_up, post, read_all, receiving, statuses

DROPS = (b"POST /slow HTTP/1.1\r\nHost: x\r\n", b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")


async def test_slow_senders_are_ended_while_a_good_one_is_answered() -> None:
    async with receiving(limits=QUICK) as receiver:
        slow = [asyncio.create_task(receiver.say(sent)) for sent in (*DROPS, b"", b"\r\n") for _ in range(20)]
        assert await receiver.post() == 200
        assert not all(one.done() for one in slow)
        heard = [statuses(answer) for answer in await asyncio.gather(*slow)]
    assert heard == [[408]] * 40 + [[]] * 40
    assert [capture.target for capture in receiver.kept.captures] == ["/good"]


async def test_a_request_has_its_time_from_its_own_first_byte() -> None:
    """A second request on the same connection is not charged for the first."""
    async with receiving(limits=Limits(request=1.5, keep_alive=60, linger=0.1)) as receiver:
        reader, writer = await asyncio.open_connection(receiver.host, receiver.port)
        for _ in range(3):
            hearing = asyncio.create_task(reader.readuntil(b"\r\n\r\n"))
            writer.write(post()[:10])
            await asyncio.wait([hearing], timeout=0.6)
            writer.write(post()[10:])
            assert statuses(await hearing) == [200]
        await hang_up(writer)


async def test_an_idle_connection_is_closed_after_a_request() -> None:
    async with receiving() as receiver:
        assert statuses(await receiver.say(post())) == [200]


async def test_a_thousand_idle_connections_do_not_lock_out_a_good_request() -> None:
    async with receiving(limits=Limits(request=2, linger=0.1)) as receiver:
        idle = [asyncio.create_task(receiver.say()) for _ in range(1000)]
        await asyncio.wait(idle, timeout=0.5)
        assert await receiver.post() == 200
        assert not all(one.done() for one in idle)
        assert set(await asyncio.gather(*idle)) == {b""}


@pytest.mark.parametrize("half_close", [False, True])
async def test_a_sender_that_says_no_more_still_hears_the_answer(half_close: bool) -> None:
    async with receiving() as receiver:
        assert statuses(await receiver.say(post(body=b"abc"), half_close=half_close)) == [200]


async def test_an_answer_that_never_comes_does_not_keep_the_connection() -> None:
    stalled = Stalled()
    async with receiving(stalled, limits=Limits(request=0.2, answer=0.2, linger=0.1)) as receiver:
        assert await receiver.say(post()) == b""
        stalled.released.set()


async def test_a_refusal_is_heard_by_a_sender_that_is_not_done() -> None:
    """The answer comes before the connection goes, though nothing of the body is wanted."""
    async with receiving(body_limit=10, limits=QUICK) as receiver:
        reader, writer = await asyncio.open_connection(receiver.host, receiver.port)
        writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + b"a" * 50_000)
        await writer.drain()
        assert statuses(await read_all(reader)) == [413]
        await hang_up(writer)
