"""Each terminal's own sequence for a notification, and nothing else in it."""

import re

import pytest

from tui.rules.notices import desktop, kind

SAID = "failed: 2 in 1 s"
TMUX = {"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "tmux-256color", "TERM_PROGRAM": "tmux"}  # noqa: S108  a name
HOSTILE = "a;b\x1b]52;c;UE5Y\x07\x9b2J\x9c\x1b\\\0\n\u202eé"


@pytest.mark.parametrize(
    ("environ", "written"),
    [
        ({"TERM": "xterm-kitty"}, "\x1b]99;;callboard: failed: 2 in 1 s\x1b\\"),
        ({"TERM": "foot-extra"}, "\x1b]777;notify;callboard;failed: 2 in 1 s\x07"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, "\x1b]777;notify;callboard;failed: 2 in 1 s\x07"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "\x1b]9;callboard: failed: 2 in 1 s\x07"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "\x1b]9;callboard: failed: 2 in 1 s\x07"),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, "\x1b]9;callboard: failed: 2 in 1 s\x07"),
        ({"TERM": "xterm-256color", "WT_SESSION": "x"}, "\x1b]9;callboard: failed: 2 in 1 s\x07"),
        ({**TMUX, "ITERM_SESSION_ID": "x"}, "\x1bPtmux;\x1b\x1b]9;callboard: failed: 2 in 1 s\x07\x1b\\"),
        ({**TMUX, "KITTY_WINDOW_ID": "1"}, "\x1bPtmux;\x1b\x1b]99;;callboard: failed: 2 in 1 s\x1b\x1b\\\x1b\\"),
        (TMUX, ""),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, ""),
        ({}, ""),
    ],
)
def test_every_terminal_gets_its_own(environ: dict[str, str], written: str) -> None:
    assert desktop(SAID, environ) == written


@pytest.mark.parametrize("environ", [{"TERM": "xterm-kitty"}, {"TERM": "foot"}, {"TERM_PROGRAM": "iTerm.app"}])
@pytest.mark.parametrize("tmux", [{}, {"TMUX": "x"}])
def test_a_hostile_text_neither_ends_the_sequence_nor_begins_another(
    environ: dict[str, str], tmux: dict[str, str]
) -> None:
    plain, hostile = (desktop(text, {**environ, **tmux}) for text in ("TEXT", HOSTILE * 100))
    begin, end = plain.split("TEXT")
    assert hostile.startswith(begin)
    assert hostile.endswith(end)
    said = hostile.removeprefix(begin).removesuffix(end)
    assert not re.search("[\x00-\x1f\x7f-\x9f;\u202e]", said)
    assert "é" in said
    assert len(said) <= 200


def test_the_name_of_a_terminal_is_no_guess() -> None:
    assert kind({"TERM": "dumb"}) == 0
    assert kind({"TERM": "xterm-256color"}) == 0
