"""Whatever was captured becomes entries, and none is lost."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from receiver.found import found
from receiver.interpreter import Interpreter
from receiver.meaning.reading import read
from receiver.provider import Certainty, Provider
from store import Capture, Event, Intake, Kind, Reader, Trust
from tests.make import NOON, capture, request
from tests.until import until

PROVIDERS = found()[0]


def says(*events: Event, sure: Certainty = Certainty.LIKELY, name: str = "acme") -> Provider:
    """A provider that says the same of everything."""
    return Provider(name=name, title=name.title(), claims=lambda _: sure, interpret=lambda _: events, reads=("all",))


def fails(_: Capture) -> tuple[Event, ...]:
    raise KeyError("payload")


EVENT = Event(type="t", summary="s", provider="acme", kind=Kind.BRAND, id="B1")


def test_the_surest_adapter_reads() -> None:
    [event] = read(capture(), [says(EVENT), says(name="other", sure=Certainty.MAYBE)]).events
    assert (event.provider, event.id) == ("acme", "B1")


def test_the_first_path_segment_says_who_calls_and_a_contradiction_is_shown() -> None:
    certain = says(name="other", sure=Certainty.CERTAIN)
    [event] = read(capture(target="/ACME/hook?x=1"), [says(EVENT, sure=Certainty.NO), certain]).events
    assert event.provider == "acme"
    assert event.doubts == ("the path says acme, the request looks like other's",)


def test_a_tie_is_shown_and_nobody_reads() -> None:
    [event] = read(capture(), [says(EVENT), says(EVENT, name="other")]).events
    assert (event.provider, event.type) == (None, "unrecognised")
    assert event.reason
    assert "acme or other" in event.reason


def test_what_no_adapter_knows_is_shown_with_method_path_and_size() -> None:
    [event] = read(capture(b"12345", "/x/y?z", method="PUT"), PROVIDERS).events
    assert (event.type, event.summary) == ("unrecognised", "PUT /x/y, 5 B")


FAR = (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=timezone(timedelta(hours=14))))


@pytest.mark.parametrize("when", FAR)
def test_a_time_that_no_other_zone_has_is_none(when: datetime) -> None:
    [event] = read(capture(), [says(EVENT.model_copy(update={"occurred_at": when}))]).events
    assert event.occurred_at is None


def test_a_time_of_no_zone_is_utc() -> None:
    [event] = read(capture(), [says(EVENT.model_copy(update={"occurred_at": NOON.replace(tzinfo=None)}))]).events
    assert event.occurred_at == NOON


@pytest.mark.parametrize("sequence", [2**63, -(2**63)])
def test_a_number_that_no_database_holds_gives_no_order(sequence: int) -> None:
    [event] = read(capture(), [says(EVENT.model_copy(update={"sequence": sequence}))]).events
    assert event.sequence is None


def test_what_an_adapter_stumbles_over_says_why() -> None:
    [event] = read(capture(), [replace(says(), interpret=fails)]).events
    assert (event.type, event.provider) == ("unreadable", None)
    assert event.reason == "Acme: KeyError: 'payload'"


def test_a_refused_body_is_not_read_as_an_empty_one() -> None:
    [event] = read(replace(capture(b"", "/telnyx", Content_Length="2000000"), answer=413), PROVIDERS).events
    assert event.type == "unreadable"
    assert event.reason
    assert "413" in event.reason


def test_what_a_database_cannot_keep_is_replaced() -> None:
    hostile = EVENT.model_copy(update={"id": "a\0b\ud800c", "aliases": ("\udfff",), "name": "x" * 9999})
    [event] = read(capture(), [says(hostile)]).events
    assert (event.id, event.aliases, len(event.name or "")) == ("a\ufffdb?c", ("?",), 4096)


@settings(max_examples=200, deadline=None)
@given(body=st.binary(max_size=200), target=st.text(st.characters(max_codepoint=255), max_size=40))
def test_no_request_stops_the_reading(body: bytes, target: str) -> None:
    for prefix in ("/", *(f"/{provider.name}/" for provider in PROVIDERS)):
        reading = read(capture(body, prefix + target), PROVIDERS)
        assert reading.events
        assert reading.verdict.trust is Trust.UNCHECKED
        assert reading.model_dump_json()


@pytest.mark.parametrize("harm", ["missing", "replaced"])
async def test_a_view_that_is_taken_away_is_read_again_while_captures_go_on(tmp_path: Path, harm: str) -> None:
    log = tmp_path / "callboard.db"
    interpreter = Interpreter(log, PROVIDERS)
    async with Intake.open(log) as intake:
        task = asyncio.create_task(interpreter.work())
        await intake.capture(request(b"1"))
        interpreter.poke()
        await _read(log, 1)
        view = log.with_name("callboard.view.db")
        if harm == "missing":
            view.unlink()
        else:
            garbage = tmp_path / "garbage"
            garbage.write_bytes(b"no database at all" * 300)
            garbage.rename(view)
        await intake.capture(request(b"2"))
        interpreter.poke()
        await _read(log, 2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("name", ["callboard.view.db", "callboard.view.db.lock"])
async def test_a_view_that_cannot_be_made_is_told_once_and_tried_until_it_can(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("receiver.interpreter.TRY_AGAIN", 0.001)
    async with Intake.open(tmp_path / "callboard.db") as intake:
        await intake.capture(request())
        (tmp_path / name).mkdir()  # what is to be a file is none
        interpreter = Interpreter(tmp_path / "callboard.db", PROVIDERS, tell=told.append)
        work = asyncio.create_task(interpreter.work())
        await until(lambda: bool(told) or work.done())
        await asyncio.wait([work], timeout=0.05)  # so many tries more
        (tmp_path / name).rmdir()
        await _read(tmp_path / "callboard.db", 1)
        interpreter.leave()
        await work
    assert len(told) == 1
    assert "cannot be kept" in told[0]


async def test_a_reread_reads_everything_again(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    interpreter = Interpreter(log, PROVIDERS)
    async with Intake.open(log) as intake:
        task = asyncio.create_task(interpreter.work())
        await intake.capture(request(b"1"))
        interpreter.poke()
        await _read(log, 1)
        async with Reader.open(log) as reader:
            before = await reader.cursors()
            interpreter.reread()
            await until(lambda: not interpreter._again)
            await _read(log, 1)
            assert (await reader.cursors()).generation != before.generation
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_the_views_wal_is_emptied_when_nothing_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("receiver.interpreter.IDLE", 0.01)
    log, wal = tmp_path / "callboard.db", tmp_path / "callboard.view.db-wal"
    interpreter = Interpreter(log, PROVIDERS)
    async with Intake.open(log) as intake:
        task = asyncio.create_task(interpreter.work())
        await intake.capture(request(b"1"))
        interpreter.poke()
        await _read(log, 1)
        await until(lambda: not wal.stat().st_size)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _read(log: Path, captures: int) -> None:
    """Wait until so many captures are in the view."""
    import sqlite3
    from contextlib import closing

    def done() -> bool:
        with suppress(sqlite3.Error), closing(sqlite3.connect(log.with_name("callboard.view.db"))) as db:
            return bool(db.execute("SELECT count(DISTINCT capture) FROM entries").fetchone()[0] == captures)
        return False

    await until(done)
