"""Zipwhip's callbacks: campaigns, provisioned lines and messages; the path says which event it is."""

from typing import Annotated

from pydantic import BeforeValidator
from pydantic.alias_generators import to_camel

from receiver.lifecycles.zipwhip import LIFECYCLE
from receiver.payloads.carriers import carrier
from receiver.payloads.codes import codes
from receiver.payloads.digest import digest
from receiver.payloads.payload import Moment, Number, Payload, Text, fields, text
from receiver.payloads.summary import because, summary
from receiver.provider import Certainty, Provider
from store import Capture, Event, Kind, Phase

# Path and statusCode on the left (seed text; dev-portal-dev.zipwhip.com/api/10dlc-webhooks/), ours on the right. The
# three campaign bodies have identical keys and statusCode 0 means something else in each: only the path tells them.
MEANINGS = {
    ("campaign/add", "0"): ("activated", Phase.OK),
    ("campaign/add", "1"): ("TBD", Phase.ATTENTION),  # the document itself says "TBD"
    ("campaign/delete", "0"): ("expired", Phase.ENDED),
    ("campaign/delete", "1"): ("unelected", Phase.ENDED),
    ("campaign/numberPool", "0"): ("added", Phase.OK),
    ("campaign/numberPool", "1"): ("changed", Phase.OK),
    ("campaign/numberPool", "2"): ("deleted", Phase.ENDED),
    ("provision/add", "200"): ("provisioned", Phase.OK),
    ("provision/add", "41010"): ("41010", Phase.FAILED),
    ("provision/add", "42030"): ("42030", Phase.FAILED),
    ("provision/add", "500"): ("500", Phase.FAILED),
    ("provision/delete", "200"): ("deleted", Phase.ENDED),
}

# developers.zipwhip.com/api/webhooks/. The meaning of the numbers in statusCode and messageStatus is not documented, so
# a message on its way stays pending, and whether it arrived is not said.
MESSAGES = {
    "message/receive": ("received", Phase.OK),
    "message/send": ("sent", Phase.PENDING),
    "message/progress": ("in progress", Phase.PENDING),
    "message/read": ("read", Phase.OK),
    "message/delete": ("deleted", Phase.ENDED),
}

NAMES = {name.lower(): name for name in (*(path for path, _ in MEANINGS), *MESSAGES)}

# Words of `description` that tell the event where the path is lost (seed text).
WORDS = {
    "number pool": "campaign/numberPool",
    "campaign expired": "campaign/delete",
    "campaign unelected": "campaign/delete",
    "campaign activ": "campaign/add",
    "line deleted": "provision/delete",
    "line provisioned": "provision/add",
    "phone number is not provisioned": "provision/add",
    "campaign is not active": "provision/add",
    "error processing your request": "provision/add",
}


CODES = codes("zipwhip")


def _texts(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else ()
    return tuple(filter(None, map(text, listed)))


class Callback(Payload, alias_generator=to_camel):
    status_code: Text = None
    description: Text = None
    campaign_id: Text = None
    brand_id: Text = None
    mno_id: Annotated[tuple[str, ...], BeforeValidator(_texts)] = ()
    """The carriers that it is about."""
    number_pool_sub_id: Text = None
    line_number: Number = None
    request_id: Text = None
    event_date: Moment = None
    id: Text = None
    """Of a message: 64 bits, beyond what a float holds."""
    body: Text = None
    final_source: Number = None
    final_destination: Number = None
    message_status: Text = None
    date_created: Moment = None
    date_delivered: Moment = None
    date_read: Moment = None
    date_deleted: Moment = None

    @property
    def family(self) -> str | None:
        if self.final_source or self.final_destination:
            return "message"
        if self.line_number or self.request_id:
            return "provision"
        return "campaign" if self.campaign_id else None


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = fields(capture)
    callback = Callback.model_validate(said)
    name = _name(_tail(capture), callback)
    if name is None:
        return ()
    event = READ[name.partition("/")[0]](name, callback)
    return (event.model_copy(update={"provider": "zipwhip", "content": digest(said)}),)


def _name(tail: str, said: Callback) -> str | None:
    """The event's name: as the path has it, else as the words of the description tell it."""
    known = NAMES.get(tail.lower())
    if said.family is None:
        return known
    description = (said.description or "").lower()
    told = known or next((name for word, name in WORDS.items() if word in description), tail)
    return told if told.startswith(f"{said.family}/") else said.family


def _tail(capture: Capture) -> str:
    """The path's last two segments: an endpoint may put any prefix before them."""
    return "/".join(capture.path.rstrip("/").split("/")[-2:])


def _campaign(name: str, said: Callback) -> Event:
    status, phase = MEANINGS.get((name, said.status_code or ""), (said.status_code, Phase.UNKNOWN))
    pool = summary("number pool", said.number_pool_sub_id) if name == "campaign/numberPool" else None
    told = f"{status}{_at(said)}" if phase != Phase.UNKNOWN else f"{name}, status code {status}"
    return Event(
        type=name,
        summary=summary("campaign", said.campaign_id, pool, told if "/" in name else "event, kind unknown"),
        key=_key(name, said.campaign_id, said),
        kind=Kind.CAMPAIGN if said.campaign_id else None,
        id=said.campaign_id,
        status=status,
        phase=phase,
        sets=(name, phase) != ("campaign/numberPool", Phase.ENDED),  # the end of a pool is not the end of its campaign
        reason=said.description if phase not in {Phase.OK, Phase.PENDING} else None,
        brand=said.brand_id,
        occurred_at=said.event_date,
    )


def _at(said: Callback) -> str:
    return f" at {', '.join(map(carrier, said.mno_id))}" if said.mno_id else ""


def _provision(name: str, said: Callback) -> Event:
    status, phase = MEANINGS.get((name, said.status_code or ""), (said.status_code, Phase.UNKNOWN))
    reason = said.description if phase in {Phase.FAILED, Phase.UNKNOWN} else None
    code = said.status_code if phase == Phase.FAILED else None
    why = reason or CODES.meanings.get(code or "")
    told = {Phase.FAILED: "not provisioned", Phase.UNKNOWN: f"{name}, status code {status}"}.get(phase, status)
    return Event(
        type=name,
        summary=summary(said.line_number or f"request {said.request_id}", f"{told}{because(why)}"),
        key=_key(name, said.request_id or said.line_number, said),
        kind=Kind.NUMBER if said.line_number else None,
        id=said.line_number,
        status=status,
        phase=phase,
        sets=name != "provision/delete" or phase == Phase.ENDED,  # a delete that failed leaves the line as it was
        reason=reason,
        code=code,
        campaign=said.campaign_id,
        occurred_at=said.event_date,
    )


def _message(name: str, said: Callback) -> Event:
    status, phase = MESSAGES.get(name, (None, Phase.UNKNOWN))
    numbers = summary("from", said.final_source, "to", said.final_destination)
    when = {
        "message/progress": said.date_delivered,
        "message/read": said.date_read,
        "message/delete": said.date_deleted,
    }.get(name)
    return Event(
        type=name,
        summary=summary("message", numbers, status or "event, kind unknown"),
        key=_key(name, said.id, said),
        kind=Kind.MESSAGE if said.id else None,
        id=said.id,
        status=name.rpartition("/")[2] if status else said.message_status,
        phase=phase,
        sender=said.final_source,
        recipient=said.final_destination,
        text=said.body,
        occurred_at=when or said.date_created,
    )


def _key(name: str, id_: str | None, said: Callback) -> str:
    """No event id is documented: the event, what it is about, what it says and when."""
    return f"{name}/{id_}/{said.message_status or said.status_code}/{said.event_date or said.date_created}"


READ = {"campaign": _campaign, "provision": _provision, "message": _message}


def claims(capture: Capture) -> Certainty:
    said = fields(capture).keys()
    marks = (
        {"statusCode", "eventDate", "campaignId", "brandId", "mnoId"},
        {"statusCode", "eventDate", "lineNumber", "requestId"},
        {"finalSource", "finalDestination"},
    )
    if any(mark <= said for mark in marks):
        return Certainty.LIKELY
    return Certainty.LIKELY if _tail(capture).lower() in NAMES and {"statusCode", "eventDate"} <= said else Certainty.NO


PROVIDER = Provider(
    name="zipwhip",
    title="Zipwhip",
    claims=claims,
    interpret=interpret,
    reads=(
        "campaigns and their number pools",
        "provisioned and deleted lines",
        "messages received, sent, read, deleted",
    ),
    codes=CODES,
    lifecycle=LIFECYCLE,
    unknown=(
        "Whether and how Zipwhip signs its callbacks is not published.",
        "Neither is how it retries, or what the numbers in a message's statusCode and messageStatus mean.",
        "Status code 1 of campaign/add is documented only as TBD.",
    ),
)
