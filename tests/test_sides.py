"""Rows of a diff as they are drawn."""

from hypothesis import given
from hypothesis import strategies as st

from tui.compare.beside import Row, Said, Sign
from tui.compare.sides import both, cut, one, parting, value
from tui.text import Spans, width


def cells(spans: Spans) -> int:
    return sum(width(text) for text, _ in spans)


def plain(spans: Spans) -> str:
    return "".join(text for text, _ in spans)


def changed(old: str, new: str) -> Row:
    return Row(Sign.CHANGED, ".a", Said(1, '"a": ', old), Said(1, '"a": ', new))


@given(st.text(max_size=300), st.text(max_size=300), st.integers(10, 120), st.integers(0, 200))
def test_no_row_is_wider_than_its_room(old: str, new: str, room: int, level: int) -> None:
    for row in (
        changed(old, new),
        Row(Sign.REMOVED, "", Said(level, f"{old}: ", new), None),
        Row(Sign.HEAD, "", Said(0, "", old), None, value=False),
    ):
        assert cells(both(row, room)) <= room
        assert cells(one(row, new=False, cells=room)) <= room
        assert cells(value(row, new=True, cells=room)) <= room


def test_both_sides_end_where_the_bar_says() -> None:
    assert plain(both(changed("1", "22"), 31)) == '~   "a": 1     │~   "a": 22    '
    assert plain(both(Row(Sign.ADDED, "", None, Said(0, "", "x")), 11)) == "     │+ x  "


def test_one_side_of_a_change_is_what_was_taken_away_or_what_was_added() -> None:
    assert [plain(one(changed("1", "2"), new=new, cells=40)) for new in (False, True)] == ['−   "a": 1', '+   "a": 2']


def test_a_long_value_begins_a_little_before_it_differs() -> None:
    shown = plain(value(changed("x" * 900 + "1" + "y" * 900, "x" * 900 + "2" + "y" * 900), new=True, cells=40))
    assert shown.startswith("+ …xxxx")
    assert "x2y" in shown
    assert shown.endswith("y…")


@given(st.text("ab", max_size=9), st.text("ab", max_size=9))
def test_two_texts_part_where_their_beginnings_and_ends_are_not_alike(old: str, new: str) -> None:
    begin, end = parting(old, new)
    assert old[:begin] == new[:begin]
    assert old[len(old) - end :] == new[len(new) - end :]
    assert begin + end <= min(len(old), len(new))
    left, right = old[begin : len(old) - end], new[begin : len(new) - end]
    assert not (left and right and (left[0] == right[0] or left[-1] == right[-1]))


def test_what_is_cut_says_so() -> None:
    assert plain(cut((("abc", ""), ("def", "")), 6)) == "abcdef"
    assert plain(cut((("abc", ""), ("def", "")), 5)) == "abcd…"
    assert plain(cut((("abc", ""), ("def", "")), 3)) == "ab…"
    assert plain(cut((("abc", ""), ("", "")), 3)) == "abc"
