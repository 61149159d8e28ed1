"""Captures sent on to an app: each once, in its order, with every attempt kept, whatever the app does."""

import os
import signal
from pathlib import Path

import pytest

from receiver.forward import Forward
from receiver.onward.forwarder import UNKNOWN
from receiver.onward.resuming import AGAIN
from store import Intake, Reader
from tests.an_app import FAILED, HUGE, OK, app, half, in_turn, reset, stall
from tests.make import NOON, request
from tests.sending_on import WAIT, sending_on
from tests.until import until


def message(id_: str, status: str = "sent", number: int = 0) -> bytes:
    return (
        b'{"data":{"event_type":"message.%b","id":"e-%b-%d","payload":{"id":"%b","to":[{"status":"%b"}]},"record_type":"event"}}'
        % (status.encode(), id_.encode(), number, id_.encode(), status.encode())
    )


async def test_what_is_captured_goes_to_the_app_and_its_answer_is_kept(tmp_path: Path) -> None:
    async with app(FAILED) as there, sending_on(tmp_path, Forward(name="app", url=there.url)) as here:
        (seq,) = await here.capture(
            b'{"a": 1.0}', target="/telnyx?b=%20", headers=[(b"X-Twice", b"a"), (b"x-twice", b"b")]
        )
        await here.kept(1)
        (sent,) = await here.reader.sent(seq)
    assert (sent.status, sent.body, sent.why, sent.target) == (500, b"oops", "forward", there.url)
    assert there.bodies == [b'{"a": 1.0}']
    assert there.requests[0].startswith(b"POST /telnyx?b=%20 HTTP/1.1\r\n")
    assert b"X-Twice: a\r\nx-twice: b\r\n" in there.requests[0]


async def test_what_was_captured_before_the_start_is_not_sent_on(tmp_path: Path) -> None:
    async with app() as there:
        forward = Forward(name="app", url=there.url)
        for number in (b"first", b"second"):
            async with sending_on(tmp_path, forward) as here:
                await here.capture(number)
                await until(lambda sought=number: there.bodies[-1:] == [sought], WAIT)  # type: ignore[misc]
    assert there.bodies == [b"first", b"second"]


async def test_what_is_about_one_thing_goes_in_its_order_and_others_do_not_wait_for_it(tmp_path: Path) -> None:
    async with app(stall) as there, sending_on(tmp_path, Forward(name="app", url=there.url, concurrency=3)) as here:
        await here.capture(message("m1", "sent"), message("m1", "finalized", 1), message("m2"), message("m3"))
        await until(lambda: len(there.requests) == 3, WAIT)
        assert {body.count(b"m1") + 10 * body.count(b"finalized") for body in there.bodies} == {0, 2}
        there.answer = OK
        await there.hang_up()
        await until(lambda: len(there.requests) == 4, WAIT)
        assert b"finalized" in there.bodies[3]


async def test_no_more_are_with_the_app_at_once_than_was_said(tmp_path: Path) -> None:
    async with app(stall) as there, sending_on(tmp_path, Forward(name="app", url=there.url, concurrency=2)) as here:
        await here.capture(*(message(f"m{n}") for n in range(6)))
        await until(lambda: len(there.requests) == 2 and here.forwarder.targets[0]["waits"] == 6, WAIT)
        assert len(there.requests) == 2


async def test_each_target_has_its_filter_and_its_path(tmp_path: Path) -> None:
    async with app() as one, app() as other:
        forwards = [
            Forward(name="one", url=one.url, where="type:message.failed or type:unrecognised", path="/hooks"),
            Forward(name="other", url=other.url, path="/telnyx/"),
        ]
        async with sending_on(tmp_path, *forwards) as here:
            await here.capture(message("m1"), target="/telnyx")
            await here.capture(b"what is this?", target="/hooks/x?y")
            await here.capture(b"and this?", target="/hooksx")
            await here.capture(b"or this?", target="/telnyxx")
            await here.capture(message("m2"), target="/telnyx/deep?q")
            await here.kept(3)
    assert one.bodies == [b"what is this?"]
    assert sorted(other.bodies) == [message("m1"), message("m2")]


async def test_f8_an_app_that_is_down_gets_everything_when_it_is_back_and_it_is_told_once_each(tmp_path: Path) -> None:
    async with app() as there:
        port = there.port
    async with sending_on(tmp_path, Forward(name="app", url=f"http://127.0.0.1:{port}")) as here:
        seqs = await here.capture(*(message(f"m{n}") for n in range(8)))
        await until(lambda: bool(here.told), WAIT)
        await until(lambda: bool(here.forwarder.targets[0]["down_since"]), WAIT)
        assert here.forwarder.targets[0]["waits"] == 8
        async with app(port=port) as back:
            await until(lambda: len(back.requests) == 8, WAIT)
            await until(lambda: here.forwarder.targets[0]["waits"] == 0, WAIT)
        ended = [(await here.reader.sent(seq))[-1] for seq in seqs]
        first = (await here.reader.sent(seqs[0]))[0]
    assert sorted(back.bodies) == [message(f"m{n}") for n in range(8)]
    assert [(one.status, one.again) for one in ended] == [(204, False)] * 8
    assert (first.status, first.again) == (None, True)
    assert [sentence.split(" (")[0] for sentence in here.told] == ["app", "app"]
    assert "is not there" in here.told[0]
    assert "is there again" in here.told[1]


async def test_f9_an_app_that_fails_is_sent_nothing_twice(tmp_path: Path) -> None:
    faults = in_turn(FAILED, reset, half, HUGE, OK)
    async with app(faults) as there, sending_on(tmp_path, Forward(name="app", url=there.url)) as here:
        bodies = [message(f"m{n}") for n in range(15)]
        seqs = await here.capture(*bodies)
        await here.kept(15)
        sent = [one for seq in seqs for one in await here.reader.sent(seq)]
    assert sorted(there.bodies) == sorted(bodies)
    assert sorted(str(one.status) for one in sent) == ["200"] * 3 + ["204"] * 3 + ["500"] * 3 + ["None"] * 6
    assert [len(one.body) for one in sent if one.cut] == [2**20] * 3


async def test_it_is_sent_again_as_often_as_was_asked_for(tmp_path: Path) -> None:
    failing = in_turn(FAILED, OK)
    async with app(failing) as there, sending_on(tmp_path, Forward(name="app", url=there.url, retries=1)) as here:
        (seq,) = await here.capture(message("m1"))
        await here.kept(2)
        sent = await here.reader.sent(seq)
    assert [(one.status, one.again) for one in sent] == [(500, True), (204, False)]


async def test_f9_a_pause_that_the_app_asks_for_is_kept(tmp_path: Path) -> None:
    busy = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
    async with app(in_turn(busy, OK, OK)) as there, sending_on(tmp_path, Forward(name="app", url=there.url)) as here:
        (seq,) = await here.capture(message("m1"))
        await here.kept(2)
        first, second = await here.reader.sent(seq)
    assert [(one.status, one.again) for one in (first, second)] == [(429, True), (204, False)]
    assert (second.at - first.at).total_seconds() >= 1
    assert here.told == []


@pytest.mark.parametrize(
    "header",
    [(b"X-Callboard-Hop", b"1"), (b"Origin", b"https://evil.example"), (b"sec-fetch-site", b"cross-site")],
    ids=["ours", "from a page", "from a browser"],
)
async def test_f5_what_callboard_or_a_browser_sent_is_not_sent_on(tmp_path: Path, header: tuple[bytes, bytes]) -> None:
    async with app() as there, sending_on(tmp_path, Forward(name="app", url=there.url)) as here:
        (seq,) = await here.capture(b"{}", headers=[header])
        await here.kept(1)
        (sent,) = await here.reader.sent(seq)
    assert there.requests == []
    assert sent.trouble.startswith("not sent on: ")


async def test_a_forwarder_that_is_killed_sends_nothing_twice_and_loses_nothing(tmp_path: Path) -> None:
    async with app(in_turn(OK, stall)) as there, sending_on(tmp_path, Forward(name="app", url=there.url)) as here:
        seqs = await here.capture(*(message(f"m{n}") for n in range(10)))
        await until(lambda: len(there.requests) == 8, WAIT)  # four answered, four with the app
        await here.kept(4)
        process = here.forwarder._process
        assert process
        there.answer = OK
        os.kill(process.pid, signal.SIGKILL)
        await here.kept(10)
        sent = [await here.reader.sent(seq) for seq in seqs]
    assert sorted(there.bodies) == [message(f"m{n}") for n in range(10)]
    assert sorted(one.trouble for (one,) in sent) == [""] * 6 + [UNKNOWN] * 4
    assert here.told[0].startswith("the forwarder ended with code -9")


async def test_what_waits_at_the_end_is_told(tmp_path: Path) -> None:
    async with app() as there:
        url = there.url
    async with sending_on(tmp_path, Forward(name="app", url=url)) as here:
        await here.capture(message("m1"), message("m2"))
        await until(lambda: bool(here.forwarder.targets) and here.forwarder.targets[0]["waits"] == 2, WAIT)
    assert here.told[-1] == "2 wait for app: they go on if callboard is there within an hour"


async def test_what_is_with_the_app_when_callboard_leaves_may_have_arrived_and_that_is_kept(tmp_path: Path) -> None:
    async with app(stall) as there:
        async with sending_on(tmp_path, Forward(name="app", url=there.url)) as here:
            (seq,) = await here.capture(message("m1"))
            await until(lambda: len(there.requests) == 1, WAIT)
        async with Reader.open(here.log) as reader:
            (sent,) = await reader.sent(seq)
    assert (sent.trouble, sent.again) == (UNKNOWN, False)


async def test_what_waits_when_callboard_ends_goes_on_once_when_it_is_there_again(tmp_path: Path) -> None:
    """In its order, and before what comes then; what is not for the app is left as it is."""
    async with app() as gone:
        forward = Forward(name="app", url=gone.url, path="/telnyx")
    async with sending_on(tmp_path, forward) as here:
        seqs = await here.capture(message("m1", "sent"), message("m2"), message("m1", "finalized", 1))
        await here.capture(b"{}", target="/plivo")
        await here.kept(1)
    async with app(port=gone.port) as there, sending_on(tmp_path, forward) as here:
        await here.capture(message("m1", "read", 2))
        await until(lambda: len(there.bodies) == 4, WAIT)
        steps = [message("m1", "sent"), message("m1", "finalized", 1), message("m1", "read", 2)]
        assert [body for body in there.bodies if b"m1" in body] == steps
        await until(lambda: here.forwarder.targets[0]["waits"] == 0, WAIT)
        ends = [(await here.reader.sent(seq))[-2:] for seq in seqs]
        assert [(end[0].trouble, end[1].status) for end in ends] == [(AGAIN, 204)] * 3
        assert here.told == []
        async with Reader.open(here.log) as reader:
            assert (await reader.sent_before(forward.url, NOON)).left == frozenset()


async def test_what_may_have_gone_when_callboard_was_killed_is_told_with_the_command_and_not_sent(
    tmp_path: Path,
) -> None:
    async with app() as there:
        forward = Forward(name="app", url=there.url)
        async with sending_on(tmp_path, forward) as here:
            await here.capture(message("m1"))
            await here.kept(1)
        async with Intake.open(tmp_path / "callboard.db") as intake:
            for number in (2, 3):
                await intake.capture(request(message(f"m{number}")))
        async with sending_on(tmp_path, forward) as here:
            how = f"`callboard replay capture:2,3 --to {there.url}` sends them"
            await until(lambda: here.told == [f"2 may not have gone to app when callboard ended: {how}"], WAIT)
            await here.capture(message("m4"))
            await until(lambda: len(there.bodies) == 2, WAIT)
    assert there.bodies == [message("m1"), message("m4")]
