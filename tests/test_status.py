"""The top line and the keys: what matters stays, however narrow it is."""

from datetime import UTC, datetime, timedelta

import pytest

from store import Counts, Cursors
from tui.drawing.foot import foot_line
from tui.pulse import Pulse
from tui.status import Status, Teller, top_line
from tui.text import width
from tui.words import plain

from .board import Receiver

NOW = datetime(2026, 11, 22, 14, 2, 32, tzinfo=UTC)
BUSY = Status(state="live", address="http://127.0.0.1:8010", rate=3.1, bars="▁▂▅▇▃▂", rejected=2, total=1204)
KEYS = [
    ("enter", "open", "enter"),
    ("1-5", "pane", "1"),
    ("z", "zoom", "z"),
    ("?", "help", "question_mark"),
    ("q", "quit", "q"),
]


@pytest.mark.parametrize("cells", [60, 80, 120])
def test_the_top_line_fills_its_width(cells: int) -> None:
    line = top_line(BUSY, cells)
    assert sum(width(text) for text, _ in line) == cells
    assert plain(line).startswith("callboard ● LIVE  127.0.0.1:8010")
    assert plain(line).endswith("✗sig 2  1,204 ev")


def test_when_it_is_narrow_the_picture_goes_first() -> None:
    assert "3.1/s ▁▂▅▇▃▂" in plain(top_line(BUSY, 120))
    assert "3.1/s  ✗sig" in plain(top_line(BUSY, 80))


def test_a_view_that_is_behind_says_how_far() -> None:
    assert "reading 9 of 1,000" in plain(top_line(Status(state="live", reading=(9, 1000)), 80))


def test_the_state_is_the_receivers_if_it_is_down_else_the_boards() -> None:
    receiver = Receiver()
    teller = Teller("", receiver)
    none, some, counts = Cursors(1, 0, 0, 0), Cursors(1, 5, 5, 5), Counts(5, 5, 0, {})
    assert teller.tell(NOW, none, None, "", following=True).state == "listening"
    assert teller.tell(NOW, some, counts, "", following=True).state == "live"
    assert teller.tell(NOW, some, counts, "", following=False).state == "paused"
    receiver.state, receiver.sentence = "dead", "it died"
    told = teller.tell(NOW, some, counts, "", following=False)
    assert (told.state, told.banner) == ("dead", "it died")
    assert Teller("", None).tell(NOW, some, counts, "no store", following=True).banner == "no store"


def test_keys_that_a_lost_user_needs_stay() -> None:
    for cells in (80, 40, 24, 16):
        said = "".join(text for text, _, _ in foot_line(KEYS, cells, "ctrl+p"))
        assert "? help" in said
        assert "q quit" in said
        assert width(said) <= cells


def test_the_pulse_is_the_last_ten_seconds_and_a_picture_of_thirty() -> None:
    pulse = Pulse()
    assert (pulse.rate(), pulse.bars()) == (0.0, "")
    for second in range(40):
        pulse.beat(NOW + timedelta(seconds=second), max(0, second - 29) * 5)
    assert pulse.rate() == 5.0
    assert pulse.bars() == "▁▁▁▁██"
    pulse.beat(NOW + timedelta(seconds=41), 0)
    assert pulse.rate() == 0.0


@pytest.mark.parametrize("cells", [80, 120])
def test_where_captures_are_sent_on_to_is_named_once(cells: int) -> None:
    line = plain(top_line(Status(state="live", address="http://127.0.0.1:8010", onward="127.0.0.1:3000"), cells))
    assert line.startswith("callboard ● LIVE  127.0.0.1:8010 → 127.0.0.1:3000  ")
