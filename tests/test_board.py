"""The board over a real store: what it shows, what the keys do, and that it holds still when asked."""

from pathlib import Path

import pytest
from textual.events import MouseDown

from store import Event, Kind, Phase, StoreError
from tests.until import until
from tui.dashboard import Dashboard
from tui.guide.commands import commands
from tui.guide.help import Help
from tui.panes import Events
from tui.panes.brands import Brands
from tui.panes.family import Family
from tui.text import Spans

from .board import ASSIGNED, NARROW, WIDE, Books, message, morning, stand, told

NASTY = "\x1b]52;c;QQ==\x07[/bold][@click=app.quit]A[/]\u202e\x9b2J"


async def test_before_the_first_callback_it_says_where_to_point_a_provider(tmp_path: Path) -> None:
    async with stand(tmp_path) as there:
        assert "LISTENING  127.0.0.1:8010" in there.text()
        assert "http://127.0.0.1:8010/telnyx" in there.text()
        await there.press("a")
        assert "● LIVE" in there.text()
        assert "+15551230000" in there.text()


async def test_everything_that_arrives_is_there_by_itself(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.books.receive(message(42))
        await there.settle()
        assert "+15551230042" in there.text()
        assert there.pane("events").total == 15


async def test_off_the_newest_row_nothing_moves_and_it_says_how_much_is_newer(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("j", "j")
        before = there.text()
        for number in range(12):
            await there.books.receive(message(number + 50))
        await there.settle()
        assert "PAUSED · 12 newer · f follows" in there.text()
        rows = before.splitlines()[-12:-3]
        assert rows == there.text().splitlines()[-12:-3]
        await there.press("f")
        assert "+15551230061" in there.text()
        assert "FOLLOW ━┛" in there.text()


async def test_a_long_list_goes_to_its_end_and_stays_there_while_more_arrives(tmp_path: Path) -> None:
    async def many(books: Books) -> None:
        await books.receive(*(message(number) for number in range(1500)), ago=60)

    async with stand(tmp_path, fill=many) as there:
        for pane in ("5", "4"):
            await there.press(pane, "G")
            assert "▸" in there.text()
            for keys in (("pageup",), ("ctrl+u", "k"), ("G",)):
                await there.press(*keys)
                await there.books.receive(message(2000 + len(there.text())))
                await there.settle()
                assert "…" not in there.text()
        assert "+15551230000" in there.text()


async def test_back_on_the_newest_row_it_follows_again(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("j")
        await there.books.receive(message(42))
        await there.settle()
        assert "1 newer" in there.text()
        await there.press("k")
        events = there.pane("events")
        assert isinstance(events, Events)
        assert (events.held, events.rows[0].event.recipient) == (False, "+15551230042")


async def test_p_holds_the_whole_view_and_goes_on(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("p")
        await there.books.receive(message(42))
        await there.settle()
        assert "❚❚ PAUSED" in there.text()
        assert "+15551230042" not in there.text()
        await there.press("p")
        assert "+15551230042" in there.text()
        await there.press("p", "f")
        assert "❚❚ PAUSED" not in there.text()


async def test_a_held_list_keeps_its_order_and_renews_its_states(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("1", "j")
        brands = there.pane("brands")
        changed = told("plivo", "brand", Kind.BRAND, "BZ00PL", "REGISTERED", Phase.OK, name="Initech")
        await there.books.receive(changed)
        await there.settle()
        assert isinstance(brands, Brands)
        assert [brands.rows[index].id[:3] for index in range(3)] == ["BRX", "3fa", "BZ0"]
        assert "● REGISTERED" in there.text()
        assert "PAUSED · 1 changed · f follows" in there.text()
        await there.press("f")
        assert [brands.rows[index].id[:3] for index in range(3)] == ["BZ0", "BRX", "3fa"]


async def test_a_click_focuses_and_picks_and_a_second_one_opens(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.pilot.click("#numbers", offset=(5, 3))
        await there.settle()
        assert there.board.screen.focused is there.pane("numbers")
        assert "▸+15550100002" in there.text()
        await there.pilot.click("#numbers", offset=(5, 3))
        await there.settle()
        assert "Numbers ❯ +15550100002" in there.text()


@pytest.mark.parametrize("number", range(5))
async def test_a_digit_goes_to_its_pane_at_both_sizes(number: int, tmp_path: Path) -> None:
    names = ["brands", "campaigns", "numbers", "messages", "events"]
    async with stand(tmp_path, size=NARROW, fill=morning) as there:
        await there.press(str(number + 1))
        assert there.board.screen.focused is there.pane(names[number])
        assert there.pane(names[number]).region
        await there.press("tab")
        assert there.board.screen.focused is there.pane(names[(number + 1) % 5])
        await there.press("shift+tab", "z")
        assert [name for name in names if there.pane(name).region] == [names[number]]
        await there.press("escape")
        assert there.pane("events").region


async def test_the_detail_goes_from_event_to_event_and_back(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("enter")
        assert "event 2 of 2" in there.text()
        assert "capture 14" in there.text()
        await there.press("left_square_bracket")
        assert "event 1 of 2" in there.text()
        assert "capture 13" in there.text()
        await there.press("right_square_bracket", "b")
        assert '{"data": {"to": [{"status": "delivered"}]}}' in there.text()
        await there.press("b", "z")
        assert "╮╭" not in there.text()
        for key in ("escape", "enter", "q", "enter", "backspace"):
            await there.press(key)
        assert there.pane("events").region


async def test_the_detail_is_live(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("enter")
        await there.books.receive(message(0, key="later", status="read"))
        await there.settle()
        assert "event 2 of 3" in there.text()
        assert "● read" in there.text()


async def test_a_view_begun_anew_starts_the_board_over(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("j", "enter")
        await there.books.begin_anew()
        await there.books.receive(message(99))
        await there.settle()
        assert there.pane("events").total == 1
        assert "+15551230099" in there.text()


async def test_a_dead_receiver_is_loud_and_the_board_lives(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        there.receiver.state = "restarting"
        there.receiver.sentence = f"the receiver was killed{NASTY}: it is started again in 1 s"
        await there.board._look()
        await there.settle()
        assert "✖ RESTARTING" in there.text()
        assert "the receiver was killed␛]52" in there.text()
        there.receiver.state = "listening"
        await there.board._look()
        await there.settle()
        assert "● LIVE" in there.text()


async def test_captures_that_wait_to_be_read_are_counted(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        for _ in range(3):
            await there.books.only_capture()
        for _ in range(30):
            await there.board._look()
        assert "reading 14 of 17" in there.text()


async def test_a_pane_that_fails_leaves_the_others_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_brands: Brands, _index: int) -> Spans:
        raise RuntimeError("a secret")

    monkeypatch.setattr(Brands, "line", broken, raising=False)
    async with stand(tmp_path, fill=morning) as there:
        assert "pane failed: RuntimeError" in there.text()
        assert "a secret" not in there.text()
        await there.press("j", "enter")
        assert "Timeline" in there.text()


async def test_it_can_be_any_size(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        for detail in (False, True):
            for size in ((60, 16), (20, 5), (1, 1), (59, 40), (200, 15), (100, 24), (300, 80), (80, 24)):
                await there.pilot.resize_terminal(*size)
                await there.settle()
                small = size[0] < 60 or size[1] < 16
                assert ("make me bigger"[: size[0]] in there.text()) == small
            await there.press(*(() if detail else ("enter",)))
        await there.pilot.resize_terminal(20, 5)
        await there.press("q")
        await there.pilot.resize_terminal(*NARROW)
        await there.settle()
        assert "[5 Events]" in there.text()


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["120x36", "80x24"])
async def test_no_field_can_drive_the_terminal_or_the_board(size: tuple[int, int], tmp_path: Path) -> None:
    async def hostile(books: Books) -> None:
        for kind in Kind:
            names = ("name", "brand", "campaign", "sender", "recipient", "text", "reason", "code", "meaning")
            said = dict.fromkeys(names, NASTY)
            event = told(NASTY, NASTY, kind, NASTY, NASTY, Phase.FAILED, **said, aliases=(NASTY * 2,))
            raw = NASTY.encode()
            await books.receive(event, target=f"/{NASTY}?{NASTY}", body=raw, headers=((raw, raw),))
        await books.receive(Event(type=NASTY, summary=NASTY, reason=NASTY), body=b'{"' + NASTY.encode() + b'": "\xff"}')

    async with stand(tmp_path, size=size, fill=hostile) as there:
        for keys in ((), ("1", "enter"), ("b",), ("w", "l"), ("escape", "5", "enter"), ("escape", "T")):
            await there.press(*keys)
            assert there.text().replace("\n", "").isprintable()
            assert await there.pilot.click(offset=(size[0] // 2, size[1] // 2))
        assert there.board.is_running
        assert not there.board._exit


BRAND_UUID = "7f1f4c0a-1111-4a5b-9c1b-000000000001"
LINES = [f"+1312555010{n}" for n in range(3)]


async def registered(books: Books) -> None:
    """A brand of two ids, its campaign, three numbers and forty messages."""
    for n in range(40):
        await books.receive(message(n, sender=LINES[n % 3], campaign="CEXMPL1"))
    for line in LINES:
        await books.receive(told("telnyx", ASSIGNED, Kind.NUMBER, line, "success", Phase.OK, campaign="CEXMPL1"))
    campaign = told("telnyx", "campaign.VERIFIED", Kind.CAMPAIGN, "CEXMPL1", "VERIFIED", Phase.OK, brand="BEXMPL1")
    await books.receive(campaign)
    both = {"aliases": ("BEXMPL1",), "name": "Acme Corp"}
    await books.receive(told("telnyx", "brand.VERIFIED", Kind.BRAND, BRAND_UUID, "VERIFIED", Phase.OK, **both))


async def test_the_tree_goes_from_brand_to_message_by_enter_and_all_the_way_back_by_esc(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=registered) as there:
        await there.press("1", "enter", "shift+tab")
        assert "┏━ Tree" in there.text()
        tree = there.pane("family")
        assert isinstance(tree, Family)
        assert [branch.depth for branch in tree.branches].count(3) == 40
        walked = []
        for down in ("j", "j", "j"):
            walked.append(there.text().splitlines()[1])
            await there.press(down, "enter", "shift+tab")
        walked.append(there.text().splitlines()[1])
        assert [line.split("❯")[0].strip() for line in walked] == ["Brands", "Campaigns", "Numbers", "Messages"]
        for line in reversed(walked[:-1]):
            await there.press("escape")
            assert there.text().splitlines()[1] == line
        await there.press("escape")
        assert "5 Events" in there.text()


async def test_from_a_message_the_tree_goes_up_to_its_brand(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=registered) as there:
        await there.press("4", "enter", "shift+tab", "g", "enter")
        assert "Brands ❯" in there.text()
        await there.press("escape", "escape")
        assert "5 Events" in there.text()


async def test_what_a_provider_never_sent_before_is_told_once(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        for _ in range(2):
            await there.books.drift("data.cost: text", message(7))
            await there.settle()
        await until(lambda: bool(there.board._notifications))
        toasts = [toast.message for toast in there.board._notifications]
        assert toasts == ["drift: telnyx never sent this before: data.cost: text"]
        await there.press("g", "j", "enter")
        assert "⚑ drift: telnyx never sent this before" in there.text()


async def test_what_a_code_means_stands_beside_the_entity_and_over_the_request(tmp_path: Path) -> None:
    async def undelivered(books: Books) -> None:
        await books.receive(message(1, status="undelivered", code="30007", meaning="blocked as spam (a page)"))

    async with stand(tmp_path, size=WIDE, fill=undelivered) as there:
        await there.press("enter")
        assert "30007 blocked as spam (a page)" in there.text()
        assert "meaning   blocked as spam" in there.text()


async def test_help_tells_every_key_that_does_something_here(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        here = {command.name for command in commands(there.board.screen)}
        await there.press("question_mark")
        shown = there.board.screen
        assert isinstance(shown, Help)
        told = {row.command.name for part in shown.sections(100) for row in part.rows if row.command}
        assert told == here
        assert {"list: open", "list: follow", "view: pause", "pane: zoom", "board: quit", "event: diff"} <= told
        assert "this pane" in there.text().lower()
        await there.press(*"theme")
        assert "board: theme" in there.text()
        await there.press("escape")
        assert not isinstance(there.board.screen, Help)


@pytest.mark.parametrize("keys", [("q",), ("ctrl+q",), ("ctrl+c", "ctrl+c")])
async def test_these_keys_quit(keys: tuple[str, ...], tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.pilot.press(*keys[:-1])
        assert there.board.is_running
        await there.pilot.press(keys[-1])
        assert there.board._exit
        assert (there.board.return_code or 0) == 0


async def test_a_filter_holds_while_it_is_typed_and_a_wrong_one_leaves_the_last(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        events = there.pane("events")
        assert isinstance(events, Events)
        await there.press("slash", *"phase:failed")
        assert {row.event.phase for row in events.rows.values()} == {Phase.FAILED}
        assert "3 of 14" in there.text()
        await there.press(*" (")
        assert "this ( is not closed" in there.text()
        assert len(events.rows) == 3
        await there.press("enter")
        assert "this ( is not closed" in there.text()
        await there.press("backspace", "backspace", "enter")
        assert "this ( is not closed" not in there.text()
        assert "5 Events — filtered" in there.text()
        await there.books.receive(message(50, status="sent", phase=Phase.PENDING))
        await there.books.receive(message(51, status="undelivered", phase=Phase.FAILED))
        await there.settle()
        assert events.rows[0].event.id == "m-51"
        assert "4 of 16" in there.text()
        await there.press("slash", "escape")
        assert "filtered" not in there.text()
        assert not there.text().splitlines()[1].startswith("/")
        assert len(events.rows) == 16


async def test_each_pane_has_its_own_filter_and_nothing_found_says_so(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("1", "slash", *"phase:ok", "enter")
        assert "1 of 3" in there.text()
        await there.press("2")
        assert "1 of 3" not in there.text().splitlines()[1]
        await there.press("slash", *"name:nobody", "enter")
        assert "None of 2 matches" in there.text()
        assert "  name:nobody" in there.text()
        await there.press("1")
        assert "/ phase:ok" in there.text()


async def test_tab_completes_fields_and_values_and_up_brings_back_what_was(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("slash", *"prov", "tab")
        assert "/ provider:" in there.text()
        await there.press(*"si", "tab", *" is:du", "tab")
        assert "/ provider:signalwire is:duplicate" in there.text()
        await there.press("enter", "slash", "escape", "slash", "up")
        assert "/ provider:signalwire is:duplicate" in there.text()


async def test_a_filtered_list_is_held_still_as_any_other(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("slash", *"phase:failed", "enter", "j")
        await there.books.receive(message(51, status="undelivered", phase=Phase.FAILED))
        await there.books.receive(message(52))
        await there.settle()
        assert "PAUSED · 1 newer" in there.text()
        await there.press("f")
        assert "4 of 16" in there.text()


async def test_what_a_filter_left_out_before_the_pause_is_not_newer_when_it_is_taken_away(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("slash", *"phase:failed", "enter", "p")
        assert "PAUSED · 0 newer" in there.text()
        await there.press("slash", "escape")
        assert "PAUSED · 0 newer" in there.text()
        await there.books.receive(message(52))
        await there.settle()
        assert "PAUSED · 1 newer" in there.text()
        await there.press("slash", *"phase:failed", "enter")
        assert "PAUSED · 0 newer" in there.text()


async def test_of_many_that_changed_only_so_many_are_counted(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("4", "j")
        await there.books.receive(*(message(100 + number) for number in range(120)))
        await there.settle()
        assert "PAUSED · 100+ changed" in there.text()


async def long_story(books: Books) -> None:
    for n in range(60):
        await books.receive(message(1, key=f"k{n}", status=f"step-{n}"), ago=100 - n)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_long_timeline_opens_on_the_event_that_was_picked(size: tuple[int, int], tmp_path: Path) -> None:
    async with stand(tmp_path, fill=long_story, size=size) as there:
        await there.press("4", "enter")
        assert any("▸" in line and "step-59" in line for line in there.text().splitlines())
        await there.press("escape", "5", *"jjjjjjjjjjjjjjjjjjjjjjjjjjjjjj", "enter")
        assert "event 30 of 60" in there.text()
        assert any("▸" in line and "step-29" in line for line in there.text().splitlines())


async def test_y_and_a_letter_copies_what_the_row_is_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with stand(tmp_path, fill=morning) as there:
        await there.press("y")
        assert "curl" in there.text()
        await there.press("c")
        assert there.board.clipboard.startswith("curl -X POST http://127.0.0.1:8010/telnyx")
        await there.press("3", "y", "i")
        assert there.board.clipboard == "+15550100001"
        await there.press("enter", "y", "y")
        assert there.board.clipboard == '{"data": {"id": "e1"}}'
        await there.press("y", "escape")
        assert there.board.clipboard == '{"data": {"id": "e1"}}'


async def test_help_writes_keys_as_they_are_on_the_keyboard(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("question_mark")
        assert not [word for word in ("slash", "question_mark", "super+", "bracket") if word in there.text()]
        assert " /  " in there.text()


PANES_OF = (("brands", ()), ("campaigns", ()), ("numbers", ()), ("messages", ()), ("events", ()))
PANES_OF_DETAIL = tuple((name, ("4", "enter")) for name in ("facts", "family", "timeline", "request"))


@pytest.mark.parametrize(("name", "keys"), [*PANES_OF, *PANES_OF_DETAIL])
@pytest.mark.parametrize(
    ("error", "said"),
    [(KeyError("x"), "this pane failed: KeyError"), (StoreError("x"), "the store does not answer")],
    ids=["KeyError", "StoreError"],
)
async def test_a_pane_that_cannot_load_says_so_in_its_place_and_comes_back(
    name: str, keys: tuple[str, ...], error: Exception, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def load(_self: object) -> None:
        raise error

    async with stand(tmp_path, fill=morning) as there:
        await there.press(*keys)
        pane = there.pane(name)
        with monkeypatch.context() as broken:
            broken.setattr(type(pane), "load", load)
            pane.ask()
            await there.settle()
            assert there.text().count(said) == 1
            await there.press("tab", "j", "z", "z")
            assert there.board.is_running
        pane.ask()
        await there.settle()
        assert said not in there.text()


async def test_a_row_that_cannot_be_opened_says_so_and_the_board_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def entry(_self: object, _seq: int) -> None:
        raise StoreError("it is being replaced")

    async with stand(tmp_path, fill=morning) as there:
        monkeypatch.setattr("store.Reader.entry", entry)
        await there.press("4", "enter")
        assert "the store does not answer" in there.text()
        assert isinstance(there.board.screen, Dashboard)


async def test_a_click_on_what_is_just_leaving_the_screen_is_nothing(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        leaving = there.pane("brands")
        within = leaving._parent
        leaving._parent = None  # as of a toast whose time is over, until the screen is laid out again
        await there.board.on_event(MouseDown(leaving, 5, 5, 0, 0, button=1, shift=False, meta=False, ctrl=False))
        leaving._parent = within
