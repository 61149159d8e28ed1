"""What a spreadsheet finds in a cell is text."""

import csv
import io
import json

import pytest

from tests.make import capture
from tui.export.cells import cell
from tui.export.formats.table import COLUMNS, Writer

FORMULAS = (
    *("=1+1", "+15551230000", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "−1"),
    *("'=1", '"=1', "  \"=cmd|' /C calc'!A0", "\ufeff=1", " \u200b+1", "|x", "%0A=1", "\tx", "'x"),
)


@pytest.mark.parametrize("text", FORMULAS)
def test_x1_csv_formula_every_one_is_a_text_and_comes_back(text: str) -> None:
    shown = cell(text)
    assert shown == f"'{text}"
    assert str(shown).removeprefix("'") == text


@pytest.mark.parametrize("text", ["delivered", "C00LVE1", "a=b", "2026-11-22T12:00:00.000Z", "", "1 + 1", "ä"])
def test_what_is_none_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


def test_x1_csv_formula_a_whole_file_has_none_and_reads_back_as_it_was() -> None:
    event = {**dict.fromkeys(COLUMNS), "seq": 7, "attempt": -1, "entity": {"kind": "number", "id": "+15551230000"}}
    event |= {
        "summary": '=HYPERLINK("http://x","y")\n-1',
        "name": "@x",
        "text": '"=1;",=1',
        "aliases": ["-1"],
        "flags": [],
    }
    made = Writer()
    whole = made.begin() + made.take(capture(target="/=1"), [json.dumps(event)]) + made.end()
    [row] = csv.DictReader(io.StringIO(whole.decode(), newline=""))
    assert (row["summary"], row["name"], row["text"]) == ("'" + str(event["summary"]), "'@x", '\'"=1;",=1')
    assert (row["entity_kind"], row["entity_id"], row["seq"]) == ("number", "'+15551230000", "7")
    assert row["path"] == "/=1"
    back = {name: value.removeprefix("'") for name, value in row.items()}
    assert (back["summary"], back["entity_id"], back["text"]) == (event["summary"], "+15551230000", event["text"])
