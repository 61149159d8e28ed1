"""Mobile Text Alerts: fourteen codes, four events, and names that changed with the versions."""

import pytest

from receiver.provider import Certainty
from receiver.providers.mta import CODES, PROVIDER, STATUSES
from store import Capture, Event, Json, Kind, Phase
from tests.callbacks import changed, posted, sampled

SIGNED = (b"X-Signature", b"0" * 64)


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


@pytest.mark.parametrize("code", STATUSES)
def test_a_code_is_the_same_as_number_digits_and_name(code: str) -> None:
    name, phase = STATUSES[code]
    statuses: tuple[Json, ...] = (int(code), code, name, name.lower(), name.replace("_", " "))
    events = [read(changed("mta/v3_delivery_status_04_delivered", status=status)) for status in statuses]
    assert {(event.status, event.phase, event.reason) for event in events} == {(name, phase, None)}
    assert {event.code for event in events} == {code if phase in {Phase.FAILED, Phase.ATTENTION} else None}


@pytest.mark.parametrize("code", [code for code, (_, phase) in STATUSES.items() if phase is Phase.FAILED])
def test_the_summary_of_a_failure_says_what_its_code_means(code: str) -> None:
    assert read(changed("mta/v3_delivery_status_04_delivered", status=code)).summary.endswith(CODES.meanings[code])


def test_a_code_beyond_the_fourteen_is_shown() -> None:
    event = read(sampled("mta/v3_delivery_status_unknown_code"))
    assert (event.status, event.phase) == ("15", Phase.UNKNOWN)


@pytest.mark.parametrize(
    "name", ["delivery-status", "DELIVERY_STATUS", "MTAWebhook.DELIVERY_STATUS", "MTAWebhook.delivery-status"]
)
def test_the_name_of_an_event_may_be_written_as_its_enum(name: str) -> None:
    assert read(changed("mta/v3_delivery_status_04_delivered", type=name)).type == "delivery-status"


def test_flat_and_wrapped_say_the_same() -> None:
    flat: dict[str, Json] = {"fromNumber": "+13125550101", "replyId": "r", "message": "hi"}
    assert read(posted({**flat, "type": "message-reply"})) == read(posted({"event": "message-reply", "data": flat}))


def test_a_national_number_is_its_international_one() -> None:
    national = read(posted({"destinationNumber": "3125550102", "messageId": 1, "status": 4, "type": "delivery-status"}))
    whole = read(posted({"toNumber": "+13125550102", "messageId": "1", "status": "4", "type": "delivery-status"}))
    assert national == whole


def test_a_reply_keeps_its_text_exactly() -> None:
    event = read(sampled("mta/v3_message_reply"))
    assert (event.text, event.status, event.phase, event.sender) == (" STOP ", "received", Phase.OK, "+13125550101")


def test_without_a_message_id_the_external_one_stands() -> None:
    assert read(sampled("mta/v3_delivery_status_external_id")).id == "RequestId-0009"


@pytest.mark.parametrize("how", ["sms", "email", "imessage", "rcs"])
def test_an_opt_in_is_a_consent_of_its_number(how: str) -> None:
    event = read(sampled(f"mta/v3_number_opt_in_{how}"))
    assert (event.kind, event.id, event.phase) == (Kind.CONSENT, "+13125550101", Phase.OK)
    assert event.summary == f"+13125550101 opted in by {how}"


def test_without_a_name_the_fields_tell_the_event_where_they_can() -> None:
    assert read(sampled("mta/v3_delivery_status_minimal_no_optional")).type == "delivery-status"
    assert read(sampled("mta/v3_message_reply")).type == "message-reply"
    either = read(posted({"messageId": 7, "message": "hi", "fromNumber": "3125550101"}))
    assert (either.type, either.kind, either.phase) == ("event", None, Phase.UNKNOWN)
    other = read(posted({"event": "contact-created", "data": {"number": "3125550101"}}))
    assert (other.type, other.phase) == ("contact-created", Phase.UNKNOWN)
    assert PROVIDER.interpret(posted({"hello": "world"})) == ()


def test_a_name_or_a_signature_makes_it_likely_and_a_shape_alone_may_be() -> None:
    bare: dict[str, Json] = {"toNumber": "+13125550102", "messageId": "m", "status": 4}
    assert PROVIDER.claims(posted({**bare, "type": "delivery-status"})) == Certainty.LIKELY
    assert PROVIDER.claims(posted(bare, "/", SIGNED)) == Certainty.LIKELY
    assert PROVIDER.claims(posted(bare)) == Certainty.MAYBE
    assert PROVIDER.claims(posted({"status": 4}, "/", SIGNED)) == Certainty.NO
    assert PROVIDER.claims(sampled("mta/message_reply_wrapped")) == Certainty.LIKELY
