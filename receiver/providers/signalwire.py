"""SignalWire's callbacks: the 10DLC registry, and messages as JSON or in the form that Twilio made."""

import re
from dataclasses import replace

from pydantic import AliasChoices, Field

from receiver.lifecycles.signalwire import LIFECYCLE
from receiver.payloads.codes import codes
from receiver.payloads.payload import Moment, Number, Payload, Text, fields
from receiver.payloads.summary import because, summary
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, Digest, Signature, as_bytes, form_signature, headers, keyed, matches
from store import Capture, Event, Json, Kind, Phase, is_form

# Seed text; github signalwire/docs, specs/signalwire-rest/webhooks/messaging/models/status-callbacks.tsp.
CATEGORIES = {
    "brand": (Kind.BRAND, "brand"),
    "campaign": (Kind.CAMPAIGN, "campaign"),
    "number_assignment_order": (Kind.ORDER, "number assignment order"),
    "number_assignment": (Kind.NUMBER, None),
}

# The state after each event, and what people call it. failed -> pending -> completed is a legal cycle of an assignment.
EVENTS = {
    "brand_activated": ("completed", "activated"),
    "brand_unverified": ("unverified", "not verified"),
    "campaign_activated": ("active", "activated"),
    "campaign_deactivated": ("inactive", "deactivated"),
    "number_assignment_order_processed": ("processed", "processed"),
    "number_assignment_failed": ("failed", "assignment failed"),
    "number_assignment_pending": ("pending", "assignment pending again"),
    "number_assignment_activated": ("completed", "assigned"),
}

# github signalwire/docs, specs/signalwire-rest/relay-rest/campaign-registry/models/core.tsp.
STATES = {
    "pending": Phase.PENDING,
    "processing": Phase.PENDING,
    "active": Phase.OK,
    "completed": Phase.OK,
    "processed": Phase.OK,
    "failed": Phase.FAILED,
    "unverified": Phase.FAILED,
    "inactive": Phase.ENDED,
}

# status-callbacks.tsp (JSON) and specs/compatibility-api/messages/models/webhooks.tsp (form).
MESSAGES = {
    "queued": Phase.PENDING,
    "initiated": Phase.PENDING,
    "sending": Phase.PENDING,
    "sent": Phase.PENDING,
    "receiving": Phase.PENDING,
    "received": Phase.OK,
    "delivered": Phase.OK,
    "read": Phase.OK,
    "undelivered": Phase.FAILED,
    "failed": Phase.FAILED,
}

CODES = codes("signalwire")

SID = re.compile(r"[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}")
"""SIDs are shaped like UUIDs here, where Twilio's begin with AC and SM."""


class Registration(Payload):
    event_category: Text = None
    event_type: Text = None
    event_at: Moment = None
    state: Text = None
    brand_id: Text = None
    campaign_id: Text = None
    number_assignment_order_id: Text = None
    number_assignment_id: Text = None
    phone_number: Number = None

    def id(self, kind: Kind | None) -> str | None:
        match kind:
            case Kind.BRAND:
                return self.brand_id
            case Kind.CAMPAIGN:
                return self.campaign_id
            case Kind.ORDER:
                return self.number_assignment_order_id
            case Kind.NUMBER:
                return self.phone_number or self.number_assignment_id
        return None


class Message(Payload):
    id: Text = Field(None, validation_alias=AliasChoices("id", "message_id", "MessageSid", "SmsSid"))
    status: Text = Field(None, validation_alias=AliasChoices("status", "MessageStatus", "SmsStatus"))
    sender: Number = Field(None, validation_alias=AliasChoices("from", "From"))
    recipient: Number = Field(None, validation_alias=AliasChoices("to", "To"))
    text: Text = Field(None, validation_alias=AliasChoices("body", "Body"))
    timestamp: Moment = None
    code: Text = Field(None, validation_alias=AliasChoices("error_code", "ErrorCode"))
    error: Text = Field(None, validation_alias=AliasChoices("error_message", "ErrorMessage"))


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = fields(capture)
    if "event_category" in said or "event_type" in said:
        return (_registration(Registration.model_validate(said)),)
    inner = said.get("message")
    if isinstance(inner, dict):  # SWML: it asks what to do with a message
        return (_message(Message.model_validate(inner), "message.inbound"),)
    message = Message.model_validate(said)
    return (_message(message, _type(said)),) if message.id else ()


def _type(said: dict[str, Json]) -> str:
    """An inbound form has the text, and no status or the word that it was received."""
    inbound = "MessageSid" in said and "MessageStatus" not in said and said.get("SmsStatus", "received") == "received"
    return "message.inbound" if inbound else "message.status"


def _registration(said: Registration) -> Event:
    category = said.event_category or (said.event_type or "").rpartition("_")[0]
    kind, noun = CATEGORIES.get(category, (None, category))
    state, words = EVENTS.get(said.event_type or "", (None, None))
    status, id_ = said.state or state, said.id(kind)
    assignment = said.number_assignment_id if kind == Kind.NUMBER else None
    return Event(
        provider="signalwire",
        type=said.event_type or category,
        summary=summary(noun, id_, words or f"{said.event_type or 'event'} {status or ''}"),
        key=f"{said.event_type}/{assignment or id_}/{said.event_at}",
        kind=kind if id_ else None,
        id=id_,
        aliases=(assignment,) if assignment and assignment != id_ else (),
        status=status,
        phase=STATES.get(status or "", Phase.UNKNOWN),
        brand=said.brand_id if kind != Kind.BRAND else None,
        campaign=said.campaign_id if kind != Kind.CAMPAIGN else None,
        occurred_at=said.event_at,
    )


def _message(said: Message, type_: str) -> Event:
    inbound = type_ == "message.inbound"
    status = said.status or ("received" if inbound else None)
    why = said.error or CODES.meanings.get(said.code or "")  # a form has the code alone
    other = ("from", said.sender) if inbound else ("to", said.recipient)
    return Event(
        provider="signalwire",
        type=type_,
        summary=summary("message", *other, f"{status or 'without a status'}{because(why)}"),
        key=f"{said.id}/{status}/{said.timestamp or ''}",
        kind=Kind.MESSAGE if said.id else None,
        id=said.id,
        status=status,
        phase=MESSAGES.get(status or "", Phase.UNKNOWN),
        reason=said.error,
        code=said.code,
        sender=said.sender,
        recipient=said.recipient,
        text=said.text,
        occurred_at=said.timestamp,
    )


def claims(capture: Capture) -> Certainty:
    if capture.header("x-signalwire-signature") or capture.header("x-signalwire-sha256-signature"):
        return Certainty.CERTAIN
    said = fields(capture)
    if said.get("event_category") in CATEGORIES and "project_id" in said:
        return Certainty.CERTAIN
    inner = said.get("message")
    form = "MessageSid" in said and SID.fullmatch(str(said.get("AccountSid"))) is not None
    json = {"id", "project_id", "status", "error_code"} <= said.keys()
    swml = isinstance(inner, dict) and {"message_id", "project_id"} <= inner.keys()
    return Certainty.LIKELY if form or json or swml else Certainty.NO


HEADERS: tuple[tuple[str, Digest], ...] = (
    ("X-SignalWire-Sha256-Signature", "sha256"),
    ("X-SignalWire-Signature", "sha1"),
    ("X-Twilio-Signature", "sha1"),  # compatibility callbacks may use that name
)


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """Hex over URL and body for JSON (A), base64 over URL and form for compatibility callbacks (B).

    signalwire/docs webhook-security.mdx; PyPI signalwire-sdk 3.7.5 core/security/webhook_validator.py
    """
    found = []
    for header, digest in HEADERS:
        given = capture.header(header)
        if given is not None:
            in_hex = HEX.fullmatch(given) is not None if given else not is_form(capture)
            found.append(_over_body(capture, header, digest) if in_hex else _over_form(capture, header, digest))
    return tuple(found)


def _over_form(capture: Capture, header: str, digest: Digest) -> Signature:
    signature = form_signature(capture, header, digest, distinct=False)
    bare = not capture.body and capture.method != "GET" and not is_form(capture)
    flaw = _border(capture) or ("it signs a form, and the request has none" if bare else None)
    return replace(signature, flaw=signature.flaw or flaw)


def _border(capture: Capture) -> str | None:
    """Nothing stands between URL and body in what is signed: what could be either tells where one begins."""
    return "the URL has letters in it that belong to a body" if NO_URL.search(capture.target) else None


def _no_json(capture: Capture) -> str | None:
    json = capture.body.lstrip()[:1] in {b"{", b"["} and not is_form(capture)
    return None if json else "it signs JSON, and the body is none, or calls itself a form"


def _over_body(capture: Capture, header: str, digest: Digest) -> Signature:
    expect = keyed(digest, "hex")
    return Signature(
        scheme=f"HMAC-{digest.upper()} over URL and body",
        header=header,
        given=(capture.header(header) or "",),
        signed=lambda url: (as_bytes(url) + capture.body,),
        check=matches(expect),
        expect=expect,
        needs_url=True,
        flaw=_no_json(capture) or _border(capture),
    )


NO_URL = re.compile(r'[{"\x00-\x20\x7f]')
HEX = re.compile("[0-9A-Fa-f]+")


PROVIDER = Provider(
    name="signalwire",
    title="SignalWire",
    claims=claims,
    interpret=interpret,
    reads=("10DLC brands, campaigns, number assignment orders and assignments", "message status", "inbound messages"),
    signatures=signatures,
    signing=headers((b"X-SignalWire-Signature", SIGNATURE)),
    signs="HMAC-SHA1 over URL and body or form (X-SignalWire-Signature); no timestamp",
    codes=CODES,
    lifecycle=LIFECYCLE,
    unknown=(
        "Whether 10DLC callbacks are signed is not published.",
        "A failed assignment and an unverified brand come without a reason.",
        "How callbacks are retried is not published.",
    ),
)
