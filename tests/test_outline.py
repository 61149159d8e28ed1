"""Rows that fold are counted right, however they are folded, and found wherever they are."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from store import compiled
from tui.folds.outline import Folds, Place, Source, found
from tui.text import Spans

TREES: st.SearchStrategy[list[Any]] = st.recursive(
    st.just([]), lambda inner: st.lists(inner, max_size=4), max_leaves=30
)
DEEP = [[[], []], [], [[[]], [], [[], []]]]


class Nested(Source):
    """Lists in lists; a row says how long its list is."""

    flat = False

    def __init__(self, lists: list[Any]) -> None:
        self.lists = lists

    def __len__(self) -> int:
        return len(self.lists)

    def row(self, index: int, *, folded: bool) -> Spans:
        return ((f"{'folded ' if folded else ''}{len(self.lists[index])}", ""),)

    def inner(self, index: int) -> Source | None:
        return Nested(self.lists[index]) if self.lists[index] else None


def rows(folds: Folds, at: Place = ()) -> Iterator[Place]:
    """The slow way: everything that is to be seen."""
    for index in range(len(folds.source)):
        yield (*at, index)
        if index in folds.open:
            yield from rows(folds.open[index], (*at, index))


def test_everything_unfolded_is_every_row() -> None:
    folds = Folds(Nested(DEEP))
    assert folds.total == 3
    folds.unfold_all(100, 100)
    assert [folds.place(number) for number in range(folds.total)] == list(rows(folds))
    assert folds.total == 11


@given(TREES, st.lists(st.tuples(st.booleans(), st.integers(0, 200)), max_size=12))
def test_rows_are_counted_right_however_they_are_folded(lists: list[Any], turns: list[tuple[bool, int]]) -> None:
    folds = Folds(Nested(lists))
    for unfolds, which in turns:
        if folds.total:
            place = folds.place(which % folds.total)
            (folds.unfold if unfolds else folds.fold)(place)
    shown = list(rows(folds))
    assert folds.total == len(shown)
    assert [folds.place(number) for number in range(folds.total)] == shown
    assert [folds.number(place) for place in shown] == list(range(folds.total))


def test_a_row_in_what_is_folded_has_the_number_of_the_row_that_hides_it() -> None:
    folds = Folds(Nested(DEEP))
    assert folds.number((2, 2, 1)) == 2
    folds.unfold((2, 2, 1))
    assert folds.at(folds.place(folds.number((2, 2, 1))))[1] == 1
    assert (folds.is_open((2,)), folds.is_open((2, 2)), folds.is_open((2, 0))) == (True, True, False)


def test_folding_all_keeps_the_outermost_levels() -> None:
    folds = Folds(Nested(DEEP))
    folds.unfold_all(100, 100)
    folds.fold_all(1)
    assert list(rows(folds)) == [(0,), (0, 0), (0, 1), (1,), (2,), (2, 0), (2, 1), (2, 2)]


def test_what_is_long_stays_folded_and_there_is_an_end_to_it() -> None:
    folds = Folds(Nested([[[]] * 5, [[]] * 2, [[]], [[]]]))
    folds.unfold_all(3, 4)
    assert sorted(folds.open) == [1, 2]


@given(TREES, st.integers(0, 4))
def test_a_row_is_found_wherever_it_is(lists: list[Any], length: int) -> None:
    folds = Folds(Nested(lists))
    folds.unfold_all(10_000, 10_000)
    hits = [place for place in rows(folds) if folds.at(place)[0].said(place[-1]) == str(length)]
    assert list(found(Nested(lists), compiled(f"^{length}$"))) == hits
