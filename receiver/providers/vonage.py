"""Vonage's callbacks: receipts and messages of the SMS API as query, form or JSON, and those of the Messages API."""

import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from pydantic import AliasChoices, AliasPath, Field

from receiver.payloads.codes import codes
from receiver.payloads.digest import digest
from receiver.payloads.payload import Moment, Number, Payload, Text, fields
from receiver.payloads.summary import because, summary
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, Signature, as_bytes, matches, unix_seconds
from store import Capture, Event, Header, Json, Kind, Phase, Schedule

CODES = codes("vonage")

# developer.vonage.com/messaging/sms/guides/delivery-receipts; `unknown` is the operator's own word.
RECEIPTS = {
    "accepted": Phase.PENDING,
    "buffered": Phase.PENDING,
    "delivered": Phase.OK,
    "expired": Phase.FAILED,
    "failed": Phase.FAILED,
    "rejected": Phase.FAILED,
    "unknown": Phase.UNKNOWN,
}

# developer.vonage.com/en/messages/concepts/messages-status-callbacks
MESSAGES = {
    "submitted": Phase.PENDING,
    "delivered": Phase.OK,
    "read": Phase.OK,
    "rejected": Phase.FAILED,
    "undeliverable": Phase.FAILED,
}

PUSHED = {"message-timestamp", "timestamp", "nonce", "sig"}
"""They belong to one push of the SMS API, not to what is said: message-timestamp is when the push began."""
FIRM = re.compile("[1-9][0-9]*")
"""A code that says something: receipts have `0` where all is well."""


class Sms(Payload):
    """Names from developer.vonage.com/messaging/sms/guides/delivery-receipts and /inbound-sms: `msisdn` is always the
    other side's number, and `to` in a receipt the sender that the message was sent with."""

    id: Text = Field(None, alias="messageId")
    status: Text = None
    code: Text = Field(None, alias="err-code")
    msisdn: Number = None
    to: Number = None
    text: Text = None
    pushed_at: Moment = Field(None, alias="message-timestamp")


class Message(Payload):
    """The error is an RFC 7807 problem whose title is the code, and was `{code, reason}` before version 1."""

    id: Text = Field(None, alias="message_uuid")
    status: Text = None
    channel: Text = None
    sender: Number = Field(None, alias="from")
    recipient: Number = Field(None, alias="to")
    text: Text = None
    timestamp: Moment = None
    code: Text = Field(None, validation_alias=AliasChoices(AliasPath("error", "code"), AliasPath("error", "title")))
    reason: Text = Field(
        None, validation_alias=AliasChoices(AliasPath("error", "reason"), AliasPath("error", "detail"))
    )


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = fields(capture)
    if "message_uuid" in said:
        return (_message(Message.model_validate(said), inbound="status" not in said),)
    sms = Sms.model_validate(said)
    if not sms.id:
        return ()
    event = _receipt(sms) if "status" in said else _inbound(sms)
    content = digest({name: value for name, value in said.items() if name not in PUSHED})
    return (event.model_copy(update={"provider": "vonage", "content": content, "occurred_at": sms.pushed_at}),)


def _receipt(said: Sms) -> Event:
    code = said.code if FIRM.fullmatch(said.code or "") else None
    told = f"{said.status or 'without a status'}{because(CODES.meanings.get(code or '') or code)}"
    return Event(
        type="sms.receipt",
        summary=summary("message", *(("to", said.msisdn) if said.msisdn else ()), told),
        key=f"{said.id}/{said.status}",
        kind=Kind.MESSAGE,
        id=said.id,
        status=said.status,
        phase=RECEIPTS.get(said.status or "", Phase.UNKNOWN),
        code=code,
        sender=said.to,
        recipient=said.msisdn,
    )


def _inbound(said: Sms) -> Event:
    return Event(
        type="sms.inbound",
        summary=summary("message", "from", said.msisdn, "received"),
        key=f"{said.id}/received",
        kind=Kind.MESSAGE,
        id=said.id,
        status="received",
        phase=Phase.OK,
        sender=said.msisdn,
        recipient=said.to,
        text=said.text,
    )


def _message(said: Message, *, inbound: bool) -> Event:
    status = "received" if inbound else said.status
    reason = said.reason or CODES.meanings.get(said.code or "")
    other = ("from", said.sender) if inbound else ("to", said.recipient)
    return Event(
        provider="vonage",
        type="message.inbound" if inbound else "message.status",
        summary=summary(said.channel, "message", *other, f"{status or 'without a status'}{because(reason)}"),
        key=f"{said.id}/{status}/{said.timestamp or ''}",
        kind=Kind.MESSAGE if said.id else None,
        id=said.id,
        status=status,
        phase=Phase.OK if inbound else MESSAGES.get(status or "", Phase.UNKNOWN),
        reason=said.reason,
        code=said.code,
        sender=said.sender,
        recipient=said.recipient,
        text=said.text,
        occurred_at=said.timestamp,
    )


def claims(capture: Capture) -> Certainty:
    if "payload_hash" in _part(_bearer(capture), 1):
        return Certainty.CERTAIN
    said = fields(capture)
    message = "message_uuid" in said and not said.keys().isdisjoint({"channel", "status", "timestamp"})
    sms = "messageId" in said and not said.keys().isdisjoint({"err-code", "msisdn"})
    return Certainty.LIKELY if message or sms else Certainty.NO


def _bearer(capture: Capture) -> str:
    """The JSON web token; empty where the request carries none."""
    scheme, _, token = (capture.header("authorization") or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _part(token: str, place: int) -> dict[str, Json]:
    """One of the token's parts, an object in base64url; empty where it is none."""
    parts = token.split(".")
    coded = parts[place] if len(parts) == PARTS else ""
    if not coded:
        return {}
    try:
        value = json.loads(urlsafe_b64decode(coded + "=" * (-len(coded) % 4)))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


PARTS = 3


class Claims(Payload):
    iat: Text = None
    jti: Text = None
    payload_hash: Text = None


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """HMAC-SHA256 over the token's `header.payload`, whose payload_hash is the digest of the body; no body, none.

    developer.vonage.com/en/getting-started/concepts/webhooks; PyPI vonage-jwt 1.1.5 verify_signature checks only the
    HMAC: the digest is left to the receiver.
    """
    token = _bearer(capture)
    head, _, given = token.rpartition(".")
    said = Claims.model_validate(_part(token, 1))
    signature = Signature(
        scheme="HMAC-SHA256 over a token with the digest of the body",
        header="Authorization",
        given=(given,),
        signed=lambda _: (as_bytes(head),),
        check=matches(_expect),
        expect=_expect,
        covers_body=bool(capture.body.strip()),  # without one the query speaks, and nothing covers that
        sent_at=unix_seconds(said.iat),
        nonce=said.jti,
        flaw=_flaw(capture, token, said),
    )
    return (signature,) if token else ()


def _signing(capture: Capture, at: int, nonce: str) -> tuple[Header, ...]:
    """A token for this body."""
    said = {"iat": at, "jti": nonce, "payload_hash": hashlib.sha256(capture.body).hexdigest()}
    parts = ({"alg": "HS256", "typ": "JWT"}, said)
    head = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    return ((b"Authorization", b"Bearer " + head + b"." + SIGNATURE),)


def _expect(secret: str, signed: bytes) -> str:
    return urlsafe_b64encode(hmac.digest(as_bytes(secret), signed, "sha256")).decode().rstrip("=")


def _flaw(capture: Capture, token: str, said: Claims) -> str | None:
    if _part(token, 0).get("alg") != "HS256":
        return "the token is malformed, or not signed with HS256"
    if unix_seconds(said.iat) is None:
        return "the token does not say when it was made (iat)"
    if said.payload_hash is None:
        return "the token has no payload_hash, and there is a body" if capture.body else None
    true = hashlib.sha256(capture.body).hexdigest()
    same = hmac.compare_digest(true.encode(), as_bytes(said.payload_hash.lower()))
    return None if same else "payload_hash is not that of the body"


PROVIDER = Provider(
    name="vonage",
    title="Vonage",
    claims=claims,
    interpret=interpret,
    reads=("SMS delivery receipts and inbound SMS", "message status and inbound messages of the Messages API"),
    signatures=signatures,
    signing=_signing,
    signs="HMAC-SHA256 as a JSON web token with the digest of the body (Authorization: Bearer); 300 s",
    codes=CODES,
    # api.support.vonage.com/hc/en-us/articles/226572227: 3 s to connect, 15 s to answer; 60 s later it tries again.
    answer_within=15,
    # the same page, for SMS; article 360028543292 says of inbound messages: after 5 s, then doubling up to 15 min
    schedules=(
        Schedule(kinds=(Kind.MESSAGE,), then="again for 24 hours: every 60 s, or ever slower; its pages differ"),
    ),
    unknown=(
        "Callbacks for 10DLC brands and campaigns are not published.",
        "The SMS API signs with a field sig instead of a token: that is not checked here.",
    ),
)
