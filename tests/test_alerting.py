"""The board watches: what it rings, shows and runs, and what it leaves alone."""

import os
import re
from pathlib import Path

import httpx
import pytest

from receiver.stories.sample import pick
from store import Phase
from tests.board import Books, Stand, message, morning, stand
from tests.ruled import rules_of
from tests.terminal import Terminal, Watched, board
from tests.until import PATIENCE, until
from tui.given import Given

FAILED = rules_of({"failed": {"when": "phase:failed"}})
OSC = re.compile(rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
HOSTILE = "a;\x1b]52;c;UE5Y\x07\x9b666m\x1b\\\u202ez"
BRAND = "7f1f4c0a-1111-4a5b-9c1b-000000000001"
SAID = f"failed: brand {BRAND} registration failed: a,␛]52,c,UE5Y␇⟨U+009B⟩666m␛\\⟨U+202E⟩z (ein)"
TERMINALS: dict[str, tuple[dict[str, str], str]] = {
    "kitty": ({"TERM": "xterm-kitty"}, "\x1b]99;;callboard: {}\x1b\\"),
    "tmux": ({"TMUX": "x", "KITTY_WINDOW_ID": "1"}, "\x1bPtmux;\x1b\x1b]99;;callboard: {}\x1b\x1b\\\x1b\\"),
}
NONE = dict.fromkeys(
    ("TMUX", "KITTY_WINDOW_ID", "WEZTERM_PANE", "ITERM_SESSION_ID", "VTE_VERSION", "WT_SESSION", "TERM_PROGRAM"), ""
)


def toasts(there: Stand) -> list[str]:
    return [toast.message for toast in there.board._notifications]


async def fail(books: Books, begin: int, end: int) -> None:
    for number in range(begin, end):
        await books.receive(message(number, summary=f"m-{number} failed", status="undelivered", phase=Phase.FAILED))


async def test_a_burst_is_one_toast_with_the_right_count(tmp_path: Path) -> None:
    async with stand(tmp_path, given=Given(rules=FAILED)) as there:
        await fail(there.books, 0, 500)
        await until(lambda: bool(toasts(there)))
        [said] = toasts(there)
        assert re.fullmatch(r"failed: 500 in \d+ s, newest m-499 failed", said)


async def test_nothing_is_told_of_what_was_there_nor_of_what_is_read_again(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, given=Given(rules=FAILED)) as there:
        captures = await there.board._reader.captures()
        await there.books.begin_anew()
        for capture in reversed(captures):
            await there.books.read(capture, message(capture.seq, phase=Phase.FAILED))
        await there.settle()
        await fail(there.books, 90, 91)
        await until(lambda: bool(toasts(there)))
        assert toasts(there) == ["failed: m-90 failed"]


async def test_a_slow_command_stops_nothing_and_ends_with_the_board(tmp_path: Path) -> None:
    rules = rules_of({"slow": {"when": "phase:failed", "command": ["sleep", "600"]}})
    async with stand(tmp_path, fill=morning, given=Given(rules=rules)) as there:
        await fail(there.books, 0, 1)
        await until(lambda: bool(there.board._errands.pids))
        command = Watched(*there.board._errands.pids)
        await there.press("3", "j")
        assert "┏━ 3 Numbers" in there.text()
    assert command.gone()


async def test_what_is_refused_is_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = rules_of({"slow": {"when": "phase:failed", "command": ["sleep", "600"]}})
    async with stand(tmp_path, fill=morning, given=Given(rules=rules)) as there:
        monkeypatch.setattr(there.board, "check_action", lambda action, _: not action.startswith("rule_"))
        await fail(there.books, 0, 1)
        await until(lambda: bool(toasts(there)))
        assert there.board._errands.running == 0


def configured(tmp_path: Path, does: str) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(f'[rules.failed]\nwhen = "phase:failed"\ndo = [{does}]\nquiet = "1h"', encoding="utf-8")
    return str(path)


def post_failed(terminal: Terminal, why: str) -> None:
    [sample] = pick(["telnyx/brand_registration_failed"])
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in why)
    body = sample.body.replace(b"Invalid EIN - EIN is a nine-digit number.", escaped.encode())
    assert httpx.post(f"{terminal.url}/telnyx", content=body, trust_env=False, timeout=PATIENCE).status_code == 200


@pytest.mark.parametrize("name", TERMINALS)
def test_the_terminal_gets_its_own_sequence_once_and_no_other(name: str, tmp_path: Path) -> None:
    environ, sequence = TERMINALS[name]
    mine = configured(tmp_path, '"desktop"')
    expected = sequence.format(SAID).encode()
    with board(tmp_path / "store" / "callboard.db", "--config", mine, environ={**NONE, **environ}) as terminal:
        post_failed(terminal, HOSTILE)
        terminal.until(lambda _text: expected in terminal.written)
        assert terminal.quit() == 0
    before, after = terminal.written.split(expected)
    for needle in (b"]52;", b"]9;", b"]99;", b"]777;", b"666m\x1b\\", b"\xc2\x9b", b"Ptmux"):
        assert needle not in before + after


def bells(terminal: Terminal) -> int:
    return OSC.sub(b"", terminal.written).count(b"\x07")


def test_the_first_callback_of_all_rings_once(tmp_path: Path) -> None:
    with board(tmp_path / "store" / "callboard.db", environ=NONE) as terminal:
        terminal.until("● LISTENING")
        terminal.press("a")
        terminal.until("● LIVE")
        terminal.until(lambda _text: bells(terminal) == 1)
        terminal.press("aa")
        terminal.until(re.compile(r"\b[3-9] ev"))
        assert terminal.quit() == 0
        assert bells(terminal) == 1


def test_a_command_ends_with_a_board_that_is_killed(tmp_path: Path) -> None:
    path, pid = tmp_path / "mine.toml", tmp_path / "pid"
    script = f"echo $$ > {pid}.new; mv {pid}.new {pid}; exec sleep 600"
    path.write_text(f'[rules.x]\nwhen = "phase:failed"\ncommand = ["sh", "-c", "{script}"]', encoding="utf-8")
    with board(tmp_path / "store" / "callboard.db", "--config", str(path), environ=NONE) as terminal:
        post_failed(terminal, "why")
        terminal.until("x: brand")
        terminal.until(lambda _text: pid.exists())
        command = Watched(int(pid.read_text(encoding="utf-8")))
        os.kill(terminal.process.pid, 9)
        assert command.gone()


async def test_behind_the_mask_what_is_told_of_an_event_has_no_short_code(tmp_path: Path) -> None:
    short = {"recipient": "55512", "summary": "to 55512 failed", "status": "undelivered", "phase": Phase.FAILED}
    async with stand(tmp_path, fill=morning, given=Given(rules=FAILED)) as there:
        await there.press("P")
        await there.books.receive(message(1, **short))
        await until(lambda: "failed: to •••12 failed" in toasts(there))
        assert [text for text in toasts(there) if "55512" in text] == []
        await there.press("4", "semicolon")
        assert "Note — •••12" in there.text()
