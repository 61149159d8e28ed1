"""Captures are packed behind the ingest: what they hold is read as it came, whatever happens on the way."""

import asyncio
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import Capture, Intake, Keeping, Reader, Upkeep, prepare_view
from store.keeping.packing import unpack
from store.keeping.packs import Pack, packed
from tests.make import NOON, request
from tests.test_intake import HEADER

WORDS = b'{"data": {"event_type": "message.finalized", "payload": {"text": "'


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("store.keeping.packs.FULL", 50)
    monkeypatch.setattr("store.keeping.packs.BATCH", 16)
    return tmp_path / "callboard.db"


def body(n: int) -> bytes:
    return WORDS + b'meeting %d", "to": "+1555%07d"}}}' % (n, n * 7919)


async def filled(log: Path, many: int, *, old: int = 0) -> None:
    async with Intake.open(log) as intake:
        ages = [timedelta(days=40 if n < old else 1) for n in range(many)]
        made = [replace(request(body(n), x_request=f"r{n}"), received_at=NOON - age) for n, age in enumerate(ages)]
        await asyncio.gather(*map(intake.capture, made))
    prepare_view(log)


async def packs(log: Path) -> None:
    async with Intake.open(log) as intake:
        upkeep = Upkeep(intake)
        while await upkeep.pack():
            pass


async def captures(log: Path) -> list[Capture]:
    async with Reader.open(log) as reader:
        return list(reversed(await reader.captures(limit=1000)))


def stored(log: Path) -> list[tuple[int, int | None]]:
    with closing(sqlite3.connect(log)) as db:
        return db.execute("SELECT length(headers) + length(body), pack FROM captures ORDER BY seq").fetchall()


async def test_requests_without_a_body_are_packed_like_others(log: Path) -> None:
    async with Intake.open(log) as intake:
        await asyncio.gather(*(intake.capture(request(b"", x_request=f"r{n}")) for n in range(50)))
    prepare_view(log)
    before = await captures(log)
    await packs(log)
    assert any(pack for _, pack in stored(log))
    assert await captures(log) == before


async def test_full_packs_are_packed_and_read_as_they_came_and_the_newest_stay_plain(log: Path) -> None:
    await filled(log, 130)
    before, sizes = await captures(log), [size for size, _ in stored(log)]
    await packs(log)
    assert [pack for _, pack in stored(log)] == [1] * 50 + [2] * 50 + [None] * 30
    assert sum(size for size, _ in stored(log)[:100]) < sum(sizes[:100]) / 2
    assert await captures(log) == before


@settings(max_examples=60, deadline=None)
@given(body=st.binary(), headers=st.lists(HEADER), words=st.binary(min_size=1))
def test_any_body_and_headers_come_back_as_they_were(
    body: bytes, headers: list[tuple[bytes, bytes]], words: bytes
) -> None:
    plain = (1, b"\r\n".join(b"%b: %b" % one for one in headers), body)
    for seq, head, rest in packed(Pack(1, 1, 1, words), [plain]):
        assert (seq, unpack(head, words), unpack(rest, words)) == plain


async def test_what_does_not_get_shorter_stays_as_it_came(log: Path) -> None:
    async with Intake.open(log) as intake:
        await asyncio.gather(*(intake.capture(request(os.urandom(200))) for _ in range(60)))
    await packs(log)
    assert stored(log)[0][1] is None


async def test_a_dictionary_goes_with_the_captures_that_it_was_made_of(log: Path) -> None:
    """All but the last of a pack go: what is left of it was a source, and is plain again."""
    await filled(log, 60, old=49)
    await packs(log)
    before = (await captures(log))[49:]
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        upkeep, last = Upkeep(intake), 0
        cut = await upkeep.cut(Keeping(age=timedelta(days=30)), await reader.extent(), NOON)
        assert cut
        while last := await upkeep.take_away(cut, last, NOON):
            pass
        assert await upkeep.flush()
    assert await captures(log) == before
    assert stored(log)[0][1] is None
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("SELECT count(*) FROM packs").fetchone() == (0,)
    assert [path for path in log.parent.iterdir() if b"meeting 47" in path.read_bytes()] == []


async def test_most_of_a_pack_goes_and_its_dictionary_stays(log: Path) -> None:
    await filled(log, 60, old=40)
    await packs(log)
    before = (await captures(log))[40:]
    async with Intake.open(log) as intake, Reader.open(log) as reader:
        upkeep = Upkeep(intake)
        cut = await upkeep.cut(Keeping(age=timedelta(days=30)), await reader.extent(), NOON)
        assert cut
        assert await upkeep.take_away(cut, 0, NOON) == 40
    assert await captures(log) == before
    assert stored(log)[0][1] == 1


async def test_what_was_begun_is_gone_on_with_by_the_next_receiver(log: Path) -> None:
    await filled(log, 60)
    async with Intake.open(log) as intake:
        upkeep = Upkeep(intake)
        while not any(pack for _, pack in stored(log)):
            await upkeep.pack()
    assert [pack for _, pack in stored(log)].count(1) == 16
    await packs(log)
    assert [pack for _, pack in stored(log)].count(1) == 50
