"""Plivo's messages: their status, and what came in."""

import re
from datetime import datetime

from receiver.payloads.codes import codes
from receiver.payloads.moment import moment
from receiver.payloads.number import e164
from receiver.payloads.summary import because, summary
from store import Event, Kind, Phase

from .said import Said, first

# plivo.com/docs/messaging/api/message/message-status-callbacks; older documents list `rejected`.
MESSAGES = {
    "queued": Phase.PENDING,
    "sent": Phase.PENDING,
    "delivered": Phase.OK,
    "read": Phase.OK,
    "failed": Phase.FAILED,
    "rejected": Phase.FAILED,
    "undelivered": Phase.FAILED,
}

CODES = codes("plivo")

# The zone of these times is not documented: they are taken as UTC. The first that is there says when.
TIMES = {"queued": ("queuedtime", "messagetime"), "sent": ("senttime", "queuedtime", "messagetime")}
LAST_TIMES = ("deliveryreporttime", "senttime", "queuedtime", "messagetime")


def message(said: Said) -> Event:
    id_, word = first(said, "messageuuid"), first(said, "status")
    inbound = word is None and first(said, "text", "body", "mediacount", "messageintent") is not None
    status = "received" if inbound else word
    phase = Phase.OK if inbound else MESSAGES.get((word or "").lower(), Phase.UNKNOWN)
    sender, recipient = e164(first(said, "from")), e164(first(said, "to"))
    other = ("from", sender) if inbound else ("to", recipient)
    code, intent, sequence = (first(said, name) for name in ("errorcode", "messageintent", "sequence"))
    told, why = status or "without a status", CODES.meanings.get(code or "")
    return Event(
        type="message.inbound" if inbound else "message.status",
        summary=summary("message", *other, f"{told}{because(why)}", intent and f"({intent})"),
        key=f"{id_}/{status}/{sequence or ''}",
        kind=Kind.MESSAGE,
        id=id_,
        status=status,
        phase=phase,
        code=code,
        sender=sender,
        recipient=recipient,
        text=first(said, "text", "body"),
        occurred_at=_when(said, (word or "").lower()),
        sequence=int(sequence) if sequence and re.fullmatch(r"[0-9]{1,9}", sequence) else None,
    )


def _when(said: Said, status: str) -> datetime | None:
    times = (moment(first(said, name)) for name in TIMES.get(status, LAST_TIMES))
    return next(filter(None, times), None)
