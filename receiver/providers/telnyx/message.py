"""Telnyx's messages: sent, finalized for each recipient, received."""

from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field

from receiver.payloads.codes import codes
from receiver.payloads.payload import Number, Payload, Text, objects
from receiver.payloads.summary import because, summary
from store import Event, Kind, Phase

from .envelope import Envelope

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

MOST_ERRORS = 50
"""Each recipient looks through them."""


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


def messages(envelope: Envelope, said: Message) -> tuple[Event, ...]:
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
