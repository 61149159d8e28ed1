"""Telnyx's callbacks: 10DLC brands, campaigns and phone numbers, and messages, in one envelope."""

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field
from pydantic.alias_generators import to_camel

from receiver.codes import codes
from receiver.digest import digest
from receiver.lifecycles.telnyx import LIFECYCLE
from receiver.payload import Moment, Number, Payload, Text, fields, objects, text
from receiver.provider import Certainty, Provider
from receiver.signatures import (
    SIGNATURE,
    Signature,
    as_bytes,
    ed25519,
    ed25519_made,
    ed25519_public,
    headers,
    unix_seconds,
)
from receiver.summary import because, summary
from receiver.tcr_events import EVENTS, TcrEvent
from store import Capture, Event, Json, Kind, KnownAs, Phase, Schedule

# payload.status of 10DLC events, in lower case: they write success, ACCEPTED and ADDED. Source:
# developers.telnyx.com/docs/messaging/10dlc/event-notifications
STATUSES = {
    "success": Phase.OK,
    "accepted": Phase.OK,
    "added": Phase.OK,
    "pending": Phase.PENDING,
    "dormant": Phase.ATTENTION,
    "failed": Phase.FAILED,
    "rejected": Phase.FAILED,
    "deleted": Phase.ENDED,
}

# payload.type of events that come without a status. Same page.
BARE = {
    "NUMBER_POOL_DEPROVISIONED": Phase.ENDED,
    "NUMBER_POOL_PROVISIONED": Phase.OK,
    "VERIFIED": Phase.OK,
}

REMOVALS = {"DELETION", "NUMBER_POOL_DEPROVISIONED"}
"""Types whose success is an end."""
NOTES = {"NUMBER_POOL_DEPROVISIONED"}
"""They leave the state as it was: the end of a number pool is not the end of its campaign."""

# to[].status, cc[].status and from.status: the types of Telnyx's Python SDK 4.189.0.
MESSAGES = {
    "queued": Phase.PENDING,
    "sending": Phase.PENDING,
    "sent": Phase.PENDING,
    "delivered": Phase.OK,
    "read": Phase.OK,
    "received": Phase.OK,
    "webhook_delivered": Phase.OK,
    "delivery_unconfirmed": Phase.ATTENTION,
    "expired": Phase.FAILED,
    "sending_failed": Phase.FAILED,
    "delivery_failed": Phase.FAILED,
}

CODES = codes("telnyx")

SAYS = {
    ("ASSIGNMENT", "success"): "assigned",
    ("ASSIGNMENT", "failed"): "assignment failed",
    ("DELETION", "success"): "removed from its campaign",
    ("DELETION", "failed"): "removal failed",
}

LIKELY = {
    "10dlc.brand.update": (Kind.BRAND, Kind.CAMPAIGN),
    "10dlc.campaign.update": (Kind.CAMPAIGN, Kind.BRAND),
}

# "Brand BBRAND1 is added", "CEXMPL1 approved by Telnyx" and "… for campaign CEXMPL1" carry the id that The Campaign
# Registry gave. It has a digit here, or CARRIER and CANCELED would be campaigns; elsewhere it may be another's.
TCR_ID = r"(?=[A-Z]*\d)([BC][A-Z0-9]{5,7})\b"
PLAIN_ID = re.compile(rf"^(?:(?:Brand|Campaign) )?{TCR_ID}|\bfor (?:brand|campaign) {TCR_ID}\.?$")


MOST_ERRORS = 50
"""Each recipient looks through them."""


class Envelope(Payload):
    event_type: Text = None
    id: Text = None
    occurred_at: Moment = None


def _reasons(value: object) -> str | None:
    """`reasons[]` as one text. The shape for phone numbers is not documented: a plain text is taken too."""
    listed = value if isinstance(value, list) else [value]
    return "; ".join(filter(None, map(_reason, listed))) or None


def _reason(value: Json) -> str | None:
    if not isinstance(value, dict):
        return text(value)
    named = value.get("fields")
    places = ", ".join(filter(None, map(text, named))) if isinstance(named, list) else ""
    return " ".join(filter(None, (text(value.get("description")), f"({places})" if places else None)))


class Registration(Payload, alias_generator=to_camel):
    """The payload of a 10DLC event."""

    type: Text = None
    event_type: Text = None
    status: Text = None
    description: Text = None
    brand_id: Text = None
    brand_name: Text = None
    tcr_brand_id: Text = None
    campaign_id: Text = None
    tcr_campaign_id: Text = None
    phone_number: Number = None
    nudge_intent: Text = None
    reasons: Annotated[str | None, BeforeValidator(_reasons)] = None

    def id(self, kind: Kind) -> str | None:
        if kind == Kind.NUMBER:
            return self.phone_number
        return self.brand_id or self.tcr_brand_id if kind == Kind.BRAND else self.campaign_id or self.tcr_campaign_id

    def aliases(self, kind: Kind | None) -> tuple[str, ...]:
        if kind not in {Kind.BRAND, Kind.CAMPAIGN}:
            return ()
        plain = PLAIN_ID.search(self.description or "")
        told = (plain[1] or plain[2]) if plain else None
        found = (self.tcr_brand_id if kind == Kind.BRAND else self.tcr_campaign_id, told)
        right = {id_ for id_ in found if id_ and id_[0] == kind.value[0].upper()}
        return tuple(sorted(right - {self.id(kind)}))

    def known_as(self, about: Kind | None) -> Iterator[KnownAs]:
        """The brand or campaign of something else, where both of its ids are there."""
        for kind, ids in (
            (Kind.BRAND, (self.brand_id, self.tcr_brand_id)),
            (Kind.CAMPAIGN, (self.campaign_id, self.tcr_campaign_id)),
        ):
            said = tuple(filter(None, ids))
            if kind != about and len(set(said)) > 1:
                yield KnownAs(kind=kind, ids=said)


class Party(Payload):
    phone_number: Number = None
    status: Text = None


class Error(Payload):
    code: Text = None
    title: Text = None
    detail: Text = None
    pointer: Text = Field(None, validation_alias=AliasPath("source", "pointer"))

    def about(self, place: str) -> bool:
        """It is about the recipient in that place, or about no one in particular."""
        return not (self.pointer or "").startswith(("/to/", "/cc/")) or f"{self.pointer}/".startswith(place)


class Message(Payload):
    id: Text = None
    text: Text = None
    sender: Number = Field(None, validation_alias=AliasPath("from", "phone_number"))
    sender_status: Text = Field(None, validation_alias=AliasPath("from", "status"))
    to: Annotated[tuple[Party, ...], BeforeValidator(objects)] = ()
    cc: Annotated[tuple[Party, ...], BeforeValidator(objects)] = ()
    errors: Annotated[tuple[Error, ...], BeforeValidator(objects)] = ()
    tcr_campaign_id: Text = None


class Click(Payload):
    """developers.telnyx.com/api-reference/callbacks/replaced-link-click: it has no envelope."""

    message_id: Text = None
    to: Number = None
    url: Text = None
    time_clicked: Moment = None


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = fields(capture)
    if said.get("record_type") == "link_clicked":
        return (_click(Click.model_validate(said)),)
    inner = said.get("data")
    if not isinstance(inner, dict):
        return ()
    envelope, payload = Envelope.model_validate(inner), inner.get("payload")
    events = _events(envelope, payload if isinstance(payload, dict) else {})
    common = {"provider": "telnyx", "content": digest(inner), "occurred_at": envelope.occurred_at}
    return tuple(event.model_copy(update=common) for event in events)


def _events(envelope: Envelope, payload: dict[str, Json]) -> tuple[Event, ...]:
    name = envelope.event_type or ""
    if name.startswith("10dlc."):
        return (_registration(envelope, Registration.model_validate(payload)),)
    if name.startswith("message."):
        return _messages(envelope, Message.model_validate(payload))
    told = summary("Telnyx event", name or "without a type")
    return (Event(type=name or "event", summary=told, key=envelope.id or ""),)


def _registration(envelope: Envelope, said: Registration) -> Event:
    kind = _kind(envelope.event_type or "", said)
    id_ = said.id(kind) if kind else None
    aliases = said.aliases(kind)
    phase = _phase(said)
    reason = said.reasons or (said.description if phase not in {Phase.OK, Phase.PENDING} else None)
    what = "phone_number" if kind == Kind.NUMBER else kind or (envelope.event_type or "").split(".")[1]
    noun = None if kind == Kind.NUMBER else what.replace("_", " ")
    return Event(
        type=f"{what}.{said.type or 'event'}",
        summary=summary(noun, aliases[0] if aliases else id_, f"{_says(said)}{because(reason)}"),
        key=envelope.id or "",
        kind=kind,
        id=id_,
        aliases=aliases,
        status=said.status or said.event_type or said.type,
        phase=phase,
        sets=_sets(said, phase),
        reason=reason,
        name=said.brand_name if kind == Kind.BRAND else None,
        brand=said.id(Kind.BRAND) if kind != Kind.BRAND else None,
        campaign=said.id(Kind.CAMPAIGN) if kind == Kind.NUMBER else None,
        known_as=tuple(said.known_as(kind)),
    )


def _kind(event_type: str, said: Registration) -> Kind | None:
    """What the event is about: its ids win, for the seed text has a brand's failure under `10dlc.campaign.update`."""
    if said.phone_number:
        return Kind.NUMBER
    return next((kind for kind in LIKELY.get(event_type, ()) if said.id(kind)), None)


def _relayed(said: Registration) -> TcrEvent | None:
    """The Campaign Registry's own event: a nudge may stand where a type of Telnyx's does."""
    return EVENTS.get(said.event_type or said.type or "")


def _phase(said: Registration) -> Phase:
    """What the registry's event says, whatever the status; of a brand's event the status says how it went."""
    relayed = _relayed(said)
    if relayed and not (relayed.kind == Kind.BRAND and said.status):
        return relayed.phase
    if not said.status:
        return BARE.get(said.event_type or said.type or "", Phase.UNKNOWN)
    phase = STATUSES.get(said.status.lower(), Phase.UNKNOWN)
    return Phase.ENDED if phase == Phase.OK and said.type in REMOVALS else phase


def _sets(said: Registration, phase: Phase) -> bool:
    if said.type == "DELETION":  # one that failed leaves the number where it was
        return phase == Phase.ENDED
    relayed = _relayed(said)
    return said.type not in NOTES and (relayed is None or relayed.sets)


def _says(said: Registration) -> str:
    done = SAYS.get((said.type or "", (said.status or "").lower()))
    words = (said.type or "event").lower().replace("_", " ")
    return done or summary(said.event_type or words, said.nudge_intent, (said.status or "").lower())


def _messages(envelope: Envelope, said: Message) -> tuple[Event, ...]:
    """One event for each recipient: the status is theirs, and a group message can end mixed."""
    places = [(f"/to/{n}/", party) for n, party in enumerate(said.to)]
    places += [(f"/cc/{n}/", party) for n, party in enumerate(said.cc)]
    if len(places) <= 1 or envelope.event_type == "message.received":
        place, party = places[0] if places else ("/to/", Party())
        return (_message(envelope, said, party, place, ""),)
    marks = [f"/{party.phone_number or place.strip('/')}" for place, party in places]
    return tuple(
        _message(envelope, said, party, place, mark) for (place, party), mark in zip(places, marks, strict=True)
    )


def _message(envelope: Envelope, said: Message, party: Party, place: str, mark: str) -> Event:
    """`mark` tells the recipients of one message apart: empty where there is only one."""
    inbound = envelope.event_type == "message.received"  # there to[].status is of the delivery to us
    status = (said.sender_status if inbound else party.status) or (envelope.event_type or "").partition(".")[2]
    phase = MESSAGES.get(status, Phase.UNKNOWN)
    error = (
        next((error for error in said.errors[:MOST_ERRORS] if error.about(place)), None) if phase != Phase.OK else None
    )
    reason = ": ".join(filter(None, (error.title, error.detail))) if error else None
    why = reason or (CODES.meanings.get(error.code or "") if error else None)
    direction = ("from", said.sender) if inbound else ("to", party.phone_number)
    return Event(
        type=envelope.event_type or "message",
        summary=summary("message", *direction, f"{status}{because(why)}"),
        key=f"{envelope.id or ''}{mark}",
        kind=Kind.MESSAGE if said.id else None,
        id=f"{said.id}{mark}" if said.id else None,
        status=status,
        phase=phase,
        reason=reason or None,
        code=error.code if error else None,
        campaign=said.tcr_campaign_id,
        sender=said.sender,
        recipient=party.phone_number,
        text=said.text,
    )


def _click(said: Click) -> Event:
    return Event(
        provider="telnyx",
        type="replaced_link_click",
        summary=summary(said.to, "opened", said.url),
        key=f"{said.message_id}/{said.url}/{said.time_clicked}",
        kind=Kind.MESSAGE if said.message_id else None,
        id=said.message_id,
        status="link_clicked",
        phase=Phase.OK,
        sets=False,
        recipient=said.to,
        occurred_at=said.time_clicked,
    )


def claims(capture: Capture) -> Certainty:
    if capture.header("telnyx-signature-ed25519"):
        return Certainty.CERTAIN
    said = fields(capture)
    inner, meta = said.get("data"), said.get("meta")
    if isinstance(inner, dict) and inner.get("record_type") == "event" and "event_type" in inner:
        return Certainty.CERTAIN if isinstance(meta, dict) and "delivered_to" in meta else Certainty.LIKELY
    clicked = said.get("record_type") == "link_clicked" and "message_id" in said
    return Certainty.LIKELY if clicked else Certainty.NO


KEY_SIZE = 32


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """Ed25519 over `{timestamp}|{body}`; the secret is the account's public key, base64 of 32 bytes.

    https://developers.telnyx.com/docs/development/api-fundamentals/webhooks; telnyx 4.189.0 webhook_verification.py
    rejects times more than 300 s away, either way.
    """
    given, stamp = capture.header("telnyx-signature-ed25519"), capture.header("telnyx-timestamp")
    sent_at = unix_seconds(stamp)
    signature = Signature(
        scheme="Ed25519 over timestamp and body",
        header="telnyx-signature-ed25519",
        given=(given or "",),
        signed=lambda _: (as_bytes(f"{stamp}|") + capture.body,),
        check=ed25519,
        make=ed25519_made,
        sent_at=sent_at,
        flaw=None if sent_at is not None else "telnyx-timestamp is missing, or is no number",
    )
    return (signature,) if given is not None else ()


def secret_flaw(secret: str) -> str | None:
    try:
        size = len(b64decode(secret, validate=True))
    except ValueError:
        size = 0
    return None if size == KEY_SIZE else "it is to be the public key of the account: base64 of 32 bytes"


PROVIDER = Provider(
    name="telnyx",
    title="Telnyx",
    claims=claims,
    interpret=interpret,
    reads=("10DLC brands, campaigns and phone numbers", "messages, for each recipient", "clicks on replaced links"),
    signatures=signatures,
    signing=headers((b"telnyx-timestamp", b"{time}"), (b"telnyx-signature-ed25519", SIGNATURE)),
    public=ed25519_public,
    secret_flaw=secret_flaw,
    answer_within=2,  # developers.telnyx.com/docs/messaging/messages/receiving-webhooks; 10DLC's page names no time
    schedules=(
        Schedule(  # the same page: three attempts for each URL, with growing pauses that it does not name
            kinds=(Kind.MESSAGE,), then="3 deliveries to a URL, further and further apart, then 3 to the failover URL"
        ),
        Schedule(  # developers.telnyx.com/docs/messaging/10dlc/event-notifications: five attempts, 30 s apart
            pauses=(30, 30, 30, 30), then="the failover URL, if there is one"
        ),
    ),
    signs="ed25519 over timestamp and body (telnyx-signature-ed25519); 300 s",
    codes=CODES,
    lifecycle=LIFECYCLE,
    unknown=(
        "The bodies of webhook_api_version 1 and 2010-04-01 are not published.",
        "The shape of reasons[] on a phone number's failure is not shown.",
    ),
)
