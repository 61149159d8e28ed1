"""The filter language, over real rows."""

from datetime import timedelta
from pathlib import Path

import pytest

from store import FilterError, Intake, Kind, Ledger, Phase, Reader, parse, sql_of
from tests.make import NOON, event, failed, later, ok, pending, reading, request


@pytest.fixture
async def log(tmp_path: Path) -> Path:
    path = tmp_path / "callboard.db"
    async with Intake.open(path) as intake, Ledger.open(path) as ledger:
        for n in range(6):
            await intake.capture(request(b"x" * n, f"/p{n}?q={n}"))
        number = event(
            "success", Phase.OK, kind=Kind.NUMBER, id="+16715455939", provider="signalwire", type="number_assignment"
        )
        await ledger.enter(
            [
                reading(1, pending(occurred_at=later(-9), recipient="+15551230000", campaign="CCAMP1")),
                reading(2, ok(reason="said so", occurred_at=later(1.5))),
                reading(3, ok(reason="said so", occurred_at=later(1.5))),
                reading(4, failed(id="m_2", text='50% of "them"', code="30007")),
                reading(5, number),
                reading(6, event("TOLD", Phase.ATTENTION, id="M*3", type="message.10DLC")),
            ]
        )
    return path


@pytest.mark.parametrize(
    ("text", "captures"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("provider:telnyx kind:message phase:failed", [4]),
        ("phase:failed,attention", [4, 6]),
        ("PHASE:OK", [2, 3, 5]),
        ("-phase:ok", [1, 4, 6]),
        ("type:*assign*", [5]),
        ("type:message.*", [6]),
        ("id:+1671*", [5]),
        ("id:m_2", [4]),
        ("id:m_*", [4]),
        ('id:"M*3"', [6]),
        ("campaign:CCAMP1", [1]),
        ("to:+1555*", [1]),
        ("attempt>1", [3]),
        ("attempt:1 phase:ok", [2, 5]),
        ("lag>2s", [1]),
        ("lag<=500ms", [2]),
        ("/deliv.r/ -attempt>1", [2, 4]),
        ("/50% of/", [4]),
        ("reason:/^SAID so$/", [2, 3]),
        ("type:/10dlc/", [6]),
        ("/no (such|text)/", []),
        ("is:duplicate", [3]),
        ("is:unsigned -is:duplicate", [1, 2, 4, 5, 6]),
        ("is:late", []),
        ("is:odd", []),
        ("has:code", [4]),
        ("-has:reason", [1, 4, 5, 6]),
        ("has:code,reason", [2, 3, 4]),
        ("since:3s", [3, 4, 5, 6]),
        ("until:2026-11-22T12:00:02Z", [1, 2]),
        ("since:2026-11-22T12:00:05", [5, 6]),
        ("30007", [4]),
        ('"50%"', [4]),
        ("verdict:rejected", []),
        ("status:sent or status:told", [1, 6]),
        ("-(status:sent or status:told) phase:ok,failed", [2, 3, 4, 5]),
        ("seq>=5", [5, 6]),
    ],
)
async def test_a_filter_finds(log: Path, text: str, captures: list[int]) -> None:
    async with Reader.open(log, clock=lambda: NOON + timedelta(seconds=6)) as reader:
        found = await reader.entries(where=parse(text))
    assert [entry.capture for entry in reversed(found)] == captures


async def test_entities_and_captures_have_fields_of_their_own(log: Path) -> None:
    async with Reader.open(log, clock=lambda: NOON) as reader:
        assert [one.id for one in await reader.entities(where=parse("kind:message events>1"))] == ["m1"]
        assert [one.id for one in await reader.entities(where=parse("phase:failed since:0s"))] == ["m_2"]
        assert [one.seq for one in await reader.captures(where=parse("path:/p3,/p4 size>3"))] == [5]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("has:reason", ["told", "known"]),
        ("-has:reason", ["bare"]),
        ("has:meaning", ["known"]),
        ("meaning:*spam*", ["known"]),
        ("detected", ["known"]),
    ],
)
async def test_a_code_that_has_a_meaning_says_why(tmp_path: Path, text: str, ids: list[str]) -> None:
    failures = (
        failed(id="told", reason="said so"),
        failed(id="known", code="30", meaning="spam detected (a page)"),
        failed(id="bare", code="31"),
    )
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        for seq, one in enumerate(failures, 1):
            await intake.capture(request())
            await ledger.enter([reading(seq, one)])
    async with Reader.open(log) as reader:
        entries, entities = await reader.entries(where=parse(text)), await reader.entities(where=parse(text))
    assert [one.event.id for one in reversed(entries)] == [one.id for one in reversed(entities)] == ids


@pytest.mark.parametrize(
    ("text", "at", "why"),
    [
        ("kid:brand", 0, "did you mean kind?"),
        ("phase:ok nosuch:1", 9, "there are "),
        ("attempt>many", 0, "attempt>1"),
        ("lag>fast", 0, "lag>2s"),
        ("phase>ok", 0, "phase:value"),
        ("since:yesterday", 0, "since:10m"),
        ("status:", 0, "value is missing"),
        ('status:"open', 7, "not closed"),
        ("(phase:ok", 0, "not closed"),
        ("phase:ok )", 9, "no ( is open"),
        ("phase:ok /re(gex/", 9, "no regular expression"),
        ("has:nosuch", 0, "no field nosuch"),
        (".data..x:1", 0, "a path is like"),
        ("is:lat", 0, "did you mean is:late?"),
        ("is:,", 0, "value is missing"),
        ('id:""', 0, "value is missing"),
        ("attempt:,", 0, "value is missing"),
        ("is>late", 0, "is takes a colon"),
        ("since>10m", 0, "since takes a colon"),
        ("is:odd or", 7, "between two terms"),
        ("or is:odd", 0, "between two terms"),
    ],
)
def test_a_wrong_filter_points_at_the_token(text: str, at: int, why: str) -> None:
    with pytest.raises(FilterError) as caught:
        sql_of(parse(text), "entries", NOON)
    filter_, caret = str(caught.value).splitlines()
    assert filter_ == text
    assert caret.index("^") == at
    assert why in caret


BODIES = (
    b'{"data": {"payload": {"status": "SUCCESS", "parts": 2, "to": [{"status": "sent"}, {"status": "failed"}]}}}',
    b'{"data": {"payload": {"status": "failed", "parts": 10, "ok": true, "none": null}}}',
    b"MessageStatus=delivered&To=%2B1555",
    b"",
    b"\xff\xfe{",
    b"[" * 5000,
)


@pytest.mark.parametrize(
    ("text", "captures"),
    [
        (".data.payload.status:success", [1]),
        (".data.payload.status:success,failed", [1, 2]),
        ("-.data.payload.status:success", [2, 3, 4, 5, 6]),
        (".data.*.status:s*", [1]),
        (".data.payload.to[0].status:sent", [1]),
        (".data.payload.to[1].status:sent", []),
        (".data.payload.to[].status:failed", [1]),
        (".data.payload.to.status:failed", [1]),
        (".data.payload.status:/^(success|failed)$/", [1, 2]),
        (".data.payload.parts>2", [2]),
        (".data.payload.parts>=2", [1, 2]),
        (".data.payload.parts<3", [1]),
        (".data.payload.status>3", []),
        (".data.payload.ok:true", [2]),
        (".data.payload.none:null", [2]),
        (".MessageStatus:delivered", [3]),
        (".To:+1555", [3]),
        (".q:4", [4]),
        (".data", [1, 2]),
        (".data.payload.to phase:pending", [1]),
    ],
)
async def test_a_path_looks_into_the_body(tmp_path: Path, text: str, captures: list[int]) -> None:
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake, Ledger.open(log) as ledger:
        for n, body in enumerate(BODIES, 1):
            await intake.capture(request(body, f"/p?q={n}"))
            await ledger.enter([reading(n, pending(key=str(n), id=str(n)))])
    async with Reader.open(log) as reader:
        assert [entry.capture for entry in reversed(await reader.entries(where=parse(text)))] == captures
        if "phase" not in text:
            assert [one.seq for one in reversed(await reader.captures(where=parse(text)))] == captures
        with pytest.raises(FilterError, match="entities have none"):
            await reader.entities(where=parse(text))


def test_letters_that_are_none_are_refused() -> None:
    with pytest.raises(FilterError, match="UTF-8"):
        parse("id:\udcff")
