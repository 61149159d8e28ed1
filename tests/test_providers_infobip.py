"""Infobip: many results in one request, each an event of its own."""

import pytest

from receiver.meaning.reading import read
from receiver.provider import MOST_EVENTS, Certainty
from receiver.providers.infobip import CAMPAIGN, CAMPAIGNS, GROUPS, NETWORKS, PROVIDER
from store import Event, Json, Phase
from tests.callbacks import posted, sampled


def events(name: str) -> tuple[Event, ...]:
    return PROVIDER.interpret(sampled(f"infobip/{name}"))


@pytest.mark.parametrize("status", CAMPAIGNS)
def test_a_campaigns_status_sets_its_state(status: str) -> None:
    [event] = events(f"campaign_{status.lower()}")
    assert (event.status, event.phase, event.sets) == (status, CAMPAIGNS[status], True)


def test_a_network_is_named_and_leaves_the_campaign_as_it_was() -> None:
    said = events("campaign_networks_batch")
    assert [event.sets for event in said] == [False] * 3
    assert [event.phase for event in said] == [NETWORKS["ACTIVE"], NETWORKS["ACTIVE"], Phase.UNKNOWN]
    assert [event.summary.split()[-1] for event in said] == ["T_MOBILE", "ATT", "US_CELLULAR_SMS"]
    assert len({event.key for event in said}) == 3


def test_a_rejection_says_all_that_it_was_told_for_once() -> None:
    [event] = events("campaign_rejected")
    assert (event.reason, event.code) == (
        "Unable to verify, need website.; Age gate attribute is not selected.",
        "1001",
    )
    content: Json = {"campaignId": "c1", "rejectionReasons": "Gone.", "rejectionDetails": [{"description": "Gone."}]}
    [twice] = PROVIDER.interpret(posted({"results": [{"event": CAMPAIGN, "content": content}]}))
    assert twice.reason == "Gone."


def test_a_report_has_the_phase_of_its_group_but_the_operator_is_not_the_handset() -> None:
    reports = events("message_reports_batch")
    assert {event.status: event.phase for event in reports} == {
        "DELIVERED_TO_HANDSET": Phase.OK,
        "DELIVERED_TO_OPERATOR": Phase.PENDING,
        "PENDING_ENROUTE": Phase.PENDING,
        "UNDELIVERABLE_NOT_DELIVERED": Phase.FAILED,
        "EXPIRED_EXPIRED": Phase.FAILED,
        "REJECTED_PREFIX_MISSING": Phase.FAILED,
    }
    assert [(event.code, event.reason) for event in reports][3:5] == [
        ("27", "Absent Subscriber"),
        (None, "Message expired"),
    ]
    assert {event.status for event in events("message_report_minimal")} <= GROUPS.keys()


def test_one_result_says_the_same_alone_and_among_others() -> None:
    together = events("message_reports_batch")
    said: Json = {"messageId": "m1", "status": {"groupName": "DELIVERED"}}
    [alone] = PROVIDER.interpret(posted({"results": [said]}))
    among = PROVIDER.interpret(posted({"results": [{"messageId": "m0", "status": {}}, said]}))
    assert among[1] == alone
    assert len({event.content for event in together}) == len(together)


def test_results_without_end_are_cut_and_said_to_be() -> None:
    flood = posted({"results": [{"messageId": str(n), "status": {"groupName": "PENDING"}} for n in range(2000)]})
    said = read(flood, [PROVIDER]).events
    assert len(said) == MOST_EVENTS
    assert said[-1].doubts


def test_results_of_others_are_not_its_own() -> None:
    assert PROVIDER.claims(posted({"results": [{"id": 1, "status": "ok"}]})) == Certainty.NO
    assert PROVIDER.claims(posted({"results": [{"messageId": "m1", "status": "ok"}]})) == Certainty.NO
    assert PROVIDER.claims(posted({"results": []})) == Certainty.NO
    assert PROVIDER.claims(sampled("infobip/campaign_network_active")) == Certainty.CERTAIN
    assert PROVIDER.interpret(posted({"results": [{"hello": "world"}]})) == ()
