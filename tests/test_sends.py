"""What was sent on, beside the request: each attempt in a line, and the answer for who asks."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from store import Sent
from tests.board import NARROW, WIDE, Books, morning, stand
from tests.test_screens import attempt, sent_on
from tui.folds.outline import Source
from tui.given import Given
from tui.request.sends import attempts, heading
from tui.sending.destinations import Target, target_of

NOW = datetime(2026, 11, 22, 14, 2, 32, tzinfo=UTC)


def every(source: Source) -> str:
    """All rows, whether they are folded or not."""
    rows = []
    for index in range(len(source)):
        rows.append("".join(text for text, _ in source.row(index, folded=False)))
        inner = source.inner(index)
        rows += [every(inner)] if inner else []
    return "\n".join(rows)


def test_nothing_of_an_answer_reaches_the_terminal_as_it_came() -> None:
    evil = b"\x1b]52;c;aGk=\x07\x9b31m[bold]\x00"
    text = every(
        attempts(
            [
                attempt(1, 500, 1, headers=((evil, evil),), body=evil, trouble=evil.decode("latin-1")),
                attempt(1, None, 1, target="http://\x1b[31m/", trouble=evil.decode("latin-1")),
                attempt(1, 200, 1, body=b"ok \x1b[2J \xe2\x80\xae", cut=True),
            ],
            NOW,
        )
    )
    assert not [letter for letter in text if letter != "\n" and (ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0)]
    assert "\u202e" not in text
    assert "not kept" in text


def test_a_request_that_was_changed_before_it_was_sent_stands_above_its_answer() -> None:
    head, body = b"PUT /x?a=\x1b[31m\nHost: a\nX-Plivo: b: c", b'{"edited": true}'
    changed = attempt(1, 500, 1, why="replay", request_head=head, request_body=body, body=b"no")
    rows = every(attempts([changed], NOW)).splitlines()
    assert "replayed, changed, to 127.0.0.1:3000  answered 500" in rows[0]
    assert rows[1:4] == ["sent instead of what came · PUT /x?a=␛[31m", "Host: a", "X-Plivo: b: c"]
    assert rows[4:7] == ["body · 16 B", '{"edited": true}', "answered"]
    assert rows[-1] == "no"
    lost = every(attempts([changed.model_copy(update={"status": None})], NOW)).splitlines()
    assert lost[-1] == '{"edited": true}'


def test_how_it_ended_is_said_in_a_word() -> None:
    def said(*sent: Sent) -> str:
        return "".join(text for text, _ in heading(sent))

    assert said(attempt(1, 204, 1)) == "sent on · the app has it"
    assert said(attempt(1, 500, 2, again=True), attempt(1, 204, 1)) == "sent on · 2 attempts · the app has it"
    assert said(attempt(1, None, 2, again=True)) == "sent on · it is tried again"
    assert said(attempt(1, 500, 2)) == "sent on · the app has failed at it"
    other = attempt(1, 200, 1, target="http://b")
    assert said(attempt(1, None, 2, again=True), other) == "sent on · 2 attempts · it is tried again"
    assert said(attempt(1, 500, 2), other) == "sent on · 2 attempts · the app has failed at it"


async def test_what_an_app_has_failed_at_has_a_mark_in_the_list(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=sent_on) as there:
        marked = [line for line in there.text().splitlines() if "↛" in line]
        assert len(marked) == 2
        await there.books.sent(attempt(14, 200, 0, why="replay"))
        await there.settle()
        assert len([line for line in there.text().splitlines() if "↛" in line]) == 1


async def test_a_list_of_what_the_app_has_missed_keeps_up_with_it(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=sent_on) as there:
        await there.press("slash", *"is:missed", "enter")
        assert there.pane("events").total == 2
        await there.books.sent(attempt(14, 200, 0, why="replay"))
        await there.settle()
        assert there.pane("events").total == 1
        await there.books.sent(attempt(14, 500, 0, why="replay"))
        await there.settle()
        assert there.pane("events").total == 2


async def test_an_attempt_appears_while_the_request_is_looked_at(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("enter")
        assert "sent on" not in there.text()
        await there.books.sent(attempt(14, 500, 0, body=b"no such table"))
        await there.settle()
        assert "sent on · the app has failed at it" in there.text()
        assert "no such table" in there.text()


class Apps:
    """What the receiver says of the apps."""

    def __init__(self) -> None:
        self.targets: Sequence[Target] = ()

    async def ask(self) -> Sequence[Target]:
        return self.targets


def app(**said: object) -> Target:
    usual = {"name": "app", "url": "http://127.0.0.1:3000", "insecure": False, "waits": 0, "paused": False}
    return target_of(usual | said)


async def test_the_top_line_says_where_to_and_what_is_amiss_and_a_toast_says_it_once(tmp_path: Path) -> None:
    apps = Apps()
    apps.targets = (app(),)

    async def nothing(_books: Books) -> None: ...

    async with stand(tmp_path, fill=nothing, given=Given(targets=apps.ask), toasts=True) as there:

        async def top() -> str:
            there.board._look_at_targets()
            await there.settle()
            return there.text().splitlines()[0]

        assert "→ 127.0.0.1:3000" in await top()
        apps.targets = (app(down_since="2026-11-22T14:02:00+00:00", waits=14, paused=True),)
        assert "→app DOWN 32s · 14 wait" in await top()
        assert "→app DOWN 32s · 14 wait" in await top()
        apps.targets = (app(insecure=True, paused=True, waits=3),)
        assert "→app INSECURE · PAUSED · 3 wait" in await top()
        said = [one.text for one in there.board._said]
    assert [text.split(" (")[0] for text in said] == ["app", "app"]
    assert "is not there" in said[0]
    assert "is there again" in said[1]


async def test_an_insecure_app_is_said_on_the_smallest_screen(tmp_path: Path) -> None:
    apps = Apps()
    apps.targets = (app(insecure=True),)
    for size in (WIDE, NARROW):
        folder = tmp_path / str(size[0])
        folder.mkdir()
        async with stand(folder, size=size, fill=morning, given=Given(targets=apps.ask)) as there:
            there.board._look_at_targets()
            await there.settle()
            assert "→app INSECURE" in there.text().splitlines()[0]
