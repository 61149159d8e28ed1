"""Wavix' callbacks: 10DLC brands, campaigns and numbers, delivery reports and inbound messages, as flat JSON."""

from pydantic import AliasPath, Field

from receiver.payloads.payload import Moment, Number, Payload, Text, fields
from receiver.payloads.summary import because, summary
from receiver.provider import Certainty, Provider
from store import Capture, Event, Json, Kind, Phase, is_form

# docs.wavix.com/api-reference/10dlc/number-status-changed: the only value that is printed.
STATUSES = {"APPROVED": Phase.OK}

# docs.wavix.com/api-reference/sms-and-mms/delivery-report. It has no words for dlr_expired: by its name, no carrier
# said in time what became of the message.
MESSAGES = {
    "accepted": Phase.PENDING,
    "pending": Phase.PENDING,
    "sent": Phase.PENDING,
    "delivered": Phase.OK,
    "dlr_expired": Phase.ATTENTION,
    "undelivered": Phase.FAILED,
    "expired": Phase.FAILED,
    "rejected": Phase.FAILED,
}

NUMBER = {"brand_id", "campaign_id", "number", "status"}
"""The whole of a number's callback: nothing in it is Wavix' own."""
REPORT = {"message_id", "message_type", "status", "from", "to"}
INBOUND = {"message_id", "message_body", "received_at"}


class Registration(Payload):
    """docs.wavix.com/messaging/10dlc-api: a brand's has `brand_id` and `status`, a campaign's its id too."""

    brand_id: Text = None
    campaign_id: Text = None
    number: Number = None
    status: Text = None

    @property
    def about(self) -> tuple[Kind | None, str | None]:
        ids = ((Kind.NUMBER, self.number), (Kind.CAMPAIGN, self.campaign_id), (Kind.BRAND, self.brand_id))
        return next(((kind, id_) for kind, id_ in ids if id_), (None, None))


class Message(Payload):
    """docs.wavix.com/messaging/webhooks-inbound-messages has the inbound one."""

    id: Text = Field(None, alias="message_id")
    status: Text = None
    sender: Number = Field(None, alias="from")
    recipient: Number = Field(None, alias="to")
    text: Text = Field(None, validation_alias=AliasPath("message_body", "text"))
    error: Text = None
    sent: Moment = None
    delivered: Moment = None
    received_at: Moment = None


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = fields(capture)
    if "message_id" in said:
        return (_message(Message.model_validate(said), inbound="status" not in said),)
    registration = Registration.model_validate(said)
    day = f"{capture.received_at:%Y-%m-%d}"  # there is no time, and a state may come again another day
    return (_registration(registration, day),) if registration.about[0] else ()


def _registration(said: Registration, day: str) -> Event:
    kind, id_ = said.about
    noun = None if kind == Kind.NUMBER else kind
    return Event(
        provider="wavix",
        type=f"{kind}.status",
        summary=summary(noun, id_, said.status or "without a status"),
        key=f"{kind}/{id_}/{said.campaign_id or ''}/{said.status}/{day}",
        kind=kind,
        id=id_,
        status=said.status,
        phase=STATUSES.get(said.status or "", Phase.UNKNOWN),
        brand=said.brand_id if kind != Kind.BRAND else None,
        campaign=said.campaign_id if kind == Kind.NUMBER else None,
    )


def _message(said: Message, *, inbound: bool) -> Event:
    status = "received" if inbound else said.status
    other = ("from", said.sender) if inbound else ("to", said.recipient)
    at = said.received_at if inbound else said.delivered or said.sent
    return Event(
        provider="wavix",
        type="message.inbound" if inbound else "message.report",
        summary=summary("message", *other, f"{status or 'without a status'}{because(said.error)}"),
        key=f"{said.id}/{status}/{at or ''}",
        kind=Kind.MESSAGE if said.id else None,
        id=said.id,
        status=status,
        phase=Phase.OK if inbound else MESSAGES.get(status or "", Phase.UNKNOWN),
        reason=said.error,
        sender=said.sender,
        recipient=said.recipient,
        text=said.text,
        occurred_at=at,
    )


def claims(capture: Capture) -> Certainty:
    said = fields(capture)
    if _report(said) or (said.keys() >= INBOUND and isinstance(said["message_body"], dict)):
        return Certainty.LIKELY
    json = bool(capture.body.strip()) and not is_form(capture)
    return Certainty.MAYBE if json and said.keys() == NUMBER else Certainty.NO


def _report(said: dict[str, Json]) -> bool:
    return said.keys() >= REPORT and not said.keys().isdisjoint({"segments", "segments_count"})


PROVIDER = Provider(
    name="wavix",
    title="Wavix",
    claims=claims,
    interpret=interpret,
    reads=("10DLC brands, campaigns and numbers", "delivery reports", "inbound messages"),
    unknown=(
        "Of the states of brands, campaigns and numbers only APPROVED is published.",
        "10DLC callbacks carry no mark of Wavix and no time: post them to /wavix.",
        "One that is repeated within a day looks like a redelivery.",
        "Whether callbacks are signed, and how they are retried, is not published.",
    ),
)
