"""What is odd about an event is said where it stands."""

from functools import reduce
from pathlib import Path

import pytest

from store import Event, Flag, Intake, Kind, KnownAs, Ledger, Oddity, Phase, Reader, Reading, Trust, fold
from store.view.oddity import oddities
from tests.make import entry, event, later, ok, pending, reading, request


def odd(*events: Event) -> list[Oddity]:
    """The oddities of the last of some events of one entity."""
    *before, last = (entry(one, seq) for seq, one in enumerate(events, 1))
    nothing = None
    known = reduce(fold, before, nothing)
    return [flag.oddity for flag in oddities(known, last)]


def number(status: str, phase: Phase, **more: object) -> Event:
    return event(status, phase, kind=Kind.NUMBER, id="+13125550101", **more)


def campaign(status: str, phase: Phase, **more: object) -> Event:
    return event(status, phase, kind=Kind.CAMPAIGN, id="C1", **more)


def test_what_goes_as_it_should_is_not_odd() -> None:
    assert odd(pending()) == []
    assert odd(pending(), ok()) == []
    assert odd(pending(occurred_at=later(1)), ok(occurred_at=later(2))) == []


def test_a_message_that_is_sent_after_it_was_delivered() -> None:
    assert odd(ok(occurred_at=later(1)), pending(occurred_at=later(2))) == [Oddity.IMPOSSIBLE]


def test_one_that_was_sent_before_and_told_after_is_late_and_no_more() -> None:
    assert odd(ok(occurred_at=later(2)), pending(occurred_at=later(1))) == [Oddity.LATE]
    assert odd(ok(sequence=2), pending(sequence=1)) == [Oddity.LATE]


def test_events_of_one_moment_are_not_late() -> None:
    assert odd(ok(occurred_at=later(2)), pending(occurred_at=later(2))) == [Oddity.IMPOSSIBLE]


@pytest.mark.parametrize("phase", [Phase.PENDING, Phase.FAILED, Phase.ENDED])
def test_a_campaign_that_leaves_active(phase: Phase) -> None:
    assert odd(campaign("ACTIVE", Phase.OK), campaign("other", phase)) == [Oddity.LEFT]


def test_a_campaign_that_was_nudged_or_reviewed_did_not_leave_active() -> None:
    assert odd(campaign("ACTIVE", Phase.OK), campaign("CAMPAIGN_NUDGE", Phase.ATTENTION)) == []


def test_a_campaign_that_ended_does_not_come_back() -> None:
    assert odd(campaign("EXPIRED", Phase.ENDED), campaign("ACTIVE", Phase.OK)) == [Oddity.IMPOSSIBLE]


def test_what_has_no_order_of_its_own_makes_nothing_late() -> None:
    assert odd(pending(), pending(occurred_at=later(-9), key="another way to say it")) == []
    assert odd(ok(occurred_at=later(9)), ok(occurred_at=later(1), key="again")) == []


def test_a_failed_assignment_of_a_number_that_was_assigned() -> None:
    assert odd(number("success", Phase.OK), number("failed", Phase.FAILED)) == [Oddity.IMPOSSIBLE]


def test_a_failed_removal_leaves_it_assigned_and_is_nothing_odd() -> None:
    assert odd(number("success", Phase.OK), number("failed", Phase.FAILED, sets=False)) == []


def test_a_legal_cycle_is_not_odd() -> None:
    assert odd(number("failed", Phase.FAILED), number("pending", Phase.PENDING)) == []
    assert odd(number("pending", Phase.PENDING), number("completed", Phase.OK)) == []


def test_a_state_that_nobody_has_named_before() -> None:
    assert odd(event("HELD_BY_MOON", Phase.UNKNOWN)) == [Oddity.UNNAMED]


def test_what_the_adapter_doubts() -> None:
    assert odd(pending(doubts=("the path says plivo",))) == [Oddity.DOUBTFUL]


@pytest.fixture
async def log(tmp_path: Path) -> Path:
    path = tmp_path / "callboard.db"
    async with Intake.open(path) as intake:
        for number in range(60):
            await intake.capture(request(b"%d" % number))
    return path


async def flags(log: Path, *readings: Reading) -> list[list[Flag]]:
    """The flags of each entry, in order."""
    async with Ledger.open(log) as ledger:
        await ledger.enter(readings)
    async with Reader.open(log) as reader:
        return [list(entry.flags) for entry in reversed(await reader.entries())]


def with_(read: Reading, **more: object) -> Reading:
    return read.model_copy(update=more)


async def test_two_bodies_under_one_id_are_two_events_and_the_second_says_so(log: Path) -> None:
    first, second, again = await flags(log, reading(1, ok()), reading(2, ok(content="other")), reading(3, ok()))
    assert (first, again) == ([], [])
    assert [flag.oddity for flag in second] == [Oddity.CONFLICT]
    assert "capture 1 " in second[0].text


async def test_a_forged_body_under_a_true_id_is_no_conflict(log: Path) -> None:
    told = await flags(log, reading(1, ok(content="forged"), trust=Trust.REJECTED), reading(2, ok()))
    assert told == [[], []]


async def test_a_nonce_that_comes_again_with_other_content_is_a_replay(log: Path) -> None:
    once = with_(reading(1, pending(), trust=Trust.VERIFIED), nonce="n", content="a")
    retry = with_(reading(2, pending(), trust=Trust.VERIFIED), nonce="n", content="a")
    replay = with_(reading(3, ok(), trust=Trust.VERIFIED), nonce="n", content="b")
    told = await flags(log, once, retry, replay)
    assert [[flag.oddity for flag in of] for of in told] == [[], [], [Oddity.REPLAYED]]
    assert "capture 1" in told[2][0].text


async def test_a_field_that_was_never_sent_before_is_told_once(log: Path) -> None:
    plain, new = reading(1, pending()), with_(reading(2, pending(key="2")), unlisted=("data.cost: text",))
    same = with_(reading(3, pending(key="3")), unlisted=("data.cost: text",))
    told = await flags(log, plain, new, same)
    assert [[flag.oddity for flag in of] for of in told] == [[], [Oddity.DRIFT], []]
    assert "data.cost: text" in told[1][0].text


async def test_the_first_callback_of_a_provider_teaches_its_fields_but_not_new_words(log: Path) -> None:
    first = with_(reading(1, pending()), unlisted=("data.cost: text", "status = HELD"))
    [[flag]] = await flags(log, first)
    assert "HELD" in flag.text
    assert "cost" not in flag.text


async def test_shapes_without_end_are_not_kept(log: Path) -> None:
    flood = [
        with_(reading(seq, pending(key=str(seq))), unlisted=tuple(f"x{seq}.{n}: text" for n in range(100)))
        for seq in range(1, 51)
    ]
    told = await flags(log, *flood)
    assert told[1]
    assert told[-1] == []


async def test_ids_that_something_else_names_together_are_one_thing_in_any_order(log: Path) -> None:
    uuid = "7f1f4c0a-2222-4a5b-9c1b-000000000002"
    one, two = campaign("new", Phase.PENDING), campaign("ok", Phase.OK)
    says = number("ADDED", Phase.OK, known_as=(KnownAs(kind=Kind.CAMPAIGN, ids=(uuid, "CEXMPL1")),))
    by_uuid, by_tcr = one.model_copy(update={"id": uuid}), two.model_copy(update={"id": "CEXMPL1", "key": "k2"})
    for order in ((says, by_uuid, by_tcr), (by_uuid, by_tcr, says), (by_tcr, says, by_uuid)):
        async with Ledger.open(log) as ledger:
            await ledger.clear()
            await ledger.enter([reading(seq, each) for seq, each in enumerate(order, 1)])
        async with Reader.open(log) as reader:
            [found] = await reader.entities(Kind.CAMPAIGN)
            assert (found.id, found.aliases, found.events) == (uuid, ("CEXMPL1",), 2)
            assert await reader.entity("telnyx", Kind.CAMPAIGN, "CEXMPL1") == found
            assert sum((await reader.counts()).entities[Kind.CAMPAIGN].values()) == 1
