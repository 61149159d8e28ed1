"""Bandwidth's callbacks: message events as a JSON array, and notifications about numbers and orders as XML."""

import re
from itertools import islice
from typing import Annotated
from xml.etree.ElementTree import Element, ParseError, fromstring

from pydantic import AliasChoices, AliasPath, BeforeValidator, Field
from pydantic.alias_generators import to_pascal

from receiver.payloads.codes import codes
from receiver.payloads.digest import digest
from receiver.payloads.number import e164
from receiver.payloads.payload import Moment, Number, Payload, Text, objects, text
from receiver.payloads.summary import because, summary
from receiver.provider import MOST_EVENTS, Certainty, Provider
from store import Capture, Event, Json, Kind, Phase, Schedule, json_body

# dev.bandwidth.com/docs/messaging/webhooks; PyPI bandwidth-sdk 23.3.1 has the last three and message-read. For MMS
# without delivery receipts, message-delivered says no more than that Bandwidth's own centre has it.
MESSAGES = {
    "message-sending": Phase.PENDING,
    "message-sent": Phase.PENDING,
    "message-delivered": Phase.OK,
    "message-read": Phase.OK,
    "message-failed": Phase.FAILED,
    "message-received": Phase.OK,
    "requested-location-response": Phase.OK,
    "suggestion-response": Phase.OK,
}
INBOUND = {"message-received", "requested-location-response", "suggestion-response"}

# The states of all types of orders: dev.bandwidth.com/docs/numbers/webhooks/orderWebhook.
ORDERS = {
    "DRAFT": Phase.PENDING,
    "RECEIVED": Phase.PENDING,
    "PENDING": Phase.PENDING,
    "SUBMITTED": Phase.PENDING,
    "PROCESSING": Phase.PENDING,
    "IN_PROGRESS": Phase.PENDING,
    "BACKORDERED": Phase.PENDING,
    "FOC": Phase.PENDING,  # the losing carrier's date is firm
    "REQUESTED_SUPP": Phase.PENDING,
    "REQUESTED_CANCEL": Phase.PENDING,
    "PENDING_DOCUMENTS": Phase.ATTENTION,
    "NEEDS_ATTENTION": Phase.ATTENTION,
    "ACTION_REQUIRED": Phase.ATTENTION,
    "EXCEPTION": Phase.ATTENTION,
    "PARTIAL": Phase.ATTENTION,
    "ADJUSTED_PARTIAL": Phase.ATTENTION,
    "COMPLETE": Phase.OK,
    "COMPLETED": Phase.OK,
    "ADJUSTED_COMPLETE": Phase.OK,
    "FAILED": Phase.FAILED,
    "CANCELLED": Phase.ENDED,
}

# dev.bandwidth.com/docs/numbers/webhooks/eventWebhook: another account's order has taken the number's messaging.
NUMBERS = {"MESSAGING_LOST": ("lost its messaging to an order outside of the account", Phase.ENDED)}


def _listed(value: object) -> tuple[str | None, ...]:
    return tuple(e164(text(one)) for one in value[:MOST_EVENTS]) if isinstance(value, list) else ()


class Receipt(Payload):
    """One element of the array."""

    type: Text = None
    time: Moment = Field(None, validation_alias=AliasChoices("time", "eventTime"))
    to: Number = None
    description: Text = None
    code: Text = Field(None, alias="errorCode")
    id: Text = Field(None, validation_alias=AliasPath("message", "id"))
    sender: Number = Field(None, validation_alias=AliasPath("message", "from"))
    text: Text = Field(None, validation_alias=AliasPath("message", "text"))
    all_to: Annotated[tuple[str | None, ...], BeforeValidator(_listed)] = Field(
        (), validation_alias=AliasPath("message", "to")
    )

    @property
    def recipient(self) -> str | None:
        return self.to or (self.all_to[0] if len(self.all_to) == 1 else None)


class Notification(Payload, alias_generator=to_pascal):
    """The text of the XML's elements."""

    subscription_id: Text = None
    event_type: Text = None
    order_type: Text = None
    order_id: Text = None
    status: Text = None
    message: Text = None
    note: Text = None
    last_modified_date: Moment = None


def interpret(capture: Capture) -> tuple[Event, ...]:
    if _is_xml(capture):
        return _notified(capture, _parsed(capture.body))
    said = json_body(capture)
    return tuple(_message(one) for one in objects(said) if one.get("type") is not None)


def _message(said: dict[str, Json]) -> Event:
    receipt = Receipt.model_validate(said)
    name = receipt.type or "event"
    inbound, phase = name in INBOUND, MESSAGES.get(name, Phase.UNKNOWN)
    word = name.removeprefix("message-").replace("-", " ")
    reason = receipt.description if phase not in {Phase.OK, Phase.PENDING} else None
    other = ("from", receipt.sender) if inbound else ("to", receipt.recipient)
    group = not inbound and len(receipt.all_to) > 1  # one receipt for each member; inbound copies have ids of their own
    mark = f"/{receipt.recipient}" if group and receipt.recipient else ""
    return Event(
        provider="bandwidth",
        type=name,
        summary=summary("message", *other, f"{word}{because(reason)}"),
        key=f"{receipt.id}/{name}/{receipt.recipient}",
        content=digest(said),
        kind=Kind.MESSAGE if receipt.id else None,
        id=f"{receipt.id}{mark}" if receipt.id else None,
        status=name.removeprefix("message-"),
        phase=phase,
        reason=reason,
        code=receipt.code,
        sender=receipt.sender,
        recipient=receipt.recipient,
        text=receipt.text,
        occurred_at=receipt.time,
    )


def _is_xml(capture: Capture) -> bool:
    return capture.body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _parsed(body: bytes) -> Element:
    """XML without a document type, and so without entities that grow; `ValueError` says why it is none."""
    written = body.decode("utf-8-sig")
    if re.search(r"<!(DOCTYPE|ENTITY)", written, re.IGNORECASE):
        raise ValueError("XML with a document type or entities is not read")
    try:
        return fromstring(written)  # noqa: S314  what makes it dangerous is refused above
    except ParseError as error:
        raise ValueError(f"this is no XML: {error}") from None


def _notified(capture: Capture, root: Element) -> tuple[Event, ...]:
    said = {child.tag: (child.text or "").strip() for child in root}
    notification = Notification.model_validate(said)
    if root.tag != "Notification" or not (notification.event_type or notification.order_id):
        return ()
    if notification.order_id:
        return (_order(notification, _numbers(root, "CompletedTelephoneNumbers")),)
    day = f"{capture.received_at:%Y-%m-%d}"  # there is no time, and a number may be lost again
    lost = _numbers(root, "ImpactedTelephoneNumbers") or (None,)
    return tuple(_number(notification, number, day) for number in lost)


def _numbers(root: Element, within: str) -> tuple[str | None, ...]:
    found = islice(root.iterfind(f"{within}/TelephoneNumber"), MOST_EVENTS + 1)
    return tuple(number for one in found if (number := e164((one.text or "").strip())))


def _order(said: Notification, numbers: tuple[str | None, ...]) -> Event:
    phase = ORDERS.get((said.status or "").upper(), Phase.UNKNOWN)
    words = said.message or said.note
    which = f"({numbers[0]}{f' and {len(numbers) - 1} more' if len(numbers) > 1 else ''})" if numbers else None
    return Event(
        provider="bandwidth",
        type=f"order.{said.order_type or 'event'}",
        summary=summary("order", said.order_id, which, f"{said.status or 'note'}{because(words)}"),
        key=f"{said.order_id}/{said.status or 'note'}/{said.last_modified_date or ''}",
        kind=Kind.ORDER,
        id=said.order_id,
        status=said.status,
        phase=phase,
        sets=said.status is not None,
        reason=words if phase not in {Phase.OK, Phase.PENDING} else None,
        occurred_at=said.last_modified_date,
    )


def _number(said: Notification, number: str | None, day: str) -> Event:
    name = said.event_type or "event"
    words, phase = NUMBERS.get(name, (f"event {name}", Phase.UNKNOWN))
    return Event(
        provider="bandwidth",
        type=name,
        summary=summary(number or "a number", words),
        key=f"{said.subscription_id}/{name}/{number}/{day}",
        kind=Kind.NUMBER if number else None,
        id=number,
        status=name,
        phase=phase,
        reason=words if phase != Phase.UNKNOWN else None,
    )


def claims(capture: Capture) -> Certainty:
    if _is_xml(capture):
        notified = b"<Notification" in capture.body and b"<SubscriptionId" in capture.body
        return Certainty.LIKELY if notified else Certainty.NO
    first = next(iter(objects(json_body(capture))), {})
    name, message = text(first.get("type")) or "", first.get("message")
    if not isinstance(message, dict) or not (name in MESSAGES or name.startswith("message-")):
        return Certainty.NO
    return Certainty.CERTAIN if "applicationId" in message else Certainty.LIKELY


PROVIDER = Provider(
    name="bandwidth",
    title="Bandwidth",
    claims=claims,
    interpret=interpret,
    reads=("message status, for each recipient", "inbound messages", "number orders", "numbers that lost messaging"),
    codes=codes("bandwidth"),
    answer_within=10,  # dev.bandwidth.com/docs/messaging/webhooks
    schedules=(Schedule(kinds=(Kind.MESSAGE,), then="again for up to 24 hours; when is not published"),),
    unknown=(
        "Message events have no id and no signature: a user and a password in the callback URL are all that it knows.",
        "No callbacks for 10DLC brands and campaigns are published.",
        "The signed notifications of Subscriptions v2 are not read.",
        "The fields of the answers to suggestions and location requests are not published.",
        "Notifications about numbers have no id and no time.",
    ),
)
