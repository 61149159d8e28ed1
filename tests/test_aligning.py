"""Elements that belong together: every one of them once, in order, and the most that are equal."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.compare import aligning
from tui.compare.aligning import aligned, matches

LISTS = st.lists(st.integers(0, 6), max_size=30)


@pytest.fixture(params=[aligning.FEW, 0], ids=["few", "many"], autouse=True)
def _few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aligning, "FEW", request.param)


@given(LISTS, LISTS)
def test_every_element_is_there_once_and_in_order(old: list[int], new: list[int]) -> None:
    rows = list(aligned(old, new))
    assert [i for i, _ in rows if i is not None] == list(range(len(old)))
    assert [j for _, j in rows if j is not None] == list(range(len(new)))
    found = matches(old, new)
    assert all(old[i] == new[j] for i, j in found)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))
    assert set(found) <= set(rows)


@given(LISTS, LISTS, LISTS, LISTS)
def test_what_is_loosely_alike_keeps_every_element_too(
    old: list[int], new: list[int], one: list[int], other: list[int]
) -> None:
    loose = [*one, *[7] * len(old)][: len(old)], [*other, *[8] * len(new)][: len(new)]
    rows = list(aligned(old, new, loose))
    assert [i for i, _ in rows if i is not None] == list(range(len(old)))
    assert [j for _, j in rows if j is not None] == list(range(len(new)))


def test_what_is_inserted_in_the_middle_leaves_the_rest_beside_its_own() -> None:
    old = list(range(500))
    new = [*old[:250], "new", *old[250:]]
    rows = list(aligned(old, new))
    assert rows[250] == (None, 250)
    assert sum(None in row for row in rows) == 1


def test_what_took_anothers_place_stands_beside_it() -> None:
    assert list(aligned("abXcd", "abYZcd")) == [(0, 0), (1, 1), (2, 2), (None, 3), (3, 4), (4, 5)]
    assert list(aligned("abPcd", "abQpcd", ("abpcd", "abqpcd")))[2:4] == [(None, 2), (2, 3)]


def test_many_that_stand_out_are_found_however_they_are_mixed_with_what_does_not() -> None:
    chance = Random(3)  # noqa: S311  any order will do
    old = [("row", n) if n % 3 else "}" for n in range(20_000)]
    gone = set(chance.sample(range(20_000), 200))
    new = [one for n, one in enumerate(old) if n not in gone]
    assert len(matches(old, new)) > 19_500
