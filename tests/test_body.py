"""Bodies as JSON, form and query."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import DEPTH, Json, form_pairs, is_form, json_body, query_pairs
from tests.make import capture


def test_integers_are_exact() -> None:
    assert json_body(capture(b'{"id": 1327295480212647936}')) == {"id": 1327295480212647936}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "Expecting value"),
        (b"{", "Expecting property name"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b"[" * 100_000, "nested deeper"),
        (b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1), "nested deeper"),
        (b"1" * 5000, "Exceeds the limit"),
        (b"\xff\xfe{\x00}\x00", "invalid start byte"),
    ],
)
def test_what_is_no_json_says_why(body: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        json_body(capture(body))


def test_a_mark_of_byte_order_is_no_part_of_it() -> None:
    assert json_body(capture(b"\xef\xbb\xbf[1]")) == [1]


def test_depth_counts_levels() -> None:
    assert json_body(capture(b"[" * DEPTH + b"]" * DEPTH))
    wide: Json = [{"a": ["{["]}] * DEPTH
    assert json_body(capture(json.dumps(wide).encode())) == wide


@given(st.binary())
def test_any_body_is_json_or_a_value_error(body: bytes) -> None:
    try:
        value = json_body(capture(body))
    except ValueError:
        return
    assert value == json.loads(body.decode("utf-8-sig"))


def test_pairs_keep_order_repeats_and_empty_values() -> None:
    form = capture(b"a=1&b=&a=%2B2", "/x?q=%20&q=", content_type="application/x-www-form-urlencoded; charset=utf-8")
    assert form_pairs(form) == (("a", "1"), ("b", ""), ("a", "+2"))
    assert query_pairs(form) == (("q", " "), ("q", ""))
    assert is_form(form)
    assert not is_form(capture())
