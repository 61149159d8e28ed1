"""Pictures as text: of nothing, of one, all nought, huge, narrow."""

from collections.abc import Sequence

import pytest

from tui.drawing.axis import grid
from tui.drawing.charts import Layer, bar, legend, resampled, sparkline, stacked

LAYERS = (
    Layer("ok", "ok", "█"),
    Layer("pending", "pending", "▓"),
    Layer("failed", "failed", "✖", alarm=True),
)
Stacks = list[tuple[int, int, int]]


def plain(line: Sequence[tuple[str, str]]) -> str:
    return "".join(text for text, _ in line).rstrip()


@pytest.mark.parametrize(
    ("stacks", "cells", "picture"),
    [
        pytest.param([], 10, [" │", " │", " │"], id="none"),
        pytest.param([(0, 0, 0)] * 3, 10, [" │", " │", " │"], id="all nought"),
        pytest.param([(1, 0, 0)], 6, ["1┤███", " │███"], id="one"),
        pytest.param([(8, 0, 0), (4, 0, 0), (1, 0, 0)], 8, ["8┤██", " │████▂▂"], id="part of a cell"),
        pytest.param([(16, 0, 0), (5, 0, 0)], 7, ["16┤██", "  │██▅▅"], id="to an eighth"),
        pytest.param([(8, 8, 0)], 7, ["16┤▓▓▓", "  │▓▓▓", " 8┤███", "  │███"], id="each with its glyph"),
        pytest.param([(30, 30, 40)], 6, ["100┤✖✖", "   │✖✖", " 60┤▓▓", "   │██", "   │██"], id="what failed is on top"),
        pytest.param(
            [(1000, 0, 1), (1000, 0, 0)],
            10,
            ["1k┤✖✖ ██", "667┤██ ██", "  │██ ██"],
            id="a single failure is seen",
        ),
        pytest.param([(0, 0, 1), (99, 0, 0)], 8, ["99┤  ██", "  │✖✖██"], id="also where it is alone"),
        pytest.param([(1, 1, 1), (99, 0, 0)], 8, ["99┤  ██", "66┤✖✖██", "  │▓▓██"], id="and hides not all others"),
        pytest.param([(10**12, 0, 0)], 8, ["1T┤███", "  │███"], id="huge"),
        pytest.param([(n, 0, 0) for n in range(9)], 5, ["8┤▆▇█"], id="narrow: the newest"),
        pytest.param([(3, 0, 0)], 1, ["3┤", " │"], id="no room at all"),
    ],
)
def test_columns(stacks: Stacks, cells: int, picture: list[str]) -> None:
    assert [plain(line) for line in stacked(stacks, LAYERS, grid(stacks, cells), len(picture))] == picture


def test_a_part_of_a_cell_has_the_colour_of_what_it_belongs_to() -> None:
    [line] = stacked([(0, 3, 0), (8, 0, 0)], LAYERS, grid([(0, 3, 0), (8, 0, 0)], 6), 1)
    assert line[1:] == (("▃▃", "pending"), ("██", "ok"))


@pytest.mark.parametrize(
    ("value", "top", "cells", "says"),
    [
        (0, 10, 8, ""),
        (10, 10, 4, "████"),
        (5, 10, 4, "██"),
        (1, 1000, 4, "▏"),
        (9, 16, 2, "█▏"),
        (11, 10, 4, "████"),
        (10**15, 10**15, 2, "██"),
        (5, 0, 4, ""),
        (5, 10, 0, ""),
    ],
)
def test_bars(value: int, top: int, cells: int, says: str) -> None:
    assert bar(value, top, cells) == says


@pytest.mark.parametrize(
    ("values", "cells", "says"),
    [
        ([], 5, ""),
        ([0, 0, 0], 5, "▁▁▁"),
        ([7], 5, "█"),
        ([0, 1, 1000], 5, "▁▂█"),
        ([1, 1, 1, 1], 2, "██"),
        ([0, 0, 4, 4], 2, "▁█"),
        ([1, 2, 3], 0, ""),
        ([10**15, 5 * 10**14], 2, "█▅"),
    ],
)
def test_sparklines_tell_nought_from_little(values: list[int], cells: int, says: str) -> None:
    assert sparkline(values, cells) == says


def test_neighbours_are_added_so_that_the_newest_has_all_of_its_own() -> None:
    assert resampled([1] * 10, 4) == [1, 3, 3, 3]
    assert resampled([1, 2], 5) == [1, 2]


def test_the_legend_names_what_there_is() -> None:
    assert plain(legend(LAYERS, (1204, 0, 3))) == "✖ failed 3   █ ok 1,204"
