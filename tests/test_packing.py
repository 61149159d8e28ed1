"""What is packed comes back as it was, and is read as if it had never been."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Intake, Reader, parse, prepare_view
from store.keeping.packing import pack, unpack
from tests.make import numbered, request

WORDS = b'{"id": "m1", "status": "delivered"}'


@given(plain=st.binary(), words=st.binary(min_size=1))
def test_any_bytes_come_back_as_they_were_with_any_dictionary(plain: bytes, words: bytes) -> None:
    assert unpack(pack(plain, words), words) == plain


def test_what_is_cut_off_is_not_taken_for_all() -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack(pack(WORDS * 9, b"other")[:-2], b"other")


async def test_a_packed_capture_is_read_and_found_like_any_other(tmp_path: Path) -> None:
    log, plain = tmp_path / "callboard.db", request(WORDS)
    async with Intake.open(log) as intake:
        await intake.capture(plain)
    prepare_view(log)
    with closing(sqlite3.connect(log)) as db, db:
        db.execute("INSERT INTO packs VALUES (7, 1, 1, 1, ?)", (WORDS,))
        [headers] = db.execute("SELECT headers FROM captures").fetchone()
        db.execute("UPDATE captures SET headers = ?, body = ?, pack = 7", (pack(headers, WORDS), pack(WORDS, WORDS)))
    async with Reader.open(log) as reader:
        assert await reader.capture(1) == numbered(plain, 1)
        for found in ("delivered", ".status:deliv*", f"size:{len(WORDS)}"):
            assert [one.seq for one in await reader.captures(where=parse(found))] == [1]
        assert not await reader.captures(where=parse("undelivered"))
