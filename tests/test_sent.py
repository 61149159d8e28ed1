"""What was sent on is kept beside the capture, by whoever may write the log, and read with it."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from receiver.control import UNKNOWN, ask, listening
from receiver.keeping.sent import keep, kept
from store import Intake, NoSuchCapture, Reader, Sent, StoreError, Unstorable, parse, prepare_view
from store.database import pragma
from tests.make import NOON, request
from tests.older import turn_back


@pytest.fixture
async def log(tmp_path: Path) -> Path:
    path = tmp_path / "callboard.db"
    async with Intake.open(path) as intake:
        await asyncio.gather(*(intake.capture(request()) for _ in range(3)))
    prepare_view(path)
    return path


def sent(capture: int = 1, **fields: object) -> Sent:
    said = {
        "capture": capture,
        "at": NOON,
        "why": "forward",
        "target": "http://127.0.0.1:3000",
        "status": 200,
        "took": timedelta(milliseconds=12),
    }
    return Sent.model_validate(said | fields)


FULL = 2
"""Of `PRAGMA synchronous`: the disk has it before anybody is answered."""
NOTHING = sent(2, status=None, why="replay", trouble="ConnectError: refused", again=True)
EDITED = sent(why="replay", request_head=b"PUT /\xff\nX-A: 1", request_body=b"\x00\xff")
MUCH = sent(headers=((b"X-A", b"1"), (b"x-a", b"\xff")), body=bytes(range(256)) * 4096, cut=True)


async def test_what_was_sent_is_read_as_it_was_kept_oldest_first(log: Path) -> None:
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        await intake.keep_sent(sent(), NOTHING)
        await intake.keep_sent(MUCH, EDITED)
        assert await reader.sent(1) == (sent(), MUCH, EDITED)
        assert await reader.sent(2) == (NOTHING,)
        assert await reader.sent(3) == ()


async def test_what_is_sent_moves_a_cursor_of_its_own(log: Path) -> None:
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        before = await reader.cursors()
        await intake.keep_sent(sent(), sent())
        after = await reader.cursors()
    assert (before.sent, after.sent) == (0, 2)
    assert (before.capture, before.marks) == (after.capture, after.marks)


async def test_all_that_is_kept_together_is_kept_or_none_of_it(log: Path) -> None:
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        with pytest.raises(NoSuchCapture, match="no capture 4"):
            await intake.keep_sent(sent(), sent(4))
        assert await reader.sent(1) == ()
        assert await intake.capture(request()) == 4


async def test_a_log_that_was_taken_away_keeps_nothing_that_was_sent(log: Path) -> None:
    async with Intake.open(log) as intake:
        log.rename(log.with_name("elsewhere.db"))
        with pytest.raises(Unstorable, match="taken away"):
            await intake.keep_sent(sent())


async def test_a_log_of_the_third_format_is_brought_up_with_all_it_holds(log: Path) -> None:
    turn_back(log, 3)
    async with Reader.open(log) as reader:
        assert await reader.sent(1) == ()
        assert (await reader.cursors()).sent == 0
        async with Intake.open(log) as intake:
            await intake.keep_sent(sent(3))
        assert (await reader.cursors()).capture == 3
        assert await reader.sent(3) == (sent(3),)


async def test_without_a_receiver_it_is_kept_by_whoever_sent_it(log: Path) -> None:
    await keep(log, NOTHING)
    async with Reader.open(log) as reader:
        assert await reader.sent(2) == (NOTHING,)


async def test_the_receiver_keeps_it_for_whoever_sent_it_up_to_a_whole_answer(log: Path) -> None:
    async with Intake.open(log) as intake, listening(log, {"sent": partial(kept, intake)}):
        await keep(log, MUCH)
        with pytest.raises(StoreError, match="no capture 9"):
            await keep(log, sent(9))
        async with Reader.open(log) as reader:
            assert await reader.sent(1) == (MUCH,)


async def test_rubbish_is_answered_with_what_is_wrong_with_it(log: Path) -> None:
    async with Intake.open(log) as intake, listening(log, {"sent": partial(kept, intake)}):
        for rubbish in ("", "[1]", '{"capture": 0}', "\x1b[31m", 7, None):
            answer = await ask(log, "sent", sent=rubbish)
            assert "nothing that was sent" in str(answer["error"])


async def test_a_receiver_that_is_older_says_so(log: Path) -> None:
    async with listening(log, {}):
        assert await ask(log, "sent") == {"error": UNKNOWN}
        with pytest.raises(StoreError, match="older"):
            await keep(log, sent())


@given(
    body=st.binary(),
    header=st.tuples(st.binary(), st.binary()),
    trouble=st.text(st.characters(codec="utf-8")),
)
def test_any_answer_survives_the_way_to_the_receiver(body: bytes, header: tuple[bytes, bytes], trouble: str) -> None:
    told = sent(body=body, headers=(header,), trouble=trouble)
    assert Sent.model_validate_json(told.model_dump_json()) == told


async def test_captures_are_as_durable_after_something_else_found_the_store_busy(log: Path) -> None:
    """What was sent on need not wait for the disk; a capture that comes after it has to."""
    async with Intake.open(log) as intake:
        await intake.capture(request())
        await intake.aside(lambda db: db.execute("PRAGMA busy_timeout=0"))
        with closing(sqlite3.connect(log, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Unstorable, match="locked"):
                await intake.keep_sent(sent())
            other.execute("ROLLBACK")
        assert await intake.aside(lambda db: pragma(db, "synchronous")) == FULL


FAILED = {"status": 500}
MISSES: dict[str, tuple[list[Sent], list[int]]] = {
    "what it answered otherwise than 2xx": ([sent(1, **FAILED), sent(2), sent(3, status=302)], [1, 3]),
    "what did not reach it": ([NOTHING.model_copy(update={"again": False})], [2]),
    "not what is tried again": ([NOTHING], []),
    "not what it has had since": ([sent(1, **FAILED), sent(1, why="replay"), sent(2, **FAILED)], [2]),
    "what one of two has failed at": ([sent(1, **FAILED), sent(1, target="http://127.0.0.1:4000")], [1]),
    "not what was meant for nobody": ([sent(1, status=None, trouble="not sent on: a browser sent it")], []),
}


@pytest.mark.parametrize("case", MISSES)
async def test_what_the_app_has_missed_is_found(log: Path, case: str) -> None:
    attempts, missed = MISSES[case]
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        await intake.keep_sent(*attempts)
        found = await reader.captures(where=parse("is:missed"))
        outcomes = await reader.outcomes()
    assert sorted(one.seq for one in found) == missed == sorted(seq for seq, one in outcomes.items() if one.failed)
