"""`callboard sql` as a program: what it prints, and how it ends."""

import csv
import io
import json
from pathlib import Path

from tests.board import books, morning
from tests.running import callboard


async def test_it_prints_rows_says_when_they_were_cut_and_how_it_ended(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, _reader):
        await morning(store)
    told = ("--store", str(tmp_path / "callboard.db"))
    select = "SELECT seq, provider FROM events ORDER BY seq"
    done = callboard("sql", select, "--limit", "2", *told, home=tmp_path)
    assert done.stdout.splitlines()[0].split() == ["seq", "provider"]
    assert (len(done.stdout.splitlines()), done.stderr) == (4, "cut at 2 rows: --limit 0 gives all\n")
    lines = callboard("sql", select, "-f", "json", "--limit", "0", *told, home=tmp_path).stdout.splitlines()
    rows = list(csv.DictReader(io.StringIO(callboard("sql", select, "-f", "csv", *told, home=tmp_path).stdout)))
    assert [int(row["seq"]) for row in rows] == [json.loads(line)["seq"] for line in lines]
    wrong = callboard("sql", "SELECT sek FROM events", *told, home=tmp_path, code=2)
    assert wrong.stderr.splitlines()[1] == "                  ^ no such column: sek: did you mean seq?"
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    late = callboard("sql", endless, "--timeout", "100ms", *told, home=tmp_path, code=7)
    assert (late.stdout, late.stderr[:37]) == ("", "callboard: it was stopped after 0.1 s")


def test_without_a_question_it_says_what_to_say(tmp_path: Path) -> None:
    assert "--schema" in callboard("sql", home=tmp_path, code=2).stderr
