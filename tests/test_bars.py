"""The course of an entity as bars over time."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from store import Entry, Phase, refold
from tests.board import message, stand
from tests.make import NOON, entry, event, later
from tests.test_screens import registering
from tui.text import Spans, width
from tui.timelines.bars import Drawing, bars
from tui.timelines.course import course

Story = Sequence[tuple[float, float, str, Phase]]
"""When it occurred and when it was received, in seconds, the status and its phase."""
SENT, FAILED = Phase.PENDING, Phase.FAILED


def entries_of(story: Story) -> tuple[Entry, ...]:
    return tuple(
        entry(event(status, phase, key=f"{n}", content=f"{n}", occurred_at=later(when)), n, after=known)
        for n, (when, known, status, phase) in enumerate(story, 1)
    )


def drawn(story: Story, cells: int = 60, rows: int = 12, **more: object) -> list[str]:
    entries = entries_of(story)
    said: dict[str, object] = {"visits": course(entries, refold(entries)), "now": later(600), "cells": cells}
    return [text(line) for line in bars(Drawing(**{**said, "rows": rows, **more}))]  # type: ignore[arg-type]


def text(line: Spans) -> str:
    return "".join(part for part, _ in line).rstrip()


def test_a_row_a_state_with_corners_between_thin_until_we_were_told() -> None:
    story = ((0, 2, "queued", SENT), (10, 10, "sent", SENT), (20, 25, "undelivered", FAILED))
    axis, *rows = drawn(story)
    assert axis.split() == ["12:00:00", ":10", ":20"]
    assert [row.split()[0] for row in rows] == ["queued", "sent", "undelivered"]
    assert rows[0].split()[1].startswith("◐──")
    assert rows[0].endswith("━┓")
    assert "┗◐━━" in rows[1]
    assert rows[2].split()[1].startswith("┗✖───")
    assert rows[2].endswith("▶")
    assert rows[0].index("┓") == rows[1].index("┗")


def test_a_state_that_comes_back_is_on_its_row_again() -> None:
    story = ((0, 0, "pending", SENT), (10, 10, "failed", FAILED), (20, 20, "pending", SENT))
    rows = drawn(story)[1:]
    assert len(rows) == 2
    assert rows[0].count("◐") == 2
    assert rows[1].endswith("┛")


def test_days_are_cut_short_at_a_mark_that_says_how_long() -> None:
    story = ((0, 0, "PENDING", SENT), (2, 2, "SENT", SENT), (3 * 86400, 3 * 86400 + 1, "OK", Phase.OK))
    axis, *rows = drawn(story, cells=90)
    assert "2d 23h" in axis
    assert "╱╱" in rows[1]


def test_a_final_status_that_has_not_come_is_a_row_of_its_own() -> None:
    *_, last = drawn(((0, 1, "sent", SENT),), waits="no final status, 10m")
    assert last.split(maxsplit=1)[0] == "final"
    assert "╎" in last
    assert "no final status, 10m" in last


def test_the_row_that_the_user_is_on_is_marked() -> None:
    rows = drawn(((0, 0, "queued", SENT), (10, 10, "sent", SENT)), picked=2)
    assert [row.startswith("▸") for row in rows] == [False, False, True]


def test_what_finds_no_room_is_said_to_be_left_out() -> None:
    rows = drawn([(n, n, f"s{n}", SENT) for n in range(50)], rows=8)
    assert len(rows) <= 8
    assert rows[0].startswith(" …")
    assert rows[-1].startswith(" s49")


PHASES = st.sampled_from(list(Phase))
STEPS = st.tuples(st.floats(0, 1e7), st.floats(-100, 1e6), st.sampled_from(["queued", "sent", "e" * 40, "ü", "到着"]))


@given(st.lists(st.tuples(STEPS, PHASES), min_size=1, max_size=20), st.integers(34, 200), st.integers(4, 20))
def test_it_never_leaves_its_room_and_every_state_keeps_its_glyph(
    story: list[tuple[tuple[float, float, str], Phase]], cells: int, rows: int
) -> None:
    flat = [(when, max(0, when + lag), status, phase) for (when, lag, status), phase in story]
    entries = entries_of(flat)
    visits = course(entries, refold(entries))
    lines = bars(Drawing(visits=visits, now=NOON + timedelta(days=200), waits="", cells=cells, rows=rows))
    assert len(lines) <= rows
    assert all(sum(width(part) for part, _ in line) <= cells for line in lines)
    glyphs = sum(text(line)[2:].count(glyph) for line in lines for glyph in "●◐▲✖⊘◇")
    assert 1 <= glyphs <= len(visits)


async def test_b_turns_to_bars_and_back_where_there_is_room_for_one(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=registering) as there:
        await there.press("1", "enter")
        assert "received" in there.text()
        await there.press("B")
        assert "┗●" in there.text()
        assert "received  gap" not in there.text()
        await there.press("k", "k")
        assert "event 2 of 4" in there.text()
        assert "▸UNVERIFIED" in there.text()
        await there.press("B")
        assert "received  gap" in there.text()


async def test_a_new_event_is_drawn_as_it_arrives(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=registering) as there:
        await there.press("4", "enter", "z")
        assert "no final status, 20m ╎" in there.text()
        final = message(8, status="undelivered", phase=Phase.FAILED, key="last", content="last")
        await there.books.receive(final)
        await there.settle()
        assert "no final status" not in there.text()
        assert "┗✖" in there.text()
