"""Models to text, without a terminal."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from store import Entity, Entry, Event, Kind, Phase, Trust, Verdict
from tui.drawing.columns import fit, header, row
from tui.marks import GLYPHS, SEALS, age, clock, entry_lag, lag, size, state_words
from tui.text import width
from tui.words import COLUMNS, EVENTS, entity_line, entry_line, plain

NOW = datetime(2026, 11, 22, 14, 2, 32, 204_000, tzinfo=UTC)
EVENT = Event(
    provider="telnyx",
    type="phone_number.ASSIGNMENT",
    summary="+16715455939 assigned",
    kind=Kind.NUMBER,
    id="+16715455939",
    status="success",
    phase=Phase.OK,
    occurred_at=NOW - timedelta(seconds=1.2),
)
UNCHECKED = Verdict(trust=Trust.UNCHECKED)


def entry(event: Event = EVENT, attempt: int = 1, verdict: Verdict = UNCHECKED) -> Entry:
    return Entry(seq=7, capture=5, received_at=NOW, attempt=attempt, verdict=verdict, event=event)


def entity(kind: Kind = Kind.NUMBER, **more: object) -> Entity:
    plain_one = Entity(provider="telnyx", kind=kind, id="x-1", first_at=NOW, last_at=NOW, last_seq=7)
    return plain_one.model_copy(update=more)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3, "0s"), (0, "0s"), (59.9, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h"), (86400, "1d"), (800 * 86400, "2y")],
)
def test_an_age_is_one_number_and_never_negative(seconds: float, said: str) -> None:
    assert age(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(None, "–"), (0.412, "412ms"), (-0.2, "0ms"), (1.2, "1.2s"), (9.96, "10.0s"), (150, "2m"), (-90, "-1m")],
)
def test_a_lag_says_how_late_and_whose_clock_is_ahead(seconds: float | None, said: str) -> None:
    assert lag(seconds) == said


def test_the_time_is_local_and_another_day_says_so() -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    assert clock(NOW, NOW, 12) == "14:02:32.204"
    assert clock(NOW, NOW, 8) == "14:02:32"
    assert clock(NOW, tokyo, 8) == "23:02:32"
    assert clock(NOW - timedelta(days=1), NOW, 12) == "21 Nov 14:02"
    assert clock(NOW - timedelta(days=1), NOW, 8) == "21 Nov"


@pytest.mark.parametrize(
    ("update", "said"),
    [
        ({}, "ASSIGNMENT success"),
        ({"status": "failed", "code": "805"}, "ASSIGNMENT failed 805"),
        ({"status": "ACTIVE"}, "ACTIVE"),
        ({"type": "provision/add", "status": "200"}, "add 200"),
        ({"type": "number_assignment_failed", "status": "failed"}, "assignment_failed"),
        ({"type": "brand", "kind": Kind.BRAND, "status": "rejected"}, "rejected"),
        ({"status": None}, "ASSIGNMENT"),
        ({"kind": Kind.MESSAGE, "type": "message.finalized", "status": "failed", "code": "30007"}, "failed 30007"),
    ],
)
def test_a_generic_status_is_told_apart_by_its_type(update: dict[str, object], said: str) -> None:
    assert state_words(EVENT.model_copy(update=update)) == said


def test_an_entry_is_one_line_with_glyph_seal_attempt_and_lag() -> None:
    verified = Verdict(trust=Trust.VERIFIED)
    line = plain(entry_line(entry(attempt=2, verdict=verified), NOW, 100))
    assert " ".join(line.split()) == "14:02:32 telnyx phone_number.AS… +16715455939 ● ASSIGNMENT success ×2 ✓ 1.2s"


def test_what_no_adapter_reads_shows_its_summary_and_why() -> None:
    odd = Event(type="unrecognised", summary="POST /x, 415 B", reason="no adapter knows it")
    assert "POST /x, 415 B" in plain(entry_line(entry(odd), NOW))
    assert "◇ no adapter knows it" in plain(entry_line(entry(odd), NOW))
    assert entry_lag(entry(odd)) == "–"
    coded = odd.model_copy(update={"reason": None, "code": "11200", "meaning": "the webhook timed out (a page)"})
    assert "◇ the webhook timed out" in plain(entry_line(entry(coded), NOW))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("cells", [20, 38, 57, 78, 118, 200])
def test_every_row_fits_and_state_is_the_last_to_go(kind: Kind, cells: int) -> None:
    named = entity(kind, status="undelivered", phase=Phase.FAILED, name="電" * 60, recipient="+1" * 40, id="i" * 99)
    fitted = fit(COLUMNS[kind], cells)
    spans = row(fitted, named, NOW)
    assert sum(width(text) for text, _ in spans) <= max(cells, 21)
    assert "✖" in plain(spans)
    assert plain(header(fitted))


def test_columns_drop_by_priority_not_off_the_edge() -> None:
    titles = {cells: [column.title for column, _ in fit(EVENTS, cells)] for cells in (118, 78, 58, 30)}
    assert titles == {
        118: ["received", "provider", "type", "entity", "state", "sig", "lag"],
        78: ["received", "provider", "entity", "state", "sig", "lag"],
        58: ["received", "entity", "state", "sig"],
        30: ["state"],
    }


def test_an_entity_line_begins_with_its_kind() -> None:
    line = plain(entity_line(entity(status="success", type="phone_number.ASSIGNMENT", phase=Phase.OK), NOW))
    assert line.split()[:2] == ["number", "x-1"]
    assert "● ASSIGNMENT success" in line


def test_every_phase_and_seal_has_a_glyph_of_one_cell() -> None:
    assert set(GLYPHS) == set(Phase)
    assert set(SEALS) == set(Trust)
    assert len(set(GLYPHS.values())) == len(Phase)
    assert {width(glyph) for glyph in (*GLYPHS.values(), *SEALS.values())} == {1}


def test_hostile_words_come_out_marked() -> None:
    nasty = "\x1b]52;c;QQ==\x07[@click=app.quit]\u202e"
    event = EVENT.model_copy(update=dict.fromkeys(("provider", "type", "summary", "id", "status", "code"), nasty))
    for cells in (40, 118, 400):
        line = plain(entry_line(entry(event), NOW, cells))
        assert line.isprintable()


def test_sizes() -> None:
    assert (size(412), size(2048), size(1024 * 1024)) == ("412 B", "2.0 KiB", "1024.0 KiB")
