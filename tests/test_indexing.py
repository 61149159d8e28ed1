"""The text index is built behind the view, goes on where it was, and is begun again where it does not fit."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from receiver.keeping.indexing import Indexing
from store import Reader, index_state, parse, search_path
from store.search import index as store_index
from tests.board import Books, books, message
from tests.until import until

BUILD = """
import asyncio, sys
from pathlib import Path
from receiver.keeping.indexing import Indexing
from store.search import index

index.AT_ONCE = 1

async def build(log):
    async with Indexing(log, print) as indexing:
        while await indexing.step():
            print("step", flush=True)
            sys.stdin.readline()

asyncio.run(build(Path(sys.argv[1])))
"""


async def fill(store: Books, many: int, body: str = '{{"said": "delivered to the carrier {n}"}}') -> None:
    for n in range(many):
        await store.receive(message(n), body=body.format(n=n).encode())


async def build(log: Path) -> list[str]:
    """To the end; what was said."""
    said: list[str] = []
    async with Indexing(log, said.append) as indexing:
        while await indexing.step():
            pass
    return said


async def finds(reader: Reader, word: str) -> tuple[int, int]:
    """How many events have a word, and before which capture all are indexed."""
    found = await reader.search(where=parse(word))
    return len(found.seqs), found.indexed.next


async def test_what_is_in_the_view_is_indexed_but_for_the_last_few(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, reader):
        await fill(store, 21)
        assert await finds(reader, "carrier") == (21, 0)
        assert await build(tmp_path / "callboard.db") == []
        assert await finds(reader, "carrier") == (21, 16)
        await fill(store, 4)
        assert await finds(reader, "carrier") == (25, 16)
        await build(tmp_path / "callboard.db")
        assert await finds(reader, "carrier") == (25, 24)
        assert search_path(tmp_path / "callboard.db").stat().st_mode & 0o777 == 0o600
        state = index_state(tmp_path / "callboard.db")
        assert state
        assert (state.behind, state.octets > 4096) == (2, True)


async def test_what_is_not_read_yet_is_not_indexed(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, reader):
        await fill(store, 9)
        for _ in range(20):
            await store.only_capture(body=b"carrier")
        await build(tmp_path / "callboard.db")
        assert await finds(reader, "carrier") == (9, 8)
        assert len(await reader.captures(where=parse("carrier"))) == 29


async def test_a_view_that_is_read_again_has_its_index_built_again(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, reader):
        await fill(store, 16)
        async with Indexing(tmp_path / "callboard.db", lambda _: None) as indexing:
            while await indexing.step():
                pass
            await store.begin_anew()
            while await indexing.step():
                pass
            assert await finds(reader, "carrier") == (0, 0)
            await fill(store, 8)
            while await indexing.step():
                pass
        assert await finds(reader, "carrier") == (8, 24)


@pytest.mark.parametrize("harm", ["text", "middle", "gone", "older"])
async def test_an_index_that_is_damaged_old_or_gone_is_built_again(tmp_path: Path, harm: str) -> None:
    log = tmp_path / "callboard.db"
    async with books(tmp_path) as (store, reader):
        await fill(store, 40)
        await build(log)
        _harm(search_path(log), harm)
        assert (await finds(reader, "carrier"))[0] == 40
        await fill(store, 8)
        await build(log)
        assert await finds(reader, "carrier") == (48, 48)


def _harm(path: Path, how: str) -> None:
    if how == "text":
        path.write_text("no database\n" * 1000)
    elif how == "middle":
        whole = path.read_bytes()
        path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    elif how == "gone":
        path.unlink()
    else:
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA user_version=0")


async def test_two_stores_side_by_side_have_an_index_each(tmp_path: Path) -> None:
    for name, word in (("one", "carrier"), ("two", "handset")):
        folder = tmp_path / name
        async with books(folder) as (store, reader):
            await fill(store, 16, f'{{{{"said": "{word} {{n}}"}}}}')
            await build(folder / "callboard.db")
            assert await finds(reader, word) == (16, 16)
    taken = search_path(tmp_path / "one" / "callboard.db")
    search_path(tmp_path / "two" / "callboard.db").write_bytes(taken.read_bytes())
    async with Reader.open(tmp_path / "two" / "callboard.db") as reader:
        assert await finds(reader, "handset") == (16, 0)  # the index of another store says nothing of this one


async def test_a_builder_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    async with books(tmp_path) as (store, reader):
        await fill(store, 240)
        for steps in (1, 2, 7):
            _build_and_be_killed(log, steps)
            assert (await finds(reader, "carrier"))[0] == 240
        assert await build(log) == []
        assert await finds(reader, "carrier") == (240, 240)
        assert await finds(reader, '"carrier 239"') == (1, 240)


def _build_and_be_killed(log: Path, steps: int) -> None:
    """In the step after these."""
    command = (sys.executable, "-c", BUILD, str(log))
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(steps):
            assert process.stdout.readline() == "step\n"
            process.stdin.write("\n")
        os.kill(process.pid, signal.SIGKILL)


async def test_the_file_holds_no_text(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, _reader):
        await fill(store, 16)
        await build(tmp_path / "callboard.db")
        kept = search_path(tmp_path / "callboard.db").read_bytes()
        assert b"carr" in kept
        assert b"carrier" not in kept
        assert b"delivered" not in kept


async def test_what_is_taken_away_leaves_the_index_when_hardly_anything_of_a_part_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_index, "PART", 1)
    monkeypatch.setattr("store.search.stretches.PART", 1)
    monkeypatch.setattr(store_index, "FEW", 3)
    log = tmp_path / "callboard.db"
    async with books(tmp_path) as (store, reader):
        await fill(store, 64)
        await build(log)
        with closing(sqlite3.connect(log)) as db:
            db.execute("DELETE FROM captures WHERE seq BETWEEN 3 AND 40")
            db.commit()
        await build(log)
        found = await reader.search("captures", where=parse("carrier"))
        assert (len(found.seqs), found.indexed.first, found.indexed.next) == (26, 32, 64)
        with closing(sqlite3.connect(search_path(log))) as db:
            assert db.execute("SELECT group_concat(part || merged) FROM parts").fetchone() == ("21,30",)


async def test_what_cannot_be_written_stops_the_index_and_nothing_else(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    async with books(tmp_path) as (store, reader):
        await fill(store, 16)
        search_path(log).mkdir()
        [said] = await build(log)
        assert said.startswith("the text index cannot be kept")
        assert await finds(reader, "carrier") == (16, 0)


async def test_the_interpreter_builds_it_when_there_is_nothing_to_read(tmp_path: Path) -> None:
    from receiver.found import found
    from receiver.interpreter import Interpreter
    from store import Intake
    from tests.make import request

    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake:
        for _ in range(20):
            await intake.capture(request())
        interpreter = Interpreter(log, found()[0])
        working = asyncio.create_task(interpreter.work())
        await until(lambda: _indexed(log) == 2)
        interpreter.leave()
        await working


def _indexed(log: Path) -> int:
    """Blocks."""
    try:
        with closing(sqlite3.connect(f"file:{search_path(log)}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT next - first FROM position").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return 0
