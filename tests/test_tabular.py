"""Rows of anything as text: nothing in them drives a terminal or a spreadsheet."""

import json

from tui.tabular import WRITERS, as_csv, as_json, as_table

ROWS = (("a", 1, None), ("=1+1\x1b[2J", 2.5, b"\xff"), ("日本", float("inf"), "x" * 100))


def test_a_table_is_aligned_by_what_is_seen() -> None:
    assert list(as_table(("name", "n", "z"), (("日本", 1, None), ("abc\x1b", 22, "y")))) == [
        "name  n   z",
        "────  ──  ─",
        "日本  1   –",
        "abc␛  22  y",
    ]


def test_a_long_value_ends_in_an_ellipsis_and_no_rows_are_a_head() -> None:
    assert list(as_table(("a",), [("x" * 100,)]))[2] == "x" * 59 + "…"
    assert list(as_table(("a", "b"), ())) == ["a  b", "─  ─"]


def test_csv_has_no_formula() -> None:
    assert list(as_csv(("name", "n", "z"), ROWS))[1:3] == ["a,1,", "'=1+1\x1b[2J,2.5,\\xff"]


def test_json_is_an_object_a_line_that_drives_no_terminal() -> None:
    lines = list(as_json(("name", "n", "z"), ROWS))
    assert [json.loads(line)["n"] for line in lines] == [1, 2.5, "inf"]
    assert not any(letter < " " for line in lines for letter in line)


def test_each_form_has_its_writer() -> None:
    assert set(WRITERS) == {"table", "csv", "json"}
