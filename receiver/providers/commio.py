"""Commio's callbacks, once thinQ's: delivery notifications and inbound messages, as a form."""

import re

from pydantic import Field

from receiver.payloads.digest import digest
from receiver.payloads.payload import Moment, Number, Payload, Text, fields
from receiver.payloads.summary import summary
from receiver.provider import Certainty, Provider
from store import Capture, Event, Kind, Phase, is_form

# The final states of SMPP 3.4, 5.2.28, as its receipts write them, with the phases of a public handler (github
# nyaruka/courier, handlers/thinq); `delivered` is what send_status has for people.
STATUSES = {
    "DELIVRD": Phase.OK,
    "DELIVERED": Phase.OK,
    "EXPIRED": Phase.FAILED,
    "DELETED": Phase.FAILED,
    "UNDELIV": Phase.FAILED,
    "REJECTD": Phase.FAILED,
    "UNKNOWN": Phase.UNKNOWN,
}

PARTIES = {"source_did", "destination_did"}
INBOUND = {"message", "from", "to", "type"}
"""The whole of an inbound message: nothing in it is Commio's own."""
KINDS = ("sms", "mms")


class Notification(Payload):
    """The names stand in the comments of the same handler, which reads `guid` and `status`."""

    guid: Text = None
    status: Text = None
    send_status: Text = None
    sender: Number = Field(None, alias="source_did")
    recipient: Number = Field(None, alias="destination_did")
    timestamp: Moment = None
    error: Text = None


class Inbound(Payload):
    sender: Number = Field(None, alias="from")
    recipient: Number = Field(None, alias="to")
    type: Text = None
    message: Text = None


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = fields(capture)
    if said.get("guid"):
        return (_notification(Notification.model_validate(said)),)
    return (_inbound(Inbound.model_validate(said), digest(said)),) if said.keys() >= INBOUND else ()


def _notification(said: Notification) -> Event:
    status = said.status or said.send_status
    told = said.send_status or status or "without a status"
    return Event(
        provider="commio",
        type="message.status",
        summary=summary("message", *(("to", said.recipient) if said.recipient else ()), told),
        key=f"{said.guid}/{status}/{said.timestamp or ''}",
        kind=Kind.MESSAGE if said.guid else None,
        id=said.guid,
        status=status,
        phase=STATUSES.get((status or "").upper(), Phase.UNKNOWN),
        code=said.error if re.search("[^0]", said.error or "") else None,  # 000 is none
        sender=said.sender,
        recipient=said.recipient,
        occurred_at=said.timestamp,
    )


def _inbound(said: Inbound, content: str) -> Event:
    """It has no id, so it is nobody's message: the text of an MMS is its file."""
    return Event(
        provider="commio",
        type="message.inbound",
        summary=summary((said.type or "message").upper(), "from", said.sender, "received"),
        key=f"received/{content}",
        status="received",
        phase=Phase.OK,
        sender=said.sender,
        recipient=said.recipient,
        text=said.message if said.type == "sms" else None,
    )


def claims(capture: Capture) -> Certainty:
    if not is_form(capture):
        return Certainty.NO
    said = fields(capture)
    notification = "guid" in said and not said.keys().isdisjoint({"status", "send_status"})
    if notification and said.keys() >= PARTIES:
        return Certainty.LIKELY
    inbound = said.keys() == INBOUND and said["type"] in KINDS
    return Certainty.MAYBE if notification or inbound else Certainty.NO


PROVIDER = Provider(
    name="commio",
    title="Commio (thinQ)",
    claims=claims,
    interpret=interpret,
    reads=("delivery notifications", "inbound messages"),
    unknown=(
        "Inbound messages carry no id and no time: the same text a second time looks like a redelivery of the first.",
        "The whole list of statuses and error codes, and the form of the time, are not published.",
        "Callbacks carry no mark of Commio (post them to /commio); whether they are signed is not published.",
    ),
)
