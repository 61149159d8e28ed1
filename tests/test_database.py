"""A connection, and what is left of it when nobody waits for it any more."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from store.database import connected, transaction

ROUNDS = 100
MOST_TURNS = 20
"""Turns of the loop in which a connection is opened, at most."""


async def broken_off(path: Path, turns: int) -> None:
    async def opened() -> None:
        async with connected(path):
            await asyncio.Event().wait()

    task = asyncio.create_task(opened())
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


def test_wherever_it_is_broken_off_its_thread_answers_no_loop_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the board is left while a screen opens: it would be a traceback in the user's terminal."""
    path, before = tmp_path / "a.db", threading.enumerate()
    with closing(sqlite3.connect(path)):
        pass
    faults: list[object] = []
    monkeypatch.setattr(threading, "excepthook", faults.append)
    for number in range(ROUNDS):
        asyncio.run(broken_off(path, 1 + number % MOST_TURNS))
    for thread in set(threading.enumerate()) - {*before}:
        thread.join()
    assert faults == []


def test_a_commit_that_is_refused_leaves_nothing_open() -> None:
    """SQLite ends a transaction by itself where the disk is full; where a promise would be broken it stays open."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(
            "PRAGMA foreign_keys=ON; CREATE TABLE a (n INTEGER PRIMARY KEY);"
            "CREATE TABLE b (n REFERENCES a DEFERRABLE INITIALLY DEFERRED)"
        )
        with pytest.raises(sqlite3.IntegrityError), transaction(db):
            db.execute("INSERT INTO b VALUES (1)")
        assert not db.in_transaction
        with transaction(db):
            db.execute("INSERT INTO a VALUES (1)")
        assert (db.execute("SELECT * FROM a").fetchall(), db.execute("SELECT * FROM b").fetchall()) == ([(1,)], [])
