"""Mobile Text Alerts' callbacks: deliveries, replies, messages sent and opt-ins, in the names of V1, V2 and V3."""

import re

from pydantic import AliasChoices, Field

from receiver.lifecycles.mta import LIFECYCLE
from receiver.payloads.codes import codes
from receiver.payloads.payload import Moment, Number, Payload, Text, fields, text
from receiver.payloads.summary import because, summary
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, Signature, headers, keyed, matches
from store import Capture, Event, Json, Kind, Phase

# The delivery status codes of the seed text. Which are final is not documented: by their names 4 to 14 are outcomes.
STATUSES = {
    "1": ("QUEUED", Phase.PENDING),
    "2": ("SENDING", Phase.PENDING),
    "3": ("SENT", Phase.PENDING),
    "4": ("DELIVERED", Phase.OK),
    "5": ("SENDING_FAILED", Phase.FAILED),
    "6": ("DELIVERY_FAILED", Phase.FAILED),
    "7": ("DELIVERY_UNCONFIRMED", Phase.ATTENTION),
    "8": ("DELIVERY_REJECTED", Phase.FAILED),
    "9": ("UNDELIVERED", Phase.FAILED),
    "10": ("INVALID_NUMBER", Phase.FAILED),
    "11": ("STOPPED_NUMBER", Phase.FAILED),
    "12": ("LANDLINE", Phase.FAILED),
    "13": ("SEND_REJECTED", Phase.FAILED),
    "14": ("QUEUEING_FAILED", Phase.FAILED),
}
NUMBERS = {name: number for number, (name, _) in STATUSES.items()}
CODES = codes("mta")

# What tells the event where neither `type` nor `event` does.
MARKS = {"optInType": "number-opt-in", "replyId": "message-reply", "status": "delivery-status"}
DIGEST = re.compile(r"[0-9a-f]{64}")


class Callback(Payload):
    """V1 names from developers.mobile-text-alerts.com/tutorials/webhooks. The tables of V2 and V3, message-send and
    number-opt-in are not documented in text: their names are what public handlers read
    (github JonDMorrison/brandsinblooms, supabase/functions/_shared/mtaWebhook.ts)."""

    status: Text = None
    message_id: Text = Field(None, alias="messageId")
    external_id: Text = Field(None, alias="externalId")
    reply_id: Text = Field(None, alias="replyId")
    recipient: Number = Field(None, validation_alias=AliasChoices("toNumber", "destinationNumber"))
    sender: Number = Field(None, validation_alias=AliasChoices("fromNumber", "originationNumber"))
    number: Number = Field(None, validation_alias=AliasChoices("number", "phoneNumber", "fromNumber", "toNumber"))
    email: Text = Field(None, validation_alias=AliasChoices("email", "emailAddress"))
    opt_in_type: Text = Field(None, alias="optInType")
    message: Text = None
    timestamp: Moment = None

    @property
    def id(self) -> str | None:
        return self.message_id or self.external_id

    def key(self, name: str, id_: str | None, status: str | None) -> str:
        """No event id is documented: the event, what it is about, what it says and when."""
        return f"{name}/{id_}/{status}/{self.timestamp or ''}"


def interpret(capture: Capture) -> tuple[Event, ...]:
    name, said = _opened(fields(capture))
    callback = Callback.model_validate(said)
    if not name and not (callback.id or callback.message):
        return ()
    event = READ.get(name, _other)(name or "event", callback)
    return (event.model_copy(update={"provider": "mta", "occurred_at": callback.timestamp}),)


def _opened(said: dict[str, Json]) -> tuple[str, dict[str, Json]]:
    """The event's name and its fields: the payload pages are flat, the signature page wraps `{event, data}`."""
    inner = said.get("data")
    opened = inner if isinstance(inner, dict) else said
    told = text(said.get("event")) or text(opened.get("type")) or text(said.get("type")) or ""
    marks = (mark for mark in MARKS if opened.get(mark) is not None)
    name = told.rpartition(".")[2].lower().replace("_", "-")  # V1: MTAWebhook.DELIVERY_STATUS
    return name or MARKS.get(next(marks, ""), ""), opened


def _delivery(name: str, said: Callback) -> Event:
    told = said.status or ""
    number = NUMBERS.get(re.sub(r"[ -]", "_", told).upper(), told)
    status, phase = STATUSES.get(number, (said.status, Phase.UNKNOWN))
    code = number if phase in {Phase.FAILED, Phase.ATTENTION} else None
    why = CODES.meanings.get(code or "")
    return Event(
        type=name,
        summary=summary("message to", said.recipient, f"{status or 'without a status'}{because(why)}"),
        key=said.key(name, said.id, status),
        kind=Kind.MESSAGE if said.id else None,
        id=said.id,
        status=status,
        phase=phase,
        code=code,
        sender=said.sender,
        recipient=said.recipient,
        text=said.message,
    )


def _reply(name: str, said: Callback) -> Event:
    id_ = said.reply_id or said.message_id
    return Event(
        type=name,
        summary=summary("reply from", said.sender, "to", said.recipient),
        key=said.key(name, id_ or said.external_id, "received"),
        kind=Kind.MESSAGE if id_ else None,
        id=id_,
        status="received",
        phase=Phase.OK,
        sender=said.sender,
        recipient=said.recipient,
        text=said.message,
    )


def _send(name: str, said: Callback) -> Event:
    return Event(
        type=name,
        summary=summary("message to", said.recipient, "sent"),
        key=said.key(name, said.id, "sent"),
        kind=Kind.MESSAGE if said.id else None,
        id=said.id,
        status="sent",
        phase=Phase.PENDING,
        sender=said.sender,
        recipient=said.recipient,
        text=said.message,
    )


def _opt_in(name: str, said: Callback) -> Event:
    id_ = said.email or said.number
    return Event(
        type=name,
        summary=summary(id_ or "someone", "opted in", f"by {said.opt_in_type}" if said.opt_in_type else None),
        key=said.key(name, id_, said.opt_in_type),
        kind=Kind.CONSENT if id_ else None,
        id=id_,
        status="opted in",
        phase=Phase.OK,
    )


def _other(name: str, said: Callback) -> Event:
    """Without a name a reply and a message sent look the same."""
    return Event(
        type=name,
        summary=summary("Mobile Text Alerts event, kind unknown:", name, said.sender, said.recipient),
        key=said.key(name, said.id, said.status),
        status=said.status,
        sender=said.sender,
        recipient=said.recipient,
        text=said.message,
    )


READ = {"delivery-status": _delivery, "message-reply": _reply, "message-send": _send, "number-opt-in": _opt_in}


def claims(capture: Capture) -> Certainty:
    said = fields(capture)
    name, opened = _opened(said)
    if name not in READ or not _shaped(opened):
        return Certainty.NO
    signed = DIGEST.fullmatch(capture.header("x-signature") or "") is not None  # others use that header too
    named = isinstance(said.get("event"), str) or isinstance(opened.get("type"), str)
    return Certainty.LIKELY if signed or named else Certainty.MAYBE


def _shaped(said: dict[str, Json]) -> bool:
    numbers = {"toNumber", "fromNumber", "destinationNumber", "originationNumber"} & said.keys()
    return bool(numbers and {"messageId", "externalId", "replyId"} & said.keys()) or "optInType" in said


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """Lower-case hex HMAC-SHA256 over the body; the secret is used as text.

    https://developers.mobile-text-alerts.com/tutorials/webhooks/webhook-signature-verification
    """
    given, expect = capture.header("x-signature"), keyed("sha256", "hex")
    signature = Signature(
        scheme="HMAC-SHA256 over the body",
        header="X-Signature",
        given=(given or "",),
        signed=lambda _: (capture.body,),
        check=matches(expect),
        expect=expect,
    )
    return (signature,) if given is not None else ()


PROVIDER = Provider(
    name="mta",
    title="Mobile Text Alerts",
    claims=claims,
    interpret=interpret,
    reads=("delivery status, all 14 codes", "replies", "messages sent", "opt-ins by sms, email, imessage and rcs"),
    signatures=signatures,
    signing=headers((b"X-Signature", SIGNATURE)),
    signs="HMAC-SHA256 over the body (X-Signature); no timestamp",
    codes=CODES,
    lifecycle=LIFECYCLE,
    unknown=(
        "The fields of message-send and number-opt-in, and those of V2 and V3, are not published in text.",
        "Which delivery status codes are final is not said, nor how callbacks are retried.",
    ),
)
