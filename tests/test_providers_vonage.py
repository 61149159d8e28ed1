"""Vonage: two APIs with names of their own, and a token that signs the body's digest."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from receiver.meaning.reading import read as read_capture
from receiver.meaning.trust import Keys
from receiver.provider import Certainty
from receiver.providers.vonage import MESSAGES, PROVIDER, RECEIPTS
from store import Capture, Event, Json, Phase, Trust, Verdict
from tests.callbacks import RECEIVED, changed, form, posted, sampled

SECRET = "a secret"  # noqa: S105  of these tests
NOW = int(RECEIVED.timestamp())
BODY: Json = {"message_uuid": "m1", "status": "delivered"}
DIGEST = hashlib.sha256(json.dumps(BODY).encode()).hexdigest()


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


def coded(part: object) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def token(claims: object, header: object = {"alg": "HS256", "typ": "JWT"}, digest: str = "sha256") -> str:
    head = f"{coded(header)}.{coded(claims)}"
    mac = urlsafe_b64encode(hmac.digest(SECRET.encode(), head.encode(), digest)).decode().rstrip("=")
    return f"Bearer {head}.{mac}"


def judged(capture: Capture, authorization: str) -> Verdict:
    signed = replace(capture, headers=(*capture.headers, (b"Authorization", authorization.encode())))
    return read_capture(signed, [PROVIDER], Keys({"vonage": (SECRET,)})).verdict


@pytest.mark.parametrize("status", RECEIPTS)
def test_a_receipt_says_the_same_as_query_form_and_json(status: str) -> None:
    said = {"messageId": "m1", "msisdn": "13125550101", "to": "13125550102", "status": status, "err-code": "0"}
    query = replace(
        form({}, "/?" + "&".join(f"{name}={value}" for name, value in said.items())), method="GET", body=b""
    )
    events = [read(capture) for capture in (query, form(said), posted({**said}))]
    assert events == [events[0]] * 3
    assert (events[0].phase, events[0].code) == (RECEIPTS[status], None)


def test_the_other_side_is_msisdn_whoever_sent() -> None:
    receipt, inbound = read(sampled("vonage/sms_receipt_delivered_json")), read(sampled("vonage/sms_inbound_get"))
    assert (receipt.sender, receipt.recipient) == ("+13125550102", "+13125550101")
    assert (inbound.sender, inbound.recipient) == ("+13125550101", "+13125550102")


def test_a_second_push_of_a_receipt_says_the_same() -> None:
    first = sampled("vonage/sms_receipt_delivered_json")
    again = changed("vonage/sms_receipt_delivered_json", **{"message-timestamp": "2026-01-01 12:11:29"})
    assert (read(first).key, read(first).content) == (read(again).key, read(again).content)


def test_a_code_is_explained_with_its_source() -> None:
    [event] = read_capture(sampled("vonage/sms_receipt_failed_get"), [PROVIDER]).events
    assert event.meaning
    assert event.meaning.startswith("Anti-Spam Rejection (")
    assert "Anti-Spam Rejection" in event.summary
    [event] = read_capture(sampled("vonage/message_status_rejected"), [PROVIDER]).events
    assert event.meaning
    assert event.meaning.startswith("Illegal number (")


def test_the_older_error_has_its_code_and_reason_too() -> None:
    event = read(changed("vonage/message_status_rejected", error={"code": 1300, "reason": "Not part of it"}))
    assert (event.code, event.reason) == ("1300", "Not part of it")


@pytest.mark.parametrize("status", MESSAGES)
def test_a_message_status_has_its_phase(status: str) -> None:
    assert read(sampled(f"vonage/message_status_{status}")).phase == MESSAGES[status]


def test_a_status_that_cannot_be_read_makes_no_message_inbound() -> None:
    for capture in (posted({"message_uuid": "m1", "status": []}), posted({"messageId": "m1", "status": None})):
        assert (read(capture).status, read(capture).phase) == (None, Phase.UNKNOWN)


def test_names_of_others_are_not_its_own() -> None:
    assert PROVIDER.claims(form({"MessageUUID": "m1", "Status": "sent"})) == Certainty.NO
    assert PROVIDER.claims(posted({"messageId": "m1", "status": "4", "toNumber": "1"})) == Certainty.NO
    assert (
        PROVIDER.claims(posted({}, "/", (b"Authorization", token({"payload_hash": ""}).encode()))) == Certainty.CERTAIN
    )
    assert PROVIDER.claims(posted({}, "/", (b"Authorization", b"Bearer opaque"))) == Certainty.NO
    assert PROVIDER.interpret(posted({"hello": "world"})) == ()


def test_a_token_with_the_digest_of_the_body_is_believed_and_carries_its_nonce() -> None:
    good = token({"iat": NOW, "jti": "once", "payload_hash": DIGEST})
    assert judged(posted(BODY), good).trust is Trust.VERIFIED
    [signature] = PROVIDER.signatures(posted(BODY, "/", (b"authorization", good.encode())))
    assert (signature.nonce, signature.sent_at) == ("once", NOW)


@pytest.mark.parametrize(
    ("authorization", "says"),
    [
        (token({"iat": NOW, "payload_hash": "0" * 64}), "not that of the body"),
        (token({"iat": NOW}), "no payload_hash"),
        (token({"payload_hash": DIGEST}), "iat"),
        (token({"iat": True, "payload_hash": DIGEST}), "iat"),
        (token({"iat": NOW - 301, "payload_hash": DIGEST}), "outside the window"),
        (token({"iat": NOW, "payload_hash": DIGEST}, {"alg": "HS512"}, "sha512"), "HS256"),
        (token({"iat": NOW, "payload_hash": DIGEST}, {"alg": "hs256"}), "HS256"),
        (token({"iat": NOW, "payload_hash": DIGEST}, {"alg": "none"}).rpartition(".")[0] + ".", "HS256"),
        (token({"iat": NOW, "payload_hash": DIGEST}) + "=", "does not match"),
        (token({"iat": NOW, "payload_hash": DIGEST}).rpartition(".")[0] + ".", "does not match"),
        (token([NOW]), "iat"),
        ("Bearer a.b", "malformed"),
        ("Bearer ..", "malformed"),
        ("Basic dTpw", "carries no signature"),
    ],
)
def test_a_token_that_is_not_of_this_body_this_time_and_this_method_is_refused(authorization: str, says: str) -> None:
    verdict = judged(posted(BODY), authorization)
    assert verdict.trust is Trust.REJECTED
    assert verdict.reason
    assert says in verdict.reason


def test_a_token_covers_no_query() -> None:
    receipt = sampled("vonage/sms_receipt_delivered_get")
    assert judged(receipt, token({"iat": NOW})).trust is Trust.PARTIAL
    spaces = replace(receipt, body=b" ")
    assert judged(spaces, token({"iat": NOW, "payload_hash": hashlib.sha256(b" ").hexdigest()})).trust is Trust.PARTIAL


@given(st.text(st.characters(max_codepoint=255), max_size=60), st.recursive(st.none() | st.text(), st.lists))
def test_no_token_makes_it_raise(text: str, part: object) -> None:
    for authorization in (f"Bearer {text}", f"Bearer {coded(part)}.{coded(part)}.{text}", text):
        capture = posted(BODY, "/", (b"Authorization", authorization.encode("latin-1")))
        PROVIDER.claims(capture)
        for signature in PROVIDER.signatures(capture):
            assert not signature.check(SECRET, signature.signed("")[0], signature.given[0])
