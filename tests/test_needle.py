"""What is searched for, and what of a line is it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import PatternError
from tui.folds.needle import highlighted, needle
from tui.words import plain

LINE = (("key", "key"), (": ", "dim"), ("a status", ""))


def found(text: str, line: str) -> list[str]:
    return [line[begin:end] for begin, end in needle(text).spans(line)]


def test_small_letters_mean_both_and_a_large_one_means_itself() -> None:
    assert found("sms", "SMS sms Sms") == ["SMS", "sms", "Sms"]
    assert found("SMS", "SMS sms Sms") == ["SMS"]


def test_letters_mean_themselves_and_between_slashes_they_are_a_regular_expression() -> None:
    assert found("a.b", "a.b axb") == ["a.b"]
    assert found("/a.b/", "a.b axb") == ["a.b", "axb"]
    assert found("/", "a/b") == ["/"]
    assert found("//", "a//b") == ["//"]


@pytest.mark.parametrize("text", ["/(/", "/a*/", "/x|/"])
def test_what_is_wrong_or_finds_everything_is_refused(text: str) -> None:
    with pytest.raises(PatternError):
        needle(text)


def test_what_was_found_is_marked_across_pieces_of_a_line() -> None:
    assert highlighted(LINE, needle("y: a s")) == (
        ("ke", "key"),
        ("y", "match"),
        (": ", "match"),
        ("a s", "match"),
        ("tatus", ""),
    )
    assert highlighted(LINE, needle("nothing")) is LINE


@given(st.text(min_size=1, max_size=3), st.lists(st.tuples(st.text(max_size=8), st.just("")), max_size=4))
def test_a_marked_line_says_the_same(text: str, line: list[tuple[str, str]]) -> None:
    assert plain(highlighted(tuple(line), needle(text))) == plain(tuple(line))
