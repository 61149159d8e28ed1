"""The real program on a real terminal: what it draws, that nothing posted drives it, and how it leaves."""

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pytest

from receiver.stories.sample import pick
from store import Json
from tests.board import morning, stand
from tests.running import CALLBOARD, environment, running
from tests.terminal import NARROW, Terminal, Watched, board, family, kill
from tests.until import PATIENCE, until
from tui.dashboard import Dashboard
from tui.panes.timeline import Timeline
from tui.stage import Stage

LEAVES = 20
"""Callbacks that are acknowledged before the board is told to leave."""
ON_AND_OFF = {
    b"\x1b[?1049h": b"\x1b[?1049l",
    b"\x1b[?1000h": b"\x1b[?1000l",
    b"\x1b[?1003h": b"\x1b[?1003l",
    b"\x1b[?1006h": b"\x1b[?1006l",
    b"\x1b[?2004h": b"\x1b[?2004l",
    b"\x1b[?25l": b"\x1b[?25h",
    b"\x1b[>25u": b"\x1b[<u",
}
"""Alternate screen, mouse, paste, cursor, keyboard: what turns on, and what gives back."""
OURS = re.compile(
    rb"\x1b\[(?:[0-9;]*m|\d+;\d+H|\?(?:1049|1000|1003|1006|1015|1004|2004|2026|25|7)[hl]|\?20(?:26|48)\$p|>25u|<u)"
    rb"|\x1b\]22;[a-z]*(?:\x1b\\|\x07)"
)
"""Every sequence that Textual writes itself here."""
HOSTILE = (
    "[link=https://x.test]L[/link]",
    "A[/bold]B",
    "[@click=app.quit]Q[/]",
    "\u200b\u200d\u2060\ufeff\u2028",
    "\u202e\u2066\u061c",
    "\0\x07\x08\x0e\x7f\r\n",
    "\x9b666m\x9d0;OWNED\x9c",
    "\x1bP+q544e\x1b\\",
    "\x1b[666m\x1b[2J",
    "\x1b]0;OWNED\x07",
    "\x1b]52;c;UE5Y\x07",
)
NEEDLES = (b"]52;c;", b"]0;", b"[666m", b"[2J", b"P+q")
ROUTES = {"event_type", "record_type", "type", "event", "event_category", "eventType"}
"""What tells an adapter which event this is: with something else there, it would not look at the rest."""
MARKUP = re.compile(r"\[@click|\[/bold|\[link")
OR_NUMBER = re.compile(rf"{MARKUP.pattern}|▸\+1")
"""A number is what is dialled, whatever stands around it."""
AGAIN = {("G", MARKUP), ("G", OR_NUMBER), ("g", "␛"), ("\x1b", "5 Events")}
"""Keys that may come before the rows of their pane are there, or more than once: a click may have opened a detail."""
CLICKS = "".join(f"\x1b[<0;{column};{row}{up}" for row in range(4, 22) for column in (9, 30, 61) for up in "Mm")
READ = (
    "telnyx/brand_registration_failed",
    "telnyx/brand_tcr_brand_update_brand_add",
    "telnyx/campaign_mno_review_rejected",
    "telnyx/phone_assignment_failed",
    "telnyx/message_finalized_delivery_failed",
    "telnyx/message_received",
    "signalwire/number_assignment_failed",
    "signalwire/message_status_failed",
    "zipwhip/campaign_delete_expired",
    "zipwhip/message_receive",
    "mta/v3_message_reply",
    "mta/v3_number_opt_in_sms",
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store" / "callboard.db"


def test_from_the_first_frame_through_every_screen_by_keys(store: Path) -> None:
    with board(store) as terminal:
        terminal.until("● LISTENING")
        assert f"{terminal.url}/telnyx" in terminal.text
        terminal.press("a")
        terminal.until("TCR_BRAND_UPDATE")
        terminal.until("● LIVE")
        for pane in ("Brands", "Campaigns", "Numbers", "Messages", "Events"):
            terminal.press("\t")
            terminal.until(lambda text, pane=pane: re.search(rf"┏━ \d {pane} ━", text) is not None)  # type: ignore[misc]
        for keys, shows in (
            ("\r", "Brands ❯"),
            ("b", "as it came"),
            ("\t", "┏━ Request"),
            ("?", "Help — Request"),
            ("", "esc close"),
            ("\x1b", "esc back"),
        ):
            terminal.press(keys)
            terminal.until(shows)
        terminal.press("q")
        terminal.until("5 Events")
        terminal.press("p")
        terminal.until("❚❚ PAUSED")
        terminal.press("q")
        assert terminal.left() == 0


def test_palette_and_help_do_what_is_chosen_however_fast_one_types_on(store: Path) -> None:
    with board(store, size=NARROW) as terminal:
        terminal.until("● LISTENING")
        terminal.press("\x10")
        terminal.until("━ Commands ━")
        terminal.press("sample\r")
        terminal.until("● LIVE")
        terminal.press(":")
        terminal.until("━ Commands ━")
        terminal.press("q")
        terminal.until("search q")
        terminal.press("\x7fpause\r1")
        terminal.until("❚❚ PAUSED")
        terminal.until("┏━ 1 Brands ━")
        terminal.press("?")
        terminal.until("Help — Brands")
        terminal.press("zoom\r")
        terminal.until(lambda text: "5 Events ━" not in text and "┏━ 1 Brands ━" in text)
        terminal.press("E")
        terminal.until(re.compile(r"━ Messages ━.*sent telnyx/brand.*esc close", re.DOTALL))
        terminal.press("\x1b")
        terminal.until("? help")
        assert terminal.quit() == 0


async def test_timeline_and_request_agree_however_fast_the_user_moves(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("enter")
        timeline = there.board.screen.query_one(Timeline)
        for capture, moves in ((14, (-1, 1)), (13, (-1, 1, -1))):
            for by in moves:
                timeline.action_move(by)
            await there.settle()
            assert f"event {capture - 12} of 2" in there.text()
            assert f"capture {capture} ·" in there.text()


async def test_a_move_that_is_still_on_its_way_opens_nothing_over_the_help(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("enter")
        detail = there.board.screen
        assert isinstance(detail, Stage)
        detail.query_one(Timeline).action_move(-1)
        await there.board.action_help()
        await there.settle()
        await there.press("escape", "q")
        assert isinstance(there.board.screen, Dashboard)


def test_nothing_that_was_posted_drives_the_terminal(store: Path) -> None:
    with board(store, size=NARROW) as terminal:
        terminal.until(f"{post_hostile(terminal.url)} ev")
        look_at_everything(terminal)
        assert terminal.quit() == 0
    written = terminal.written
    assert [needle for needle in NEEDLES if b"\x1b" + needle in written] == []
    assert unexpected(written) == "\a"  # the first callback of all rings
    for mark in ("␛]52;c;", "␛]0;", "␛[666m", "␛P+q", "⟨U+009B⟩", "⟨U+202E⟩", "⟨U+200B⟩", "␇␈␎"):
        assert mark.encode() in written, mark
    for markup in (b"[@click=ap", b"A[/bold]B", b"[link=http"):
        assert markup in written, markup


async def test_nothing_that_was_posted_changes_tmux(store: Path) -> None:
    def tmux(*command: str) -> str:
        whole = ("tmux", "-L", f"callboard-{os.getpid()}", "-f", str(conf), *command)
        return subprocess.run(whole, capture_output=True, text=True, check=False, env=environ).stdout

    conf, environ = store.parent.parent / "tmux.conf", environment(store.parent)
    conf.write_text("set -g set-clipboard on\nset -g allow-rename on\nset -g allow-passthrough on\n", encoding="ascii")
    command = (*CALLBOARD, "--store", str(store), "--port", "0")
    tmux("new-session", "-d", "-x", "120", "-y", "36", "-s", "it", *command)
    try:
        await until(lambda: "/telnyx" in tmux("capture-pane", "-p", "-t", "it"))
        title, name = (tmux("display", "-p", "-t", "it", f"#{{{what}}}") for what in ("pane_title", "window_name"))
        address = re.findall(r"(http://127\.0\.0\.1:\d+)/telnyx", tmux("capture-pane", "-p", "-t", "it"))[0]
        count = post_hostile(address)
        await until(lambda: f"{count} ev" in tmux("capture-pane", "-p", "-t", "it"))
        for keys, shows in (("4", "┏━ 4"), ("Enter", "Messages ❯ ␛]"), ("b", "as it came"), ("q", "5 Events")):
            tmux("send-keys", "-t", "it", keys)
            await until(lambda shows=shows: shows in tmux("capture-pane", "-p", "-t", "it"))  # type: ignore[misc]
        assert "␛]" in tmux("capture-pane", "-p", "-t", "it")
        assert tmux("list-buffers") == ""
        assert tmux("display", "-p", "-t", "it", "#{pane_title}") == title
        assert tmux("display", "-p", "-t", "it", "#{window_name}") == name
        tmux("new-window", r"printf '\033]52;c;UE5Y\007\033]2;OWNED\007'; cat")
        await until(lambda: "PNX" in tmux("list-buffers"))  # so this tmux does take what a program gives it
    finally:
        tmux("kill-server")


def signalled(number: signal.Signals) -> Callable[[Terminal], None]:
    return lambda terminal: terminal.process.send_signal(number)


TWICE = "\x03\x03"
"""At once: for the second of two it may be too late, and both are one too many at most."""


def pressed(key: str) -> Callable[[Terminal], None]:
    return lambda terminal: terminal.press(key)


def interrupted(terminal: Terminal) -> None:
    terminal.press("\x03")
    terminal.until("ctrl+c once more quits")
    terminal.press(TWICE)


@pytest.mark.parametrize(
    ("leave", "code"),
    [
        pytest.param(signalled(signal.SIGTERM), 143, id="TERM"),
        pytest.param(signalled(signal.SIGHUP), 129, id="HUP"),
        pytest.param(signalled(signal.SIGINT), 130, id="INT"),
        pytest.param(signalled(signal.SIGQUIT), 131, id="QUIT"),
        pytest.param(pressed("q"), 0, id="q"),
        pytest.param(pressed("\x11"), 0, id="ctrl+q"),
        pytest.param(interrupted, 0, id="ctrl+c twice"),
    ],
)
def test_it_leaves_with_its_code_a_whole_terminal_and_nobody_behind(
    store: Path, leave: Callable[[Terminal], None], code: int
) -> None:
    with board(store) as terminal:
        url = terminal.url
        others = family(terminal.process.pid)
        assert len(others) == 2
        watched = Watched(*others)
        with posting(url) as acknowledged:
            leave(terminal)
            assert terminal.left() == code
        assert watched.gone()
    assert closed(url)
    assert not_given_back(terminal.written) == []
    assert acknowledged - stored(store) == set()


def test_a_killed_board_leaves_no_process_behind(store: Path) -> None:
    with board(store) as terminal:
        url = terminal.url
        watched = Watched(*family(terminal.process.pid))
        with posting(url) as acknowledged:
            kill(terminal.process.pid)
            assert watched.gone()
    assert closed(url)
    assert acknowledged - stored(store) == set()


def test_it_is_drawn_also_where_stderr_goes_elsewhere(tmp_path: Path) -> None:
    with board(tmp_path / "callboard.db", tied="unheard") as terminal:
        terminal.until("Waiting for the first callback")
        assert terminal.quit() == 0


@pytest.mark.parametrize("tied", ["terminal", "nohup", "untied"])
def test_a_closed_terminal_ends_it_told_or_not(store: Path, tied: str) -> None:
    with board(store, tied=tied) as terminal:
        url = terminal.url
        watched = Watched(*family(terminal.process.pid))
        terminal.hang_up()
        assert terminal.left() == 129
        assert watched.gone()
    assert closed(url)


def test_a_taken_port_is_one_sentence_and_no_screen(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        with board(store, "--port", port) as terminal:
            assert terminal.left() == 2
    said = terminal.written.decode()
    assert re.fullmatch(
        rf"callboard: port {port} on 127\.0\.0\.1 is already in use: [^\n\x1b]*--port[^\n\x1b]*\r\n", said
    )


def test_a_store_that_another_receiver_writes_is_one_sentence_and_no_screen(store: Path) -> None:
    with running(store) as other, board(store) as terminal:
        assert terminal.left() == 2
        said = terminal.written.decode()
        held = rf"another receiver \(process {other.process.pid} at {other.url}\)"
        assert re.fullmatch(rf"callboard: {held}[^\n\x1b]*`callboard watch`[^\n\x1b]*\r\n", said)


def test_a_killed_receiver_is_told_and_comes_back_on_its_port(store: Path) -> None:
    with board(store) as terminal:
        url = terminal.url
        assert post_sample(url, "telnyx/message_finalized_delivered") == 200
        terminal.until("● LIVE")
        receiver, interpreter = family(terminal.process.pid)
        watched = Watched(receiver, interpreter)
        kill(receiver)
        terminal.until("the receiver was killed by signal 9: nothing is received; it is started again in")
        assert watched.gone()
        terminal.until("● LIVE")
        assert terminal.url == url
        assert post_sample(url, "telnyx/phone_assignment_success") == 200
        terminal.until("+13125550123")
        assert "killed" not in terminal.text
        terminal.press("q")
        assert terminal.left() == 0
    assert not_given_back(terminal.written) == []


def look_at_everything(terminal: Terminal) -> None:
    """Go through every screen, and see on each something hostile, as text."""
    for pane in ("1 Brands", "2 Campaigns", "3 Numbers", "4 Messages", "5 Events"):
        for keys, shows in (
            (pane[0], f"┏━ {pane}"),
            ("G", MARKUP if pane != "3 Numbers" else OR_NUMBER),
            ("g", "␛"),
            ("\r", "❯ ␛" if pane != "5 Events" else "❯"),
            ("", "␛"),
            ("b", "as it came"),
            ("b", "in hex"),
            ("b", "laid out"),
            ("/", "esc clear"),
            ("52;c", "/ 52;c"),
            ("\r", "esc back"),
            ("wz", "␛"),
            ("z[]G", "␛"),
            (CLICKS, "␛"),
            ("?", "esc close"),
            ("\x1b", "esc back"),
            ("\x1b", "5 Events"),
        ):
            if (keys, shows) in AGAIN:
                terminal.insist(keys, shows)
                continue
            terminal.press(keys)
            terminal.until(shows)
    terminal.press("5")
    terminal.insist("G", MARKUP)
    for keys, shows in (("\r", "[@click=app.quit]"), ("q", "5 Events")):
        terminal.press(keys)
        terminal.until(shows)
    for key, title in (("\x10", "━ Commands ━"), (",", "━ Settings ━"), ("E", "━ Messages ━"), ("T", "━ Themes ━")):
        terminal.press(key)
        terminal.until(re.compile(f"{title}.*esc close", re.DOTALL))
        terminal.press("\x1b")
        terminal.until("? help")


def post_hostile(url: str) -> int:
    """Post what is hostile in every field that can hold it; how many events that is."""
    post_odd_head(url)
    with httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE) as client:
        for path in ("/telnyx", "/unknown"):
            assert client.post(path, content="".join(HOSTILE).encode()).status_code == 200
        for nasty in HOSTILE:
            fields = dict.fromkeys(("To", "From", "Text", "ErrorCode", "MessageUUID", "Units"), nasty)
            form = urlencode({"Type": "sms", "Status": "failed", **fields, nasty: nasty})
            kind = {"content-type": "application/x-www-form-urlencoded"}
            assert client.post("/plivo", content=form, headers=kind).status_code == 200
            assert client.post(f"/{quote(nasty)}?{quote(nasty)}={quote(nasty)}", content=nasty).status_code == 200
            for sample in pick(READ):
                body = json.dumps(spoiled(json.loads(sample.body), nasty))
                path = f"/{sample.provider}{sample.target.rstrip('/')}"
                assert client.post(path, content=body).status_code == 200
    return 3 + len(HOSTILE) * (2 + len(READ))


def post_odd_head(url: str) -> None:
    """All that HTTP lets pass in a target, in a header's name and in its value."""
    with closing(http.client.HTTPConnection(url.removeprefix("http://"))) as connection:
        connection.putrequest(
            "POST", "/x[/bold][@click=app.quit]?[link=https://x.test]=A[/]", skip_accept_encoding=True
        )
        connection.putheader("x-'*^|~!#$&`", b"[@click=app.quit]Q[/]")
        for value in ("\x9b666m", "\x9d0;OWNED\x9c", "\u202e\u2066", "\u200b\ufeff"):
            connection.putheader("x-odd", value.encode())
            connection.putheader("x-odd", value.encode("latin-1", "ignore"))
        connection.putheader("content-length", "0")
        connection.endheaders()
        assert connection.getresponse().status == 200


def spoiled(value: Json, nasty: str) -> Json:
    """With something hostile before every text that an adapter reads, and in a name."""
    if isinstance(value, dict):
        kept = {name: inner if name in ROUTES else spoiled(inner, nasty) for name, inner in value.items()}
        return {**kept, nasty: nasty}
    if isinstance(value, list):
        return [spoiled(one, nasty) for one in value]
    return nasty + value if isinstance(value, str) else value


def unexpected(written: bytes) -> str:
    """What reached the terminal besides Textual's own sequences and text that is safe."""
    rest = OURS.sub(b"", written).decode("utf-8", "surrogateescape")
    found = "".join(letter for letter in rest if not letter.isprintable() and letter not in "\r\n")
    return found.encode("utf-8", "backslashreplace").decode()


def not_given_back(written: bytes) -> list[bytes]:
    """Modes of the terminal that were turned on, and are still."""
    assert b"\x1b[?1049h" in written
    return [on for on, off in ON_AND_OFF.items() if written.rfind(off) < written.rfind(on)]


@contextmanager
def posting(url: str) -> Iterator[set[bytes]]:
    """The bodies that are acknowledged while the block runs, which begins when there are some."""
    acknowledged: set[bytes] = set()
    enough = threading.Event()

    def post() -> None:
        with httpx.Client(trust_env=False, timeout=PATIENCE) as client, suppress(httpx.HTTPError):
            for number in range(100_000):
                if client.post(url, content=b"%d" % number).status_code == 200:
                    acknowledged.add(b"%d" % number)
                if len(acknowledged) == LEAVES:
                    enough.set()

    thread = threading.Thread(target=post)
    thread.start()
    try:
        assert enough.wait(PATIENCE)
        yield acknowledged
    finally:
        thread.join()


def stored(store: Path) -> set[bytes]:
    with closing(sqlite3.connect(store)) as db:
        return {body for (body,) in db.execute("SELECT body FROM captures")}


def closed(url: str) -> bool:
    """Nobody listens there."""
    host, _, port = url.removeprefix("http://").partition(":")
    try:
        socket.create_connection((host, int(port)), PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


def post_sample(url: str, name: str) -> int:
    [sample] = pick([name])
    return httpx.post(f"{url}/{sample.provider}", content=sample.body, trust_env=False, timeout=PATIENCE).status_code
