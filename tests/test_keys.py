"""Keys, as people and as Textual write them."""

import pytest
from textual.binding import InvalidBinding

from tui.keys import spelt, written


def test_a_key_is_written_as_on_the_keyboard_and_spelt_as_textual_does() -> None:
    keys = spelt("?,A,ctrl+g,[,:")
    assert keys == ("question_mark", "A", "ctrl+g", "left_square_bracket", "colon")
    assert [written(key) for key in keys] == ["?", "A", "^g", "[", ":"]


def test_no_key_is_no_key() -> None:
    with pytest.raises(InvalidBinding):
        spelt("a,,b")
