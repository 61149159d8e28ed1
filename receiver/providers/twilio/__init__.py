"""Twilio's callbacks: A2P 10DLC registrations from Event Streams, and messages as forms or as events."""

import re
from collections.abc import Mapping

from receiver.lifecycles.twilio import LIFECYCLE
from receiver.payloads.codes import codes
from receiver.payloads.digest import digest
from receiver.payloads.payload import Moment, Payload, Text, fields, objects, text
from receiver.payloads.summary import summary
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, headers
from store import Capture, Event, Json, json_body

from .message import Message, message
from .registration import Registration, registration
from .said import lowered
from .signature import HEADER, signatures

COMPLIANCE = "com.twilio.messaging.compliance."
MESSAGING = "com.twilio.messaging."

ACCOUNT = re.compile("AC[0-9a-zA-Z]+")
"""SignalWire, which has the same form, calls its account by a UUID."""
MESSAGE = re.compile(r"[SM]M[0-9a-fA-F]{32}")


class CloudEvent(Payload):
    type: Text = None
    id: Text = None
    time: Moment = None


def interpret(capture: Capture) -> tuple[Event, ...]:
    events = _stream(capture)
    if events:
        return tuple(_streamed(one) for one in events)
    said = lowered(fields(capture))
    told = Message.model_validate(said)
    if not told.id:
        return ()
    status = text(said.get("smsstatus")) or "received"
    inbound = "messagestatus" not in said and status in {"receiving", "received"}
    return (message(told, "message.inbound" if inbound else "message.status", inbound=inbound),)


def _stream(capture: Capture) -> tuple[dict[str, Json], ...]:
    """The CloudEvents of the body: an array comes, the documents show a bare one too."""
    listed = json_body(capture) if capture.body.lstrip().startswith(b"[") else [fields(capture)]
    return tuple(one for one in objects(listed) if "specversion" in one or _ours(one))


def _ours(one: Mapping[str, Json]) -> bool:
    return (text(one.get("type")) or "").startswith("com.twilio.")


def _streamed(one: dict[str, Json]) -> Event:
    envelope, inner = CloudEvent.model_validate(one), one.get("data")
    event = _told(envelope.type or "", lowered(inner) if isinstance(inner, dict) else {})
    common = {"key": envelope.id or "", "content": digest(one), "occurred_at": envelope.time or event.occurred_at}
    return event.model_copy(update=common)


def _told(type_: str, said: dict[str, Json]) -> Event:
    if type_.startswith(COMPLIANCE):
        return registration(type_.removeprefix(COMPLIANCE), Registration.model_validate(said))
    if "messagesid" in said:  # com.twilio.messaging.message.* and .inbound-message.received
        inbound = type_.startswith(f"{MESSAGING}inbound-message")
        return message(Message.model_validate(said), type_.removeprefix(MESSAGING), inbound=inbound)
    return Event(provider="twilio", type=type_ or "event", summary=summary("Twilio event", type_ or "without a type"))


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
