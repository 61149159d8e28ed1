"""The guard: the limits of a request to the byte, and the order of its answers."""

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest

from receiver.entrance.connection import Limits
from tests.until import PATIENCE

from .wire import QUICK, Stalled, hang_up, post, read_all, receiving, statuses

ROOM = Limits(request=3, answer=3, keep_alive=0.3, linger=0.3)


def head_of(size: int) -> bytes:
    """A sound head of exactly so many bytes."""
    start, end = b"POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: ", b"\r\n\r\n"
    return start + b"a" * (size - len(start) - len(end)) + end


@pytest.mark.parametrize(("size", "status"), [(32 * 1024, 200), (32 * 1024 + 1, 431)])
@pytest.mark.parametrize("cuts", [(), (10,), (10, 20_000), (32_000,)])
async def test_the_head_has_its_limit_to_the_byte(size: int, status: int, cuts: tuple[int, ...]) -> None:
    head = head_of(size)
    edges = [0, *cuts, len(head)]
    parts = [head[start:end] for start, end in pairwise(edges)]
    async with receiving(limits=ROOM) as receiver:
        assert statuses(await receiver.say(*parts)) == [status]
    assert len(receiver.kept.captures) == (status == 200)


@pytest.mark.parametrize(("count", "status"), [(128, 200), (129, 431)])
async def test_the_headers_have_their_number(count: int, status: int) -> None:
    lines = [b"X-%d: a" % number for number in range(count - 2)]
    request = b"\r\n".join([b"POST / HTTP/1.1", b"Host: x", b"Connection: close", *lines, b"", b""])
    async with receiving(limits=ROOM) as receiver:
        assert statuses(await receiver.say(request)) == [status]


async def test_many_small_requests_in_one_read_are_no_large_head() -> None:
    many = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n" * 2000
    async with receiving(limits=ROOM) as receiver:
        heard = statuses(await receiver.say(many + b"GET /last HTTP/1.1\r\nHost: x\r\nConn", b"ection: close\r\n\r\n"))
    assert heard == [200] * 2001
    assert receiver.kept.captures[-1].target == "/last"


async def test_a_body_in_many_reads_is_no_overhead() -> None:
    body = b"a" * 2**20
    async with receiving(limits=ROOM) as receiver:
        assert await receiver.post(body) == 200
    assert receiver.kept.captures[0].body == body


async def test_a_trailer_is_no_header() -> None:
    async with receiving(limits=ROOM) as receiver:
        request = b"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Signature: a\r\n\r\n"
        assert statuses(await receiver.say(request + b"GET /b HTTP/1.1\r\nHost: x\r\n\r\n")) == [200, 200]
    assert [len(capture.headers) for capture in receiver.kept.captures] == [2, 1]


async def test_an_upgrade_is_a_request_like_any_other_whatever_its_parts() -> None:
    head = b"POST /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 6\r\n\r\n"
    async with receiving(limits=ROOM) as receiver:
        for cut in (10, len(head) - 1, len(head), len(head) + 2):
            reader, writer = await asyncio.open_connection(receiver.host, receiver.port)
            writer.write((head + b"abcdef")[:cut])
            await writer.drain()
            await asyncio.wait([hearing := asyncio.create_task(read_all(reader))], timeout=0.02)
            writer.write((head + b"abcdef")[cut:])
            assert statuses(await hearing) == [200]
            await hang_up(writer)
    assert [capture.body for capture in receiver.kept.captures] == [b"abcdef"] * 4


async def test_a_refusal_waits_for_the_answers_before_it() -> None:
    requests = b"".join(b"POST /%d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in range(5))
    async with receiving(limits=ROOM) as receiver:
        assert statuses(await receiver.say(requests + b"rubbish")) == [200, 200, 200, 200, 200, 400]
    assert len(receiver.kept.captures) == 5


async def test_a_refused_sender_that_says_no_more_hears_all_its_answers() -> None:
    stalled = Stalled()
    async with receiving(stalled, limits=ROOM) as receiver:
        hearing = asyncio.create_task(receiver.say(post() + b"rubbish", half_close=True))
        await asyncio.wait([hearing], timeout=0.1)
        stalled.released.set()
        assert statuses(await hearing) in ([200, 400], [200])


async def flood(writer: asyncio.StreamWriter) -> None:
    for _ in range(1000):
        writer.write(b"\0" * 65536)
        await writer.drain()


async def test_a_refused_sender_that_goes_on_is_cut_off() -> None:
    async with receiving(limits=replace(ROOM, linger=PATIENCE)) as receiver:
        reader, writer = await asyncio.open_connection(receiver.host, receiver.port)
        with pytest.raises(ConnectionError):
            await flood(writer)
        assert statuses(await read_all(reader)) in ([400], [])
        await hang_up(writer)


async def test_the_guard_is_not_moved_by_who_claims_to_send() -> None:
    request = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n"
    async with receiving(limits=QUICK) as receiver:
        assert statuses(await receiver.say(request)) == [200]
    assert receiver.kept.captures[0].peer == "127.0.0.1"
