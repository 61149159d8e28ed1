"""Sinch: reports of batches and of recipients, statuses in any case, and two signatures."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from receiver.meaning.reading import read as read_capture
from receiver.meaning.trust import Keys
from receiver.provider import MOST_EVENTS, Certainty
from receiver.providers.sinch import PROVIDER
from receiver.providers.sinch.message import STATUSES
from receiver.providers.sinch.number import STATUSES as NUMBER_STATUSES
from receiver.stories.signed import signed
from store import Capture, Event, Json, Kind, Phase, Trust
from tests.callbacks import changed, posted, sampled

DELIVERED = "sinch/sms_recipient_delivery_report_delivered"


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


@pytest.mark.parametrize("word", STATUSES)
def test_a_status_is_the_same_in_any_case(word: str) -> None:
    for status in (word, word.title(), word.upper()):
        event = read(changed(DELIVERED, status=status))
        assert (event.status, event.phase) == (status, STATUSES[word])


def test_every_status_has_a_sample() -> None:
    for word in STATUSES:
        assert read(sampled(f"sinch/sms_recipient_delivery_report_{word}")).phase == STATUSES[word]


def test_a_status_beyond_them_is_shown() -> None:
    event = read(sampled("sinch/sms_recipient_delivery_report_unknown_status"))
    assert (event.status, event.phase) == ("TELEPORTED", Phase.UNKNOWN)


def test_a_batch_report_and_a_recipient_report_tell_of_the_same_message() -> None:
    one, _ = PROVIDER.interpret(changed("sinch/sms_delivery_report", batch_id="b"))
    same = read(changed(DELIVERED, batch_id="b", recipient="13125550101"))
    assert (one.kind, one.id, one.recipient) == (same.kind, same.id, same.recipient)
    assert one.id == "b/+13125550101"


def test_each_recipient_of_a_batch_has_a_state_of_its_own() -> None:
    good, bad = PROVIDER.interpret(sampled("sinch/sms_delivery_report_mixed"))
    assert (good.phase, good.code, bad.phase, bad.code) == (Phase.OK, None, Phase.FAILED, "402")
    assert len({good.id, bad.id}) == len({good.key, bad.key}) == 2


def test_a_report_without_recipients_tells_of_the_batch_where_all_came_to_the_same() -> None:
    whole = read(sampled("sinch/sms_delivery_report_summary"))
    assert (whole.id, whole.phase, whole.sets) == ("01W4FFL35P4NC4K35SMSBATCH6", Phase.OK, True)
    mixed = PROVIDER.interpret(sampled("sinch/sms_delivery_report_summary_mixed"))
    assert [event.sets for event in mixed] == [False, False]
    more = changed("sinch/sms_delivery_report_summary", statuses=[{"code": 0, "count": 3, "status": "Delivered"}])
    assert read(more).content != whole.content


def test_endless_lists_of_recipients_are_cut() -> None:
    one: Json = {"code": 0, "status": "Delivered", "recipients": ["13125550101"] * 2000}
    capture = changed("sinch/sms_delivery_report", statuses=[one] * 3)
    assert len(PROVIDER.interpret(capture)) == MOST_EVENTS + 1


def test_a_code_is_told_with_its_meaning_where_something_went_wrong() -> None:
    [event] = read_capture(sampled("sinch/sms_recipient_delivery_report_aborted"), [PROVIDER]).events
    assert event.code == "412"
    assert event.meaning
    assert event.meaning.startswith("the account is not provisioned for this region (developers.sinch.com/")
    assert read(sampled("sinch/sms_recipient_delivery_report_queued")).code is None
    assert read(sampled("sinch/sms_recipient_delivery_report_deleted")).code is None


def test_an_inbound_message_keeps_its_text_and_bytes_are_none() -> None:
    text, media, binary = (read(sampled(f"sinch/{name}")) for name in ("sms_mo_text", "mms_mo_media", "sms_mo_binary"))
    assert (text.text, media.text, binary.text) == ("Hello", "Look at this", None)
    assert {event.status for event in (text, media, binary)} == {"received"}
    assert len({event.id for event in (text, media, binary)}) == 3


@pytest.mark.parametrize("word", NUMBER_STATUSES)
def test_a_number_event_is_by_its_own_id_and_of_its_number(word: str) -> None:
    event = read(changed("sinch/numbers_event_provisioning_to_campaign_succeeded", status=word.upper()))
    assert (event.kind, event.id, event.phase) == (Kind.NUMBER, "+13125550101", NUMBER_STATUSES[word])
    assert event.key == "01jr7stexp0znky34pj07dw002"


def test_a_removal_ends_and_one_that_failed_leaves_the_number() -> None:
    done, failed = (
        read(sampled(f"sinch/numbers_event_deprovisioning_from_campaign_{how}")) for how in ("succeeded", "failed")
    )
    assert (done.phase, done.sets) == (Phase.ENDED, True)
    assert (failed.phase, failed.sets, failed.code) == (Phase.FAILED, False, "PARTNER_SERVICE_UNAVAILABLE")


def test_voice_says_nothing_of_a_numbers_messaging() -> None:
    for name in ("numbers_event", "numbers_event_deprovisioning_from_voice_platform_succeeded"):
        assert not read(sampled(f"sinch/{name}")).sets


def test_a_resource_of_another_type_is_shown_and_nothing_of_ours() -> None:
    event = read(changed("sinch/numbers_event", resourceType="BRAND", resourceId="b1"))
    assert (event.kind, event.id) == (None, None)
    assert event.summary == "resource b1 provisioning to voice platform succeeded"


def test_it_claims_its_signatures_and_its_shapes() -> None:
    for header in (b"X-Sinch-Signature", b"X-Sinch-Webhook-Signature"):
        assert PROVIDER.claims(posted({}, "/", (header, b""))) == Certainty.CERTAIN
    assert PROVIDER.claims(posted({"type": "mo_text", "id": "1", "from": "a", "to": "b"})) == Certainty.LIKELY
    assert PROVIDER.claims(posted({"type": ["mo_text"], "id": "1", "from": "a", "to": "b"})) == Certainty.NO
    assert PROVIDER.claims(posted({"type": "delivery_report_sms"})) == Certainty.NO
    assert PROVIDER.interpret(posted({"hello": "world"})) == ()


# github sinch/sinch-sdk-python, tests/unit/domains/conversation: the scheme is that of SMS callbacks too.
BODY = (
    b'{"app_id":"01EB37HMH1M6SV18BSNS3G135H","accepted_time":"2020-11-17T15:09:11.659Z",'
    b'"project_id":"c36f3d3d-1513-2edd-ae42-11995557ff61",'
    b'"message_delivery_report":{"message_id":"01EQBC1A3BEK731GY4YXEN0C2R",'
    b'"conversation_id":"01EPYATA64TMNZ1FV02JKF12JF","status":"QUEUED_ON_CHANNEL",'
    b'"contact_id":"01EXA07N79THJ20WSN6AS30TMW"}}'
)
HEADERS = {
    "x-sinch-webhook-signature": "Yc+3R1pIS78xLASybulhs8BsSo9BPB3Pr92QCUoczfk=",
    "x-sinch-webhook-signature-nonce": "01FJA8B4A7BM43YGWSG9GBV067",
    "x-sinch-webhook-signature-timestamp": "1634579353",
    "x-sinch-webhook-signature-algorithm": "HmacSHA256",
}
SECRET = "foo_secret1234"  # noqa: S105  published with the vector


def request(seconds: int = 0, changes: Mapping[str, str | None] | None = None) -> Capture:
    """The vector with other parts of its signature, received so many seconds after it was signed."""
    said = HEADERS | {f"x-sinch-webhook-signature-{name}": value for name, value in (changes or {}).items()}
    pairs = tuple((name.encode(), value.encode()) for name, value in said.items() if value is not None)
    received = datetime.fromtimestamp(1634579353 + seconds, UTC)
    return replace(posted({}, "/sinch"), body=BODY, headers=pairs, received_at=received)


def trust(capture: Capture) -> Trust:
    return read_capture(capture, [PROVIDER], Keys({"sinch": (SECRET,)})).verdict.trust


def test_the_official_vector_is_verified_and_tells_its_nonce_and_time() -> None:
    assert trust(request()) is Trust.VERIFIED
    [signature] = PROVIDER.signatures(request())
    assert (signature.nonce, signature.sent_at) == ("01FJA8B4A7BM43YGWSG9GBV067", 1634579353)
    assert trust(request(changes={"algorithm": None})) is Trust.VERIFIED


@pytest.mark.parametrize("seconds", [301, -301])
def test_a_signed_time_outside_the_window_is_refused(seconds: int) -> None:
    assert trust(request(seconds)) is Trust.REJECTED


@pytest.mark.parametrize(
    "header",
    [{"nonce": None}, {"nonce": "other"}, {"timestamp": None}, {"timestamp": "now"}, {"algorithm": "HmacSHA1"}],
)
def test_a_part_that_is_missing_or_wrong_is_refused(header: dict[str, str | None]) -> None:
    assert trust(request(changes=header)) is Trust.REJECTED


def test_a_number_event_can_be_signed() -> None:
    sample = sampled("sinch/numbers_event")
    headers = signed(sample, PROVIDER, "my-callback-secret", "https://fox.test/", 0, "nonce")
    assert dict(headers)[b"X-Sinch-Signature"] == b"8e58baa351ffa5e0d7eaef3c739d0d7aa6093da3"
