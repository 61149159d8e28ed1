"""The rules that a monitor lives by."""

from itertools import permutations

import pytest

from store import Entity, Event, Kind, Phase, Trust, refold
from store.projection import canonical
from tests.make import entry, event, failed, later, ok, pending


def end(*events: Event) -> Entity:
    """The entity that events make that arrive in this order."""
    entity = refold(entry(one, seq) for seq, one in enumerate(events, 1))
    assert entity
    return entity


def test_a_rejected_signature_changes_no_entity() -> None:
    entity = refold([entry(pending(), 1), entry(ok(), 2, trust=Trust.REJECTED)])
    assert entity
    assert (entity.status, entity.events) == ("sent", 1)
    assert refold([entry(ok(), trust=Trust.REJECTED)]) is None


def test_a_redelivery_changes_nothing_but_its_own_count() -> None:
    first = end(ok())
    again = refold([entry(ok(), 1), entry(ok(), 2, attempt=2), entry(ok(), 3, attempt=3)])
    assert again == first.model_copy(update={"redeliveries": 2})


def test_a_late_event_counts_but_does_not_turn_back_the_clock() -> None:
    entity = end(ok(occurred_at=later(20)), pending(occurred_at=later(10)))
    assert (entity.status, entity.events, entity.last_seq) == ("delivered", 2, 2)


def test_the_providers_sequence_comes_before_its_time() -> None:
    assert end(ok(sequence=2, occurred_at=later(1)), pending(sequence=1, occurred_at=later(9))).status == "delivered"


def test_at_equal_times_the_phase_further_along_wins() -> None:
    at = {"occurred_at": later(5)}
    assert end(failed(**at), pending(**at), ok(**at)).phase is Phase.FAILED
    assert end(event("inactive", Phase.ENDED, **at), failed(**at)).phase is Phase.ENDED


def test_receipt_decides_where_the_provider_gives_neither() -> None:
    brand = {"kind": Kind.BRAND, "id": "b"}
    assert end(ok(**brand), pending(**brand)).status == "sent"


def test_a_message_without_any_order_is_not_taken_back_from_its_end() -> None:
    assert end(ok(), pending()).status == "delivered"
    assert end(ok(), failed()).status == "undelivered"


@pytest.mark.parametrize(
    "how", [{"sequence": 2}, {"occurred_at": later(10)}, {"sequence": 2, "occurred_at": later(10)}]
)
def test_a_messages_end_holds_beside_steps_that_are_counted_or_timed_where_it_is_not(how: dict[str, object]) -> None:
    """Plivo documents a delivery without the sequence and the times of the steps before it."""
    steps = [pending(**how), event("queued", Phase.PENDING), ok()]
    assert {end(*order).status for order in permutations(steps)} == {"delivered"}
    assert {end(*order).status for order in permutations([pending(), ok(**how)])} == {"delivered"}


def test_a_legal_cycle_is_not_staleness() -> None:
    number = {"kind": Kind.NUMBER, "id": "+13125550101"}
    steps = [
        event("failed", Phase.FAILED, occurred_at=later(1), **number),
        event("pending", Phase.PENDING, occurred_at=later(2), **number),
        event("completed", Phase.OK, occurred_at=later(3), **number),
    ]
    assert end(*steps[:2]).phase is Phase.PENDING
    assert {end(*order).phase for order in permutations(steps)} == {Phase.OK}


def test_a_note_leaves_the_state_as_it_was() -> None:
    link = {"kind": Kind.NUMBER, "id": "+13125550101"}
    unlink = event("failed", Phase.FAILED, sets=False, occurred_at=later(9), **link)
    assigned = event("success", Phase.OK, occurred_at=later(1), **link)
    for order in ([assigned, unlink], [unlink, assigned]):
        assert (end(*order).status, end(*order).phase) == ("success", Phase.OK)
    assert end(unlink).phase is Phase.UNKNOWN


def test_two_ids_are_one_entity_as_soon_as_an_event_carries_both() -> None:
    both = event("active", kind=Kind.BRAND, id="7f1f4c0a-1111", aliases=("BEXMPL1",))
    entity = end(event("new", kind=Kind.BRAND, id="BEXMPL1"), both)
    assert (entity.id, entity.aliases) == ("7f1f4c0a-1111", ("BEXMPL1",))


def test_a_fact_stays_with_the_newest_claim() -> None:
    assert end(ok(name="new", occurred_at=later(9)), pending(name="old", occurred_at=later(1))).name == "new"
    assert end(ok(occurred_at=later(9)), pending(campaign="C1", occurred_at=later(1))).campaign == "C1"


@pytest.mark.parametrize("how", ["sequence", "occurred_at"])
def test_any_order_of_arrival_ends_the_same(how: str) -> None:
    values = [1, 2, 2, 3] if how == "sequence" else [later(1), later(2), later(2), later(3)]
    steps = [
        event("queued", Phase.PENDING, name="a", **{how: values[0]}),
        event("sent", Phase.PENDING, sender="+1", **{how: values[1]}),
        event("sent-too", Phase.PENDING, **{how: values[2]}),
        event("billed", Phase.OK, sets=False, campaign="C", **{how: values[3]}),
    ]
    if how == "sequence":
        steps = [step.model_copy(update={"occurred_at": later(0)}) for step in steps]
    told = {"status", "phase", "name", "sender", "campaign", "stamps", "aliases", "events"}
    ends = [end(*order).model_dump(include=told) for order in permutations(steps)]
    assert all(one == ends[0] for one in ends)


def test_a_number_goes_by_its_e164_form_whatever_else_it_is_called() -> None:
    assert canonical(["PN00000000000000000000000000000001", "+13125550123"]) == "+13125550123"
    assert canonical(["BEXMPL1", "7f1f4c0a-1111-4a5b-9c1b-000000000001"]).startswith("7f1f")


def test_one_thing_has_so_many_names_and_no_more() -> None:
    names = tuple(f"name-{n:02}" for n in range(64))
    few = refold([entry(ok(aliases=names[:63]))])
    many = refold([entry(ok(aliases=names))])
    assert few
    assert many
    assert (len(few.aliases), len(many.aliases)) == (63, 0)
