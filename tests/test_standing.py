"""What the top line says of answers."""

import pytest

from tui.responding.standing import Standing, as_left, hot


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ([], ""),
        ([Standing(1, "500 x3", 0, 3)], ""),
        ([Standing(1, "500", None, 9)], "ANSWERS 500"),
        ([Standing(1, "500 x3 provider:plivo", 2, 1)], "ANSWERS 500 x2 provider:plivo"),
        ([Standing(1, "500 x1", 0, 1), Standing(2, "close", None), Standing(3, "204 x2", 2)], "ANSWERS close +1"),
    ],
)
def test_the_first_that_holds_is_named_with_what_is_left(standing: list[Standing], expected: str) -> None:
    assert hot(standing) == expected


def test_a_long_one_is_cut_and_none_drives_the_terminal() -> None:
    said = hot([Standing(1, "500 text:\x1b[31m" + "a" * 99, None)])
    assert "\x1b" not in said
    assert said.endswith("…")


def test_only_the_number_of_times_changes() -> None:
    assert as_left(Standing(1, "500 x3 text:x3", 1, 2)) == "500 x1 text:x3"
