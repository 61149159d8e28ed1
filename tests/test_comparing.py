"""Comparing on the board: which two events, how they are shown, and what the keys do."""

from functools import partialmethod
from pathlib import Path

import pytest

from store import Kind, Phase, Reader, Remark
from tui.compare.diff import Diff
from tui.panes.differences import Differences

from .board import HEADERS, NARROW, WIDE, Books, Stand, message, morning, stand, told

NASTY = "\x1b]52;c;QQ==\x07[/bold][@click=app.quit]A[/]\u202e\x9b2J"
HOSTILE = set("\x1b\x07\x9b\u202e")


async def steps(books: Books) -> None:
    """One message in four steps, and another event between them."""
    for number, status in enumerate(("queued", "sending", "sent", "delivered")):
        body = f'{{"status": "{status}", "n": {number}, "parts": [1, 2, 3, 4, 5, 6, 7, 8]}}'.encode()
        event = message(1, status=status, key=status, phase=Phase.PENDING, text="Hi")
        await books.receive(event, ago=20 - number, body=body)
        await books.receive(message(2, key=f"k{number}"), ago=20 - number)


def toasts(there: Stand) -> list[str]:
    return [toast.message for toast in there.board._notifications]


def values(there: Stand) -> list[str]:
    """What the lines under the diff say of the row with the keys."""
    return [line.strip() for line in there.text().splitlines()[-4:-1]]


async def opened(there: Stand) -> Differences:
    """The diff of the message's last step with the one before."""
    await there.press("4", "j", "d")
    pane = there.pane("differences")
    assert isinstance(pane, Differences)
    return pane


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])
async def test_d_compares_with_the_event_before_of_the_same_entity(size: tuple[int, int], tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps, size=size) as there:
        await opened(there)
        assert "+15551230001 3 ⇄ 4 of 4" in there.text()
        assert values(there) == [".status", '− "sent"', '+ "delivered"']
        await there.press("escape")
        assert not isinstance(there.board.screen, Diff)


async def test_from_the_timeline_it_is_the_event_that_the_keys_are_on(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps) as there:
        await there.press("4", "j", "enter", "left_square_bracket", "d")
        assert "2 ⇄ 3 of 4" in there.text()
        assert values(there)[1:] == ['− "sending"', '+ "sent"']
        await there.press("escape", "d")
        assert "2 ⇄ 3 of 4" in there.text()


async def test_brackets_go_to_the_other_pairs_as_far_as_there_are_some(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps) as there:
        await opened(there)
        for key, says in (("left", "2 ⇄ 3"), ("left", "1 ⇄ 2"), ("left", "1 ⇄ 2"), ("right", "2 ⇄ 3")):
            await there.press(f"{key}_square_bracket")
            assert f"{says} of 4" in there.text()
        assert values(there)[1:] == ['− "sending"', '+ "sent"']


async def test_big_d_compares_with_what_was_marked_last_the_older_one_first(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps) as there:
        await there.press("5", "D")
        assert toasts(there) == ["nothing to compare with: no other event is marked; m marks one"]
        for capture in (3, 1, 7):
            await there.books.remark(Remark(capture=capture, marked=True))
        await there.settle()
        await there.press("4", "j", "D")
        assert "1 ⇄ 4 of 4" in there.text()
        assert values(there)[1:] == ['− "queued"', '+ "delivered"']
        await there.press("left_square_bracket")
        assert "1 ⇄ 3 of 4" in there.text()
        assert values(there)[1:] == ['− "queued"', '+ "sent"']
        await there.press("escape")
        await there.books.remark(Remark(capture=1, note="a note changes nothing of that"))
        await there.books.remark(Remark(capture=5, marked=True))
        await there.settle()
        await there.press("enter", "left_square_bracket", "left_square_bracket", "left_square_bracket", "D")
        assert values(there)[1:] == ['− "queued"', '+ "sent"']
        steps_ = [("left", "1 ⇄ 3"), ("right", "2 ⇄ 3"), ("right", "3 ⇄ 4"), ("right", "3 ⇄ 4"), ("left", "2 ⇄ 3")]
        for key, says in steps_:
            await there.press(f"{key}_square_bracket")
            assert f"{says} of 4" in there.text()


async def test_what_was_marked_may_be_of_another_entity(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps) as there:
        await there.press("m", "4", "j", "D")
        assert "4 ⇄ marked of 4" in there.text()


async def test_events_without_an_entity_are_compared_with_those_of_their_type(tmp_path: Path) -> None:
    async def unknown(books: Books) -> None:
        unread = told("telnyx", "unreadable", Kind.NUMBER, "x", "y", Phase.UNKNOWN).model_copy(
            update={"kind": None, "id": None, "provider": None}
        )
        for text in (b"one", b"two"):
            await books.receive(unread, body=text)
            await books.receive(unread.model_copy(update={"type": "unrecognised"}), body=b"else")

    async with stand(tmp_path, fill=unknown) as there:
        await there.press("j", "d")
        assert values(there)[1:] == ["− one", "+ two"]


async def test_what_is_older_than_the_timeline_that_is_kept_is_compared_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reader, "timeline", partialmethod(Reader.timeline, limit=2))
    async with stand(tmp_path, fill=steps) as there:
        await there.press("j", "j", "j", "j", "j", "d")
        assert "1 ⇄ 2 of 2" in there.text()
        assert values(there)[1:] == ['− "queued"', '+ "sending"']


async def test_nothing_to_compare_with_is_said(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("3", "d", "5", "j", "j", "j", "d")
        assert toasts(there) == [
            "nothing to compare with: nothing came before this one of +15550100001",
            "nothing to compare with: nothing came before this one of type unrecognised",
        ]


async def test_of_a_request_that_means_several_things_the_one_before_is_another_request(tmp_path: Path) -> None:
    async def twice(books: Books) -> None:
        await books.receive(message(1, key="a"), message(1, key="b"), body=b"1")
        await books.receive(message(1, key="c"), message(1, key="d"), body=b"2")

    async with stand(tmp_path, fill=twice) as there:
        await there.press("d")
        assert "1 ⇄ 2 of 2" in there.text()
        assert values(there)[1:] == ["− 1", "+ 2"]


async def test_n_and_big_n_go_from_change_to_change_and_around(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps) as there:
        await opened(there)
        seen = []
        for key in ("n", "n", "N", "N"):
            await there.press(key)
            seen.append(values(there)[0])
        assert seen == [".n", ".status", ".n", ".status"]
        await there.press("u", "n")
        assert values(there)[0] == ".n"


async def test_plus_unfolds_what_is_the_same_and_folds_it_again(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps) as there:
        pane = await opened(there)
        assert "10 lines that are the same" in there.text()
        before = pane.total
        await there.press("plus")
        assert "that are the same" not in there.text()
        assert values(there)[0] == ".status"
        await there.press("plus")
        assert pane.total == before


async def test_i_ignores_a_path_for_this_type_of_event_until_i_again(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps) as there:
        await opened(there)
        await there.press("n", "i")
        assert "1 changed  0 added  0 removed  8 same  1 ignored" in there.text()
        await there.press("left_square_bracket", "escape", "d")
        assert "1 changed  0 added  0 removed  8 same  1 ignored" in there.text()
        await there.press("j", "i")
        assert "2 changed  0 added  0 removed  8 same" in there.text()
        assert "ignored" not in there.text()


async def test_b_compares_as_it_came_and_b_again_by_path(tmp_path: Path) -> None:
    async def spaced(books: Books) -> None:
        await books.receive(message(1, key="a"), body=b'{"a": 1, "b": 2}')
        await books.receive(message(1, key="b"), body=b'{"b":2,"a":1}')

    async with stand(tmp_path, fill=spaced) as there:
        await there.press("d")
        assert "0 changed  0 added  0 removed  2 same" in there.text()
        await there.press("b")
        assert "body · as it came" in there.text()
        assert " 0 changed" not in there.text()
        await there.press("b")
        assert "0 changed" in there.text()


async def test_y_copies_the_diff_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with stand(tmp_path, fill=steps) as there:
        await opened(there)
        await there.press("y")
        lines = there.board.clipboard.splitlines()
        assert lines[:2] == ["− capture 5", "+ capture 7"]
        assert lines[4:6] == ['−   "status": "sent"', '+   "status": "delivered"']


async def test_the_picked_event_can_be_marked_from_the_diff_and_d_opens_no_other(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps) as there:
        await opened(there)
        await there.press("m", "d", "D")
        assert list(there.board.marks) == [7]
        await there.press("escape")
        assert not isinstance(there.board.screen, Diff)


async def test_a_view_begun_anew_closes_the_diff(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=steps) as there:
        await there.press("4", "j", "enter", "d")
        await there.books.begin_anew()
        await there.settle()
        assert there.board.screen.query("#events")


@pytest.mark.parametrize("size", [WIDE, NARROW, (60, 16), (30, 8)])
async def test_nothing_that_was_sent_can_drive_the_terminal(size: tuple[int, int], tmp_path: Path) -> None:
    async def nasty(books: Books) -> None:
        for number in (1, 2):
            event = message(1, key=str(number), status=NASTY, recipient=NASTY, type=NASTY)
            body = f'{{"{NASTY}": "{NASTY}{number}", "wide": "{"漢" * 90}{number}"}}'.encode()
            headers = (*HEADERS, (f"X-{number}".encode(), NASTY.encode()))
            await books.receive(event, body=body, headers=headers)

    async with stand(tmp_path, fill=nasty, size=size) as there:
        await there.press("d")
        for key in ("n", "b", "n", "u", "plus", "i", "N", "u"):
            await there.press(key)
            assert not set(there.text()) & HOSTILE
            assert "pane failed" not in there.text()
        assert isinstance(there.board.screen, Diff)


async def test_a_row_that_differs_far_behind_its_beginning_shows_where(tmp_path: Path) -> None:
    async def far(books: Books) -> None:
        for number in (1, 2):
            body = f'{{"url": "https://hooks.example.test/{"x" * 500}/{number}/end"}}'.encode()
            await books.receive(message(1, key=str(number)), body=body)

    async with stand(tmp_path, fill=far, size=NARROW) as there:
        await there.press("d")
        assert [line[-8:] for line in values(there)[1:]] == ['x/1/end"', 'x/2/end"']
        row = next(line for line in there.text().splitlines() if "▸−" in line)
        assert '/1/end"' in row
