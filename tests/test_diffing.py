"""What differs between two requests: by path, by name, by pieces and by bytes."""

import json
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Capture
from tests.make import capture
from tui.compare.beside import Row, Sign
from tui.compare.diffing import MOST, PIECE, difference, general, ignoring
from tui.compare.runs import runs, tally

FORM = "application/x-www-form-urlencoded"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=1), inner, max_size=4),
    max_leaves=12,
)


def compared(old: bytes, new: bytes, *, as_it_came: bool = False) -> tuple[Row, ...]:
    return difference(capture(old), capture(new), as_it_came=as_it_came).payload


def changes(rows: tuple[Row, ...]) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (row.sign.value, row.path, row.old and row.old.text, row.new and row.new.text)
        for row in rows
        if row.sign not in {Sign.SAME, Sign.HEAD} and row.value
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}', []),
        ('{"a": 1}', '{"a": 1.0}', [("~", ".a", "1", "1.0")]),
        ('{"a": 9007199254740993}', '{"a": 9007199254740992}', [("~", ".a", "9007199254740993", "9007199254740992")]),
        ('{"a": 1}', '{"a": "1"}', [("~", ".a", "1", '"1"')]),
        ('{"a": true}', '{"a": 1}', [("~", ".a", "true", "1")]),
        ('{"a": null}', "{}", [("−", ".a", "null", None)]),
        ("{}", '{"a": {"b": [1]}}', [("+", ".a.b[0]", None, "1")]),
        ('{"a": 1, "a": 2}', '{"a": 1, "a": 3}', [("~", ".a", "2", "3")]),
        ('{"a": 1, "a": 2}', '{"a": 1}', [("−", ".a", "2", None)]),
        ('{"a": [1]}', '{"a": {"b": 1}}', [("−", ".a[0]", "1", None), ("+", ".a.b", None, "1")]),
        ('{"a": []}', '{"a": {}}', [("~", ".a", "[]", "{}")]),
        ("[1, 2, 3, 4]", "[1, 2, 9, 3, 4]", [("+", "[2]", None, "9")]),
        ("[1, 2, 3]", "[1, 7, 3]", [("~", "[1]", "2", "7")]),
        (
            '{"to": [{"n": 1, "s": "sent"}, {"n": 2, "s": "x"}]}',
            '{"to": [{"s": "sent", "n": 1}, {"n": 2, "s": "y"}]}',
            [("~", ".to[1].s", '"x"', '"y"')],
        ),
        ('"a"', '"b"', [("~", "", '"a"', '"b"')]),
        ("1", "1", []),
    ],
)
def test_json_is_compared_by_path(old: str, new: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert changes(compared(old.encode(), new.encode())) == expected


@given(JSON, JSON)
def test_of_two_values_each_leaf_is_on_its_side_and_nothing_differs_if_and_only_if_they_are_equal(
    old: object, new: object
) -> None:
    rows = compared(json.dumps(old).encode(), json.dumps(new, sort_keys=True).encode())
    assert (not changes(rows)) == (json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True))
    for side, value in ((2, old), (3, new)):
        leaves = Counter(row[side].text for row in rows if row[side] and row.value)  # type: ignore[union-attr]
        for empty in ("[]", "{}"):  # beside one that is not, it is two brackets
            leaves[empty] = 0
        assert leaves == Counter(_leaves(value))


def _leaves(value: object) -> list[str]:
    if isinstance(value, dict | list) and value:
        inside = value.values() if isinstance(value, dict) else value
        return [leaf for one in inside for leaf in _leaves(one)]
    return [] if isinstance(value, dict | list) else [json.dumps(value)]


def test_forms_and_queries_are_compared_by_name() -> None:
    one = capture(b"Status=sent&To=%2B1&Body=", "/x?a=1&a=2", content_type=FORM)
    other = capture(b"To=%2B1&Status=failed&Code=7", "/x?a=1&a=3&b=", content_type=FORM)
    assert changes(difference(one, other, as_it_came=False).payload) == [
        ("~", ".Status", "sent", "failed"),
        ("+", ".Code", None, "7"),
        ("−", ".Body", "", None),
        ("~", "?a", "2", "3"),
        ("+", "?b", None, ""),
    ]


def test_headers_are_compared_by_name_whatever_its_case_and_the_first_with_the_first() -> None:
    one, other = capture(X_A="1", Host="h"), capture(x_a="2", host="h", Via="v")
    assert changes(difference(one, other, as_it_came=False).head) == [
        ("~", "x-a:", "1", "2"),
        ("+", "via:", None, "v"),
    ]
    put = capture(method="PUT")
    assert changes(difference(one, put, as_it_came=True).head)[0][:2] == ("~", "request line")


def test_as_it_came_the_order_of_names_white_space_and_escapes_differ() -> None:
    for old, new in (
        (b'{"a": 1, "b": 2}', b'{"b": 2, "a": 1}'),
        (b'{"a": 1}', b'{"a":1}'),
        (b'{"a": "\xc3\xa4"}', b'{"a": "\\u00e4"}'),
        (b'{"a": 1}', b'{"a": 1}\n'),
        (b"a=1&b=2 ", b"a=1&b=2"),
    ):
        assert changes(compared(old, new, as_it_came=True)), old
    assert not changes(compared(b'{"a": 1}', b'{"a":1}\n'))


@given(st.text("ab{}[],&\n\r =:\"'é"))
def test_the_pieces_of_a_body_are_the_body(text: str) -> None:
    assert b"".join(PIECE.findall(text.encode())) == text.encode()


def test_a_space_at_an_end_can_be_seen() -> None:
    assert changes(compared(b"a ", b"a", as_it_came=True)) == [("~", "", "a·", "a")]


def test_pieces_of_the_same_name_stand_beside_each_other() -> None:
    rows = compared(b'{"a": 1, "n": 1}', b'{"x": {"y": 2}, "a": 3, "n": 1}', as_it_came=True)
    assert ("~", "", '"a": 1,', ' "a": 3,') in changes(rows)


def test_what_is_neither_json_nor_form_is_compared_as_it_came() -> None:
    assert changes(compared(b"<a>1</a>\n<b/>", b"<a>2</a>\n<b/>")) == [("~", "", "<a>1</a>\n", "<a>2</a>\n")]
    assert changes(compared(b'{"a": 1}', b'{"a": ')) != []
    assert changes(compared(b"\x00\x01", b"\x00\x02")) == [
        ("~", "", f"{'0001':<41}··", f"{'0002':<41}··"),
    ]
    assert changes(compared(b"", b"x")) == [("+", "", None, "x")]
    assert compared(b"", b"") == ()


def test_what_is_ignored_is_no_change_in_any_element_nor_below() -> None:
    rows = compared(
        b'{"to": [{"at": 1}, {"at": 2}], "m": {"a": 1}, "mx": 1}', b'{"to": [{"at": 3}, {"at": 4}], "mx": 2}'
    )
    assert general(".to[1].at[22]") == ".to[].at[]"
    left = ignoring(rows, {".to[].at", ".m"})
    assert changes(tuple(row for row in left if row.sign is not Sign.IGNORED)) == [("~", ".mx", "1", "2")]
    assert tally(left) == {Sign.IGNORED: 3, Sign.CHANGED: 1}


def test_runs_of_the_same_are_folded_and_what_a_change_stands_in_is_not() -> None:
    many = {f"k{n}": n for n in range(50)}
    old, new = ({"outer": {"inner": {**many, "z": last}}, "tail": many} for last in (1, 2))
    rows = compared(json.dumps(old).encode(), json.dumps(new).encode())
    shown = list(runs(rows, every=False))
    assert [len(run) for run in shown if len(run) > 1] == [49, 54]
    texts = [rows[run.start].path for run in shown if len(run) == 1 and rows[run.start].sign is not Sign.HEAD]
    assert texts == ["", ".outer", ".outer.inner", ".outer.inner.k49", ".outer.inner.z", ".outer.inner"]
    assert [run.start for run in runs(rows, every=True)] == list(range(len(rows)))
    assert sum(map(len, shown)) == len(rows)


def big(**changed: object) -> Capture:
    row = {"to": [{"status": "delivered", "carrier": "T-MOBILE USA"}], "cost": 0.004, "type": "message.finalized"}
    return capture(json.dumps({"data": [{"id": n, **row, **changed} for n in range(8_800)]}).encode())


def test_a_megabyte_beside_another_is_compared_while_somebody_waits() -> None:
    old, new = big(), big(cost=0.005)
    assert len(new.body) > 1_000_000
    for as_it_came in (False, True):
        began = time.process_time()
        found = difference(old, new, as_it_came=as_it_came)
        assert time.process_time() - began < 4  # a second on an idle machine: this is to see what grows as a square
        assert tally(found.payload)[Sign.CHANGED] == 8_800


def test_what_has_too_many_values_is_compared_line_by_line_and_says_so() -> None:
    old, new = (b"[" + b"0," * MOST + b"\n0,\n" + last + b"]" for last in (b"1", b"2"))
    rows = compared(old, new)
    assert rows[0].old
    assert "line by line" in rows[0].old.text
    assert changes(rows) == [("~", "", "1]", "2]")]
