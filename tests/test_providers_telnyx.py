"""Telnyx: one envelope, the ids say what it is about, and every recipient of a message stands alone."""

import pytest

from receiver.provider import Certainty
from receiver.providers.telnyx import PROVIDER
from store import Capture, Event, Json, Kind, Phase
from tests.callbacks import changed, posted, sampled


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


def payload(name: str, **values: Json) -> Event:
    return read(changed(f"telnyx/{name}", "data", "payload", **values))


def test_ids_win_over_an_event_type_that_contradicts_them() -> None:
    event = read(sampled("telnyx/seed_brand_registration_failed_wrong_event_type"))
    assert (event.type, event.kind, event.id) == (
        "brand.REGISTRATION",
        Kind.BRAND,
        "b0e2ec67-b26f-4c77-affc-d10f4d1780d3",
    )


def test_a_phone_number_event_without_its_number_is_about_nothing() -> None:
    event = payload("phone_assignment_success", phoneNumber=None)
    assert (event.type, event.kind, event.id) == ("phone_number.ASSIGNMENT", None, None)


def test_attempts_of_one_event_have_one_key_and_one_content() -> None:
    first, second = (read(sampled(f"telnyx/phone_assignment_success{retry}")) for retry in ("", "_retry_attempt2"))
    assert first == second
    assert payload("phone_assignment_success", status="failed").content != first.content


@pytest.mark.parametrize(
    ("description", "aliases"),
    [
        ("CEXMPL1 approved by Telnyx", ("CEXMPL1",)),
        ("Campaign CEXMPL1 successfully added to TCR", ("CEXMPL1",)),
        ("TCR event for campaign CEXMPL1", ("CEXMPL1",)),
        ("Rejected, a duplicate of CEXMPL2 of another brand", ()),
        ("CARRIER rejected the campaign", ()),
        ("BEXMPL1 is the brand", ()),
        (None, ()),
    ],
)
def test_a_registry_id_is_an_alias_only_where_the_text_plainly_carries_it(
    description: str | None, aliases: tuple[str, ...]
) -> None:
    assert payload("campaign_telnyx_review_accepted", description=description).aliases == aliases


def test_an_id_is_not_its_own_alias() -> None:
    assert payload("campaign_nudge", description="CEXMPL1 needs you", tcrCampaignId="CEXMPL1").aliases == ()


@pytest.mark.parametrize(
    ("event_type", "phase", "sets"),
    [
        ("CAMPAIGN_ADD", Phase.OK, True),
        ("CAMPAIGN_BILLED", Phase.OK, False),
        ("CAMPAIGN_DCA_COMPLETE", Phase.OK, True),
        ("CAMPAIGN_EXPIRED", Phase.ENDED, True),
        ("CAMPAIGN_NUDGE", Phase.ATTENTION, True),
        ("CAMPAIGN_RESUBMISSION", Phase.PENDING, True),
        ("CAMPAIGN_UPDATE", Phase.OK, False),
        ("MNO_CAMPAIGN_OPERATION_APPROVED", Phase.OK, True),
        ("MNO_CAMPAIGN_OPERATION_REJECTED", Phase.FAILED, True),
        ("MNO_CAMPAIGN_OPERATION_REVIEW", Phase.ATTENTION, True),
        ("MNO_CAMPAIGN_OPERATION_SUSPENDED", Phase.ATTENTION, True),
        ("MNO_CAMPAIGN_OPERATION_UNSUSPENDED", Phase.OK, True),
        ("SOMETHING_NEW", Phase.UNKNOWN, True),
    ],
)
def test_a_registry_event_says_its_state_and_is_its_own_status(event_type: str, phase: Phase, sets: bool) -> None:
    event = payload("campaign_tcr_event_campaign_add", eventType=event_type)
    assert (event.status, event.phase, event.sets) == (event_type, phase, sets)
    assert event_type in event.summary


@pytest.mark.parametrize("status", ["success", "failed", None])
@pytest.mark.parametrize("event_type", ["BRAND_ADD", "BRAND_APPEAL_ADD", "BRAND_APPEAL_COMPLETE", "BRAND_REVET"])
def test_a_brand_event_keeps_both_words(event_type: str, status: str | None) -> None:
    event = payload("brand_tcr_brand_update_brand_add", eventType=event_type, status=status)
    assert event.status == (status or event_type)
    assert event_type in event.summary
    assert event.sets == (event_type != "BRAND_APPEAL_ADD")
    assert event.phase == {"success": Phase.OK, "failed": Phase.FAILED}.get(status or "", event.phase)


def test_the_result_of_an_appeal_that_is_not_said_is_unknown() -> None:
    assert payload("brand_tcr_brand_update_brand_appeal_complete", status=None).phase == Phase.UNKNOWN


def test_a_failed_removal_leaves_the_number_and_a_removed_one_is_ended() -> None:
    failed, done = (read(sampled(f"telnyx/phone_deletion_{how}")) for how in ("failed", "success"))
    assert (failed.phase, failed.sets) == (Phase.FAILED, False)
    assert (done.phase, done.sets) == (Phase.ENDED, True)


def test_reasons_are_one_text_with_their_fields() -> None:
    reasons: Json = [{"fields": ["ein", 7], "description": "Invalid"}, "plain words", {"fields": "x"}, None, 5]
    assert payload("brand_registration_failed", reasons=reasons).reason == "Invalid (ein, 7); plain words; 5"


def test_an_error_code_without_words_gets_the_documented_ones() -> None:
    to: Json = [{"phone_number": "+13125550102", "status": "delivery_failed"}]
    capture = changed("telnyx/message_finalized_delivered", "data", "payload", to=to, errors=[{"code": "40300"}])
    [event] = PROVIDER.interpret(capture)
    assert (event.code, event.reason) == ("40300", None)
    assert event.summary.endswith("delivery_failed: the recipient has opted out (STOP)")


def test_sent_and_finalized_are_one_message() -> None:
    sent, done = (read(sampled(f"telnyx/message_{name}")) for name in ("sent", "finalized_delivered"))
    assert sent.id == done.id == "7f1f4c0a-3333-4a5b-9c1b-000000000003"
    assert (sent.phase, done.phase) == (Phase.PENDING, Phase.OK)


def test_each_recipient_of_a_group_message_has_its_own_state_error_and_key() -> None:
    good, bad = PROVIDER.interpret(sampled("telnyx/message_finalized_two_recipients"))
    assert (good.status, good.phase, good.code) == ("delivered", Phase.OK, None)
    assert (bad.status, bad.phase, bad.code) == ("delivery_failed", Phase.FAILED, "40300")
    assert len({good.id, bad.id}) == len({good.key, bad.key}) == 2
    assert good.id is not None
    assert good.id.endswith("/+13125550102")


def test_an_error_that_points_at_a_recipient_is_not_anothers() -> None:
    capture = changed(
        "telnyx/message_finalized_two_recipients",
        "data",
        "payload",
        to=[{"phone_number": f"+1312555010{n}", "status": "delivery_failed"} for n in range(3)],
        errors=[
            {"code": "40001", "title": "Landline", "source": {"pointer": "/to/1/phone_number"}},
            {"code": 40002, "title": "Blocked", "source": {"pointer": "/to/2"}},
        ],
    )
    assert [event.code for event in PROVIDER.interpret(capture)] == [None, "40001", "40002"]


def test_a_message_without_recipients_is_still_a_message() -> None:
    event = payload("message_sent", to=None)
    assert (event.id, event.status, event.recipient) == ("7f1f4c0a-3333-4a5b-9c1b-000000000003", "sent", None)


def test_an_unknown_status_stays_the_providers_word() -> None:
    event = payload("message_sent", to=[{"phone_number": "+13125550102", "status": "teleported"}])
    assert (event.status, event.phase) == ("teleported", Phase.UNKNOWN)
    assert payload("phone_status_update_added", status="MOVED").phase == Phase.UNKNOWN


def test_a_click_is_a_note_on_its_message() -> None:
    event = read(sampled("telnyx/replaced_link_click"))
    assert (event.kind, event.sets, event.recipient) == (Kind.MESSAGE, False, "+13125550102")


def test_it_is_sure_of_its_signature_and_of_its_envelope() -> None:
    assert PROVIDER.claims(posted({}, "/", (b"Telnyx-Signature-Ed25519", b"x"))) == Certainty.CERTAIN
    assert PROVIDER.claims(sampled("telnyx/message_sent")) == Certainty.CERTAIN
    assert PROVIDER.claims(posted({"data": {"event_type": "x", "record_type": "event"}})) == Certainty.LIKELY
    assert PROVIDER.claims(posted({"data": {}})) == Certainty.NO
    assert PROVIDER.interpret(posted({"data": "x"})) == ()
