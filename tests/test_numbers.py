"""The table behind a picture, on the screen and in files."""

import csv
import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from tests.make import NOON
from tui.statistics.numbers import Numbers, as_csv, write

HOSTILE = ('=HYPERLINK("http://evil")', "+15551230000", "@SUM(A1)", "-1+1", "\tx", "\x1b]52;c;QQ==\x07")
TOLD = Numbers("by campaign", ("campaign", "events", "%"), (("Promos", 1204, 78.1), ("2FA codes", 3, None)))


def test_texts_stand_left_and_numbers_right() -> None:
    lines = [TOLD.head(), TOLD.line(0), TOLD.line(1)]
    assert ["".join(text for text, _ in line).rstrip() for line in lines] == [
        "campaign   events     %",
        "Promos      1,204  78.1",
        "2FA codes       3     –",
    ]


def test_a_table_of_nothing_has_its_head() -> None:
    [(text, _)] = Numbers("codes", ("code", "events"), ()).head()
    assert text.split() == ["code", "events"]


def test_nothing_that_was_posted_drives_the_terminal() -> None:
    for text in HOSTILE:
        [(shown, _)] = Numbers("codes", ("code",), ((text,),)).line(0)
        assert "\x1b" not in shown
        assert "\x07" not in shown


@pytest.mark.parametrize("text", HOSTILE[:5])
def test_a_spreadsheet_takes_no_text_for_a_formula(text: str) -> None:
    [_, [code, events]] = csv.reader(as_csv(Numbers("codes", ("code", "events"), ((text, -3),))).splitlines())
    assert (code, events) == (f"'{text}", "-3")


def test_files_are_for_their_owner_and_are_named_with_the_time(tmp_path: Path) -> None:
    table, data = write(TOLD, tmp_path, NOON)
    assert [path.name for path in (table, data)] == [
        f"callboard-by-campaign-2026-11-22T120000.{end}" for end in ("csv", "json")
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (table, data)} == {0o600}
    assert table.read_text().splitlines() == ["campaign,events,%", "Promos,1204,78.1", "2FA codes,3,"]
    told = json.loads(data.read_text())
    assert (told["name"], told["at"]) == ("by campaign", NOON.isoformat())
    assert told["rows"][1] == {"campaign": "2FA codes", "events": 3, "%": None}


def test_no_file_is_written_over_nor_a_link_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / "callboard-by-campaign-2026-11-22T120000.csv").symlink_to(precious)
    with pytest.raises(FileExistsError):
        write(TOLD, tmp_path, NOON)
    write(TOLD, tmp_path, NOON + timedelta(seconds=1))
    assert precious.read_text() == "mine"
