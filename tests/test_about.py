"""What this runs on."""

from pathlib import Path

from rich.console import Console
from textual.geometry import Size

from tui.guide.about import about, inside


def test_what_stands_between_us_and_the_terminal_is_named() -> None:
    assert inside({"TMUX": "1", "TERM_PROGRAM_VERSION": "3.3a", "SSH_CONNECTION": "1"}) == "SSH, tmux 3.3a"
    assert inside({"TERM_PROGRAM": "kitty"}) == "kitty"
    assert inside({}) == "nothing known"


def test_what_the_environment_says_drives_no_terminal() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    facts = dict(about(console, Size(80, 24), Path("/a\x1b[2J"), "", "nord", {"TERM": "x\x1b]0;OWNED\x07"}))
    assert facts["terminal"] == "x␛]0;OWNED␇, 80x24"
    assert facts["store"] == "/a␛[2J"
    assert facts["colours"] == "16 million; theme nord"
    assert facts["receiver"] == "none"
    no_colour = about(console, Size(80, 24), Path("/a"), "", "nord", {"NO_COLOR": "1"})
    assert dict(no_colour)["colours"].startswith("none (NO_COLOR)")
