"""What a true signature is worth when someone else moves it, and what one large request costs."""

import hashlib
import hmac
import json
import time
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Literal
from urllib.parse import parse_qsl, urlencode

import pytest

from receiver.found import found
from receiver.meaning.reading import read, whose
from receiver.meaning.trust import Keys, Route
from receiver.payloads import number
from receiver.payloads.payload import text
from receiver.signatures import Signature, holds, keyed, matches, refusal
from store import Capture, Json, Trust, form_pairs, json_body
from tests.callbacks import RECEIVED, form, posted, sampled
from tests.make import capture

PROVIDERS = {one.name: one for one in found()[0]}
HOST = "https://hooks.example.com"
KEYS = Keys(dict.fromkeys(PROVIDERS, ("secret",)), HOST)
FORM = (b"Content-Type", b"application/x-www-form-urlencoded")
JSON = (b"Content-Type", b"application/json")
NOTHING = Keys()
NOW = str(int(RECEIVED.timestamp()))


def made(text: str, digest: Literal["sha1", "sha256"] = "sha256", *, as_hex: bool = False) -> bytes:
    mac = hmac.digest(b"secret", text.encode(), digest)
    return (mac.hex() if as_hex else b64encode(mac).decode()).encode()


def sent(target: str, body: str, *headers: tuple[bytes, bytes], method: str = "POST") -> Capture:
    return replace(capture(body.encode(), target, method=method), headers=headers, received_at=RECEIVED)


def trust(request: Capture) -> Trust:
    return read(request, list(PROVIDERS.values()), KEYS).verdict.trust


def plivo(version: str, signature: bytes, nonce: str) -> tuple[tuple[bytes, bytes], ...]:
    header = f"X-Plivo-Signature-{version}"
    return ((header.encode(), signature), (f"{header}-Nonce".encode(), nonce.encode()))


FORGED = json.dumps({"MessageUUID": "victim", "Status": "failed"})


@pytest.mark.parametrize(
    ("method", "kind", "body"),
    [
        ("POST", JSON, FORGED),
        ("POST", FORM, FORGED),
        ("GET", FORM, "MessageUUID=victim&Status=failed"),
    ],
)
def test_a_body_that_plivos_v3_does_not_cover_is_not_believed(
    method: str, kind: tuple[bytes, bytes], body: str
) -> None:
    target = "/plivo?MessageUUID=p1&Status=sent"
    headers = plivo("V3", made(f"{HOST}{target}.n1"), "n1")
    assert trust(sent(target, "", *headers, method="GET")) is Trust.VERIFIED
    assert trust(sent(target, body, kind, *headers, method=method)) is Trust.REJECTED


def test_no_dot_moves_into_plivos_nonce() -> None:
    body = "MessageUUID=p2&Status=sent&TotalRate=0.0035"
    text = "".join(name + value for name, value in sorted(parse_qsl(body)))
    signature = made(f"{HOST}/plivo?{text}.N9")
    assert trust(sent("/plivo", body, FORM, *plivo("V3", signature, "N9"))) is Trust.VERIFIED
    cut = body.replace("0.0035", "0")
    assert trust(sent("/plivo", cut, FORM, *plivo("V3", signature, "0035.N9"))) is Trust.REJECTED
    assert trust(sent("/plivo", FORGED, JSON, *plivo("V2", signature, f"?{text}.N9"))) is Trust.REJECTED


def test_plivos_v2_is_no_v3() -> None:
    signature = made(f"{HOST}/plivo/hook.json12345")
    assert trust(sent("/plivo/hook.json", FORGED, JSON, *plivo("V2", signature, "12345"))) is Trust.PARTIAL
    assert trust(sent("/plivo/hook", FORGED, JSON, *plivo("V3", signature, "json12345"))) is Trust.REJECTED


def test_json_that_calls_itself_a_form_is_not_signed_as_one() -> None:
    """Sorted and joined, the pieces between its `&` are a true form's; as it stands it is JSON."""
    true = [("From", "1"), ("MessageSid", "SM1"), ("Text", '"}{"MessageSid":"victim","x":"'), ("To", "2")]
    signature = made(f"{HOST}/twilio" + "".join(name + value for name, value in sorted(true)), "sha1")
    assert trust(sent("/twilio", urlencode(true), FORM, (b"X-Twilio-Signature", signature))) is Trust.VERIFIED
    joined = '{"MessageSid":"victim","x":"To2&From1MessageSidSM1Text"}'
    assert trust(sent("/twilio", joined, FORM, (b"X-Twilio-Signature", signature))) is Trust.REJECTED


def test_what_is_the_body_of_a_signalwire_callback_does_not_move_into_its_url() -> None:
    body = '{"id":"sw1","project_id":"p","status":"received","error_code":null,"body":"?MessageSid=v&MessageStatus=x&"}'
    signature = (b"X-SignalWire-Signature", made(f"{HOST}/signalwire{body}", "sha1", as_hex=True))
    assert trust(sent("/signalwire", body, JSON, signature)) is Trust.VERIFIED
    assert trust(sent("/signalwire", body, FORM, signature)) is Trust.REJECTED
    assert trust(sent("/signalwire{", body[1:], FORM, signature)) is Trust.REJECTED
    assert trust(sent(f"/signalwire{body}", "", signature)) is Trust.REJECTED
    in_base64 = (b"X-SignalWire-Signature", made(f"{HOST}/signalwire{body}", "sha1"))
    for kind in (FORM, JSON):
        assert trust(sent(f"/signalwire{body}", "", kind, in_base64)) is Trust.REJECTED


def test_a_signalwire_form_is_not_read_as_its_sorted_text() -> None:
    pairs = [("Body", "&MessageSid=victim&MessageStatus=failed&"), ("MessageSid", "true"), ("SmsStatus", "received")]
    text = "".join(name + value for name, value in sorted(pairs))
    for as_hex, body, expected in ((False, urlencode(pairs), Trust.VERIFIED), (True, text, Trust.REJECTED)):
        signature = (b"X-SignalWire-Signature", made(f"{HOST}/signalwire{text}", "sha1", as_hex=as_hex))
        assert trust(sent("/signalwire", body, FORM, signature)) is expected


def test_a_signalwire_callback_by_get_has_neither_form_nor_json() -> None:
    target = "/signalwire?MessageSid=s1&MessageStatus=sent"
    signature = (b"X-SignalWire-Signature", made(f"{HOST}{target}", "sha1"))
    assert trust(sent(target, "", signature, method="GET")) is Trust.VERIFIED
    assert trust(sent(target, "", signature)) is Trust.REJECTED


SINCH = b"x-sinch-webhook-signature"


def sinch(signature: bytes, nonce: bytes) -> tuple[tuple[bytes, bytes], ...]:
    return ((SINCH, signature), (SINCH + b"-nonce", nonce), (SINCH + b"-timestamp", NOW.encode()))


def test_only_a_signature_that_holds_says_time_and_nonce() -> None:
    request = sampled("sinch/numbers_event_provisioning_to_campaign_succeeded", "/sinch")
    body = request.body.decode()
    signature = (b"X-Sinch-Signature", made(body, "sha1", as_hex=True))
    told = read(sent("/sinch", body, JSON, signature, *sinch(b"x", b"STOLEN")), list(PROVIDERS.values()), KEYS)
    assert (told.verdict.trust, told.nonce) == (Trust.VERIFIED, None)


def test_no_dot_moves_into_sinchs_nonce() -> None:
    body = '{"type":"delivery_report_sms","batch_id":"b1","x":1}.5'
    signature = made(f"{body}.N.{NOW}")
    assert trust(sent("/sinch", body, JSON, *sinch(signature, b"N"))) is Trust.VERIFIED
    assert trust(sent("/sinch", body.partition(".")[0], JSON, *sinch(signature, b"5.N"))) is Trust.REJECTED


def test_another_query_makes_no_other_event_of_a_body() -> None:
    body = json.dumps({"type": "delivery-status", "messageId": "m1", "status": "7", "toNumber": "5551234567"})
    contents = {read(sent(target, body, JSON), [PROVIDERS["mta"]]).events[0].content for target in ("/mta", "/mta?x")}
    assert len(contents) == 1
    bare = {read(sent(target, ""), [PROVIDERS["mta"]]).events[0].content for target in ("/mta?a", "/mta?b")}
    assert len(bare) == 2


LINKED = {"endpoint": "number_linking", "status": "success", "number": "+13125550101", "campaign_id": "CEXMPL1"}


@pytest.mark.parametrize(
    "request_",
    [
        form(LINKED, "/plivo"),
        form({"event_type": "CAMPAIGN_SUSPENDED", "campaign_id": "C1", "brand_id": "B1"}, "/teli"),
        posted({"number": "13125550101", "campaign_id": "C1", "status": "APPROVED"}, "/wavix"),
    ],
    ids=["plivo", "teli", "wavix"],
)
def test_what_has_neither_id_nor_time_is_another_event_on_another_day(request_: Capture) -> None:
    keys = [
        read(replace(request_, received_at=RECEIVED + timedelta(hours=hours)), list(PROVIDERS.values())).events[0].key
        for hours in (0, 1, 24)
    ]
    assert keys[0] == keys[1] != keys[2]


def test_a_list_of_signatures_costs_one_digest_and_has_an_end() -> None:
    made_so_often = []

    def expect(secret: str, signed: bytes) -> str:
        made_so_often.append(secret)
        return keyed("sha256", "hex")(secret, signed)

    right = hmac.new(b"s", b"text", hashlib.sha256).hexdigest()
    few = Signature(
        scheme="",
        header="X",
        given=("a", "b", right),
        signed=lambda _: (b"text",),
        check=matches(expect),
        expect=expect,
    )
    assert holds(few, ["s"], "https://a.test/x")
    assert len(made_so_often) == 1
    assert refusal(few, ["s"], "https://a.test/x", RECEIVED) is None
    many = replace(few, given=("a",) * 8 + (right,))
    assert refusal(many, ["s"], "https://a.test/x", RECEIVED) == "X gives more than 8 signatures"


BIG = 2**20


def took(request: Capture, keys: Keys = NOTHING) -> float:
    """Seconds of processor time that one reading takes, once everything is warm."""
    began = time.process_time()
    read(request, list(PROVIDERS.values()), keys)
    return time.process_time() - began


@pytest.mark.parametrize("path", ["/plivo", "/telnyx", "/twilio", "/x"])
def test_a_form_of_a_million_fields_is_read_so_far(path: str) -> None:
    took(sampled("plivo/message_status_sent"))
    assert took(sent(path, "a=&" * (BIG // 3), FORM)) < 1.0
    pairs = form_pairs(sent(path, "a=&" * (BIG // 3), FORM))
    assert pairs == (("a", ""),) * 5000


@pytest.mark.parametrize("body", ["[" + "1," * (BIG // 2), "[" * 102 + "1," * (BIG // 3) + "1" + "]" * 102])
def test_what_is_no_json_is_parsed_once(body: str) -> None:
    once = sent("/telnyx", body, JSON)
    began = time.process_time()
    with pytest.raises(ValueError, match=r"Expecting|nested"):
        json_body(once)
    alone = time.process_time() - began
    assert took(replace(once, body=bytes(bytearray(once.body)))) < 3 * alone + 0.3


def test_a_detail_without_end_is_not_copied_for_each_recipient() -> None:
    payload: Json = {
        "id": "m",
        "to": [{"status": "x", "phone_number": f"+1555123{n:04}"} for n in range(900)],
        "errors": [{"detail": "d" * 10**6}],
    }
    body: Json = {"data": {"event_type": "message.finalized", "id": "1", "payload": payload}}
    told = read(posted(body, "/telnyx"), list(PROVIDERS.values()))
    assert len(told.events) == 900
    assert text("d" * 10**6) == "d" * 4096


def test_the_shape_of_a_list_under_a_name_without_end_is_read_so_far() -> None:
    took(sampled("telnyx/message_sent"))
    body = '{"data":{"event_type":"message.sent","payload":{"id":"m"}},"' + "k" * 400_000 + '":[' + "null," * 120_000
    assert took(sent("/telnyx", body + "null]}", JSON)) < 1.0


def test_what_is_too_long_for_a_number_is_not_remembered() -> None:
    before = number._e164.cache_info().currsize
    assert number.e164("+1" + "5" * 5000) == "+1" + "5" * 5000
    assert number._e164.cache_info().currsize == before


def test_a_route_has_a_providers_name_behind_it() -> None:
    keys = Keys(routes=(Route("/staging/", "https://s.test"), Route("/plivo", "https://p.test")))
    body = "brandId=BEXMPL1&status=rejected"
    paths = {"/staging/plivo": "plivo", "/plivo": "plivo", "/plivo/x": "plivo", "/plivo/telnyx": "telnyx"}
    for path, name in paths.items():
        provider, _ = whose(sent(path, body, FORM), list(PROVIDERS.values()), keys.routes)
        assert provider, path
        assert provider.name == name
    [event] = read(sent("/staging/plivo", body, FORM), list(PROVIDERS.values()), keys).events
    assert event.provider == "plivo"
    assert whose(sent("/staging/plivo", body, FORM), list(PROVIDERS.values()))[0] is None


def test_a_fraction_is_no_text_that_the_registry_signed() -> None:
    for body, expected in (('{"a":1,"eventType":"BRAND_ADD"}', Trust.VERIFIED), ('{"a":1.0}', Trust.REJECTED)):
        signature = made(f"{HOST}/tcr{body}", "sha1")
        assert trust(sent("/tcr", body, JSON, (b"X-Registry-Signature", signature))) is expected


def test_an_event_without_a_name_has_no_new_word() -> None:
    told = read(posted({"data": {"payload": {}}}, "/telnyx"), list(PROVIDERS.values()))
    assert told.events[0].type == "event"
    assert told.unlisted == ()
    named = read(posted({"data": {"event_type": "fax.sent", "payload": {}}}, "/telnyx"), list(PROVIDERS.values()))
    assert named.unlisted == ("type = fax.sent",)
