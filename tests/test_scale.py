"""Time as cells."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import NOON, later
from tui.drawing.scale import scale

DAY = 86400


def test_what_can_be_read_is_even() -> None:
    even = scale([later(second) for second in (0, 10, 20, 40)], 41)
    assert [even.at(later(second)) for second in (0, 10, 20, 30, 40)] == [0, 10, 20, 30, 40]
    assert even.cuts == ()


def test_days_among_seconds_are_cut_short_and_the_seconds_stay_apart() -> None:
    cut = scale([later(second) for second in (0, 2, 3 * DAY, 3 * DAY + 3)], 61)
    assert cut.cuts == (1,)
    cells = [cut.at(when) for when in cut.moments]
    assert cells[1] > 15
    assert cells[3] - cells[2] > 20


def test_the_longer_of_two_that_are_cut_short_keeps_more_room() -> None:
    cut = scale([later(second) for second in (0, 2, 600, 600 + 30 * DAY)], 61)
    widths = [other - one for one, other in zip(cut.cells, cut.cells[1:], strict=False)]
    assert cut.cuts == (1, 2)
    assert widths[2] > widths[1]


def test_a_single_moment_is_the_first_cell() -> None:
    assert scale([NOON, NOON], 20).at(NOON) == 0


@given(st.lists(st.floats(0, 400 * DAY), min_size=1, max_size=30), st.integers(8, 200))
@pytest.mark.filterwarnings("error")
def test_later_is_never_further_to_the_left_nor_out_of_the_room(seconds: Sequence[float], cells: int) -> None:
    moments = sorted(NOON + timedelta(seconds=second) for second in seconds)
    drawn = scale(moments, cells)
    places = [drawn.at(moment) for moment in moments]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] <= cells - 1
