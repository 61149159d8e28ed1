"""Telnyx's callbacks: 10DLC brands, campaigns and phone numbers, and messages, in one envelope."""

from receiver.lifecycles.telnyx import LIFECYCLE
from receiver.payloads.digest import digest
from receiver.payloads.payload import Moment, Number, Payload, Text, fields
from receiver.payloads.summary import summary
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, ed25519_public, headers
from store import Capture, Event, Json, Kind, Phase, Schedule

from .envelope import Envelope
from .message import CODES, Message, messages
from .registration import Registration, registration
from .signature import secret_flaw, signatures


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
        return (registration(envelope, Registration.model_validate(payload)),)
    if name.startswith("message."):
        return messages(envelope, Message.model_validate(payload))
    told = summary("Telnyx event", name or "without a type")
    return (Event(type=name or "event", summary=told, key=envelope.id or ""),)


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
