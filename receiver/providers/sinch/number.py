"""What becomes of numbers that are rented from Sinch, or join a campaign."""

from pydantic import Field
from pydantic.alias_generators import to_camel

from receiver.payloads.payload import Moment, Number, Payload, Text
from receiver.payloads.summary import because, summary
from store import Event, Kind, Phase

# PyPI sinch 2.3.0, domains/numbers/sinch_events.
STATUSES = {
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


def number(said: NumberEvent) -> Event:
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
    phase = STATUSES.get((status or "").lower(), Phase.UNKNOWN)
    if name.startswith("DEPROVISIONING_"):
        done = phase == Phase.OK
        return (Phase.ENDED if done else phase), done and VOICE not in name
    return phase, VOICE not in name
