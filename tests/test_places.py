"""Where the row is that so many stand before: found however unevenly they stand."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from store.lists.places import GUESSES, Place

UNEVEN = st.lists(st.sampled_from([0, 0, 0, 1, 2, 900]), min_size=1, max_size=300).filter(any)


@given(UNEVEN, st.floats(0, 1, exclude_max=True))
def test_guesses_and_halves_lead_to_the_row_in_few_steps(rows: list[int], share: float) -> None:
    many = sum(rows)
    place, steps = Place(range(len(rows)), int(share * many), many), 0
    while len(place.places) > 1:
        place, steps = place.closer(lambda some: sum(rows[at] for at in some)), steps + 1
    newest_first = list(accumulate(reversed(rows)))
    found = next(at for at, upto in enumerate(newest_first) if upto > int(share * many))
    assert list(place.places) == [len(rows) - 1 - found]
    there = rows[place.places[0]]
    assert (place.before, place.many) == (int(share * many) - newest_first[found] + there, there)
    assert steps <= GUESSES + len(rows).bit_length()


def test_of_what_stands_evenly_hardly_more_is_counted_than_what_stands_before() -> None:
    counted = list[range]()

    def ten(some: range) -> int:
        counted.append(some)
        return 10 * len(some)

    place = Place(range(10_000), 20_000, 100_000)
    while len(place.places) > 1:
        place = place.closer(ten)
    assert list(place.places) == [7999]
    assert sum(map(len, counted)) < 2500
