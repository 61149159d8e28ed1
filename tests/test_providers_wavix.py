"""Wavix: bodies without a mark, which must not take what is SignalWire's or Plivo's."""

import pytest

from receiver.found import found
from receiver.meaning.reading import whose
from receiver.provider import Certainty
from receiver.providers.wavix import MESSAGES, PROVIDER
from store import Kind, Phase
from tests.callbacks import changed, form, posted, sampled

NUMBER: dict[str, str] = {
    "brand_id": "BEXMPL1",
    "campaign_id": "CEXMPL1",
    "number": "13125550101",
    "status": "APPROVED",
}


def test_what_an_event_is_about_is_its_narrowest_id() -> None:
    told = [PROVIDER.interpret(sampled(f"wavix/{name}"))[0] for name in ("brand_status", "campaign_status")]
    [number] = PROVIDER.interpret(sampled("wavix/number_approved"))
    assert [(event.kind, event.id) for event in (*told, number)] == [
        (Kind.BRAND, "BEXMPL1"),
        (Kind.CAMPAIGN, "CEXMPL1"),
        (Kind.NUMBER, "+13125550101"),
    ]
    assert (number.brand, number.campaign) == ("BEXMPL1", "CEXMPL1")


def test_a_state_that_nobody_documents_is_shown() -> None:
    [event] = PROVIDER.interpret(changed("wavix/number_approved", status="PAUSED"))
    assert (event.status, event.phase) == ("PAUSED", Phase.UNKNOWN)


@pytest.mark.parametrize("status", MESSAGES)
def test_a_report_has_its_phase(status: str) -> None:
    [event] = PROVIDER.interpret(sampled(f"wavix/message_report_{status}"))
    assert (event.status, event.phase) == (status, MESSAGES[status])


def test_a_body_without_a_mark_is_at_most_perhaps_its_own() -> None:
    assert PROVIDER.claims(posted({**NUMBER})) == Certainty.MAYBE
    assert PROVIDER.claims(form(NUMBER)) == Certainty.NO
    assert PROVIDER.claims(posted({**NUMBER, "type": "number_linking"})) == Certainty.NO
    assert PROVIDER.claims(posted({**NUMBER, "event_category": "number_assignment"})) == Certainty.NO
    for name in ("brand_status", "campaign_status"):
        assert PROVIDER.claims(sampled(f"wavix/{name}")) == Certainty.NO


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("wavix/number_approved", "wavix"),
        ("signalwire/number_assignment_activated", "signalwire"),
        ("plivo/GUESS_10dlc_brand_registered_json", None),
    ],
)
def test_among_all_providers_it_takes_its_own_and_no_other(name: str, owner: str | None) -> None:
    provider, _ = whose(sampled(name), found()[0])
    assert (provider.name if provider else None) == owner
