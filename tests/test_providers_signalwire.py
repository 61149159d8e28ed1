"""SignalWire: eight registry events with their states, and messages in three shapes."""

from dataclasses import replace

import pytest

from receiver.provider import Certainty
from receiver.providers.signalwire import EVENTS, PROVIDER
from store import Capture, Event, Kind, Phase
from tests.callbacks import changed, form, posted, sampled

PROJECT = "b2c3d4e5-f6a7-8901-bcde-f12345678901"


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


@pytest.mark.parametrize("event_type", EVENTS)
def test_an_event_without_its_state_or_category_still_tells_both(event_type: str) -> None:
    category = event_type.rpartition("_")[0]
    ids = {f"{kind}_id": f"{kind}-1" for kind in ("brand", "campaign", "number_assignment_order", "number_assignment")}
    whole = {"event_type": event_type, "event_category": category, "state": EVENTS[event_type][0], **ids}
    bare = read(posted({"event_type": event_type, **ids}))
    assert bare == read(posted({**whole, "project_id": PROJECT}))
    assert (bare.kind, bare.id) == (
        {"number_assignment_order": Kind.ORDER, "number_assignment": Kind.NUMBER}.get(category, category),
        f"{category}-1",
    )
    assert bare.phase != Phase.UNKNOWN


def test_an_assignment_may_fail_wait_again_and_succeed() -> None:
    cycle = [read(sampled(f"signalwire/number_assignment_{word}")) for word in ("failed", "pending", "activated")]
    assert [event.phase for event in cycle] == [Phase.FAILED, Phase.PENDING, Phase.OK]
    assert {event.id for event in cycle} == {"+15551234567"}
    assert len({event.key for event in cycle}) == 3


def test_an_assignment_is_known_by_its_number_and_by_its_own_id() -> None:
    there = read(sampled("signalwire/number_assignment_failed"))
    lost = read(changed("signalwire/number_assignment_failed", phone_number=None))
    assert lost.id is not None
    assert there.aliases == (lost.id,)
    assert (lost.aliases, lost.kind) == ((), Kind.NUMBER)


def test_an_event_or_state_that_nobody_documents_is_shown() -> None:
    event = read(sampled("signalwire/number_assignment_unknown"))
    assert (event.type, event.status, event.phase) == ("number_assignment_paused", "paused", Phase.UNKNOWN)
    other = read(posted({"event_category": "toll_free", "event_type": "toll_free_lost", "state": "lost"}))
    assert (other.kind, other.type, other.phase) == (None, "toll_free_lost", Phase.UNKNOWN)


def test_an_error_code_without_words_gets_the_documented_ones() -> None:
    bare = read(sampled("signalwire/compat_sms_status_failed"))
    assert (bare.code, bare.reason) == ("30003", None)
    assert bare.summary.endswith("failed: handset unreachable")
    told = read(sampled("signalwire/message_status_failed"))
    assert (told.code, told.reason) == ("30003", "Unreachable destination handset")
    assert told.summary.endswith("failed: Unreachable destination handset")
    unknown = read(changed("signalwire/message_status_failed", error_code=99999, error_message=None))
    assert (unknown.code, unknown.reason) == ("99999", None)


def test_a_form_without_a_status_is_inbound() -> None:
    event = read(sampled("signalwire/compat_sms_inbound"))
    assert (event.type, event.status, event.phase, event.text) == ("message.inbound", "received", Phase.OK, "Msg")
    late = read(form({"MessageSid": "x", "SmsStatus": "delivered", "From": "+15551234567"}))
    assert (late.type, late.phase) == ("message.status", Phase.OK)


def test_json_and_form_say_the_same_words() -> None:
    for word in ("queued", "sent", "delivered", "undelivered", "failed"):
        json, compat = (read(sampled(f"signalwire/{shape}_status_{word}")) for shape in ("message", "compat_sms"))
        assert (json.status, json.phase) == (compat.status, compat.phase)


def test_json_that_curl_calls_a_form_is_json() -> None:
    sent = sampled("signalwire/message_status_sent")
    header = (b"Content-Type", b"application/x-www-form-urlencoded")
    assert read(replace(sent, headers=(header,))) == read(sent)


def test_sids_of_twilio_are_not_its_own() -> None:
    assert PROVIDER.claims(form({"MessageSid": "SM1", "AccountSid": "AC" + "0" * 32})) == Certainty.NO
    assert PROVIDER.claims(form({"MessageSid": PROJECT, "AccountSid": PROJECT})) == Certainty.LIKELY
    assert PROVIDER.claims(form({"a": "b"}, "/", (b"x-signalwire-signature", b"x"))) == Certainty.CERTAIN
    assert PROVIDER.claims(sampled("signalwire/brand_activated")) == Certainty.CERTAIN
    assert PROVIDER.interpret(posted({"hello": "world"})) == ()
