"""Rows of which each offers a few things."""

from tui.drawing.turning import Turn, turn_row


def text(turn: Turn, cells: int) -> str:
    return "".join(part for part, _ in turn_row(turn, cells))


def test_what_is_taken_stands_in_brackets() -> None:
    assert text(Turn("speed", ("max", "1x"), 1), 80) == "speed       max [1x]"


def test_where_there_is_no_room_for_all_it_is_what_is_taken() -> None:
    assert text(Turn("speed", ("as fast as it goes", "as it was"), 1), 36) == "speed      [as it was] of 2"


def test_nothing_in_it_drives_the_terminal() -> None:
    assert "\x1b" not in text(Turn("what", ("\x1b[2J", "\u202e")), 80)
