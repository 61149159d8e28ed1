"""What is told of a replay."""

from datetime import timedelta

from store import Answer, Capture
from tests.board import NOW
from tests.make import capture
from tui.sending.outlook import after, before, under_way
from tui.sending.replaying import Batch, Subject
from tui.text import Spans

HOSTILE = "\x1b[2J\u202e"


async def load(_: int) -> Capture | None:
    return None


def said(lines: "list[Spans]") -> str:
    return "\n".join("".join(text for text, _ in line) for line in lines)


def test_a_signature_that_may_not_hold_is_told_unless_it_is_made_anew() -> None:
    old = (Batch("this one", ((1, NOW - timedelta(hours=1)),)),)
    edited = Subject("x", old, capture(), load, edited=True)
    assert "may not fit what was edited" in said([*before(edited, old[0], "", NOW, came=True)])
    came = Subject("x", old, capture(), load)
    assert "may be too old by now" in said([*before(came, old[0], "", NOW, came=True)])
    assert "▲" not in said([*before(came, old[0], "", NOW, came=False)])
    new = Batch("this one", ((1, NOW),))
    assert "▲" not in said([*before(came, new, "", NOW, came=True)])


def test_what_came_of_it_is_counted_and_each_trouble_told_once() -> None:
    answers = [
        Answer(204, timedelta(milliseconds=5)),
        Answer(None, timedelta(seconds=2), HOSTILE),
        Answer(None, timedelta(seconds=2), HOSTILE),
    ]
    shown = said([*after(answers, 5, "", ())])
    assert shown.startswith("✖ 3 sent: 1 × 204, 2 × no answer")
    assert "2 were not sent" in shown
    assert "may have been taken" in shown
    assert shown.count("␛") == 1
    assert not set(HOSTILE) & set(shown) - set("[2J")
    assert "it is not kept: full" in said([*after(answers, 3, "", ("full", "full"))])
    assert said([*after([], 1, "it is gone", ())]).endswith("  it is gone")


def test_while_it_goes_it_says_how_far_it_is() -> None:
    assert said([*under_way([], 3, 7, stopping=True)]) == "0 of 3, 7s to go  stopping\nnothing was sent"
