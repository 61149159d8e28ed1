"""What is to be sent on next: what was read, in order, for whom it is meant, and what it is about."""

from pathlib import Path

import pytest

from store import Habits, Intake, Ledger, Reader, Trust, parse
from tests.make import event, ok, pending, reading, request
from tests.test_sent import sent

URL = "http://127.0.0.1:3000"


@pytest.fixture
async def log(tmp_path: Path) -> Path:
    """Two events of one message, one of another; a redelivery of the first, signed; and one that is not read."""
    path = tmp_path / "callboard.db"
    async with Intake.open(path) as intake, Ledger.open(path) as ledger:
        for target in ("/telnyx", "/telnyx/a?b", "/telnyxx", "/telnyx", "/telnyx"):
            await intake.capture(request(target=target))
        await ledger.introduce([Habits(provider="telnyx", title="Telnyx", answer_within=2)])
        first = reading(1, pending(), trust=Trust.VERIFIED)
        again = reading(4, pending(), trust=Trust.VERIFIED)
        await ledger.enter([first, reading(2, ok()), reading(3, event("sent", id="m2", key="other")), again])
    return path


async def test_the_next_are_those_that_were_read_in_their_order_with_what_they_are_about(log: Path) -> None:
    async with Reader.open(log) as reader:
        found = await reader.onward(URL, after=0)
        assert (found.upto, found.behind) == (4, 1)
        assert [one.seq for one in found.captures] == [1, 2, 3, 4]
        assert found.captures[0].things == found.captures[1].things == {("telnyx", "message", "m1")}
        assert found.captures[2].things == {("telnyx", "message", "m2")}
        assert {one.within for one in found.captures} == {2}
        assert [one.seq for one in (await reader.onward(URL, after=1, limit=2)).captures] == [2, 3]
        nothing = await reader.onward(URL, after=4)
        assert (nothing.upto, nothing.captures, nothing.behind) == (4, (), 1)


async def test_a_filter_and_a_path_say_what_a_target_gets_and_the_rest_is_behind_it(log: Path) -> None:
    async with Reader.open(log) as reader:
        below = await reader.onward(URL, paths=("/telnyx/",), after=0)
        assert ([one.seq for one in below.captures], below.upto) == ([1, 2, 4], 4)
        found = await reader.onward(URL, where=parse("phase:ok or id:m2"), after=0)
        assert ([one.seq for one in found.captures], found.upto) == ([2, 3], 4)


async def test_what_a_target_has_had_is_not_next_but_what_is_tried_again_is(log: Path) -> None:
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        await intake.keep_sent(
            sent(1, target=URL, status=500), sent(2, target=URL, status=None, again=True), sent(3, target="http://b")
        )
        await intake.keep_sent(sent(4, target=URL, why="replay"))
        assert [one.seq for one in (await reader.onward(URL, after=0)).captures] == [2, 3, 4]


async def test_a_signed_request_that_the_target_has_taken_is_known_when_it_comes_again(log: Path) -> None:
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        assert not await reader.has_it(4, URL)
        await intake.keep_sent(sent(1, target=URL, status=500), sent(1, target="http://b"))
        assert not await reader.has_it(4, URL)
        await intake.keep_sent(sent(1, target=URL, status=204))
        assert await reader.has_it(4, URL)
        assert not await reader.has_it(1, URL)
        assert not await reader.has_it(2, URL)


async def test_how_it_went_is_known_of_each_capture_by_its_last_attempt(log: Path) -> None:
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        assert await reader.outcomes() == {}
        await intake.keep_sent(
            sent(1, status=500, again=True), sent(1, status=204), sent(2, status=302), sent(3, status=None, again=True)
        )
        await intake.keep_sent(sent(4, status=None, trouble="not sent on: a web page had a browser send it"))
        assert await reader.outcomes() == {1: (2, False), 2: (3, True), 3: (4, False), 4: (5, False)}
