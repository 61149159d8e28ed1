"""Every key does what the help says, on a real board while events arrive."""

import re
from pathlib import Path

from tests.bench.keys import arriving
from tests.terminal import Terminal, board

ESC, CTRL_D, CTRL_F, CTRL_P, CTRL_U = "\x1b", "\x04", "\x06", "\x10", "\x15"
RATE = 50
ROOM = re.compile(r"(message\..*\n.*){5}")
"""More rows than the one on which j, G and ctrl+d would stay."""

ON_THE_DASHBOARD = (
    ("1", "┏━ 1 Brands"),
    ("\t", "┏━ 2 Campaigns"),
    ("3", "┏━ 3 Numbers"),
    ("4", "┏━ 4 Messages"),
    ("5", "┏━ 5 Events"),
    ("j", "PAUSED"),
    ("f", "FOLLOW"),
    ("G", "PAUSED"),
    ("g", "FOLLOW"),
    (CTRL_D, "PAUSED"),
    (CTRL_U, "FOLLOW"),
    (" ", "PAUSED"),
    ("f", "FOLLOW"),
    ("p", "❚❚ PAUSED"),
    ("p", "● LIVE"),
    ("z", "z zoom"),
    ("z", "1 Brands"),
    ("-", "5 Events"),
    ("---", "1 Brands"),
    ("/phase:ok\r", "5 Events — filtered"),
    ("/" + ESC, "━ 5 Events ━"),
    ("c", "Columns — Events|esc close"),
    (ESC, "q quit"),
    ("S", "Sort — Events|esc close"),
    (ESC, "q quit"),
    ("V", "Views|esc close"),
    (ESC, "q quit"),
    (CTRL_F, "Find|esc close"),
    ("13125550102", "message"),
    (ESC, "q quit"),
    ("j", "PAUSED"),  # fifty new rows a second would take the marked one away before it is seen
    ("m", "◆"),
    ("M", "/ is:marked"),
    ("M", "━ 5 Events ━"),
    ("f", "FOLLOW"),
    (";", "Note —|esc"),
    (ESC, "q quit"),
    ("y", "Copy|esc close"),
    (ESC, "q quit"),
    ("r", "Replay|esc close"),
    (ESC, "q quit"),
    ("A", "drift|esc close"),
    (ESC, "q quit"),
    ("E", "━ Messages|esc close"),
    (ESC, "q quit"),
    (",", "Settings|esc close"),
    (ESC, "q quit"),
    ("T", "Themes|esc close"),
    (ESC, "q quit"),
    (":", "Commands|esc close"),
    (ESC, "q quit"),
    (CTRL_P, "Commands|esc close"),
    (ESC, "q quit"),
    ("?", "Help — Events|esc close"),
    (ESC, "q quit"),
    ("%", "MOUSE OFF"),
    ("%", "● LIVE  127"),
    ("P", "MASKED"),
    ("P", "● LIVE  127"),
    ("s", "Delivery funnel"),
    ("v", "list them"),
    ("]", "[1h]"),
    ("[", "[15m]"),
    ("b", "[brand]"),
    (ESC, "q quit"),
)
ON_THE_DETAIL = (
    ("\r", "┏━ Timeline"),
    ("\t", "┏━ Request|▾ data"),
    ("H", "▸ data"),
    ("L", "▾ data"),
    ("b", "as it came"),
    ("b", "hex"),
    ("b", "laid out"),
    ("/delivered", "/"),
    ("\r", "1/"),
    ("n", "2/"),
    ("N", "1/"),
    (ESC, "esc back|!/ delivered"),
    ("v", "Why|esc close"),
    (ESC, "esc back"),
    (ESC, "q quit"),
)


def test_each_key_does_what_help_says_while_events_arrive(tmp_path: Path) -> None:
    with board(tmp_path / "store" / "callboard.db") as terminal:
        port = int(terminal.url.rpartition(":")[2])
        with arriving(port, RATE):
            terminal.until("FOLLOW")
            terminal.until(ROOM)
            for keys, shows in (*ON_THE_DASHBOARD, *ON_THE_DETAIL):
                pressed(terminal, keys, shows)
            assert terminal.quit() == 0


def pressed(terminal: Terminal, keys: str, shows: str) -> None:
    """Until all of that is to be seen, and nothing behind a `!`: the foot of what is opened comes last."""
    terminal.press(keys)
    try:
        terminal.until(
            lambda text: all((part[1:] not in text) if part[0] == "!" else part in text for part in shows.split("|")),
            10,
        )
    except AssertionError as error:
        raise AssertionError(f"{keys!r} does not show {shows}: {error}") from None
