"""The data of `make bench-store`: small, so that it stays what the benchmark takes it for."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store import Kind, Reader, parse
from tests.bench import questions, running
from tests.bench.as_it_was import as_it_was
from tests.bench.base import fill
from tests.bench.multiply import multiply
from tests.make import NOON

BASE = 300


async def test_a_multiplied_store_is_many_times_its_base_and_every_question_is_answered(tmp_path: Path) -> None:
    base, log = tmp_path / "base" / "callboard.db", tmp_path / "large" / "callboard.db"
    log.parent.mkdir()
    await fill(base, BASE, NOON)
    multiply(base, log, 4)
    async with Reader.open(base, lambda: NOON) as small, Reader.open(log, lambda: NOON) as large:
        few, many = await small.counts(), await large.counts()
        assert few.captures == BASE
        assert (many.captures, many.entries) == (4 * few.captures, 4 * few.entries)
        assert many.entities[Kind.BRAND] == few.entities[Kind.BRAND]
        for text in ("provider:telnyx", "attempt>1", "phase:failed", "since:12h"):
            times = 1 if text.startswith("since") else 4
            assert await large.total(where=parse(text)) == times * await small.total(where=parse(text)) > 0
        for ask in (await questions.asks(large)).values():
            assert await ask() is not None
    with closing(sqlite3.connect(log.with_name("callboard.view.db"))) as db:
        assert (
            db.execute("SELECT count(DISTINCT keyed), count(DISTINCT seq) FROM entry_rows").fetchone()[1]
            == many.entries
        )
        assert db.execute("SELECT count(*) FROM entry_rows").fetchone()[0] == many.entries


async def test_what_a_measurement_wrote_is_gone_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.running.SECONDS", 0.02)
    log = tmp_path / "callboard.db"
    await fill(log, BASE, NOON)
    async with Reader.open(log, lambda: NOON) as reader:
        before = (await reader.cursors(), await reader.counts(), await reader.entries(), await reader.entities())
        with as_it_was(log):
            assert (await running.acknowledged(log, log))[0] > 0
            assert await running.entered(log) > 0
            assert (await reader.counts()).entries > BASE
        after = (await reader.cursors(), await reader.counts(), await reader.entries(), await reader.entities())
    assert after == before
