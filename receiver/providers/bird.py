"""Bird's callbacks: 10DLC brands, campaigns and vettings, in one envelope."""

import hashlib

from pydantic import AliasPath, Field

from receiver.payloads.payload import Moment, Payload, Text, fields
from receiver.payloads.summary import summary
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, Signature, as_bytes, headers, keyed, matches, unix_seconds
from store import Capture, Event, Kind, Phase

# docs.bird.com/api/numbers-api/api-reference/10dlc-compliance/events. Whose id a vetting carries is not known: it is
# told, and changes nothing.
EVENTS = {"10dlc.brand": Kind.BRAND, "10dlc.campaign": Kind.CAMPAIGN, "10dlc.vetting": None}

# The two states that the page names, both of a brand.
STATUSES = {"PENDING": Phase.PENDING, "REJECTED": Phase.FAILED}


class Callback(Payload):
    event: Text = None
    id: Text = Field(None, validation_alias=AliasPath("payload", "id"))
    status: Text = Field(None, validation_alias=AliasPath("payload", "status"))
    name: Text = Field(None, validation_alias=AliasPath("payload", "displayName"))
    updated_at: Moment = Field(None, validation_alias=AliasPath("payload", "updatedAt"))


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = Callback.model_validate(fields(capture))
    if said.event not in EVENTS:
        return ()
    kind = EVENTS[said.event] if said.id else None
    event = Event(
        provider="bird",
        type=said.event,
        summary=summary(said.event.removeprefix("10dlc."), said.id, said.status or "without a status"),
        key=f"{said.event}/{said.id}/{said.status}/{said.updated_at or ''}",
        kind=kind,
        id=said.id if kind else None,
        status=said.status,
        phase=STATUSES.get(said.status or "", Phase.UNKNOWN),
        name=said.name if kind == Kind.BRAND else None,
        occurred_at=said.updated_at,
    )
    return (event,)


def claims(capture: Capture) -> Certainty:
    said = fields(capture)
    known = isinstance(said.get("event"), str) and said["event"] in EVENTS
    return Certainty.CERTAIN if known and "service" in said and isinstance(said.get("payload"), dict) else Certainty.NO


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """Base64 HMAC-SHA256 over time, URL and the digest of the body, a line each; the digest stands there as bytes.

    docs.bird.com/api/notifications-api/api-reference/webhooks/verifying-a-webhook
    """
    given, stamp = capture.header("messagebird-signature"), capture.header("messagebird-request-timestamp")
    sent_at, expect = unix_seconds(stamp), keyed("sha256", "base64")
    signature = Signature(
        scheme="HMAC-SHA256 over time, URL and digest of the body",
        header="MessageBird-Signature",
        given=(given or "",),
        signed=lambda url: (as_bytes(f"{stamp}\n{url}\n") + hashlib.sha256(capture.body).digest(),),
        check=matches(expect),
        expect=expect,
        needs_url=True,
        sent_at=sent_at,
        flaw=None if sent_at is not None else "MessageBird-Request-Timestamp is missing, or is no number",
    )
    return (signature,) if given is not None else ()


PROVIDER = Provider(
    name="bird",
    title="Bird",
    claims=claims,
    interpret=interpret,
    reads=("10DLC brands, campaigns and vettings",),
    signatures=signatures,
    signing=headers((b"MessageBird-Request-Timestamp", b"{time}"), (b"MessageBird-Signature", SIGNATURE)),
    signs="HMAC-SHA256 over time, URL and digest of the body (MessageBird-Signature); 300 s",
    unknown=(
        "Of the states only PENDING and REJECTED are named; why a brand was rejected is not in the callback.",
        "The fields of campaigns and vettings are taken to be a brand's; whose id a vetting carries is not known.",
        "How callbacks are retried is not published.",
    ),
)
