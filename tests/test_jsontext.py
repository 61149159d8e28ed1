"""JSON is read and written as it was, and what is none says why."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import DEPTH
from tui.request.jsontext import Digits, Members, read, written

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_what_was_read_and_written_is_still_that_json(value: object) -> None:
    assert json.loads(written(read(json.dumps(value)))) == value


def test_digits_order_and_repeated_names_are_kept() -> None:
    text = '{"b":9007199254740993,"a":[1.50,-0,{},[]],"a":1E400}'
    assert "".join(written(read(text)).split()) == text
    assert read('[{"a": 1}]') == [Members([("a", Digits("1"))])]


@pytest.mark.parametrize("text", ["[" * 100_000, "[" * 2**20, "[" * 100_000 + "]" * 100_000, '{"a":' * (DEPTH + 1)])
def test_what_is_too_deep_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"deeper|Expecting"):
        read(text)


@pytest.mark.parametrize("text", ["NaN", '{"a": -Infinity}', "", "{", "nothing"])
def test_what_is_none_says_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|Expecting"):
        read(text)


def test_half_a_letter_is_written_so_that_it_can_be_read_again() -> None:
    assert read(written(read(r'"\ud800"'))) == "\ud800"
