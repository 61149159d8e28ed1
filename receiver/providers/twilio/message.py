"""Twilio's messages: their status, and what came in."""

from pydantic import AliasChoices, Field

from receiver.payloads.payload import Number, Payload, Text
from receiver.payloads.summary import because, summary
from store import Event, Kind, Phase

from .said import When

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


def message(said: Message, type_: str, *, inbound: bool) -> Event:
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
