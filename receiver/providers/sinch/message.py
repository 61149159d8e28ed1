"""What Sinch says of messages: delivery reports of batches and of recipients, and what came in."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from receiver.payloads.digest import digest
from receiver.payloads.payload import Moment, Number, Payload, Text, objects, text
from receiver.payloads.summary import summary
from receiver.provider import MOST_EVENTS
from store import Event, Json, Kind, Phase

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
REPORTS = BATCHES | {"recipient_delivery_report_sms", "recipient_delivery_report_mms"}
INBOUND = {"mo_text": "message", "mo_binary": "binary message", "mo_media": "MMS"}


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


def messages(name: str, said: dict[str, Json]) -> tuple[Event, ...]:
    """By the type that it has: one of `REPORTS` or of `INBOUND`."""
    if name in INBOUND:
        return (_inbound(name, Inbound.model_validate(said)),)
    if name in BATCHES:
        return _batch(name, said)
    report = Report.model_validate(said)
    return (_report(name, text(said.get("batch_id")), report, report.recipient),)


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
