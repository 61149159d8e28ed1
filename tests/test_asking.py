"""Somebody's own SQL finds what the store holds, changes nothing, and ends in time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from store import VIEWS, Asking, Remark, StoreError, TooLong, Wrong
from tests.board import books, message, morning


@contextmanager
def asking(folder: Path, timeout: float = 20) -> Iterator[Asking]:
    with closing(Asking(folder / "callboard.db", timeout)) as door:
        yield door


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    async with books(tmp_path) as (store, _reader):
        await morning(store)
        await store.receive(message(7), body=b'\xff{"a": "b\xc3\xa9"}')
    return tmp_path


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with asking(folder) as door:
        return list(door.ask(sql).rows)


def test_the_views_are_those_that_are_told_of_and_each_has_what_it_names(folder: Path) -> None:
    with asking(folder) as door:
        told = door.schema()
        assert list(told) == list(VIEWS) == ["events", "entities", "captures", "attempts"]
        for name, columns in told.items():
            assert door.ask(f"SELECT * FROM {name}").columns == columns
    assert {"received_at", "provider", "id", "status", "phase", "reason", "text"} <= set(told["events"])


async def test_rows_say_what_the_reader_says(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, reader):
        await morning(store)
        entries, captures = await reader.entries(limit=1000), await reader.captures(limit=1000)
        events = rows(
            tmp_path, "SELECT seq, received_at, provider, id, status, phase, summary FROM events ORDER BY seq DESC"
        )
        assert events == [
            (
                one.seq,
                f"{one.received_at:%Y-%m-%dT%H:%M:%S}.{one.received_at.microsecond // 1000:03d}Z",
                one.event.provider,
                one.event.id,
                one.event.status,
                one.event.phase,
                one.event.summary,
            )
            for one in entries
        ]
        told = rows(tmp_path, "SELECT seq, target, body, size FROM captures ORDER BY seq DESC")
        assert told == [(one.seq, one.target, one.body.decode(), len(one.body)) for one in captures]
        [(many,)] = rows(tmp_path, "SELECT count(*) FROM entities WHERE first_at <= last_at AND events > 0")
        assert many == sum(sum(phases.values()) for phases in (await reader.counts()).entities.values())


async def test_a_body_that_is_no_text_a_mark_and_a_note_are_there(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, _reader):
        await store.receive(message(7), body=b'\xff{"a": "b\xc3\xa9"}')
        await store.remark(Remark(capture=1, marked=True, note="look"))
    assert rows(tmp_path, "SELECT body, marked, note FROM captures") == [('\ufffd{"a": "bé"}', 1, "look")]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEC 1", '^ near "SELEC": syntax error'),
        ("SELECT seq\n  FORM events", '  FORM events\n       ^ near "events": syntax error'),
        ("SELECT stats FROM events", "       ^ no such column: stats: did you mean status?"),
        ("SELECT 1 FROM calls", "              ^ no such table: calls: there are events, entities, captures, attempts"),
        ("SELECT 1; SELECT 2", "        ^ one SELECT at a time"),
        ("", "^ this asks for nothing"),
        ("-- nothing", "^ this asks for nothing"),
        ("SELECT load_extension('x')", "load_extension"),
        ("SELECT randomblob(2000000000)", "too big"),
        ("SELECT 'a\0b", "null character"),
    ],
)
def test_wrong_sql_is_pointed_at(folder: Path, sql: str, said: str) -> None:
    with pytest.raises(Wrong) as error:
        rows(folder, sql)
    assert said in str(error.value)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM main.entry_rows",
        "INSERT INTO log.captures (seq) VALUES (9)",
        "UPDATE log.marks SET note = 'x'",
        "DROP VIEW events",
        "CREATE TABLE x (y)",
        "CREATE TEMP TABLE x AS SELECT 1",
        "ATTACH '/tmp/other.db' AS other",
        "PRAGMA query_only=OFF",
        "PRAGMA main.journal_mode=DELETE",
        "SELECT * FROM pragma_wal_checkpoint",
        "VACUUM INTO 'stolen.db'",
        "BEGIN IMMEDIATE",
        "REINDEX",
        "ANALYZE",
    ],
)
def test_nothing_but_reading_is_allowed(folder: Path, sql: str) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".db"}
    with pytest.raises(Wrong):
        rows(folder, sql)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".db"} == before


def test_what_takes_too_long_is_stopped(folder: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
    with asking(folder, timeout=0.2) as door:
        with pytest.raises(TooLong, match=r"stopped after 0\.2 s"):
            list(door.ask(f"{endless} count(*) FROM n").rows)
        with pytest.raises(TooLong):
            list(door.ask(f"{endless} i FROM n WHERE i % 1000000000 = 0").rows)


def test_where_there_is_no_store_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        Asking(tmp_path / "callboard.db", 1)


def test_other_programs_find_the_views_in_the_file(folder: Path) -> None:
    """Without any function of ours."""
    with closing(sqlite3.connect(folder / "callboard.view.db")) as db:
        [(events, first)] = db.execute("SELECT count(*), min(received_at) FROM events")
        assert (events > 0, first[4], first[-1]) == (True, "-", "Z")
        assert db.execute("SELECT count(*) FROM entity_states WHERE last_at LIKE '20%Z'").fetchone()[0] > 0
