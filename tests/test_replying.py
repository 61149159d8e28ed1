"""Replies that are late, or none: what the sender hears, what is stored, and how many may wait."""

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from receiver.answers.reply import NOTHING, AtOnce, Fault, Reply
from receiver.answers.replying import Exchange, Replying
from receiver.entrance.connection import Limits
from store import Request
from tests.until import PATIENCE, until
from tests.wire import hang_up, post, read_all, receiving, statuses

if TYPE_CHECKING:
    from uvicorn._types import HTTPDisconnectEvent

LAST = (b"Connection: close",)


@dataclass
class Say(AtOnce):
    """The same to everybody."""

    reply: Reply

    def planned(self, _: Request) -> Reply | None:
        return self.reply


class Afterwards(AtOnce):
    """Only once it is stored."""

    def planned(self, _: Request) -> Reply | None:
        return None

    async def found(self, seq: int, _: Request) -> Reply:
        return Reply(202, body=b"%d" % seq)


async def test_status_headers_and_body_are_what_was_said() -> None:
    reply = Reply(503, ((b"retry-after", b"7"),), b"later")
    async with receiving(answers=Say(reply)) as receiver:
        heard = await receiver.say(post(headers=LAST))
    assert heard.startswith(b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 7\r\ncontent-length: 5\r\n")
    assert heard.endswith(b"\r\n\r\nlater")
    assert [capture.answer for capture in receiver.kept.captures] == [503]


async def test_no_content_has_neither_length_nor_body() -> None:
    async with receiving(answers=Say(Reply(204, body=b"HTTP/1.1 200 OK"))) as receiver:
        assert await receiver.say(post(headers=LAST)) == b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"


async def test_a_connection_that_is_closed_hears_nothing_and_is_stored_so() -> None:
    async with receiving(answers=Say(Reply(fault=Fault.CLOSE))) as receiver:
        assert await receiver.say(post()) == b""
        assert await receiver.say(post()) == b""
    assert [capture.answer for capture in receiver.kept.captures] == [NOTHING, NOTHING]


async def test_a_time_out_says_nothing_until_the_sender_hangs_up() -> None:
    async with receiving(answers=Say(Reply(fault=Fault.TIME_OUT))) as receiver:
        reader, writer = await asyncio.open_connection(receiver.host, receiver.port)
        writer.write(post())
        waiting = asyncio.create_task(read_all(reader))
        await until(lambda: len(receiver.kept.captures) == 1)
        done, _ = await asyncio.wait([waiting], timeout=0.3)
        assert not done
        await hang_up(writer)
        assert await waiting == b""
    assert receiver.kept.captures[0].answer == NOTHING


async def test_a_late_answer_is_late() -> None:
    began = time.monotonic()
    async with receiving(answers=Say(Reply(500, delay=0.3))) as receiver:
        assert statuses(await receiver.say(post(headers=LAST))) == [500]
    assert time.monotonic() - began >= 0.3
    assert receiver.kept.captures[0].answer == 500


async def test_who_leaves_before_a_late_answer_was_answered_nothing() -> None:
    async with receiving(answers=Say(Reply(200, delay=60))) as receiver:
        _, writer = await asyncio.open_connection(receiver.host, receiver.port)
        writer.write(post())
        await until(lambda: len(receiver.kept.captures) == 1)
        await hang_up(writer)
        await until(lambda: receiver.kept.captures[0].answer == NOTHING)


async def test_what_is_only_known_afterwards_is_stored_afterwards() -> None:
    async with receiving(answers=Afterwards()) as receiver:
        assert (await receiver.say(post(headers=LAST))).endswith(b"\r\n\r\n1")
        await until(lambda: receiver.kept.captures[0].answer == 202)


async def never() -> "HTTPDisconnectEvent":
    """A sender that stays, and says nothing more."""
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}


async def test_more_than_so_many_are_not_held() -> None:
    """The one that is too many is hung up on, or answered at once."""
    said: list[object] = []

    async def send(message: object) -> None:
        said.append(message)

    replying = Replying(most=1, longest=100 * PATIENCE)
    exchange = Exchange({"extensions": {}}, never, send)  # type: ignore[typeddict-item]  # nothing else is looked at
    first = asyncio.create_task(replying.give(Reply(fault=Fault.TIME_OUT), exchange))
    await until(lambda: replying.held == 1)
    async with asyncio.timeout(PATIENCE):
        assert await replying.give(Reply(fault=Fault.TIME_OUT), exchange) == NOTHING
        assert said == []
        assert await replying.give(Reply(503, delay=100 * PATIENCE), exchange) == 503
    first.cancel()
    await asyncio.wait([first])
    assert replying.held == 0


async def test_nobody_is_held_for_ever() -> None:
    async with receiving(answers=Say(Reply(fault=Fault.TIME_OUT))) as receiver:
        receiver.app._replying.longest = 0.2
        assert await receiver.say(post()) == b""


async def test_a_sender_is_held_for_longer_than_an_answer_may_take() -> None:
    quick = Limits(request=0.4, answer=0.1, keep_alive=0.3, linger=0.2, stop=0.2)
    async with receiving(answers=Say(Reply(202, delay=1.2)), limits=quick) as receiver:
        assert statuses(await receiver.say(post(headers=LAST))) == [202]


async def test_a_stop_does_not_wait_for_those_that_are_held() -> None:
    async with asyncio.timeout(PATIENCE), receiving(answers=Say(Reply(fault=Fault.TIME_OUT))) as receiver:
        _, writer = await asyncio.open_connection(receiver.host, receiver.port)
        writer.write(post())
        await until(lambda: len(receiver.kept.captures) == 1)
    await hang_up(writer)
