"""Columns find room by rank, by what a user added, and by what is enough for each."""

from dataclasses import replace

import pytest

from store import Order
from tui.drawing.columns import Column, Fitted, fit, header, text_column

STATE: Column[str] = text_column("state", (6, 8, 20), 0, lambda text: text, by="state")
NAME: Column[str] = text_column("name", (6, 8, 20), 1, lambda text: text)
VENDOR: Column[str] = replace(text_column("provider", (3, 8, 8), 2, lambda text: text, by="provider"), brief="via")
EXTRA: Column[str] = text_column("extra", (6, 6), 10, lambda text: text)
EVERY = (NAME, VENDOR, STATE, EXTRA)


def widths(fitted: Fitted[str]) -> dict[str, int]:
    return {column.title: cells for column, cells in fitted}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (24, {"name": 6, "provider": 3, "state": 6, "extra": 6}),
        (23, {"name": 8, "provider": 5, "state": 8}),
        (30, {"name": 8, "provider": 5, "state": 8, "extra": 6}),
        (40, {"name": 8, "provider": 8, "state": 15, "extra": 6}),
        (12, {"state": 12}),
    ],
)
def test_each_gets_what_is_enough_before_one_gets_more(cells: int, expected: dict[str, int]) -> None:
    assert widths(fit(EVERY, cells)) == expected


def test_what_was_added_goes_after_all_but_the_first() -> None:
    assert list(widths(fit(EVERY, 13, {"extra"}))) == ["state", "extra"]
    assert list(widths(fit(EVERY, 12, {"extra"}))) == ["state"]


@pytest.mark.parametrize(
    ("cells", "order", "said"),
    [
        (8, None, "provider state"),
        (3, None, "via state"),
        (12, Order("provider"), "provider ▾   state"),
        (9, Order("provider", falling=False), "provider▴ state"),
        (8, Order("provider"), "provide▾ state"),
        (3, Order("provider"), "vi▾ state"),
    ],
)
def test_the_title_of_what_a_list_is_sorted_by_has_a_mark(cells: int, order: Order | None, said: str) -> None:
    line = "".join(text for text, _ in header(((VENDOR, cells), (STATE, 6)), order))
    assert line.rstrip() == said
