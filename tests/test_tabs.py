"""The tab bar finds room."""

import pytest

from tui.drawing.tabs import tabs
from tui.text import width

TITLES = ["1 Brands ✖3", "2 Campaigns", "3 Numbers ✖1", "4 Messages ✖41", "5 Events"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (80, "[1 Brands ✖3] 2 Campaigns  3 Numbers ✖1  4 Messages ✖41 [5 Events]"),
        (64, "[1 Brands ✖3] 2 Camp  3 Numbers ✖1  4 Messages ✖41 [5 Events]"),
        (60, "[1 Brands ✖3] 2 Camp  3 Numb ✖1  4 Messages ✖41 [5 Events]"),
        (51, "[1 Bran ✖3] 2 Camp  3 Numb ✖1  4 Mess ✖41 [5 Even]"),
        (40, "[1 Bran ✖3] 2  3 ✖1  4 Mess ✖41 [5 Even]"),
        (32, "[1 ✖3] 2  3 ✖1  4 ✖41 [5 Even]"),
    ],
)
def test_names_are_shortened_until_they_fit_those_that_are_seen_last(cells: int, said: str) -> None:
    line = "".join(text for text, _, _ in tabs(TITLES, 4, {0, 4}, cells))
    assert line == said
    assert width(line) <= cells
