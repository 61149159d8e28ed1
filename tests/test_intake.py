"""The door for captures."""

import asyncio
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import Intake, Ledger, Reader, StoreError, Unstorable, check_log, prepare_log, prepare_view
from tests.make import NOON, numbered, request
from tests.older import turn_back
from tests.until import until

HEADER = st.tuples(
    st.binary(min_size=1, max_size=20).filter(lambda name: not set(name) & set(b":\r\n")),
    st.binary(max_size=40).filter(lambda value: not set(value) & set(b"\r\n")),
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "data" / "callboard.db"


async def test_what_is_through_is_on_the_disk_in_its_order(log: Path) -> None:
    async with Intake.open(log) as intake:
        seqs = await asyncio.gather(*(intake.capture(request(b"%d" % n)) for n in range(500)))
    with closing(sqlite3.connect(log)) as db:
        rows = db.execute("SELECT seq, body FROM captures ORDER BY seq").fetchall()
    assert seqs == list(range(1, 501))
    assert rows == [(n + 1, b"%d" % n) for n in range(500)]


@settings(max_examples=50, deadline=None)
@given(body=st.binary(), headers=st.lists(HEADER), target=st.binary(min_size=1, max_size=60))
def test_any_bytes_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, headers: list[tuple[bytes, bytes]], target: bytes
) -> None:
    log = tmp_path_factory.mktemp("bytes") / "callboard.db"

    async def there_and_back() -> None:
        from dataclasses import replace

        sent = replace(request(body), headers=tuple(headers), target=target.decode("latin-1"))
        async with Intake.open(log) as intake:
            seq = await intake.capture(sent)
        prepare_view(log)
        async with Reader.open(log) as reader:
            stored = await reader.capture(seq)
        assert stored == numbered(sent, seq)
        assert (stored.body, stored.headers, stored.target.encode("latin-1")) == (body, tuple(headers), target)

    asyncio.run(there_and_back())


async def test_files_are_for_their_owner_only(log: Path) -> None:
    async with Intake.open(log) as intake:
        await intake.capture(request())
        modes = {path.name: path.stat().st_mode & 0o777 for path in log.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    assert "callboard.db-wal" in modes
    assert log.parent.stat().st_mode & 0o777 == 0o700


async def test_a_wider_file_is_closed_again(log: Path) -> None:
    prepare_log(log)
    log.chmod(0o644)
    async with Intake.open(log):
        assert log.stat().st_mode & 0o777 == 0o600


async def test_a_crowd_is_refused_and_nobody_of_it_is_lost(log: Path) -> None:
    async with Intake.open(log) as intake:
        results = await asyncio.gather(*(intake.capture(request()) for _ in range(1500)), return_exceptions=True)
        again = await intake.capture(request())
    refused = [result for result in results if isinstance(result, Unstorable)]
    assert len(refused) == 500
    assert again == 1001


async def test_who_gave_up_waiting_for_a_busy_disk_is_marked(log: Path) -> None:
    async with Intake.open(log) as intake:
        with closing(sqlite3.connect(log, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.gather(*(intake.capture(request()) for _ in range(3)), return_exceptions=True)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(waiting, 0.05)
            other.execute("ROLLBACK")
        await intake.capture(request())
    with closing(sqlite3.connect(log)) as db:
        answers = [answer for (answer,) in db.execute("SELECT answer FROM captures ORDER BY seq")]
    assert answers == [503, 503, 503, 200]


async def test_a_disk_that_takes_too_long_is_one_that_cannot_and_each_waiter_has_its_own_time(log: Path) -> None:
    async with Intake.open(log, patience=0.1) as intake:
        with closing(sqlite3.connect(log, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            first = asyncio.ensure_future(intake.capture(request()))
            await asyncio.wait([first], timeout=0.05)
            second = asyncio.ensure_future(intake.capture(request()))
            done, _ = await asyncio.wait([first, second], return_when=asyncio.FIRST_COMPLETED)
            assert done == {first}
            with pytest.raises(Unstorable, match="within"):
                await first
            other.execute("ROLLBACK")
        assert await second == 2
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("SELECT answer FROM captures ORDER BY seq").fetchall() == [(503,), (200,)]


async def test_how_long_each_answer_took_is_in_the_log(log: Path) -> None:
    async with Intake.open(log) as intake:
        await asyncio.gather(*(intake.capture(request()) for _ in range(3)))
        await intake.capture(request())
    with closing(sqlite3.connect(log)) as db:
        rows = db.execute("SELECT first, last, micros FROM answers ORDER BY first").fetchall()
    assert [seq for first, last, _ in rows for seq in range(first, last + 1)] == [1, 2, 3, 4]
    assert all(0 < micros < 10_000_000 for _, _, micros in rows)


async def test_a_log_of_the_first_format_is_brought_up_with_all_it_holds(log: Path) -> None:
    async with Intake.open(log) as intake:
        await intake.capture(request(b"kept"))
    turn_back(log, 1)
    async with Intake.open(log) as intake:
        assert await intake.capture(request()) == 2
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("SELECT body FROM captures WHERE seq = 1").fetchone() == (b"kept",)
        assert db.execute("SELECT count(*) FROM answers").fetchone() == (1,)


async def test_who_gave_up_is_marked_even_if_the_door_closes_at_once(log: Path) -> None:
    async with Intake.open(log) as intake:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(intake.capture(request()), 0)
        waiting = asyncio.ensure_future(intake.capture(request()))
        waiting.add_done_callback(lambda _: None)
        asyncio.get_running_loop().call_soon(waiting.cancel)
    with closing(sqlite3.connect(log)) as db:
        assert 200 not in {answer for (answer,) in db.execute("SELECT answer FROM captures")}


async def test_the_wal_is_emptied_when_nothing_comes(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.intake.IDLE", 0.01)
    wal = log.with_name("callboard.db-wal")
    async with Intake.open(log) as intake:
        await intake.capture(request(b"x" * 50_000))
        assert wal.stat().st_size > 50_000
        await until(lambda: not wal.stat().st_size)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"\0" * 100 + data[100:], id="header"),
        pytest.param(lambda data: data[: len(data) // 2 + 7], id="half of it"),
        pytest.param(lambda data: data[: 20 * 4096] + bytes(4096) + data[21 * 4096 :], id="a page"),
        pytest.param(lambda data: data[: 20 * 4096] + b"\xa5" * 64 + data[20 * 4096 + 64 :], id="64 bytes"),
        pytest.param(lambda _: b"these are no captures, this is a text\n" * 40, id="text"),
    ],
)
async def test_d6_a_damaged_log_is_kept_aside_and_capture_goes_on(log: Path, damage: "object") -> None:
    async with Intake.open(log) as intake:
        for _ in range(40):
            await intake.capture(request(b"x" * 3000))
    assert callable(damage)
    log.write_bytes(damage(log.read_bytes()))
    log.with_name("callboard.db-wal").write_bytes(b"left by a crash")
    said = list[str]()
    prepare_log(log, said.append)
    [aside] = log.parent.glob("callboard.db.damaged-*[0-9]")
    assert str(aside) in said[0]
    async with Intake.open(log) as intake:
        assert await intake.capture(request()) == 1


async def test_an_empty_file_is_a_new_store(log: Path) -> None:
    log.parent.mkdir()
    log.touch()
    async with Intake.open(log) as intake:
        assert await intake.capture(request()) == 1


def test_a_name_that_leaves_no_room_for_what_stands_beside_the_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is too long: give one of at most 180 bytes"):
        prepare_log(tmp_path / ("\u00fc" * 100 + ".db"))
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_only_the_moment_keeps_from_being_read_is_not_called_damaged(log: Path) -> None:
    prepare_log(log)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, usual[1]))
    try:
        with pytest.raises(StoreError, match=r"cannot read the store .* limit on files"):
            check_log(log)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    check_log(log)


@pytest.mark.parametrize(("sql", "says"), [("PRAGMA user_version=99", "newer"), ("PRAGMA application_id=7", "another")])
def test_a_file_that_is_not_ours_to_write_is_left_alone(log: Path, sql: str, says: str) -> None:
    prepare_log(log)
    with closing(sqlite3.connect(log)) as db:
        db.execute(sql)
    before = log.read_bytes()
    with pytest.raises(StoreError, match=says):
        prepare_log(log)
    assert log.read_bytes() == before


FULL = """
import asyncio, resource, signal, sys
from pathlib import Path
from store import Intake, Unstorable
from tests.make import request
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

async def work() -> None:
    async with Intake.open(Path(sys.argv[1])) as intake:
        stored = refused = 0
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, most))
        for _ in range(100):
            try:
                await intake.capture(request(b"x" * 8000))
                stored += 1
            except Unstorable:
                refused += 1
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        await intake.capture(request(b"after"))
        print(stored, refused)

asyncio.run(work())
"""


def test_a_full_disk_refuses_and_recovers_without_a_restart(log: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    done = subprocess.run([sys.executable, "-c", FULL, str(log)], capture_output=True, text=True, check=True)
    stored, refused = map(int, done.stdout.split())
    assert stored > 0
    assert refused > 0
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("SELECT count(*) FROM captures").fetchone()[0] == stored + 1


async def test_received_at_is_kept_to_the_microsecond(log: Path) -> None:
    async with Intake.open(log) as intake:
        await intake.capture(request())
        prepare_view(log)
        async with Reader.open(log) as reader:
            stored = await reader.capture(1)
    assert stored
    assert stored.received_at == NOON


async def test_what_was_really_answered_can_be_said_afterwards(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        first, second = await intake.capture(request()), await intake.capture(request())
        await intake.answered(first, 0)
        assert [(one.seq, one.answer) for one in await ledger.unread(10)] == [(first, 0), (second, 200)]
