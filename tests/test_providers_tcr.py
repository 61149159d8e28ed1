"""The Campaign Registry: events without id and time, mock brands, and a signature over what the body says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from receiver.meaning.reading import read as read_capture
from receiver.meaning.trust import Keys
from receiver.payloads.tcr_events import EVENTS
from receiver.provider import Certainty
from receiver.providers.tcr import IDENTITIES, PROVIDER
from receiver.stories.sample import samples
from receiver.stories.signed import signed
from store import Capture, Event, Header, Json, Kind, Phase, Trust
from tests.callbacks import changed, posted, sampled

URL = "https://fox.test"


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


def test_every_event_has_a_sample() -> None:
    named = {sample.name.partition("/")[2].upper() for sample in samples() if sample.provider == "tcr"}
    assert named >= EVENTS.keys()


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_is_about_what_its_name_says(name: str) -> None:
    event = read(sampled(f"tcr/{name.lower()}"))
    assert (event.type, event.kind) == (name, EVENTS[name].kind)
    assert event.id == {Kind.BRAND: "BEXMPL1", Kind.CAMPAIGN: "CEXMPL1", None: None}[event.kind]
    assert EVENTS[name].words in event.summary


@pytest.mark.parametrize("status", IDENTITIES)
def test_what_a_brands_identity_is_said_to_be_is_its_state(status: str) -> None:
    event = read(changed("tcr/brand_identity_status_update", brandIdentityStatus=status))
    assert (event.status, event.phase, event.sets) == (status, IDENTITIES[status], True)
    assert read(changed("tcr/brand_add", brandIdentityStatus=status)).phase == IDENTITIES[status]
    assert read(changed("tcr/brand_delete", brandIdentityStatus=status)).phase == Phase.ENDED


@pytest.mark.parametrize("name", ["brand_revet", "brand_appeal_complete", "brand_identity_vet_update", "unknown_event"])
def test_an_event_that_does_not_say_how_it_went_leaves_the_state(name: str) -> None:
    event = read(sampled(f"tcr/{name}"))
    assert (event.phase, event.sets) == (Phase.UNKNOWN, False)


def test_a_vetting_that_failed_is_shown_and_fails_no_brand() -> None:
    event = read(sampled("tcr/evp_report_fail"))
    assert (event.kind, event.phase, event.sets) == (Kind.BRAND, Phase.FAILED, False)


def test_a_share_event_has_two_keys_and_its_campaign() -> None:
    steps = [read(sampled(f"tcr/campaign_share_{step}")) for step in ("add", "accept", "delete")]
    assert [event.phase for event in steps] == [Phase.PENDING, Phase.OK, Phase.FAILED]
    assert {event.id for event in steps} == {"CEXMPL1"}
    assert PROVIDER.claims(posted({"campaignId": "C1", "eventType": "CAMPAIGN_SHARE_ADD"})) == Certainty.LIKELY


def test_a_mock_says_so() -> None:
    assert read(sampled("tcr/campaign_add_mock")).summary == "mock campaign CEXMPL1 added"
    assert read(changed("tcr/campaign_add", mock="true")).summary.startswith("mock ")
    for no in (False, "false", None, "", 0):
        assert read(changed("tcr/campaign_add", mock=no)).summary == "campaign CEXMPL1 added"


def test_the_carrier_is_named_and_else_its_number() -> None:
    assert "(AT&T)" in read(sampled("tcr/mno_campaign_operation_suspended")).summary
    assert "(10017)" in read(changed("tcr/mno_campaign_operation_suspended", mnoName=None)).summary


def test_the_same_body_is_one_event_on_one_day_and_another_on_another() -> None:
    first = sampled("tcr/mno_campaign_operation_suspended")
    again = replace(first, seq=2, received_at=first.received_at + timedelta(minutes=5))
    later = replace(first, seq=3, received_at=first.received_at + timedelta(days=1))
    assert read(again) == read(first)
    assert (read(later).key != read(first).key, read(later).content) == (True, read(first).content)


def test_the_order_of_keys_does_not_make_another_event() -> None:
    said: dict[str, Json] = {"eventType": "CAMPAIGN_ADD", "cspId": "S1", "campaignId": "C1"}
    assert read(posted(said)) == read(posted(dict(reversed(said.items()))))


def test_it_claims_its_own_names_and_not_those_that_another_relays() -> None:
    assert PROVIDER.claims(posted({"eventType": "BRAND_ADD", "cspId": "S1"})) == Certainty.LIKELY
    assert PROVIDER.claims(posted({"eventType": "BRAND_ADD"}, "/", SIGNED)) == Certainty.CERTAIN
    assert PROVIDER.claims(sampled("telnyx/campaign_tcr_event_campaign_add")) == Certainty.NO
    assert PROVIDER.claims(posted({"eventType": "brand.add", "cspId": "S1"})) == Certainty.NO
    assert PROVIDER.claims(posted({"eventType": ["BRAND_ADD"], "cspId": "S1"})) == Certainty.NO
    assert PROVIDER.claims(posted({"hello": "world"}, "/", SIGNED)) == Certainty.NO
    assert PROVIDER.interpret(posted({"hello": "world"})) == ()


SIGNED: Header = (b"X-Registry-Signature", b"SmqzLvP6uQDM6DD2lfdLqwiJJbo=")
# Made with openssl: HMAC-SHA1 under "secret" of
# https://fox.test/tcr{"campaignId":"C1","cspName":"Ünï \"x\"","eventType":"CAMPAIGN_ADD","mnoId":10017,"mock":false}
BODY = (
    '{ "eventType": "CAMPAIGN_ADD", "mnoId": 10017, "cspName": "\\u00dcn\u00ef \\"x\\"",'
    ' "mock": false, "campaignId": "C1" }'
)
SIGNATURE = b"t20vlr3m42NMMOEOpzIzYKUVcZk="


def trust(capture: Capture, key: str = "secret") -> Trust:
    return read_capture(capture, [PROVIDER], Keys({"tcr": (key,)}, URL)).verdict.trust


def signed_request(body: str = BODY) -> Capture:
    headers = ((b"Content-Type", b"application/json"), (b"X-Registry-Signature", SIGNATURE))
    return replace(posted({}, "/tcr"), body=body.encode(), headers=headers)


def test_the_signature_is_over_the_url_and_the_body_in_its_canonical_form() -> None:
    assert trust(signed_request()) is Trust.VERIFIED
    assert trust(signed_request(BODY.replace(" ", "").replace("\u00ef\\", "\u00ef \\"))) is Trust.VERIFIED
    assert trust(signed_request(BODY.replace("false", "true"))) is Trust.REJECTED
    assert trust(replace(signed_request(), target="/tcr2")) is Trust.REJECTED
    assert trust(signed_request(), "another") is Trust.REJECTED


@pytest.mark.parametrize("body", ["", "eventType=CAMPAIGN_ADD", "[", '"\\ud800"', "NaN", "[" * 200])
def test_a_body_without_a_canonical_form_is_rejected(body: str) -> None:
    assert trust(signed_request(body)) is Trust.REJECTED


def test_a_sample_can_be_signed() -> None:
    sample = sampled("tcr/campaign_add", "/tcr")
    headers = signed(sample, PROVIDER, "secret", f"{URL}/tcr", 0, "nonce")
    assert trust(replace(sample, headers=headers)) is Trust.VERIFIED
