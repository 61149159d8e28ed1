"""The statistics by real keys, over a real store."""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from store import ALL, Event, Filter, Kind, Period, Phase
from tests.board import NARROW, NOW, WIDE, Books, Stand, message, morning, stand, told
from tests.traffic import step, traffic
from tests.until import until
from tui.rows.stream import Stream
from tui.statistics.asked import leading
from tui.statistics.panel import Panel
from tui.statistics.stats import CODES, FUNNEL, GROUPS, HEALTH, LAGGING, STATUSES, Stats, shown


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts again at once."""
    monkeypatch.setattr("tui.statistics.stats.RESTS", 0)


def stats(there: Stand) -> Stats:
    screen = there.board.screen
    assert isinstance(screen, Stats)
    return screen


def panel(there: Stand, name: str) -> Panel:
    found = there.pane(name)
    assert isinstance(found, Panel)
    return found


def filtered(there: Stand, name: str) -> tuple[str, int]:
    """The filter of a pane of the dashboard, and how much it finds."""
    pane = there.pane(name)
    assert isinstance(pane, Stream)
    return pane.text, pane.total


async def test_s_opens_the_numbers_from_the_dashboard_and_from_a_detail_and_goes_back(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        before = there.board.screen
        await there.press("s")
        assert "81 of 83 events count" in there.text()
        await there.press("s")
        assert there.board.screen is before
        await there.press("enter")
        detail = there.board.screen
        await there.press("s", "escape")
        assert there.board.screen is detail


@pytest.mark.parametrize(
    ("keys", "pane", "text", "total"),
    [
        pytest.param(("tab", "tab", "G"), "messages", "phase:pending,unknown -status:receiv*,*-response since:15m", 2),
        pytest.param(("tab", "tab"), "messages", "-status:receiv*,*-response since:15m", 40),
        pytest.param(
            ("tab", "j", "j", "j"), "events", "lag>=250ms lag<500ms attempt:1 -verdict:rejected since:15m", 78
        ),
        pytest.param(
            ("tab",) * 3, "events", "provider:telnyx campaign:CDX91P0 attempt:1 -verdict:rejected since:15m", 59
        ),
        pytest.param(("tab",) * 4, "events", "provider:telnyx code:30007 attempt:1 -verdict:rejected since:15m", 5),
        pytest.param((*("tab",) * 5, "j", "j"), "events", "verdict:rejected since:15m", 1),
        pytest.param(("shift+tab", "G", "k"), "events", "is:duplicate since:15m", 1),
    ],
    ids=["no final", "accepted", "lag", "campaign", "code", "rejected", "duplicates"],
)
async def test_enter_lists_what_a_number_counts(
    tmp_path: Path, keys: tuple[str, ...], pane: str, text: str, total: int
) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s", *keys, "enter")
        assert filtered(there, pane) == (text, total)
        assert there.pane(pane).has_focus
        assert f"{total:,} of " in there.text()


async def test_a_column_leads_to_its_own_time(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s")
        await there.press(*("h",) * 4)
        bucket = stats(there).figures
        assert bucket
        expected = bucket.buckets[-5]
        assert "14:00:30" in there.text()
        await there.press("enter")
        text, total = filtered(there, "events")
        assert text == f"since:2026-11-22T14:00:30 until:2026-11-22T14:00:59.999 has:kind {Panel.COUNTS}"
        assert total == sum(expected.phases.values()) == 2


async def test_esc_and_q_lead_from_what_is_listed_back_to_the_numbers_and_the_lists_own_filter_is_there_again(
    tmp_path: Path,
) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("slash", *"phase:failed", "enter")
        for leave in ("escape", "q"):
            await there.press("s", "tab", "tab", "tab", "enter")
            assert filtered(there, "events")[0].startswith("provider:telnyx campaign:CDX91P0")
            there.board.note()
            assert there.board.session.left().view.panes["events"].filter == "phase:failed"
            await there.press(leave)
            stats(there)
            await there.press("escape")
            assert filtered(there, "events")[0] == "phase:failed"


async def test_what_is_typed_over_what_is_listed_stays(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s", "tab", "tab", "tab", "enter", "slash", *" phase:ok", "enter", "escape")
        assert filtered(there, "events")[0].endswith("phase:ok")


async def test_a_repeat_and_what_no_adapter_knows_are_neither_counted_nor_listed(tmp_path: Path) -> None:
    async def twice(books: Books) -> None:
        for _ in range(2):
            await books.receive(message(1))
        await books.receive(Event(type="unrecognised", summary="POST /x"))

    async with stand(tmp_path, fill=twice) as there:
        await there.press("s", "tab")
        assert "1 of them no adapter knows: they have no status" in there.text()
        await there.press("shift+tab", "enter")
        assert filtered(there, "events")[1] == 1


async def test_a_click_picks_a_column_and_a_second_opens_it(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s")
        for _ in range(2):
            await there.pilot.click("#statuses", offset=(1 + 1 + 3, 3))
            await there.settle()
        assert filtered(there, "events")[0].startswith("since:2026-11-22T13:47:30 until:2026-11-22T13:47:59.999 ")


async def test_the_range_is_the_smallest_that_holds_something_and_goes_up_and_down(tmp_path: Path) -> None:
    async def yesterday(books: Books) -> None:
        await books.receive(message(1), ago=5 * 3600)

    async with stand(tmp_path, fill=yesterday) as there:
        await there.press("s")
        assert "15m 1h [6h] 24h 7d all" in there.text()
        await there.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert "[all]" in there.text()
        await there.press("right_square_bracket", *("left_square_bracket",) * 9)
        assert "[15m]" in there.text()
        assert "0 of 0 events count" in there.text()
        assert "Nothing that counts in this time." in there.text()


async def test_b_counts_by_something_else_and_it_is_so_when_the_user_comes_back(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s", "b", "b")
        assert "campaign brand [number] provider" in there.text()
        assert "+15550100009" in there.text()
        await there.press("escape", "s")
        assert "campaign brand [number] provider" in there.text()


async def test_a_filter_narrows_all_panels_and_leads_on(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s", "slash", *"campaign:CQZ77K1 or code:30034", "enter")
        figures = stats(there).figures
        assert figures
        assert (figures.entries, figures.steps[0].messages) == (21, 10)
        assert "21 count" in there.text()
        await there.press("tab", "tab", "tab", "tab", "enter")
        text, total = filtered(there, "events")
        assert (
            text == "(campaign:CQZ77K1 or code:30034) provider:telnyx code:30007 attempt:1 -verdict:rejected since:15m"
        )
        assert total == 5
        await there.press("s", "slash", "escape")
        assert "81 of 83 events count" in there.text()


async def test_a_wrong_filter_is_pointed_at_and_the_last_right_one_holds(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s", "slash", *"lag>2s nam")
        assert isinstance(there.board.focused, Input)
        await there.press(*"e:")
        assert "^ a value is missing" in there.text()
        assert stats(there).asked.text == "lag>2s name"


async def test_a_filter_is_completed_with_what_was_seen(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s", "slash", *"campaign:CQ", "tab", "enter")
        assert stats(there).asked.text == "campaign:CQZ77K1"


async def test_what_only_events_can_be_asked_is_asked_of_the_events(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s", "slash", *"verdict:verified", "enter", "tab", "tab", "j", "j", "enter")
        text, total = filtered(there, "events")
        assert text == "kind:message verdict:verified phase:ok -status:receiv*,*-response since:15m"
        assert total == 29  # the redelivered one is listed, too


def test_a_term_with_a_time_of_its_own_needs_no_other() -> None:
    found = leading(None, ("", "since:2026-11-22T14:00", ""), NOW)
    assert (found.kind, found.text) == (None, "since:2026-11-22T14:00")


async def test_v_shows_the_table_of_a_panel_and_the_picture_again(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s")
        picture = there.text()
        await there.press("v")
        assert "2026-11-22 14:02:30" in there.text()
        await there.press("v")
        assert there.text() == picture


async def test_a_table_leads_on_as_its_picture_does(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s", "tab", "tab", "v", "G", "enter")
        assert filtered(there, "messages")[1] == 2


async def test_x_writes_the_numbers_of_the_panel_into_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with stand(tmp_path / "store", fill=traffic) as there:
        await there.press("s", "tab", "tab", "x")
        [table, data] = sorted(tmp_path.glob("callboard-funnel-*"))
        assert str(table) in "".join(toast.message for toast in there.board._notifications)
        await there.press("x")
        assert "not written" in [toast.message for toast in there.board._notifications][-1]
    assert stat.S_IMODE(os.stat(table).st_mode) == 0o600  # noqa: PTH116
    assert table.read_text().splitlines()[1] == "accepted,40,100.0,30007 ×5,13m"
    assert json.loads(data.read_text())["rows"][2]["messages"] == 33


async def test_it_counts_again_when_something_came_and_only_while_it_is_to_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.statistics.stats.AGAIN", 0.02)
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s")
        asked = await counting(there, monkeypatch)
        stats(there)._renew()
        await there.settle()
        assert not asked
        await there.books.receive(step(500, 1, "sent", Phase.PENDING), ago=1)
        await until(lambda: "82 of 84 events count" in there.text())
        assert len(asked) == 1
        await there.press("question_mark")
        await there.books.receive(step(501, 1, "sent", Phase.PENDING), ago=1)
        await until(lambda: len(asked) == 2)
        await there.press("escape", "escape")
        await there.books.receive(step(502, 1, "sent", Phase.PENDING), ago=1)
        await there.settle()
        assert len(asked) == 2


async def counting(there: Stand, monkeypatch: pytest.MonkeyPatch) -> list[Filter]:
    """What is asked for from here on."""
    asked: list[Filter] = []
    truly = there.board._reader.statistics

    async def statistics(where: Filter = ALL, *more: object) -> object:
        asked.append(where)
        return await truly(where, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(there.board._reader, "statistics", statistics)
    return asked


async def test_where_there_is_room_for_three_the_one_with_the_keys_is_among_them(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic, size=NARROW) as there:
        await there.press("s")
        assert "p50 400ms p95 400ms" in there.text()
        seen = [
            name for name in ("statuses", "lagging", "funnel", "groups", "codes", "health") if there.pane(name).display
        ]
        assert seen == ["statuses", "funnel", "groups"]
        await there.press("tab")
        assert not there.pane("statuses").display
        assert there.pane("lagging").display
        await there.press("z")
        assert "Delivery funnel" not in there.text()


async def test_that_somebody_waits_is_seen_however_little_room_there_is(tmp_path: Path) -> None:
    async def every(books: Books) -> None:
        ends = (("undelivered", Phase.FAILED), ("sending_failed", Phase.FAILED), ("canceled", Phase.ENDED))
        for number, (status, phase) in enumerate((*ends, ("delivery_unconfirmed", Phase.ATTENTION))):
            await books.receive(message(number, status=status, phase=phase))
        await books.receive(message(9, status="queued", phase=Phase.PENDING), ago=660)

    async with stand(tmp_path, fill=every, size=NARROW) as there:
        await there.press("s", "tab", "tab", "G")
        rows = [line.split()[0].strip("┃▸") or line.split()[1] for line in there.text().splitlines()[12:17]]
        assert rows == ["accepted", "delivered", "undelivered", "failed", "no"]
        assert "oldest 11m" in there.text()
        await there.press("enter")
        assert filtered(there, "messages")[1] == 1
        await there.press("s", "tab", "tab", "v", "G", "k", "enter")
        assert filtered(there, "messages")[0] == "phase:ended -status:receiv*,*-response since:15m"


async def test_a_callback_that_is_sent_again_tells_nothing_of_clocks(tmp_path: Path) -> None:
    async def again(books: Books) -> None:
        await books.receive(message(1, occurred_at=NOW - timedelta(days=900)))
        await books.receive(message(2, provider="mta", occurred_at=NOW + timedelta(seconds=0.038)))

    async with stand(tmp_path, fill=again) as there:
        await there.press("s")
        assert "est. clock skew: mta 38ms ahead" in there.text()
        assert "clock skew: telnyx" not in there.text()


@pytest.mark.parametrize(
    ("roomy", "low", "on", "zoomed", "seen"),
    [
        (True, False, CODES, False, set(range(6))),
        (True, False, CODES, True, {CODES}),
        (False, False, FUNNEL, False, {STATUSES, FUNNEL, GROUPS}),
        (False, False, LAGGING, False, {LAGGING, FUNNEL, GROUPS}),
        (False, False, CODES, False, {STATUSES, CODES, GROUPS}),
        (False, False, HEALTH, False, {STATUSES, FUNNEL, HEALTH}),
        (False, True, GROUPS, False, {GROUPS}),
    ],
)
def test_which_panels_are_seen(roomy: bool, low: bool, on: int, zoomed: bool, seen: set[int]) -> None:
    assert shown(roomy=roomy, low=low, on=on, zoomed=zoomed) == seen


@pytest.mark.parametrize("size", [(60, 16), (30, 8), (200, 60), WIDE])
async def test_every_panel_lives_at_any_size_as_picture_and_as_table(tmp_path: Path, size: tuple[int, int]) -> None:
    async with stand(tmp_path, fill=morning, size=size) as there:
        await there.press("s", "]", "]")
        for _ in range(6):
            for keys in (("v",), ("v",), ("j", "G"), ("tab",)):
                await there.press(*keys)
                assert "pane failed" not in there.text()
        await there.pilot.resize_terminal(80, 24)
        await there.settle()
        assert "Stats" in there.text()


async def test_nothing_that_was_posted_leaves_the_numbers_as_it_came(tmp_path: Path) -> None:
    nasty = "\x1b]52;c;QQ==\x07[/bold]\u202e\x9b2J"

    async def hostile(books: Books) -> None:
        event = message(1, status=nasty, phase=Phase.FAILED, code=nasty, meaning=nasty, campaign=nasty, sender=nasty)
        await books.receive(event.model_copy(update={"provider": nasty, "occurred_at": NOW + timedelta(hours=1)}))
        await books.receive(told(nasty, "c", Kind.CAMPAIGN, nasty, nasty, Phase.FAILED, name=nasty))

    async with stand(tmp_path, fill=hostile, size=(200, 60)) as there:
        await there.press("s")
        for keys in ((), ("b",), ("b",), ("b",), *(("v", "tab"),) * 6):
            await there.press(*keys)
            assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(there.text())
        assert "␛]52;c;QQ==␇[/bold]" in there.text()
        await there.press(*("tab",) * 4, "enter")
        assert filtered(there, "events")[1] == 1


async def test_a_store_that_does_not_answer_is_said_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store import StoreError

    async def broken(*_all: object) -> None:
        raise StoreError("the view was replaced")

    async with stand(tmp_path, fill=traffic) as there:
        with monkeypatch.context() as patched:
            patched.setattr(there.board._reader, "statistics", broken)
            await there.press("s")
            assert "the store does not answer: the view was replaced" in there.text()
        stats(there)._renew()
        await there.settle()
        assert "81 of 83 events count" in there.text()


async def test_the_range_goes_on_with_the_clock_though_nothing_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stand(tmp_path, fill=traffic) as there:
        await there.press("s")
        asked = await counting(there, monkeypatch)
        stats(there)._renew()
        await there.settle()
        assert not asked
        stats(there)._clock = lambda: NOW + timedelta(minutes=5)
        stats(there)._renew()
        await there.settle()
        assert len(asked) == 1
        figures = stats(there).figures
        assert figures
        assert figures.entries < 83


async def test_the_period_of_the_screen_fits_its_columns(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=traffic, size=(60, 16)) as there:
        await there.press("s")
        assert stats(there)._period() == Period(since=NOW - timedelta(minutes=15), until=NOW, buckets=25)
