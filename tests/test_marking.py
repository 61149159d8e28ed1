"""Marking and noting on the board, and through a real receiver."""

import os
import re
import signal
from pathlib import Path

from receiver.keeping.remarks import keep
from store import LONGEST_NOTE, Mark, Reader, Remark, StoreError, parse
from tests.running import callboard, running
from tests.terminal import board, family, kill
from tui.marking import remarked
from tui.note import Note

from .board import NARROW, Books, Stand, message, morning, stand

NASTY = "\x1b]52;c;QQ==\x07[/bold][@click=app.quit]A[/]\u202e\x9b2J"

HOSTILE = set("\x1b\x07\x9b\u202e")


def toasts(there: Stand) -> list[str]:
    return [toast.message for toast in there.board._notifications]


async def test_m_marks_the_event_that_the_keys_are_on_and_once_more_takes_it_back(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("m")
        assert "● delivered ×2 ◆" in there.text()
        await there.press("j", "m", "m")
        assert there.text().count("◆") == 2  # the event, and the message that it is about
        await there.press("k", "m")
        assert "◆" not in there.text()


async def test_on_a_list_of_entities_the_newest_request_is_marked_and_a_toast_says_so(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("3", "m")
        assert toasts(there) == ["marked: +15550100001"]
        assert [mark.marked for mark in there.board.marks.values()] == [True]


async def test_an_entity_shows_what_was_said_of_any_request_about_it_and_big_m_finds_it(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.books.receive(message(2, status="delivered", key="later"))
        await there.settle()
        assert "+15551230002" in there.text()
        await there.press("4")
        assert "◆" not in there.text()
        [sent] = await there.board._reader.entries(where=parse("status:sent"))
        await there.books.remark(Remark(capture=sent.capture, marked=True, note="look"))
        await there.settle()
        [row] = [line for line in there.text().splitlines() if "delivered ◆✎" in line]
        assert "0002" in row
        await there.press("M")
        assert there.pane("messages").total == 1
        await there.press("semicolon", "escape", "M")
        assert there.pane("messages").total > 1


async def test_a_note_is_written_changed_left_and_deleted(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, size=NARROW) as there:
        await there.press("semicolon", *"ask", "enter")
        assert "● delivered ×2 ✎" in there.text()
        await there.press("semicolon", *" them", "escape")
        assert [mark.note for mark in there.board.marks.values()] == ["ask"]
        await there.press("semicolon", *" them", "enter", "enter")
        assert "✎ note: ask them" in there.text()
        assert "● delivered ×2 ✎" in there.text()
        await there.press("semicolon", *["backspace"] * 8)
        assert isinstance(there.board.screen, Note)
        await there.press("enter")
        assert "✎" not in there.text()


async def test_on_the_detail_the_event_of_the_timeline_is_marked_and_the_request_says_so(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("enter", "left_square_bracket", "m")
        assert "◆ marked" in there.text()
        assert "● delivered ◂ ◆" in there.text()
        await there.press("right_square_bracket")
        assert "◆ marked" not in there.text()


async def test_what_somebody_else_marks_is_shown(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.books.remark(Remark(capture=14, marked=True, note="theirs"))
        await there.settle()
        assert "● delivered ×2 ◆✎" in there.text()


async def test_big_m_shows_only_what_is_marked_and_keeps_up_with_it(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("m", "j", "j", "m", "M")
        assert there.pane("events").total == 2
        assert "/ is:marked" in there.text()
        await there.press("g", "m")
        assert there.pane("events").total == 1
        assert "undelivered 30007 ◆" in there.text()
        await there.press("m")
        assert there.pane("events").total == 0
        assert "None of 14 is marked." in there.text()
        assert "M shows all of them again." in there.text()
        await there.press("M")
        assert there.pane("events").total == 14


async def test_big_m_narrows_a_filter_that_is_there_and_gives_it_back(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("m", "slash", *"phase:ok or phase:failed", "enter", "M")
        assert "is:marked (phase:ok or phase:failed)" in there.text()
        assert there.pane("events").total == 1
        await there.press("M")
        assert "/ phase:ok or phase:failed" in there.text()
        await there.press("4", "M")
        assert there.pane("messages").total == 1


async def test_marks_outlive_a_view_that_is_begun_anew(tmp_path: Path) -> None:
    async def one(books: Books) -> None:
        await books.receive(message(1))

    async with stand(tmp_path, fill=one) as there:
        await there.press("m")
        await there.books.begin_anew()
        await there.settle()
        assert there.board.marks == {1: Mark(marked=True, note=None)}


async def test_why_a_mark_was_not_kept_is_said_and_nothing_is_shown(tmp_path: Path) -> None:
    async def refuses(_remark: Remark) -> None:
        raise StoreError(f"no room {NASTY}")

    async with stand(tmp_path, fill=morning) as there:
        there.board._keep = refuses
        await there.press("m")
        [said] = toasts(there)
        assert said.startswith("it was not kept: no room ␛]52")
        assert not set(said) & HOSTILE
        assert "◆" not in there.text()


async def test_without_anybody_to_keep_marks_the_keys_do_nothing(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        there.board._keep = None
        await there.press("m", "semicolon")
        assert not isinstance(there.board.screen, Note)
        assert "◆" not in there.text()


async def test_no_note_can_drive_the_terminal(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.books.remark(Remark(capture=14, note=NASTY + "x" * 1000))
        await there.settle()
        for keys in (("enter",), ("semicolon",)):
            await there.press(*keys)
            assert "52;c" in there.text()
            assert not set(there.text()) & HOSTILE


async def test_a_note_has_an_end_and_what_is_pasted_is_made_safe(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("semicolon")
        there.board.simulate_key("x")
        line = there.board.screen.query_one("#note")
        line.value = f"{NASTY}{'y' * 3000}"  # type: ignore[attr-defined]
        await there.press("enter")
        [mark] = there.board.marks.values()
        assert mark.note
        assert len(mark.note) <= LONGEST_NOTE
        assert "\x1b" not in mark.note


def test_marks_after_a_remark() -> None:
    marks = {1: Mark(marked=True, note=None), 2: Mark(marked=False, note="n")}
    assert remarked(marks, Remark(capture=1, marked=False)) == {2: marks[2]}
    assert list(remarked({**marks, 3: Mark(marked=True, note=None)}, Remark(capture=1, note="x"))) == [1, 2, 3]
    assert list(remarked(marks, Remark(capture=2, marked=True))) == [1, 2]
    assert remarked(marks, Remark(capture=2, note="")) == {1: marks[1]}
    assert remarked({}, Remark(capture=5, marked=True)) == {5: Mark(marked=True, note=None)}


async def test_a_real_receiver_keeps_them_and_after_it_was_killed_they_are_written_without_one(tmp_path: Path) -> None:
    store = tmp_path / "callboard.db"
    with running(store) as receiver:
        receiver.post(b"{}")
        receiver.events(1)
        await keep(store, Remark(capture=1, marked=True))
        os.kill(receiver.process.pid, signal.SIGKILL)
        receiver.process.wait()
        await keep(store, Remark(capture=1, note="after it"))
    async with Reader.open(store) as reader:
        assert await reader.marks() == {1: Mark(marked=True, note="after it")}


def test_on_a_real_board_a_mark_outlives_everybody_who_is_killed_and_is_there_for_who_only_watches(
    tmp_path: Path,
) -> None:
    store = tmp_path / "callboard.db"
    with board(store) as terminal:
        terminal.until("LISTENING")
        terminal.insist("a", "5 Events")
        terminal.until(re.compile(r"▸\d.*telnyx"))
        terminal.press("m")
        terminal.until("◆")
        kill(terminal.process.pid, *family(terminal.process.pid))
    with board(store, "watch") as watching:
        watching.until("◆")
        watching.press(";")
        watching.until("Note —")
        watching.press("why?\r")
        watching.until("◆✎")
        watching.until("NO RECEIVER")
    assert callboard("ls", "is:marked", "note:why?", "--store", str(store), home=tmp_path).stdout.count("\n") == 1
