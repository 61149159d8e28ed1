"""Teli: The Campaign Registry's events, with every field there and most of them empty."""

import pytest

from receiver.provider import Certainty
from receiver.providers.teli import PROVIDER
from store import Event, Kind, Phase
from tests.callbacks import form, posted, sampled

EMPTY = dict.fromkeys(
    ("campaign_id", "brand_id", "brand_name", "mno_id", "mno_name", "evp_id", "evp_name", "vetting_id"), ""
)


def read(event_type: str, **said: str) -> Event:
    [event] = PROVIDER.interpret(form({**EMPTY, "event_type": event_type, **said}))
    return event


def test_a_campaigns_event_is_the_campaigns_though_it_names_the_brand() -> None:
    event = read("CAMPAIGN_EXPIRED", campaign_id="CEXMPL1", brand_id="BEXMPL1", brand_name="Example Brand")
    assert (event.kind, event.id, event.brand, event.name) == (Kind.CAMPAIGN, "CEXMPL1", "BEXMPL1", None)
    assert (event.phase, event.sets) == (Phase.ENDED, True)


def test_without_a_campaign_it_is_the_brands() -> None:
    event = read("BRAND_ADD", brand_id="BEXMPL1", brand_name="Example Brand")
    assert (event.kind, event.id, event.name) == (Kind.BRAND, "BEXMPL1", "Example Brand")


@pytest.mark.parametrize("event_type", ["CAMPAIGN_BILLED", "EVP_REPORT_FAIL", "SOMETHING_NEW"])
def test_an_event_that_says_nothing_of_the_state_leaves_it(event_type: str) -> None:
    assert read(event_type, campaign_id="CEXMPL1", brand_id="BEXMPL1").sets is False


def test_two_carriers_that_say_the_same_are_two_events() -> None:
    one, other = (read("MNO_CAMPAIGN_OPERATION_APPROVED", campaign_id="C1", mno_id=mno) for mno in ("10017", "10035"))
    assert one.key != other.key


def test_all_its_names_are_its_mark() -> None:
    assert PROVIDER.claims(sampled("teli/campaign_expired")) == Certainty.LIKELY
    assert PROVIDER.claims(form({"event_type": "CAMPAIGN_EXPIRED", "campaign_id": "C1"})) == Certainty.NO
    assert PROVIDER.claims(posted({**EMPTY, "event_type": "CAMPAIGN_EXPIRED"})) == Certainty.NO
