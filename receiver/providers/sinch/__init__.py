"""Sinch's callbacks: SMS and MMS delivery reports, inbound messages, and what becomes of rented numbers."""

from receiver.payloads.codes import codes
from receiver.payloads.payload import fields, text
from receiver.provider import Certainty, Provider
from store import Capture, Event, Kind, Schedule

from .message import INBOUND, REPORTS, messages
from .number import NumberEvent, number
from .signature import signatures, signing


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = fields(capture)
    name = text(said.get("type")) or ""
    if name in REPORTS or name in INBOUND:
        return messages(name, said)
    return (number(NumberEvent.model_validate(said)),) if "eventId" in said or "resourceId" in said else ()


def claims(capture: Capture) -> Certainty:
    if capture.header("x-sinch-webhook-signature") is not None or capture.header("x-sinch-signature") is not None:
        return Certainty.CERTAIN
    said = fields(capture)
    name = text(said.get("type"))
    report = name in REPORTS and "batch_id" in said
    inbound = name in INBOUND and {"id", "from", "to"} <= said.keys()
    numbers = {"eventId", "projectId", "resourceId", "resourceType"} <= said.keys()
    return Certainty.LIKELY if report or inbound or numbers else Certainty.NO


PROVIDER = Provider(
    name="sinch",
    title="Sinch",
    claims=claims,
    interpret=interpret,
    reads=("delivery reports of batches and of recipients", "inbound SMS and MMS", "number provisioning and orders"),
    signatures=signatures,
    signing=signing,
    signs="HMAC-SHA256 over body, nonce and timestamp (x-sinch-webhook-signature), or HMAC-SHA1 over the body"
    " (X-Sinch-Signature) for numbers; 300 s",
    schedules=(
        Schedule(  # developers.sinch.com/docs/sms: after 5xx, 429 or no answer, and the pause doubles each time
            kinds=(Kind.MESSAGE,),
            pauses=tuple(5.0 * 2**n for n in range(15)),
            then="it gives up",
            refusal_ends=True,
        ),
    ),
    codes=codes("sinch"),
    unknown=(
        "Sinch has no webhooks for 10DLC brands and campaigns: numbers that join a campaign are all that it tells of.",
        "How long a signed time is good for, and whether a retry is signed anew, is not published; 300 s are ours.",
        "How long Sinch waits for an answer is not published.",
        "The meanings of failureCode are not published beyond their names.",
    ),
)
