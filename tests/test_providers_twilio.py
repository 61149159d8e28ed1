"""Twilio: registrations from Event Streams in arrays, messages in forms, and two digests to sign them with."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tomllib import loads

import pytest

from receiver.meaning.reading import read as reading
from receiver.meaning.trust import Keys
from receiver.payloads.codes import FOLDER
from receiver.provider import MOST_EVENTS, Certainty
from receiver.providers.signalwire import PROVIDER as SIGNALWIRE
from receiver.providers.twilio import PROVIDER
from receiver.providers.twilio.message import MESSAGES
from receiver.stories.sample import Sample, pick
from receiver.stories.signed import signed
from store import Capture, Event, Json, Kind, Phase, Trust
from tests.callbacks import captured, form, posted, sampled

ACCOUNT = "AC" + "0" * 31 + "1"
MESSAGE = "SM" + "0" * 31 + "1"
PROJECT = "b2c3d4e5-f6a7-8901-bcde-f12345678901"
URL = "https://hooks.example.com"
KEY = "12345"
each_sample = pytest.mark.parametrize("sample", pick(["twilio"]), ids=lambda sample: sample.name)


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


def events(name: str) -> list[dict[str, Json]]:
    """The CloudEvents of a sample."""
    [sample] = pick([f"twilio/{name}"])
    listed = json.loads(sample.body)
    return listed if isinstance(listed, list) else [listed]


def changed(name: str, **data: Json) -> Capture:
    """A sample with one event, and other values in its data."""
    [event] = events(name)
    inner = event["data"]
    assert isinstance(inner, dict)
    return posted([event | {"data": inner | data}])


def test_a_batch_tells_an_event_for_each_of_its_elements() -> None:
    told = PROVIDER.interpret(sampled("twilio/batch"))
    assert [(event.id, event.phase) for event in told] == [
        ("+13125550123", Phase.PENDING),
        ("+13125550123", Phase.OK),
        ("+13125550124", Phase.FAILED),
    ]
    assert [event.key for event in told] == [one["id"] for one in events("batch")]


def test_a_bare_event_is_as_good_as_an_array_of_one() -> None:
    [bare] = events("brand_verified")
    assert read(posted(bare)) == read(sampled("twilio/brand_verified"))


def test_an_endless_batch_is_cut_where_the_interpreter_sees_it() -> None:
    [one] = events("brand_verified")
    assert len(PROVIDER.interpret(posted([one] * (2 * MOST_EVENTS)))) == MOST_EVENTS + 1


def test_an_empty_batch_and_what_is_no_event_say_nothing() -> None:
    bodies: tuple[Json, ...] = ([], [None, 7, [], "x"], [{"hello": "world"}], {"hello": "world"})
    for body in bodies:
        assert PROVIDER.interpret(posted(body)) == ()
        assert PROVIDER.claims(posted(body)) == Certainty.NO


def test_a_redelivered_event_has_its_key_and_content_and_another_event_has_not() -> None:
    once, twice = read(sampled("twilio/brand_verified")), read(sampled("twilio/brand_verified"))
    other = read(sampled("twilio/brand_vetted_verified"))
    assert (once.key, once.content) == (twice.key, twice.content)
    assert {other.key, other.content}.isdisjoint({once.key, once.content})


@pytest.mark.parametrize("name", ["failureReason", "failurereason", "FailureReason"])
def test_the_case_of_a_key_does_not_matter(name: str) -> None:
    [event] = events("number_registration_failed")
    inner = event["data"]
    assert isinstance(inner, dict)
    said = {key: value for key, value in inner.items() if key != "failurereason"}
    told = read(posted([event | {"data": said | {name: inner["failurereason"]}}]))
    assert (told.code, told.reason) == ("30125", inner["failurereason"])


def test_the_time_is_the_events_and_else_the_milliseconds_of_its_data() -> None:
    [event] = events("campaign_approved_v2")
    moment = datetime(2025, 3, 27, 12, 15, 0, 552000, UTC)
    assert "time" not in event
    assert read(posted(event)).occurred_at == moment
    later = moment + timedelta(hours=1)
    assert read(posted(event | {"time": later.isoformat()})).occurred_at == later


@pytest.mark.parametrize("wrong", [10**30, -(10**30), True, "soon", None])
def test_a_time_that_is_none_is_left_out(wrong: Json) -> None:
    [event] = events("campaign_approved_v2")
    inner = event["data"]
    assert isinstance(inner, dict)
    assert read(posted(event | {"data": inner | {"timestamp": wrong, "updateddate": wrong}})).occurred_at is None


def test_a_number_is_linked_until_its_deregistration_succeeded() -> None:
    steps = [read(sampled(f"twilio/number_deregistration_{word}")) for word in ("pending", "failed", "successful")]
    assert [(event.phase, event.sets) for event in steps] == [
        (Phase.PENDING, False),
        (Phase.FAILED, False),
        (Phase.ENDED, True),
    ]
    assert steps[1].code == "30126"


def test_a_number_is_known_by_its_number_and_by_its_sid() -> None:
    there = read(sampled("twilio/number_registration_successful"))
    lost = read(changed("number_registration_successful", phonenumber=None))
    assert there.id == "+13125550123"
    assert there.aliases == (lost.id,)
    assert (lost.aliases, lost.kind) == ((), Kind.NUMBER)


def test_a_messaging_service_is_not_another_name_of_its_campaign() -> None:
    event = read(sampled("twilio/campaign_approved"))
    assert event.aliases == ("CEXMPL1",)
    assert event.brand == "BN" + "0" * 31 + "1"


def test_an_error_code_of_an_approved_campaign_is_no_reason() -> None:
    assert read(sampled("twilio/campaign_approved_v2")).code is None
    assert read(changed("campaign_failure", errorcode=30886)).code == "30886"


def test_a_type_that_is_not_documented_is_a_note_about_what_its_ids_tell() -> None:
    event = read(sampled("twilio/unknown_compliance_type"))
    assert (event.kind, event.status, event.phase, event.sets) == (Kind.CAMPAIGN, "nudged", Phase.UNKNOWN, False)
    known = read(sampled("twilio/brand_email_2fa_clicked"))
    assert (known.kind, known.phase, known.sets) == (Kind.BRAND, Phase.UNKNOWN, False)
    other = read(posted([{"specversion": "1.0", "type": "com.twilio.eventstreams.test-event", "id": "EZ1"}]))
    assert (other.kind, other.key, other.summary) == (
        None,
        "EZ1",
        "Twilio event com.twilio.eventstreams.test-event",
    )


@pytest.mark.parametrize("status", MESSAGES)
def test_a_status_means_the_same_in_a_form_a_query_and_an_event(status: str) -> None:
    pairs = {"MessageSid": MESSAGE, "MessageStatus": status, "AccountSid": ACCOUNT}
    by_form = read(form(pairs))
    query = "&".join(f"{name}={value}" for name, value in pairs.items())
    assert read(captured(Sample("", "GET", f"/?{query}", (), b""))) == by_form
    inner: dict[str, Json] = {"messageSid": MESSAGE, "messageStatus": status.upper()}
    told = read(posted([{"type": "com.twilio.messaging.message.x", "data": inner}]))
    assert (told.status, told.phase, told.id) == (status, by_form.phase, by_form.id)
    assert by_form.phase == MESSAGES[status]


def test_a_form_without_a_message_status_is_inbound_and_says_its_keyword() -> None:
    plain, stop = (read(sampled(f"twilio/message_inbound{end}")) for end in ("", "_stop"))
    assert (plain.type, plain.status, plain.phase, plain.text) == ("message.inbound", "received", Phase.OK, "Msg")
    assert stop.summary == "message from +13125550101 received (STOP)"


def test_a_code_has_its_documented_meaning() -> None:
    [event] = reading(sampled("twilio/message_status_failed"), [PROVIDER]).events
    assert event.meaning == "A2P 10DLC: the sender's number is not registered (twilio.com/docs/api/errors)"
    table = loads(Path(FOLDER / "twilio.toml").read_text(encoding="utf-8"))["codes"]
    assert all(code.isdigit() and len(code) == 5 and 0 < len(means) <= 80 for code, means in table.items())


def test_an_account_that_begins_with_ac_is_twilios_and_a_uuid_is_signalwires() -> None:
    for account, sure in ((ACCOUNT, (Certainty.LIKELY, Certainty.NO)), (PROJECT, (Certainty.NO, Certainty.LIKELY))):
        request = form({"MessageSid": MESSAGE, "MessageStatus": "sent", "AccountSid": account})
        assert (PROVIDER.claims(request), SIGNALWIRE.claims(request)) == sure


def test_the_signature_header_alone_is_little_and_with_an_account_it_is_sure() -> None:
    header = (b"X-Twilio-Signature", b"bm8=")
    assert PROVIDER.claims(form({"a": "b"}, "/", header)) == Certainty.MAYBE
    assert PROVIDER.claims(form({"CallSid": "CA1", "AccountSid": PROJECT}, "/", header)) == Certainty.NO
    assert PROVIDER.claims(form({"CallSid": "CA1", "AccountSid": ACCOUNT}, "/", header)) == Certainty.CERTAIN
    assert PROVIDER.interpret(form({"CallSid": "CA1", "AccountSid": ACCOUNT})) == ()


def trust(request: Capture, key: str = KEY) -> Trust:
    return reading(request, [PROVIDER], Keys({"twilio": (key,)}, URL)).verdict.trust


@each_sample
def test_a_signed_sample_is_believed_and_with_another_secret_it_is_not(sample: Sample) -> None:
    request = captured(sample)
    whole = replace(request, headers=signed(request, PROVIDER, KEY, URL + request.target, 0, ""))
    assert trust(whole) is Trust.VERIFIED
    assert trust(whole, "another") is Trust.REJECTED


@pytest.mark.parametrize("spelled", ["key=k,algorithm=HMAC_SHA256", "algorithm = hmac_sha256 , key=k"])
def test_the_settings_header_names_the_digest(spelled: str) -> None:
    request = sampled("twilio/message_status_sent")
    settings = (b"X-Twilio-Webhooks-Signature-Settings", spelled.encode())
    made = signed(replace(request, headers=(settings, *request.headers)), PROVIDER, KEY, f"{URL}/", 0, "")
    assert len(made[-1][1]) == 44
    assert trust(replace(request, headers=made)) is Trust.VERIFIED
    assert trust(replace(request, headers=made[1:])) is Trust.REJECTED


@pytest.mark.parametrize(("settings", "flawed"), [("key=k", False), ("", False), ("algorithm=HMAC_MD5", True)])
def test_without_a_digest_it_is_sha1_and_one_that_is_not_known_is_refused(settings: str, flawed: bool) -> None:
    request = sampled("twilio/message_status_sent")
    named = (b"X-Twilio-Webhooks-Signature-Settings", settings.encode())
    whole = replace(request, headers=(named, *signed(request, PROVIDER, KEY, f"{URL}/", 0, "")))
    assert (PROVIDER.signatures(whole)[0].flaw is not None) is flawed
    assert trust(whole) is (Trust.REJECTED if flawed else Trust.VERIFIED)


def test_json_is_covered_by_the_digest_in_the_url_and_without_one_it_is_refused() -> None:
    sample = sampled("twilio/brand_verified")
    bare = replace(sample, target="/")
    for request in (replace(sample, body=sample.body + b" "), bare):
        made = signed(request, PROVIDER, KEY, URL + request.target, 0, "")
        assert trust(replace(request, headers=made)) is Trust.REJECTED
