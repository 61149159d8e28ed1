"""Marks and notes: kept by the one who writes the log, found by filters, never lost with what is derived."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from receiver.control import UNKNOWN, ask, listening
from receiver.keeping.remarks import keep
from store import (
    LONGEST_NOTE,
    Intake,
    Kind,
    Ledger,
    Locked,
    Mark,
    NoSuchCapture,
    Phase,
    Reader,
    Remark,
    StoreError,
    Unstorable,
    drop_view,
    holder,
    locked,
    parse,
)
from tests.make import event, ok, pending, reading, request
from tests.older import turn_back
from tests.running import callboard, json_lines, running


@pytest.fixture
async def log(tmp_path: Path) -> Path:
    """Three captures: two of one message, one of a number."""
    path = tmp_path / "callboard.db"
    async with Intake.open(path) as intake, Ledger.open(path) as ledger:
        for _ in range(3):
            await intake.capture(request())
        number = event("success", Phase.OK, kind=Kind.NUMBER, id="+16715455939")
        await ledger.enter([reading(1, pending()), reading(2, ok()), reading(3, number)])
    return path


async def said(path: Path, *remarks: Remark) -> Mapping[int, Mark]:
    async with Intake.open(path) as intake:
        for one in remarks:
            await intake.keep(one)
    async with Reader.open(path) as reader:
        return await reader.marks()


async def test_what_is_said_of_a_capture_is_there_until_it_is_taken_back(log: Path) -> None:
    assert await said(log, Remark(capture=2, marked=True)) == {2: Mark(marked=True, note=None)}
    assert await said(log, Remark(capture=2, note="why?")) == {2: Mark(marked=True, note="why?")}
    assert await said(log, Remark(capture=2, marked=False)) == {2: Mark(marked=False, note="why?")}
    assert await said(log, Remark(capture=2, note="")) == {}


async def test_what_was_marked_last_comes_last_and_a_note_changes_no_order(log: Path) -> None:
    marks = [Remark(capture=seq, marked=True) for seq in (3, 1, 2)]
    assert list(await said(log, *marks, Remark(capture=3, note="later"), Remark(capture=1, marked=True))) == [3, 1, 2]
    assert list(await said(log, Remark(capture=3, marked=False), marks[0])) == [1, 2, 3]


async def test_the_cursor_of_marks_never_takes_a_number_twice(log: Path) -> None:
    numbers = []
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        for one in (1, 2):
            for marked in (True, False):
                numbers.append((await reader.cursors()).marks)
                await intake.keep(Remark(capture=one, marked=marked))
        numbers.append((await reader.cursors()).marks)
    assert numbers == [0, 1, 2, 3, 4]


async def test_nothing_can_be_said_of_a_capture_that_is_not_there(log: Path) -> None:
    async with Intake.open(log) as intake:
        with pytest.raises(NoSuchCapture, match="there is no capture 4"):
            await intake.keep(Remark(capture=4, marked=True))
        await intake.keep(Remark(capture=3, marked=True))


async def test_remarks_and_captures_lose_nothing_of_each_other(log: Path) -> None:
    async with Intake.open(log) as intake:
        remarks = [intake.keep(Remark(capture=1 + n % 3, marked=True, note=str(n))) for n in range(60)]
        bad = [intake.keep(Remark(capture=99_999, marked=True)) for _ in range(60)]
        captures = [intake.capture(request()) for _ in range(300)]
        done = await asyncio.gather(*captures, *remarks, *bad, return_exceptions=True)
    assert sorted(seq for seq in done if isinstance(seq, int)) == list(range(4, 304))
    assert sum(isinstance(one, NoSuchCapture) for one in done) == 60
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("SELECT count(*) FROM captures").fetchone() == (303,)
        assert db.execute("SELECT max(changed), count(*) FROM marks").fetchone() == (60, 3)


async def test_a_log_that_was_taken_away_keeps_no_remark(log: Path) -> None:
    async with Intake.open(log) as intake:
        log.rename(log.with_name("elsewhere.db"))
        with pytest.raises(Unstorable, match="taken away"):
            await intake.keep(Remark(capture=1, marked=True))


FILTERS = {
    "is:marked": ([1], ["m1"], [1]),
    "is:noted": ([1, 3], ["+16715455939", "m1"], [1, 3]),
    "has:note": ([1, 3], ["+16715455939", "m1"], [1, 3]),
    "-is:noted": ([2], [], [2]),
    "note:late*": ([1], ["m1"], [1]),
    "note:*PAGER*,nothing": ([3], ["+16715455939"], [3]),
    "note:/^late .*app$/": ([1], ["m1"], [1]),
    'note:"late by our app" is:marked': ([1], ["m1"], [1]),
    "note:late": ([], [], []),
}


@pytest.mark.parametrize("text", FILTERS)
async def test_filters_find_what_people_said(log: Path, text: str) -> None:
    await said(log, Remark(capture=1, marked=True, note="late by our app"), Remark(capture=3, note="see the pager"))
    async with Reader.open(log) as reader:
        entries = await reader.entries(where=parse(text))
        entities = await reader.entities(where=parse(text))
        captures = await reader.captures(where=parse(text))
    found = ([one.seq for one in entries], [one.id for one in entities], [one.seq for one in captures])
    assert tuple(sorted(map(str, one)) for one in found) == tuple(sorted(map(str, one)) for one in FILTERS[text])


def test_ls_finds_them_too(log: Path, tmp_path: Path) -> None:
    asyncio.run(said(log, Remark(capture=2, note="here")))
    for what in ((), ("--entities",), ("--captures",)):
        assert len(json_lines(callboard("ls", "note:he*", "--json", *what, "--store", str(log), home=tmp_path))) == 1


def test_show_says_them(log: Path, tmp_path: Path) -> None:
    asyncio.run(said(log, Remark(capture=2, marked=True, note="ask \x1b[31m them")))
    shown = callboard("show", "2", "--store", str(log), home=tmp_path).stdout.splitlines()
    assert shown[0].endswith(" ◆✎")
    assert shown[1] == "  note      ask ␛[31m them"
    assert "note" not in callboard("show", "1", "--store", str(log), home=tmp_path).stdout


async def test_a_log_of_the_second_format_is_brought_up_with_all_it_holds(log: Path) -> None:
    turn_back(log, 2)
    assert list(await said(log, Remark(capture=1, marked=True))) == [1]
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("SELECT count(*) FROM captures").fetchone() == (3,)


async def test_a_log_of_an_older_format_is_looked_at_and_its_marks_once_it_is_brought_up(log: Path) -> None:
    turn_back(log, 2)
    async with Reader.open(log) as reader:
        assert (await reader.cursors()).marks == 0
        assert await reader.marks() == {}
        assert await reader.entries(where=parse("is:marked or note:x")) == ()
        async with Intake.open(log) as intake:
            await intake.keep(Remark(capture=1, marked=True))
            assert (await reader.cursors()).marks == 1
            assert list(await reader.marks()) == [1]
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                await reader._rows("DELETE FROM marks", ())


async def test_reading_everything_again_keeps_them(log: Path) -> None:
    await said(log, Remark(capture=2, marked=True, note="kept"))
    drop_view(log)
    async with Ledger.open(log) as ledger:
        await ledger.enter([reading(1, pending()), reading(2, ok())])
    async with Reader.open(log) as reader:
        assert await reader.marks() == {2: Mark(marked=True, note="kept")}
        assert [one.capture for one in await reader.entries(where=parse("is:marked"))] == [2]


async def test_without_a_receiver_it_is_written_under_the_lock(log: Path) -> None:
    await keep(log, Remark(capture=1, marked=True))
    async with Reader.open(log) as reader:
        assert list(await reader.marks()) == [1]
    assert holder(log) == {}
    with locked(log), pytest.raises(Locked, match="another receiver"):
        await keep(log, Remark(capture=2, marked=True))


async def test_an_older_receiver_is_told_as_such(log: Path) -> None:
    async with listening(log, {}):
        assert await ask(log, "mark", capture=1) == {"error": UNKNOWN}
        with pytest.raises(StoreError, match="an older one, and keeps no marks: start it again"):
            await keep(log, Remark(capture=1, marked=True))


HOSTILE: list[tuple[dict[str, Any], str]] = [
    ({}, "capture: Field required"),
    ({"capture": "1"}, "capture: Input should be a valid integer"),
    ({"capture": True}, "capture: Input should be a valid integer"),
    ({"capture": 1.0}, "capture: Input should be a valid integer"),
    ({"capture": 0}, "capture: "),
    ({"capture": 2**63}, "capture: "),
    ({"capture": 10**400}, "capture: "),
    ({"capture": 1, "marked": 1}, "marked: Input should be a valid boolean"),
    ({"capture": 1, "note": ["x"]}, "note: Input should be a valid string"),
    ({"capture": 1, "note": "x" * (LONGEST_NOTE + 1)}, f"note: String should have at most {LONGEST_NOTE} characters"),
    ({"capture": 1, "note": "\ud800"}, "note: "),
    ({"capture": 1, "note": "x", "changed": 7}, "changed: Extra inputs"),
    ({"capture": 9_000}, "there is no capture 9000"),
    ({"capture": 1, "note": "x" * 70_000}, ""),
]


async def test_a_receiver_keeps_what_it_answered_for_though_it_is_killed_at_once(tmp_path: Path) -> None:
    store = tmp_path / "callboard.db"
    with running(store) as receiver:
        receiver.post(b"{}")
        receiver.events(1)
        note = "\x1b[31m<b>ä✎\n" + "x" * 1900
        await keep(store, Remark(capture=1, marked=True, note=note))
        for said_, error in HOSTILE:
            answer = await _hostile(store, said_)
            assert "ok" not in answer
            assert error in str(answer.get("error", "")), said_
        assert await ask(store, "mark", capture=1) == {"ok": True}
        os.kill(receiver.process.pid, signal.SIGKILL)
    async with Reader.open(store) as reader:
        assert await reader.marks() == {1: Mark(marked=True, note=note)}


async def _hostile(store: Path, said_: dict[str, Any]) -> Mapping[str, object]:
    """What is too long is not read to its end: the other side may be gone."""
    try:
        return await ask(store, "mark", **said_)
    except ConnectionError:
        return {}
