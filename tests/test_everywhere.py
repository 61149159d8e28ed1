"""The real program on terminals of every kind: sizes, colours, tongues, mice, and whatever is posted to it."""

import json
import random
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from store import Answer, Capture, Kind, Phase, Trust, Verdict
from tests.board import UNCHECKED, Books, message, morning, stand, told
from tests.elsewhere import Elsewhere
from tests.everywhere import PLACES, SIZES
from tests.terminal import WIDE, Terminal, board
from tests.test_terminal import HOSTILE, NEEDLES, TWICE, not_given_back, post_hostile, post_sample, unexpected
from tests.until import PATIENCE, until
from tui.given import Given
from tui.text import Spans, safe

MOUSE = {"on": b"\x1b[?1003h", "off": b"\x1b[?1003l"}
SAMPLE = "telnyx/message_finalized_delivered"
OSC_52 = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
FROM_AFAR = {"SSH_CONNECTION": "1", "TMUX": "", "DISPLAY": ""}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store" / "callboard.db"


def live(terminal: Terminal) -> None:
    """With one message on it."""
    assert post_sample(terminal.url, SAMPLE) == 200
    terminal.until("● LIVE")
    terminal.until("message.finalized")


NASTY = "\x1b[2J" + "".join(HOSTILE) + "<&>"


FIELDS = ("summary", "reason", "text", "meaning", "code", "type", "status", "campaign", "brand")
ODD = NASTY.encode("ascii", "ignore")
BODIES = (
    NASTY.encode(),
    urlencode({NASTY: NASTY, "Body": NASTY}).encode(),
    json.dumps({NASTY: NASTY}).encode(),
    b"\xff\0" + NASTY.encode(),
)


async def spoilt(books: Books) -> None:
    """What is hostile in every field that can hold it."""
    headers, target = ((b"Host", NASTY.encode()), (ODD, NASTY.encode())), (b"/%b?%b=%b" % (ODD, ODD, ODD)).decode()
    rejected = Verdict(trust=Trust.REJECTED, reason=NASTY)
    for kind in (Kind.BRAND, Kind.CAMPAIGN, Kind.NUMBER, Kind.MESSAGE):
        for number, body in enumerate(BODIES):
            called = {"name": NASTY, "recipient": NASTY, "sender": NASTY, **dict.fromkeys(FIELDS, NASTY)}
            event = told(NASTY, "x", kind, f"{NASTY}{number}", NASTY, Phase.FAILED).model_copy(update=called)
            for verdict in (UNCHECKED, rejected):
                await books.receive(event, body=body, verdict=verdict, ago=4 - number, target=target, headers=headers)
    await books.drift(f"data.{NASTY}", message(1, provider=NASTY))


@pytest.mark.parametrize("place", PLACES)
async def test_nothing_hostile_is_on_any_screen(place: str, tmp_path: Path) -> None:
    """What the bytes are made of: `safe` changes nothing of what was drawn, at any size, also where it is a toast."""

    def explain(_capture: Capture) -> Iterator[Spans]:
        raise ValueError(NASTY)

    answered = Elsewhere(Answer(500, timedelta(0), NASTY))
    given = Given(explain=explain, ways=lambda _: answered)
    async with stand(tmp_path, fill=spoilt, toasts=True, given=given) as there:
        await there.press(*PLACES[place])
        there.board.notify(there.board.shown(NASTY), markup=False, timeout=PATIENCE)
        for size in SIZES:
            await there.resize(size)
            shown = there.text()
            assert [line for line in shown.splitlines() if safe(line) != line] == []
            assert "␛" in shown or place == "palette", shown


def test_nothing_hostile_comes_out_of_any_place(store: Path) -> None:
    """The same bytes as they reach the terminal, through every place one after the other."""
    with board(store) as terminal:
        terminal.until(f"{post_hostile(terminal.url)} ev")
        for keys in PLACES.values():
            for part in "".join(BYTES.get(key, key) for key in keys).partition("\r"):
                terminal.press(part)
                terminal.rest()
            for _ in range(2):  # out of a filter, a modal, a zoom and a detail
                terminal.press("\x1b")
                terminal.rest()
        for field, shows in (("/", "enter keep it"), ("\x10", "Commands")):
            terminal.insist("5", "┏━ 5 Events")
            terminal.press(field)
            terminal.until(shows)
            terminal.press(f"\x1b[200~evil{NASTY}\x1b[201~")
            terminal.until("evil␛")
            terminal.press("\x1b")
            terminal.until(lambda text: "evil" not in text)
            terminal.rest()
        terminal.press("P%")
        terminal.rest()
        assert terminal.quit() == 0
    assert [needle for needle in NEEDLES if b"\x1b" + needle in terminal.written] == []
    assert unexpected(terminal.written) == FIRST
    assert b"Warning" not in terminal.written


BYTES = {
    "enter": "\r",
    "tab": "\t",
    "slash": "/",
    "question_mark": "?",
    "ctrl+p": "\x10",
    "ctrl+f": "\x06",
    "minus": "-",
    "plus": "+",
    "comma": ",",
    "semicolon": ";",
}
"""Keys of which the terminal writes something else than their name."""


def test_the_mouse_selects_and_the_first_ctrl_c_copies_that(store: Path) -> None:
    with board(store, environ=FROM_AFAR) as terminal:
        live(terminal)
        column, row = terminal.find("message.finalized")
        terminal.drag((column, row), (column + len("message.finalized") - 1, row))
        terminal.until("PAUSED")
        terminal.press("\x03")
        terminal.until("copied selection, 17 letters, by the terminal")
        [copied] = OSC_52.findall(terminal.written)
        assert b64decode(copied) == b"message.finalized"
        terminal.until("FOLLOW")
        terminal.press("\x03")
        terminal.until("ctrl+c once more quits")
        terminal.press(TWICE)
        assert terminal.left() == 0


def test_percent_gives_the_mouse_to_the_terminal_and_takes_it_back(store: Path) -> None:
    with board(store) as terminal:
        live(terminal)
        for key, badge, last in (("%", True, "off"), ("%", False, "on"), ("%", True, "off")):
            terminal.press(key)
            terminal.until(lambda text, badge=badge: ("MOUSE OFF" in text) == badge)  # type: ignore[misc]
            written = {name: terminal.written.rfind(mark) for name, mark in MOUSE.items()}
            assert max(written, key=lambda name: written[name]) == last
        assert terminal.quit() == 0
    assert not_given_back(terminal.written) == []


def test_textual_still_has_what_the_mouse_is_given_with() -> None:
    from textual.drivers.linux_driver import LinuxDriver

    assert callable(LinuxDriver._enable_mouse_support)
    assert callable(LinuxDriver._disable_mouse_support)


def test_after_two_hundred_sizes_it_is_right_at_the_last(store: Path) -> None:
    any_size = random.Random(7)  # noqa: S311
    with board(store) as terminal:
        live(terminal)
        for _ in range(200):
            terminal.resize(any_size.randint(1, 300), any_size.randint(1, 100))
            terminal.pause(0.005)
        terminal.resize(*WIDE)
        terminal.until(lambda text: right(text, WIDE))
        terminal.press("\r")
        terminal.until("┏━ Timeline")
        terminal.press("q")
        terminal.until(lambda text: right(text, WIDE))
        assert terminal.quit() == 0


def right(text: str, size: tuple[int, int]) -> bool:
    """Whether the dashboard fills a screen of this size, and nothing of another one is left on it."""
    lines = text.splitlines()
    framed = [line for line in lines if line.startswith(("╭", "╰", "┏", "┗", "│", "┃"))]
    return (
        len(lines) == size[1]
        and {len(line) for line in framed} == {size[0]}
        and len(framed) == size[1] - 2
        and all(text.count(f" {pane} ") == 1 for pane in ("1 Brands", "2 Campaigns", "3 Numbers", "4 Messages"))
    )


def test_where_there_is_no_room_it_says_so_and_the_keys_live(store: Path) -> None:
    with board(store, size=(59, 15)) as terminal:
        terminal.until("make me bigger")
        terminal.resize(*WIDE)
        terminal.until("● LISTENING")
        terminal.resize(20, 5)
        terminal.until("make me bigger")
        assert terminal.quit() == 0


FIRST = "\a"
"""The first callback of a store rings once."""
KINDS: dict[str, dict[str, str]] = {
    "xterm": {"TERM": "xterm"},
    "16 colours": {"TERM": "xterm-16color", "TEXTUAL_THEME": "ansi-dark"},
    "no colour": {"NO_COLOR": "1"},
    "light": {"TEXTUAL_THEME": "textual-light"},
    "C": {"LANG": "C", "LC_ALL": "C"},
    "dumb": {"TERM": "dumb"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_draws_on_every_kind_of_terminal(kind: str, store: Path) -> None:
    with board(store, environ=KINDS[kind]) as terminal:
        live(terminal)
        for keys, shows in (("\r", "┏━ Timeline"), ("?", "esc close"), ("\x1b", "esc back"), ("q", "q quit")):
            terminal.press(keys)
            terminal.until(shows)
        assert terminal.quit() == 0
    assert not_given_back(terminal.written) == []
    assert unexpected(terminal.written) == FIRST


NOT_UTF_8 = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_where_the_locale_has_no_letters_for_it_it_says_which_has(store: Path) -> None:
    with board(store, environ=NOT_UTF_8) as terminal:
        assert terminal.left() == 2
    assert re.fullmatch(rb"callboard: [^\x1b\n]*LC_ALL=C.UTF-8[^\x1b\n]*\r\n", terminal.written)


SGR = re.compile(rb"\x1b\[([0-9;]*)m")


@pytest.mark.parametrize("theme", ["textual-dark", "ansi-dark"])
def test_without_colour_none_is_written_and_where_the_user_is_is_reversed(theme: str, store: Path) -> None:
    with board(store, environ={"NO_COLOR": "1", "TEXTUAL_THEME": theme}) as terminal:
        live(terminal)
        terminal.press("\r")
        terminal.until("┏━ Timeline")
        assert terminal.quit() == 0
    told = {code for sequence in SGR.findall(terminal.written) for code in sequence.split(b";")}
    assert b"7" in told
    if theme == "ansi-dark":
        assert not told & {b"%d" % code for code in (*range(31, 38), *range(41, 48), *range(91, 98))}


async def test_without_colour_the_alarm_and_the_row_are_told_by_more_than_colour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with stand(tmp_path, fill=morning) as there:
        there.receiver.state, there.receiver.sentence = "restarting", "the receiver died"
        await until(lambda: "died" in there.text())
        strips = there.board.screen._compositor.render_strips(there.board.size)
        reversed_ = [
            "".join(segment.text for segment in strip if segment.style and segment.style.reverse) for strip in strips
        ]
    assert "✖ the receiver died" in reversed_[1]
    assert [line[:14] for line in reversed_ if line.startswith("▸")] == ["▸14:02:31.000 "]


def test_the_test_of_sizes_would_see_a_wrong_one() -> None:
    makes: Callable[[str], bool] = lambda text: right(text, (10, 3))  # noqa: E731
    assert not makes("╭──╮\n│  │\n╰──╯")
