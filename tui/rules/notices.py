"""Desktop notifications: the sequence by which the user's terminal shows one, if it has any."""

from collections.abc import Mapping

from ..text import safe

NAME = "callboard"
LONGEST = 200
ST, BEL = "\x1b\\", "\x07"

PLAIN = {"iTerm.app", "WezTerm", "ghostty"}
"""What TERM_PROGRAM says of terminals that know OSC 9."""
BY_TERM = (("xterm-kitty", 99), ("foot", 777), ("rxvt-unicode", 777), ("xterm-ghostty", 9), ("wezterm", 9))
MARKS = (
    ("KITTY_WINDOW_ID", 99),
    ("WEZTERM_PANE", 9),
    ("ITERM_SESSION_ID", 9),
    ("GHOSTTY_RESOURCES_DIR", 9),
    ("WT_SESSION", 9),
    ("VTE_VERSION", 777),
)
"""Variables that a terminal leaves for its programs: they are there within tmux, too, which changes the others."""


def desktop(text: str, environ: Mapping[str, str]) -> str:
    """What to write for a notification; empty where the terminal has none that we know."""
    said = safe(text, LONGEST).replace(";", ",")
    sequences = {
        9: f"\x1b]9;{NAME}: {said}{BEL}",
        99: f"\x1b]99;;{NAME}: {said}{ST}",
        777: f"\x1b]777;notify;{NAME};{said}{BEL}",
    }
    sequence = sequences.get(kind(environ), "")
    return _through_tmux(sequence) if sequence and environ.get("TMUX") else sequence


def kind(environ: Mapping[str, str]) -> int:
    """The number of the sequence that the terminal knows; 0 for none."""
    if environ.get("TERM_PROGRAM") in PLAIN:
        return 9
    term = environ.get("TERM", "")
    by_term = (number for name, number in BY_TERM if term.startswith(name))
    return next(by_term, None) or next((number for name, number in MARKS if environ.get(name)), 0)


def _through_tmux(sequence: str) -> str:
    """tmux hands on what is wrapped so, if its `allow-passthrough` is on."""
    return f"\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}{ST}"
