"""What stands around columns, as text."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from tests.make import NOON
from tui.drawing.axis import Grid, baseline, short, times


def plain(line: Sequence[tuple[str, str]]) -> str:
    return "".join(text for text, _ in line).rstrip()


def test_a_click_finds_its_column() -> None:
    place = Grid(axis=3, pitch=2, first=10, many=4)
    assert [place.column(x) for x in (0, 2, 3, 4, 5, 10, 11)] == [None, None, 10, 10, 11, 13, None]


def test_the_picked_column_is_marked_under_it() -> None:
    place = Grid(axis=3, pitch=3, first=2, many=3)
    assert plain(baseline(place, 3)) == "  └───▲▲────"
    assert plain(baseline(place, 1)) == plain(baseline(place, None)) == "  └─────────"


@pytest.mark.parametrize(
    ("begin", "step", "many", "pitch", "says"),
    [
        (NOON, timedelta(seconds=30), 30, 2, "  12:00   12:02   12:04   12:06   12:08   12:10   12:12"),
        (NOON + timedelta(seconds=30), timedelta(seconds=30), 12, 2, "  12:00:30"),
        (NOON, timedelta(hours=1), 24, 2, "  12:00       18:00       00:00       06:00"),
        (NOON, timedelta(days=1), 8, 3, "  22 Nov   25 Nov   28 Nov"),
        (NOON, timedelta(days=1), 1, 1, ""),
        (NOON, timedelta(days=1), 0, 1, ""),
    ],
)
def test_times_stand_under_their_columns_at_round_moments(
    begin: datetime, step: timedelta, many: int, pitch: int, says: str
) -> None:
    starts = [begin + step * number for number in range(many)]
    assert plain(times(starts, step, Grid(axis=2, pitch=pitch, first=0, many=many))) == says


@pytest.mark.parametrize(
    ("number", "says"),
    [(0, "0"), (999, "999"), (1000, "1k"), (1204, "1.2k"), (12345, "12.3k"), (999_999, "1M"), (10**15, "1P")],
)
def test_short_numbers(number: int, says: str) -> None:
    assert short(number) == says
