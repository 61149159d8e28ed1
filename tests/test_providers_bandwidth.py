"""Bandwidth: an array of receipts, and XML that must not blow up."""

import json
from dataclasses import replace
from time import process_time

import pytest

from receiver.meaning.reading import read as read_capture
from receiver.provider import MOST_EVENTS, Certainty
from receiver.providers.bandwidth import MESSAGES, ORDERS, PROVIDER
from store import Capture, Event, Json, Kind, Phase
from tests.callbacks import posted, sampled
from tests.test_samples import WRONG, _places, replaced

XML = "<Notification><SubscriptionId>s</SubscriptionId>{}</Notification>"


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


def body(name: str) -> Json:
    value: Json = json.loads(sampled(f"bandwidth/{name}").body)
    return value


def said(name: str, place: tuple[str | int, ...], value: Json) -> Capture:
    """A sample with another value in that place of the array."""
    return posted(replaced(body(name), place, value))


def xml(text: str) -> Capture:
    return replace(posted(None), body=text.encode())


def notification(inner: str) -> Capture:
    return xml(XML.format(inner))


@pytest.mark.parametrize("name", MESSAGES)
def test_an_event_is_its_own_word_and_of_a_message(name: str) -> None:
    event = read(said("message_delivered", (0, "type"), name))
    assert (event.type, event.status, event.phase) == (name, name.removeprefix("message-"), MESSAGES[name])
    assert (event.kind, event.id) == (Kind.MESSAGE, "14762070468292kw2fuqty55yp2b2")


def test_each_element_of_the_array_is_an_event_of_its_recipient() -> None:
    good, bad = PROVIDER.interpret(sampled("bandwidth/message_group_mixed"))
    assert (good.phase, good.recipient, bad.phase, bad.recipient) == (
        Phase.OK,
        "+13125550102",
        Phase.FAILED,
        "+13125550103",
    )
    assert len({good.id, bad.id}) == len({good.key, bad.key}) == 2


def test_a_redelivery_has_the_same_key_and_content() -> None:
    event = read(sampled("bandwidth/message_delivered"))
    assert event == read(sampled("bandwidth/message_delivered"))
    later = read(said("message_delivered", (0, "time"), "2020-06-25T19:00:00Z"))
    assert (later.key, later.content != event.content) == (event.key, True)


def test_a_failure_has_the_words_of_the_event_and_the_meaning_of_its_code() -> None:
    [event] = read_capture(sampled("bandwidth/message_failed_4432"), [PROVIDER]).events
    assert (event.code, event.reason) == ("4432", "forbidden to country")
    assert event.meaning == "messaging to this country forbidden (dev.bandwidth.com/docs/messaging/errors)"
    [event] = read_capture(sampled("bandwidth/message_failed_unknown_code"), [PROVIDER]).events
    assert (event.code, event.meaning) == ("4999", None)


def test_a_copy_of_a_group_message_is_a_message_of_its_own() -> None:
    event = read(sampled("bandwidth/message_received_group_mms"))
    assert (event.id, event.sender, event.recipient) == (
        "14762070468292kw2fuqty55yp2b7",
        "+13125550101",
        "+13125550102",
    )


def test_every_field_of_the_array_may_have_any_type() -> None:
    for name in ("message_group_mixed", "message_received"):
        value = body(name)
        for place in _places(value, ()):
            for wrong in WRONG:
                capture = posted(replaced(value, place, wrong))
                assert isinstance(PROVIDER.interpret(capture), tuple)
                assert isinstance(PROVIDER.claims(capture), Certainty)


@pytest.mark.parametrize("status", ORDERS)
def test_an_order_is_in_one_of_the_documented_states(status: str) -> None:
    event = read(notification(f"<OrderId>o</OrderId><OrderType>portins</OrderType><Status>{status}</Status>"))
    assert (event.type, event.kind, event.id) == ("order.portins", Kind.ORDER, "o")
    assert (event.status, event.phase, event.sets) == (status, ORDERS[status], True)


def test_a_note_on_an_order_leaves_its_state() -> None:
    event = read(sampled("bandwidth/numbers_order_note"))
    assert (event.sets, event.reason) == (False, "Please hurry")


def test_each_number_that_lost_its_messaging_is_an_event() -> None:
    first, second = PROVIDER.interpret(sampled("bandwidth/numbers_event_messaging_lost_two"))
    assert (first.id, second.id) == ("+13125550103", "+13125550104")
    assert {first.phase, second.phase} == {Phase.ENDED}
    none = read(notification("<EventType>MESSAGING_LOST</EventType>"))
    assert (none.kind, none.summary) == (None, "a number lost its messaging to an order outside of the account")


def test_a_notification_of_another_kind_is_its_own_and_not_understood() -> None:
    capture = notification("<Something>new</Something>")
    assert (PROVIDER.claims(capture), PROVIDER.interpret(capture)) == (Certainty.LIKELY, ())
    other = read(notification("<EventType>VOICE_LOST</EventType>"))
    assert (other.type, other.phase) == ("VOICE_LOST", Phase.UNKNOWN)
    assert PROVIDER.interpret(xml("<html><body/></html>")) == ()
    assert PROVIDER.claims(xml("<html><body/></html>")) == Certainty.NO


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 99}">' for n in range(10))
DANGEROUS = {
    "a billion laughs": f"<!DOCTYPE Notification [{LAUGHS}]>{XML.format('<EventType>&l9;</EventType>')}",
    "a file of ours": f'<!DOCTYPE n [<!ENTITY f SYSTEM "file:///etc/passwd">]>{XML.format("<OrderId>&f;</OrderId>")}',
    "in lower case": f"<!doctype n>{XML.format('')}",
    "cut off": "<Notification><SubscriptionId>",
    "an entity that nobody declared": XML.format("<EventType>&nbsp;</EventType>"),
    "another encoding": '<?xml version="1.0" encoding="utf-7"?>+ADw-!DOCTYPE n+AD4-',
}


@pytest.mark.parametrize("name", DANGEROUS)
def test_xml_that_could_do_harm_is_not_read_and_says_why(name: str) -> None:
    began = process_time()
    [event] = read_capture(replace(xml(DANGEROUS[name]), target="/bandwidth"), [PROVIDER]).events
    assert (event.type, event.reason is not None) == ("unreadable", True)
    assert process_time() - began < 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_xml_that_hides_its_document_type_in_another_encoding_is_not_read(encoding: str) -> None:
    hidden = replace(xml(""), body=DANGEROUS["a billion laughs"].encode(encoding), target="/bandwidth")
    [event] = read_capture(hidden, [PROVIDER]).events
    assert event.type == "unreadable"


def test_deep_and_long_xml_ends() -> None:
    assert PROVIDER.interpret(xml("<a>" * 50_000 + "</a>" * 50_000)) == ()
    many = "<TelephoneNumber>3125550101</TelephoneNumber>" * (MOST_EVENTS * 3)
    lost = notification(
        f"<EventType>MESSAGING_LOST</EventType><ImpactedTelephoneNumbers>{many}</ImpactedTelephoneNumbers>"
    )
    assert len(PROVIDER.interpret(lost)) == MOST_EVENTS + 1
    assert len(read_capture(replace(lost, target="/bandwidth"), [PROVIDER]).events) == MOST_EVENTS


def test_it_claims_arrays_of_its_receipts() -> None:
    assert PROVIDER.claims(sampled("bandwidth/message_sent")) == Certainty.CERTAIN
    assert PROVIDER.claims(posted([{"type": "message-sent", "message": {"id": "m"}}])) == Certainty.LIKELY
    for other in (
        [],
        [7],
        [{"type": "message-sent"}],
        [{"type": "com.twilio", "message": {}}],
        {"type": "message-sent"},
    ):
        assert PROVIDER.claims(posted(other)) == Certainty.NO  # type: ignore[arg-type]
    assert (PROVIDER.signs, PROVIDER.answer_within) == (None, 10)
