"""Infobip's callbacks: 10DLC campaigns and their networks, and messages; many results in one request."""

from typing import Annotated

from pydantic import AliasChoices, AliasPath, BeforeValidator, Field
from pydantic.alias_generators import to_camel

from receiver.payloads.digest import digest
from receiver.payloads.payload import Moment, Number, Payload, Text, fields, objects
from receiver.payloads.summary import because, summary
from receiver.provider import Certainty, Provider
from store import Capture, Event, Json, Kind, Phase

CAMPAIGN, NETWORK = "CAMPAIGN_STATUS_UPDATE", "CAMPAIGN_NETWORK_STATUS_UPDATE"

# infobip.com/docs/api/platform/numbers/number-registration/campaigns/campaign-status-change-notification
CAMPAIGNS = {
    "SUBMITTED": Phase.PENDING,
    "APPROVED_BY_INTERNAL_REVIEWER": Phase.PENDING,
    "REGISTERED": Phase.OK,
    "REJECTED": Phase.FAILED,
    "DEREGISTERED": Phase.ENDED,
}

# …/campaigns/campaign-network-status-notification: the only value that it prints.
NETWORKS = {"ACTIVE": Phase.OK}

# The groups of infobip.com/docs/developer-resources/api-fundamentals/message-status-codes
GROUPS = {
    "PENDING": Phase.PENDING,
    "DELIVERED": Phase.OK,
    "UNDELIVERABLE": Phase.FAILED,
    "EXPIRED": Phase.FAILED,
    "REJECTED": Phase.FAILED,
}
INTERMEDIATE = {"DELIVERED_TO_OPERATOR"}
"""Same page: of the group DELIVERED, and yet a further report may follow."""

NO_ERROR = "0"
INBOUND = {"messageCount", "pendingMessageCount"}


class Detail(Payload, alias_generator=to_camel):
    error_code: Text = None
    description: Text = None


class Campaign(Payload, alias_generator=to_camel):
    campaign_id: Text = None
    campaign_status: Text = None
    campaign_network: Text = None
    campaign_network_status: Text = None
    rejection_reasons: Text = None
    rejection_details: Annotated[tuple[Detail, ...], BeforeValidator(objects)] = ()

    @property
    def reason(self) -> str | None:
        told = (self.rejection_reasons, *(detail.description for detail in self.rejection_details))
        return "; ".join(dict.fromkeys(filter(None, told))) or None


class Registration(Payload, alias_generator=to_camel):
    event: Text = None
    received_at: Moment = None


class Message(Payload, alias_generator=to_camel):
    """A report or an inbound message: PyPI infobip-api-python-client, models sms_delivery_report and sms_inbound."""

    message_id: Text = None
    sender: Number = Field(None, validation_alias=AliasChoices("sender", "from"))
    to: Number = None
    text: Text = None
    received_at: Moment = None
    finished_at: Moment = Field(None, validation_alias=AliasChoices("doneAt", "sentAt"))
    group: Text = Field(None, validation_alias=AliasPath("status", "groupName"))
    name: Text = Field(None, validation_alias=AliasPath("status", "name"))
    described: Text = Field(None, validation_alias=AliasPath("status", "description"))
    error: Text = Field(None, validation_alias=AliasPath("error", "id"))
    error_described: Text = Field(None, validation_alias=AliasPath("error", "description"))


def interpret(capture: Capture) -> tuple[Event, ...]:
    read = (_event(result) for result in objects(fields(capture).get("results")))
    return tuple(event for event in read if event)


def _event(result: dict[str, Json]) -> Event | None:
    """What one result says: its content is its own, for a redelivery may come in another company."""
    content = result.get("content")
    if "event" in result:
        said = Campaign.model_validate(content if isinstance(content, dict) else {})
        event = _registration(Registration.model_validate(result), said)
    elif isinstance(result.get("status"), dict):
        event = _report(Message.model_validate(result))
    elif "messageId" in result:
        event = _inbound(Message.model_validate(result))
    else:
        return None
    return event.model_copy(update={"provider": "infobip", "content": digest(result)})


def _registration(result: Registration, said: Campaign) -> Event:
    network = said.campaign_network
    status = said.campaign_network_status if network else said.campaign_status
    told = f"{status or result.event}{f' on {network}' if network else ''}{because(said.reason)}"
    return Event(
        type=result.event or "event",
        summary=summary("campaign", said.campaign_id, told),
        key=f"{result.event}/{said.campaign_id}/{network or ''}/{status}/{result.received_at or ''}",
        kind=Kind.CAMPAIGN if said.campaign_id else None,
        id=said.campaign_id,
        status=status,
        phase=(NETWORKS if network else CAMPAIGNS).get(status or "", Phase.UNKNOWN),
        sets=result.event == CAMPAIGN,  # one network is not the whole campaign
        reason=said.reason,
        code=next((detail.error_code for detail in said.rejection_details), None),
        occurred_at=result.received_at,
    )


def _report(said: Message) -> Event:
    status = said.name or said.group
    phase = Phase.PENDING if said.name in INTERMEDIATE else GROUPS.get(said.group or "", Phase.UNKNOWN)
    code = said.error if phase == Phase.FAILED and said.error != NO_ERROR else None
    reason = (said.error_described if code else said.described) if phase == Phase.FAILED else None
    told = f"{status or 'without a status'}{because(reason)}"
    return Event(
        type="message.report",
        summary=summary("message", *(("to", said.to) if said.to else ()), told),
        key=f"{said.message_id}/{status}/{said.finished_at or ''}",
        kind=Kind.MESSAGE if said.message_id else None,
        id=said.message_id,
        status=status,
        phase=phase,
        reason=reason,
        code=code,
        sender=said.sender,
        recipient=said.to,
        occurred_at=said.finished_at,
    )


def _inbound(said: Message) -> Event:
    return Event(
        type="message.inbound",
        summary=summary("message", "from", said.sender, "received"),
        key=f"{said.message_id}/received",
        kind=Kind.MESSAGE if said.message_id else None,
        id=said.message_id,
        status="received",
        phase=Phase.OK,
        sender=said.sender,
        recipient=said.to,
        text=said.text,
        occurred_at=said.received_at,
    )


def claims(capture: Capture) -> Certainty:
    said = fields(capture)
    first = next(iter(objects(said.get("results"))), None)
    if first is None:
        return Certainty.NO
    if first.get("event") in (CAMPAIGN, NETWORK) and isinstance(first.get("content"), dict):
        return Certainty.CERTAIN
    status = first.get("status")
    report = "messageId" in first and isinstance(status, dict) and "groupName" in status
    inbound = "messageId" in first and said.keys() >= INBOUND
    return Certainty.LIKELY if report or inbound else Certainty.NO


PROVIDER = Provider(
    name="infobip",
    title="Infobip",
    claims=claims,
    interpret=interpret,
    reads=("10DLC campaigns and their state on each network", "delivery reports", "inbound messages"),
    unknown=(
        "Callbacks for brands are not published, nor any state of a campaign on a network but ACTIVE.",
        "Whether callbacks are signed is not published; the receiver may ask for mutual TLS.",
        "How long an answer is waited for, and how callbacks are retried, is not published.",
    ),
)
