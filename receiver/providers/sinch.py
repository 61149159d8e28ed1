"""Sinch's callbacks: SMS and MMS delivery reports, inbound messages, and what becomes of rented numbers."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic.alias_generators import to_camel

from receiver.payloads.codes import codes
from receiver.payloads.digest import digest
from receiver.payloads.payload import Moment, Number, Payload, Text, fields, objects, text
from receiver.payloads.summary import because, summary
from receiver.provider import MOST_EVENTS, Certainty, Provider
from receiver.signatures import SIGNATURE, Signature, as_bytes, headers, keyed, matches, unix_seconds
from store import Capture, Event, Header, Json, Kind, Phase, Schedule

# developers.sinch.com/docs/sms/api-reference/sms/delivery-reports, compared without case: the reference writes
# Delivered, Sinch's Python SDK DELIVERED. Unknown is one that the SMSC has, and that no receipt came for.
STATUSES = {
    "queued": Phase.PENDING,
    "dispatched": Phase.PENDING,
    "delivered": Phase.OK,
    "unknown": Phase.ATTENTION,
    "aborted": Phase.FAILED,
    "rejected": Phase.FAILED,
    "deleted": Phase.FAILED,
    "failed": Phase.FAILED,
    "expired": Phase.FAILED,
    "cancelled": Phase.ENDED,
}
QUIET = {Phase.OK, Phase.PENDING}
"""States in which a code says no more than the status."""

BATCHES = {"delivery_report_sms", "delivery_report_mms"}
RECIPIENTS = {"recipient_delivery_report_sms", "recipient_delivery_report_mms"}
INBOUND = {"mo_text": "message", "mo_binary": "binary message", "mo_media": "MMS"}

# Of number events: PyPI sinch 2.3.0, domains/numbers/sinch_events.
NUMBER_STATUSES = {
    "in_review": Phase.PENDING,
    "succeeded": Phase.OK,
    "completed": Phase.OK,
    "blocked": Phase.ATTENTION,
    "failed": Phase.FAILED,
    "rejected": Phase.FAILED,
    "expired": Phase.FAILED,
}
RESOURCES = {"ACTIVE_NUMBER": Kind.NUMBER, "NUMBER_ORDER": Kind.ORDER}
VOICE = "VOICE_PLATFORM"
"""Of events that say nothing about messaging; the SDKs have it after both FROM_ and TO_."""


def _inbound_text(value: Json) -> str | None:
    """The body of mo_text is the text; that of mo_media is an object."""
    return text(value.get("message") or value.get("subject")) if isinstance(value, dict) else text(value)


class Report(Payload):
    """What is said of one recipient, or of as many as `count`."""

    status: Text = None
    code: Text = None
    count: Text = None
    recipients: object = None
    recipient: Number = None
    sender: Number = Field(None, alias="applied_originator")
    at: Moment = None

    @property
    def phase(self) -> Phase:
        return STATUSES.get((self.status or "").lower(), Phase.UNKNOWN)


class Inbound(Payload):
    id: Text = None
    sender: Number = Field(None, alias="from")
    recipient: Number = Field(None, alias="to")
    text: Annotated[str | None, BeforeValidator(_inbound_text)] = Field(None, alias="body")
    received_at: Moment = None


class NumberEvent(Payload, alias_generator=to_camel):
    event_id: Text = None
    timestamp: Moment = None
    resource_id: Text = None
    resource_number: Number = Field(None, alias="resourceId")
    resource_type: Text = None
    event_type: Text = None
    status: Text = None
    failure_code: Text = None
    internal_failure_code: Text = None


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = fields(capture)
    name = text(said.get("type")) or ""
    if name in BATCHES:
        return _batch(name, said)
    if name in RECIPIENTS:
        report = Report.model_validate(said)
        return (_report(name, text(said.get("batch_id")), report, report.recipient),)
    if name in INBOUND:
        return (_inbound(name, Inbound.model_validate(said)),)
    return (_number(NumberEvent.model_validate(said)),) if "eventId" in said or "resourceId" in said else ()


def _batch(name: str, said: dict[str, Json]) -> tuple[Event, ...]:
    """One event for each recipient; a report without recipients counts, and tells of the batch as a whole only where
    all of it came to the same."""
    batch = text(said.get("batch_id"))
    reports = [Report.model_validate(one) for one in objects(said.get("statuses"))]
    events: list[Event] = []
    for report in reports:
        listed = report.recipients if isinstance(report.recipients, list) else []
        named = [_report(name, batch, report, recipient) for recipient in _numbers(listed)]
        whole = _report(name, batch, report, None).model_copy(update={"sets": len(reports) == 1})
        events += named or [whole]
    return tuple(events[: MOST_EVENTS + 1])


def _numbers(listed: list[Json]) -> tuple[str, ...]:
    parties = [Report.model_validate({"recipient": one}).recipient for one in listed[: MOST_EVENTS + 1]]
    return tuple(number for number in parties if number)


def _report(name: str, batch: str | None, said: Report, recipient: str | None) -> Event:
    """There is no event id: what is said of whom, and when, stands for one."""
    id_ = f"{batch}/{recipient}" if recipient else batch
    whom = ("message to", recipient) if recipient else ("batch", batch, f"of {said.count or 'some'}:")
    at = said.at.isoformat() if said.at else ""
    key = f"{name}/{id_}/{said.status}/{said.code}/{at}"
    return Event(
        provider="sinch",
        type=name,
        summary=summary(*whom, said.status or "without a status"),
        key=key,
        content=digest([key, said.count]),
        kind=Kind.MESSAGE if batch else None,
        id=id_ if batch else None,
        status=said.status,
        phase=said.phase,
        code=said.code if said.phase not in QUIET and said.code != "0" else None,
        sender=said.sender,
        recipient=recipient,
        occurred_at=said.at,
    )


def _inbound(name: str, said: Inbound) -> Event:
    return Event(
        provider="sinch",
        type=name,
        summary=summary(INBOUND[name], "from", said.sender, "to", said.recipient),
        key=f"{name}/{said.id}/{said.received_at or ''}",
        kind=Kind.MESSAGE if said.id else None,
        id=said.id,
        status="received",
        phase=Phase.OK,
        sender=said.sender,
        recipient=said.recipient,
        text=said.text if name != "mo_binary" else None,  # base64 of bytes
        occurred_at=said.received_at,
    )


def _number(said: NumberEvent) -> Event:
    name, status = said.event_type or "event", said.status or "without a status"
    kind = RESOURCES.get(said.resource_type or "")
    id_ = said.resource_number if kind == Kind.NUMBER else said.resource_id
    phase, sets = _provisioned(name, said.status)
    reason = ", ".join(filter(None, (said.failure_code, said.internal_failure_code))) or None
    words = f"{name} {status}".lower().replace("_", " ")
    return Event(
        provider="sinch",
        type=name,
        summary=summary(None if kind == Kind.NUMBER else kind or "resource", id_, f"{words}{because(reason)}"),
        key=said.event_id or f"{name}/{id_}/{said.status}/{said.timestamp or ''}",
        kind=kind if id_ else None,
        id=id_ if kind else None,
        status=said.status,
        phase=phase,
        sets=sets,
        reason=reason,
        code=said.failure_code,
        occurred_at=said.timestamp,
    )


def _provisioned(name: str, status: str | None) -> tuple[Phase, bool]:
    """Its phase, and whether it sets the state: a removal that failed leaves the number where it was."""
    phase = NUMBER_STATUSES.get((status or "").lower(), Phase.UNKNOWN)
    if name.startswith("DEPROVISIONING_"):
        done = phase == Phase.OK
        return (Phase.ENDED if done else phase), done and VOICE not in name
    return phase, VOICE not in name


def claims(capture: Capture) -> Certainty:
    if capture.header("x-sinch-webhook-signature") is not None or capture.header("x-sinch-signature") is not None:
        return Certainty.CERTAIN
    said = fields(capture)
    name = text(said.get("type"))
    report = name in BATCHES | RECIPIENTS and "batch_id" in said
    inbound = name in INBOUND and {"id", "from", "to"} <= said.keys()
    number = {"eventId", "projectId", "resourceId", "resourceType"} <= said.keys()
    return Certainty.LIKELY if report or inbound or number else Certainty.NO


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """Two schemes: base64 HMAC-SHA256 over body, nonce and timestamp for messages, hex HMAC-SHA1 over the body for
    numbers. PyPI sinch 2.3.0, domains/authentication/webhooks/v1/authentication_validation.py"""
    found = (_of_messages(capture), _of_numbers(capture))
    return tuple(one for one in found if capture.header(one.header) is not None)


def _of_messages(capture: Capture) -> Signature:
    header, expect = "x-sinch-webhook-signature", keyed("sha256", "base64")
    nonce, stamp = capture.header(f"{header}-nonce"), capture.header(f"{header}-timestamp")
    sent_at = unix_seconds(stamp)
    return Signature(
        scheme="HMAC-SHA256 over body, nonce and timestamp",
        header=header,
        given=(capture.header(header) or "",),
        signed=lambda _: (capture.body + as_bytes(f".{nonce}.{stamp}"),),
        check=matches(expect),
        expect=expect,
        sent_at=sent_at,
        nonce=nonce,
        flaw=_flaw(capture.header(f"{header}-algorithm"), nonce, sent_at),
    )


def _flaw(algorithm: str | None, nonce: str | None, sent_at: int | None) -> str | None:
    """The algorithm has a header too; HmacSHA256 is the only one that the SDKs know."""
    if algorithm is not None and algorithm.lower() != "hmacsha256":
        return "x-sinch-webhook-signature-algorithm is not HmacSHA256"
    if not nonce:
        return "x-sinch-webhook-signature-nonce is missing"
    if "." in nonce:  # a dot ends the body too, in what is signed
        return "x-sinch-webhook-signature-nonce has a dot in it"
    return None if sent_at is not None else "x-sinch-webhook-signature-timestamp is missing, or is no number"


def _of_numbers(capture: Capture) -> Signature:
    expect = keyed("sha1", "hex")
    return Signature(
        scheme="HMAC-SHA1 over the body",
        header="X-Sinch-Signature",
        given=(capture.header("x-sinch-signature") or "",),
        signed=lambda _: (capture.body,),
        check=matches(expect),
        expect=expect,
    )


NUMBERS = headers((b"X-Sinch-Signature", SIGNATURE))
MESSAGES = headers(
    (b"x-sinch-webhook-signature-nonce", b"{nonce}"),
    (b"x-sinch-webhook-signature-timestamp", b"{time}"),
    (b"x-sinch-webhook-signature-algorithm", b"HmacSHA256"),
    (b"x-sinch-webhook-signature", SIGNATURE),
)


def _signing(capture: Capture, at: int, nonce: str) -> tuple[Header, ...]:
    """A callback about numbers is signed in another way than one about messages."""
    scheme = NUMBERS if "resourceId" in fields(capture) else MESSAGES
    return scheme(capture, at, nonce)


PROVIDER = Provider(
    name="sinch",
    title="Sinch",
    claims=claims,
    interpret=interpret,
    reads=("delivery reports of batches and of recipients", "inbound SMS and MMS", "number provisioning and orders"),
    signatures=signatures,
    signing=_signing,
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
