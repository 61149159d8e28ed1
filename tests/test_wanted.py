"""Between which seqs lies what was received between two times, though not all came in the order of time."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

from store import prepare_log, prepare_view
from store.lists.wanted import NEWEST, received_between
from store.rows import to_micros
from store.view.classes import Counting
from tests.make import NOON

MINUTE = 60 * 10**6


def test_what_was_received_between_two_times_lies_between_the_seqs_that_hours_and_minutes_tell(tmp_path: Path) -> None:
    chance = Random(4)  # noqa: S311
    times = [to_micros(NOON + timedelta(seconds=chance.randrange(5 * 3600))) for _ in range(60)]
    with closing(_counted(tmp_path / "callboard.db", times)) as db:
        for _ in range(300):
            since, until = sorted(to_micros(NOON) + MINUTE * chance.randrange(-90, 390) for _ in range(2))
            asked = chance.choice([(since, until + MINUTE - 1), (-NEWEST, until + MINUTE - 1), (since, NEWEST)])
            seqs = [seq for seq, at in enumerate(times, 1) if asked[0] <= at <= asked[1]]
            first, last = received_between(db, *asked)
            assert all(first <= seq <= last for seq in seqs)
            if asked[0] == since:
                assert first == (seqs[0] if seqs else 1)
            if asked[1] < NEWEST:
                assert last == (seqs[-1] if seqs else 0)
        assert received_between(db, -NEWEST, NEWEST) == (0, NEWEST)


def _counted(log: Path, times: list[int]) -> sqlite3.Connection:
    prepare_log(log)
    prepare_view(log)
    db = sqlite3.connect(log.with_name("callboard.view.db"))
    counting = Counting(db)
    for seq, at in enumerate(times, 1):
        counting.entry(1, seq, at, again=False)
    counting.write()
    return db
