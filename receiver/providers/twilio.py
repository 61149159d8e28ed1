"""Twilio's callbacks: A2P 10DLC registrations from Event Streams, and messages as forms or as events."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field

from receiver.codes import codes
from receiver.digest import digest
from receiver.lifecycles.twilio import LIFECYCLE
from receiver.moment import moment
from receiver.payload import Moment, Number, Payload, Text, fields, objects, text
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, Digest, Signature, form_signature, headers
from receiver.summary import because, summary
from store import Capture, Event, Json, Kind, Phase, json_body

COMPLIANCE = "com.twilio.messaging.compliance."
MESSAGING = "com.twilio.messaging."

# The first part of a type of that prefix: what it is about, and how people say so. Where it is another, the ids tell.
FAMILIES = {
    "brand-registration": (Kind.BRAND, "brand"),
    "campaign-registration": (Kind.CAMPAIGN, "campaign"),
    "number-registration": (Kind.NUMBER, "registration of"),
    "number-deregistration": (Kind.NUMBER, "deregistration of"),
}

# The second part. twilio.com/docs/messaging/compliance/a2p-10dlc/event-streams-setup says what they mean and
# twilio.com/docs/events/event-types-overview lists more: a brand is `registered` before its identity is verified, and
# one that failed its secondary vetting stays registered.
PHASES = {
    "brand-registered": Phase.PENDING,
    "brand-verified": Phase.OK,
    "brand-vetted-verified": Phase.OK,
    "brand-secondary-vetting-failure": Phase.ATTENTION,
    "brand-unverified": Phase.FAILED,
    "brand-failure": Phase.FAILED,
    "campaign-submitted": Phase.PENDING,
    "campaign-approved": Phase.OK,
    "campaign-failure": Phase.FAILED,
    "campaign-deleted": Phase.ENDED,
    "suspended-campaign-delete-submitted": Phase.ATTENTION,
    "pending": Phase.PENDING,
    "successful": Phase.OK,
    "failed": Phase.FAILED,
}

# MessageStatus and SmsStatus: the types of PyPI twilio 9.13.0. The status that a message is created with is not called
# back: twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks.
MESSAGES = {
    "accepted": Phase.PENDING,
    "scheduled": Phase.PENDING,
    "queued": Phase.PENDING,
    "sending": Phase.PENDING,
    "sent": Phase.PENDING,
    "receiving": Phase.PENDING,
    "received": Phase.OK,
    "delivered": Phase.OK,
    "read": Phase.OK,
    "partially_delivered": Phase.ATTENTION,
    "undelivered": Phase.FAILED,
    "failed": Phase.FAILED,
    "canceled": Phase.ENDED,
}

ACCOUNT = re.compile("AC[0-9a-zA-Z]+")
"""SignalWire, which has the same form, calls its account by a UUID."""
MESSAGE = re.compile(r"[SM]M[0-9a-fA-F]{32}")
ERROR_PAGE = re.compile(r"https?://[a-z.]*twilio\.com/docs/(?:api/)?errors/([0-9]{4,6})")


def _lowered(said: Mapping[str, Json]) -> dict[str, Json]:
    """Twilio's schemas write `failurereason`, its examples `failureReason`, and its forms `MessageSid`."""
    return {name.lower(): value for name, value in said.items()}


def _when(value: object) -> datetime | None:
    """Registrations count milliseconds, messages write ISO 8601."""
    if isinstance(value, bool) or not isinstance(value, int):
        return moment(value)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)
    except OverflowError:
        return None


When = Annotated[datetime | None, BeforeValidator(_when)]


class CloudEvent(Payload):
    type: Text = None
    id: Text = None
    time: Moment = None


class Error(Payload):
    """One of `brandregistrationerrors` or of `brandvettingerrors`, which leave out the `registration`."""

    code: Text = Field(None, validation_alias=AliasChoices("registrationerrorcode", "errorcode"))
    description: Text = Field(None, validation_alias=AliasChoices("registrationerrordescription", "errordescription"))


def _errors(value: object) -> tuple[dict[str, Json], ...]:
    return tuple(map(_lowered, objects(value)))


class Registration(Payload, alias_generator=lambda name: name.replace("_", "")):
    """The data of an A2P event, its keys in lower case. A list of a campaign's errors is read by others' code only."""

    brand_sid: Text = None
    campaign_sid: Text = None
    phone_number: Number = None
    phone_number_sid: Text = None
    external_brand_id: Text = None
    external_campaign_id: Text = None
    status: Text = Field(
        None, validation_alias=AliasChoices("externalstatus", "campaignregistrationstatus", "identitystatus")
    )
    brand_status: Text = None
    reason: Text = Field(None, validation_alias=AliasChoices("failurereason", "campaignfailurereason"))
    error_code: Text = None
    errors: Annotated[tuple[Error, ...], BeforeValidator(_errors)] = Field(
        (),
        validation_alias=AliasChoices("brandvettingerrors", "brandregistrationerrors", "campaignregistrationerrors"),
    )
    timestamp: When = None
    updated_date: When = None

    def ids(self, kind: Kind) -> tuple[str, ...]:
        """Every name of what it is about; a messaging service is none, for it outlives its campaign."""
        names = {
            Kind.BRAND: (self.brand_sid, self.external_brand_id),
            Kind.CAMPAIGN: (self.campaign_sid, self.external_campaign_id),
            Kind.NUMBER: (self.phone_number, self.phone_number_sid),
        }
        return tuple(filter(None, names[kind]))

    def why(self) -> tuple[str | None, str | None]:
        """The reason in words, and the code: a number's reason is the address of the page on its code."""
        words = "; ".join(filter(None, (one.description for one in self.errors)))
        told = next(filter(None, (one.code for one in self.errors)), self.error_code)
        page = ERROR_PAGE.fullmatch(self.reason or "")
        return words or self.reason, told or (page[1] if page else None)


class Message(Payload):
    """A message in a form or in an event, its keys in lower case."""

    id: Text = Field(None, validation_alias=AliasChoices("messagesid", "smssid", "smsmessagesid"))
    status: Text = Field(None, validation_alias=AliasChoices("messagestatus", "smsstatus"))
    sender: Number = Field(None, alias="from")
    recipient: Number = Field(None, alias="to")
    text: Text = Field(None, alias="body")
    code: Text = Field(None, alias="errorcode")
    error: Text = Field(None, alias="errormessage")
    keyword: Text = Field(None, alias="optouttype")
    timestamp: When = None


def interpret(capture: Capture) -> tuple[Event, ...]:
    events = _stream(capture)
    if events:
        return tuple(_streamed(one) for one in events)
    said = _lowered(fields(capture))
    message = Message.model_validate(said)
    if not message.id:
        return ()
    status = text(said.get("smsstatus")) or "received"
    inbound = "messagestatus" not in said and status in {"receiving", "received"}
    return (_message(message, "message.inbound" if inbound else "message.status", inbound=inbound),)


def _stream(capture: Capture) -> tuple[dict[str, Json], ...]:
    """The CloudEvents of the body: an array comes, the documents show a bare one too."""
    listed = json_body(capture) if capture.body.lstrip().startswith(b"[") else [fields(capture)]
    return tuple(one for one in objects(listed) if "specversion" in one or _ours(one))


def _ours(one: Mapping[str, Json]) -> bool:
    return (text(one.get("type")) or "").startswith("com.twilio.")


def _streamed(one: dict[str, Json]) -> Event:
    envelope, inner = CloudEvent.model_validate(one), one.get("data")
    event = _told(envelope.type or "", _lowered(inner) if isinstance(inner, dict) else {})
    common = {"key": envelope.id or "", "content": digest(one), "occurred_at": envelope.time or event.occurred_at}
    return event.model_copy(update=common)


def _told(type_: str, said: dict[str, Json]) -> Event:
    if type_.startswith(COMPLIANCE):
        return _registration(type_.removeprefix(COMPLIANCE), Registration.model_validate(said))
    if "messagesid" in said:  # com.twilio.messaging.message.* and .inbound-message.received
        inbound = type_.startswith(f"{MESSAGING}inbound-message")
        return _message(Message.model_validate(said), type_.removeprefix(MESSAGING), inbound=inbound)
    return Event(provider="twilio", type=type_ or "event", summary=summary("Twilio event", type_ or "without a type"))


def _registration(type_: str, said: Registration) -> Event:
    family, _, step = type_.partition(".")
    kind = _kind(family, said)
    ids = said.ids(kind) if kind else ()
    phase = _phase(family, step)
    # The documents' example of an approved campaign has an error code.
    reason, code = said.why() if phase not in {Phase.OK, Phase.PENDING} else (None, None)
    noun = FAMILIES[family][1] if family in FAMILIES else family
    words = re.sub("^(brand|campaign)-", "", step).replace("-", " ")
    return Event(
        provider="twilio",
        type=type_,
        summary=summary(noun, *ids[:1], f"{words}{because(reason)}"),
        kind=kind,
        id=ids[0] if ids else None,
        aliases=ids[1:],
        status=said.status or said.brand_status or step,
        phase=phase,
        sets=_sets(family, phase),
        reason=reason,
        code=code,
        brand=said.brand_sid if kind != Kind.BRAND else None,
        campaign=said.campaign_sid if kind != Kind.CAMPAIGN else None,
        occurred_at=said.timestamp or said.updated_date,
    )


def _kind(family: str, said: Registration) -> Kind | None:
    likely = (FAMILIES[family][0],) if family in FAMILIES else (Kind.NUMBER, Kind.CAMPAIGN, Kind.BRAND)
    return next((kind for kind in likely if said.ids(kind)), None)


def _phase(family: str, step: str) -> Phase:
    phase = PHASES.get(step, Phase.UNKNOWN) if family in FAMILIES else Phase.UNKNOWN
    return Phase.ENDED if (family, phase) == ("number-deregistration", Phase.OK) else phase


def _sets(family: str, phase: Phase) -> bool:
    """A number is linked until its deregistration succeeded; a type that is not known (an opened e-mail) is a note."""
    return phase == Phase.ENDED if family == "number-deregistration" else phase != Phase.UNKNOWN


def _message(said: Message, type_: str, *, inbound: bool) -> Event:
    status = (said.status or ("received" if inbound else "")).lower()
    other = ("from", said.sender) if inbound else ("to", said.recipient)
    words = (status or "without a status", said.code, f"({said.keyword})" if said.keyword else None)
    return Event(
        provider="twilio",
        type=type_,
        summary=summary("message", *other, " ".join(filter(None, words)) + because(said.error)),
        key=f"{said.id}/{status}",
        kind=Kind.MESSAGE if said.id else None,
        id=said.id,
        status=status or None,
        phase=MESSAGES.get(status, Phase.UNKNOWN),
        reason=said.error,
        code=said.code,
        sender=said.sender,
        recipient=said.recipient,
        text=said.text,
        occurred_at=said.timestamp,
    )


def claims(capture: Capture) -> Certainty:
    """X-Twilio-Signature alone is little: SignalWire may send it."""
    signed = capture.header(HEADER) is not None
    try:
        streamed, said = any(map(_ours, _stream(capture))), fields(capture)
    except ValueError:
        streamed, said = False, {}
    if streamed:
        return Certainty.CERTAIN
    if "AccountSid" not in said:
        little = Certainty.MAYBE if signed else Certainty.NO
        return Certainty.LIKELY if MESSAGE.fullmatch(str(said.get("MessageSid"))) else little
    if not ACCOUNT.fullmatch(str(said["AccountSid"])):
        return Certainty.NO
    return Certainty.CERTAIN if signed else Certainty.LIKELY


HEADER = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
ALGORITHMS: dict[str, Digest] = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """SHA-1 with the account's token, or what SETTINGS names with a shared key.

    twilio.com/docs/usage/webhooks/webhooks-security and /webhook-shared-keys; PyPI twilio 9.13.0 request_validator.py
    """
    if capture.header(HEADER) is None:
        return ()
    parts = (part.partition("=") for part in (capture.header(SETTINGS) or "").split(","))
    named = next((value.strip() for name, _, value in parts if name.strip() == "algorithm"), "") or "HMAC_SHA1"
    found = ALGORITHMS.get(named.upper())
    signature = form_signature(capture, HEADER, found or "sha1", distinct=True)
    return (signature if found else replace(signature, flaw=f"{SETTINGS} names {named[:40]}, which is not known"),)


PROVIDER = Provider(
    name="twilio",
    title="Twilio",
    claims=claims,
    interpret=interpret,
    reads=(
        "10DLC brands, campaigns, number registrations and deregistrations (Event Streams)",
        "message status",
        "inbound messages and opt-outs",
    ),
    signatures=signatures,
    signing=headers((HEADER.encode(), SIGNATURE)),
    signs="HMAC-SHA1, or -SHA256 with a shared key, over URL and form or body (X-Twilio-Signature); no timestamp",
    codes=codes("twilio"),
    answer_within=15.0,  # twilio.com/docs/api/errors/11205; for Event Streams it is not published
    lifecycle=LIFECYCLE,
    unknown=(
        "The words for a campaign's failure are announced, and not shown yet: it comes with a code at most.",
        "Fields of messages may change without notice; which of them every callback has is not said.",
        "How long Event Streams waits for an answer is not published.",
    ),
)
