"""Plivo's callbacks: 10DLC brands, campaigns, number links and unlinks, and messages, as form, query or JSON."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from functools import partial
from typing import NamedTuple
from urllib.parse import parse_qsl

from receiver.codes import codes
from receiver.digest import digest
from receiver.lifecycles.plivo import LIFECYCLE
from receiver.moment import moment
from receiver.number import e164
from receiver.payload import fields, text
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, Signature, as_bytes, headers, keyed, matches, read_as_form
from receiver.summary import because, summary
from store import Capture, Event, Json, Kind, Phase, Schedule, form_pairs, query_pairs

Keys = Mapping[str, tuple[str, ...]]

# The field names of 10DLC callbacks are not documented: plivo.com/docs/messaging/concepts/callbacks/10dlc-callbacks
# shows only pictures. These are guesses, best first, and a user adds the real ones in `[providers.plivo.keys]`. Names
# are compared without case, `_` and `-`; a nested `{"brand": {"id": …}}` is `brandid`.
KEYS: Keys = {
    "endpoint": ("endpoint", "type", "event", "eventtype", "entity", "entitytype", "resource"),
    "status": ("status", "registrationstatus", "brandstatus", "campaignstatus", "linkstatus"),
    "brand": ("brandid", "tcrbrandid", "brand"),
    "campaign": ("campaignid", "tcrcampaignid", "campaign"),
    "number": ("number", "phonenumber"),
    "reason": ("reason", "rejectionreason", "failurereason", "error", "errormessage", "message", "description"),
}

# Endpoint and status of the seed text, and the registration_status of plivo.com/docs/messaging/api/10dlc/brand.
ENDPOINTS = {
    "brand": Kind.BRAND,
    "campaign": Kind.CAMPAIGN,
    "number_linking": Kind.NUMBER,
    "number_unlinking": Kind.NUMBER,
}
ENDPOINT_NAMES = {endpoint.replace("_", ""): endpoint for endpoint in ENDPOINTS}
SAYS = {
    "brand": "brand",
    "campaign": "campaign",
    "number_linking": "linking of",
    "number_unlinking": "unlinking of",
}
STATUSES = {
    "created": Phase.PENDING,
    "pending": Phase.PENDING,
    "processing": Phase.PENDING,
    "active": Phase.OK,
    "completed": Phase.OK,
    "registered": Phase.OK,
    "success": Phase.OK,
    "failed": Phase.FAILED,
    "rejected": Phase.FAILED,
}

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

# Ids as The Campaign Registry gives them (plivo.com/docs/messaging/api/10dlc/brand); with a digit, or CREATED is one.
SHAPES = {
    "brand": re.compile(r"(?=[A-Z]*[0-9])B[A-Z0-9]{5,7}"),
    "campaign": re.compile(r"(?=[A-Z]*[0-9])C[A-Z0-9]{5,7}"),
    "number": re.compile(r"\+?[0-9]{10,15}"),
}


class Field(NamedTuple):
    names: tuple[str, ...]
    """Its name, and that behind the name of what it is in."""
    value: str


Said = tuple[Field, ...]


class Parts(NamedTuple):
    """What could be placed of a 10DLC callback."""

    endpoint: str | None
    status: str | None
    brand: str | None
    campaign: str | None
    number: str | None
    reason: str | None

    @property
    def kind(self) -> Kind | None:
        return ENDPOINTS.get(self.endpoint or "")

    @property
    def id(self) -> str | None:
        ids = ((Kind.BRAND, self.brand), (Kind.CAMPAIGN, self.campaign), (Kind.NUMBER, self.number))
        return next((id_ for kind, id_ in ids if kind == self.kind), None)

    @property
    def phase(self) -> Phase:
        phase = STATUSES.get((self.status or "").lower(), Phase.UNKNOWN) if self.kind else Phase.UNKNOWN
        return Phase.ENDED if self.endpoint == "number_unlinking" and phase == Phase.OK else phase

    @property
    def missing(self) -> str:
        found = {"endpoint": self.kind, "status": self.status, "id": self.id or not self.kind}
        return " and ".join(part for part, value in found.items() if not value)


def interpret(capture: Capture, keys: Keys = KEYS) -> tuple[Event, ...]:
    said = _said(capture)
    parts = _parts(said, capture.path, keys)
    if _first(said, "messageuuid"):
        event = _message(said)
    elif parts.kind or parts.brand or parts.campaign or parts.number:
        event = _registration(parts, said, f"{capture.received_at:%Y-%m-%d}")
    else:
        return ()
    content = digest(sorted((field.names[-1], field.value) for field in said))
    return (event.model_copy(update={"provider": "plivo", "content": content}),)


def _said(capture: Capture) -> Said:
    """The fields of the body, then those of the query: a URL may have its own beside a form."""
    body = fields(capture) if capture.body.strip() else {}
    return (*_leaves(body, ""), *_leaves(dict(query_pairs(capture)), ""))


def _leaves(value: Json | dict[str, str], name: str, outer: str = "") -> Iterator[Field]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves(child, _plain(key), name)
    elif isinstance(value, list):
        for child in value:
            yield from _leaves(child, name, outer)
    elif (said := text(value)) and said.strip():
        yield Field((name, outer + name), said)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()


def _first(said: Said, *names: str) -> str | None:
    """The value of the first of these names that is there."""
    return next((field.value for name in names for field in said if name in field.names), None)


def _message(said: Said) -> Event:
    id_, word = _first(said, "messageuuid"), _first(said, "status")
    inbound = word is None and _first(said, "text", "body", "mediacount", "messageintent") is not None
    status = "received" if inbound else word
    phase = Phase.OK if inbound else MESSAGES.get((word or "").lower(), Phase.UNKNOWN)
    sender, recipient = e164(_first(said, "from")), e164(_first(said, "to"))
    other = ("from", sender) if inbound else ("to", recipient)
    code, intent, sequence = (_first(said, name) for name in ("errorcode", "messageintent", "sequence"))
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
        text=_first(said, "text", "body"),
        occurred_at=_when(said, (word or "").lower()),
        sequence=int(sequence) if sequence and re.fullmatch(r"[0-9]{1,9}", sequence) else None,
    )


def _when(said: Said, status: str) -> datetime | None:
    times = (moment(_first(said, name)) for name in TIMES.get(status, LAST_TIMES))
    return next(filter(None, times), None)


def _registration(parts: Parts, said: Said, day: str) -> Event:
    shown = parts.id or parts.number or parts.campaign or parts.brand
    reason = parts.reason if parts.phase not in {Phase.OK, Phase.PENDING} else None
    told = summary(SAYS.get(parts.endpoint or ""), shown, f"{parts.status}{because(reason)}")
    names = ", ".join(field.names[0] for field in said)
    return Event(
        type=parts.endpoint or "10dlc",
        summary=summary(f"plivo 10DLC callback, {parts.missing} not found in:", names) if parts.missing else told,
        key=f"{parts.endpoint}/{shown}/{parts.status}/{day}",  # a number may be linked again another day
        kind=parts.kind if parts.id else None,
        id=parts.id,
        status=parts.status,
        phase=parts.phase,
        # A link is as it was until the number is unlinked, and nothing is sure where a part is missing.
        sets=not parts.missing and (parts.endpoint != "number_unlinking" or parts.phase == Phase.ENDED),
        reason=reason,
        brand=parts.brand if parts.kind != Kind.BRAND else None,
        campaign=parts.campaign if parts.kind != Kind.CAMPAIGN else None,
    )


def _parts(said: Said, path: str, keys: Keys) -> Parts:
    brand, campaign, number = (_id(said, part, keys[part]) for part in SHAPES)
    return Parts(
        endpoint=_endpoint(said, path, keys) or _only(brand, campaign, number),
        status=_first(said, *keys["status"])
        or _alone({field.value for field in said if field.value.lower() in STATUSES}),
        brand=brand,
        campaign=campaign,
        number=e164(number),
        reason=_first(said, *keys["reason"]),
    )


def _endpoint(said: Said, path: str, keys: Keys) -> str | None:
    """The endpoint that the named field says, else any field, else the path."""
    values = (_first(said, *keys["endpoint"]) or "", *(field.value for field in said), *path.split("/"))
    return next((ENDPOINT_NAMES[_plain(value)] for value in values if _plain(value) in ENDPOINT_NAMES), None)


def _only(brand: str | None, campaign: str | None, number: str | None) -> str | None:
    """What ids alone tell; a number may be linked or unlinked."""
    if number:
        return None
    return "campaign" if campaign else "brand" if brand else None


def _id(said: Said, part: str, names: tuple[str, ...]) -> str | None:
    """The id under its name, else under a name that has the part in it, else the only value shaped like one."""
    shaped = [field for field in said if SHAPES[part].fullmatch(field.value)]
    near = {field.value for field in shaped if part in field.names[-1]}
    alone = {field.value for field in shaped} if part != "number" else set()
    return _first(said, *names) or _alone(near) or _alone(alone)


def _alone(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def configured(provider: Provider, table: Mapping[str, object]) -> Provider:
    """With the names that the user found in real callbacks before ours: `keys = {status = ["regStatus"]}`."""
    _known("providers.plivo", table, ("keys",))
    named = table.get("keys", {})
    if not isinstance(named, Mapping):
        raise ValueError(f"providers.plivo.keys is a table: part = [names], for the parts {', '.join(KEYS)}")  # noqa: TRY004
    _known("providers.plivo.keys", named, tuple(KEYS))
    keys = {part: (*_names(part, named.get(part, [])), *ours) for part, ours in KEYS.items()}
    return replace(provider, interpret=partial(interpret, keys=keys))


def _known(where: str, table: Mapping[str, object], names: tuple[str, ...]) -> None:
    for name in table:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it knows {', '.join(names)}"
            raise ValueError(f"{where} has no {name}: {hint}")


def _names(part: str, names: object) -> tuple[str, ...]:
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise ValueError(f"providers.plivo.keys.{part} is a list of field names")
    return tuple(_plain(name) for name in listed)


def claims(capture: Capture) -> Certainty:
    """The guessed 10DLC bodies carry no mark of Plivo's: only their signature tells."""
    if any(name.lower().startswith(b"x-plivo-signature") for name, _ in capture.headers):
        return Certainty.CERTAIN
    names = {name.lower() for name in (*fields(capture), *dict(query_pairs(capture)))}  # message_uuid is Vonage's
    return Certainty.LIKELY if "messageuuid" in names else Certainty.NO


V2, V3 = "HMAC-SHA256 over URL and nonce (V2)", "HMAC-SHA256 over URL, form and nonce (V3)"


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """V2 covers the URL without its query and a nonce, V3 the form too; Ma- is the main account's token.

    https://www.plivo.com/docs/messaging/concepts/signature-validation; plivo-python 4.63.0 utils/. V3 is documented for
    voice, and seen on live messaging callbacks by two public implementations.
    """
    found = [
        _signature(capture, f"X-Plivo-Signature-{account}{version}", version)
        for version in ("V3", "V2")
        for account in ("", "Ma-")
    ]
    return tuple(one for one in found if capture.header(one.header) is not None)


def _signature(capture: Capture, header: str, version: str) -> Signature:
    nonce, expect = capture.header(f"X-Plivo-Signature-{version}-Nonce"), keyed("sha256", "base64")
    strong = version == "V3"
    return Signature(
        scheme=V3 if strong else V2,
        header=header,
        given=tuple(one.strip() for one in (capture.header(header) or "").split(",")),
        signed=lambda url: (as_bytes(f"{_v3(capture, url)}.{nonce}" if strong else f"{url.partition('?')[0]}{nonce}"),),
        check=matches(expect),
        expect=expect,
        covers_body=strong,
        needs_url=True,
        nonce=nonce,
        flaw=_flaw(capture, version, nonce),
    )


def _flaw(capture: Capture, version: str, nonce: str | None) -> str | None:
    """V3 puts a dot before its nonce: one with a dot could have been the end of the form, or of a path under V2."""
    if not nonce:
        return f"X-Plivo-Signature-{version}-Nonce is missing"
    if "." in nonce:
        return f"X-Plivo-Signature-{version}-Nonce has a dot in it"
    uncovered = version == "V3" and capture.body.strip() and not _is_signed_form(capture)
    return "the body is not covered by it" if uncovered else None


def _is_signed_form(capture: Capture) -> bool:
    return capture.method != "GET" and read_as_form(capture)


def _v3(capture: Capture, url: str) -> str:
    """The URL with all that was sent, sorted: a form stands behind a `?` even where there is no query."""
    base, _, said = url.partition("?")
    query = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(said, keep_blank_values=True)))
    form = form_pairs(capture) if _is_signed_form(capture) else ()
    pairs = "".join(f"{name}{value}" for name, value in sorted(form))
    if not pairs:
        return f"{base}?{query}" if query else base
    return f"{base}?{query}.{pairs}" if query else f"{base}?{pairs}"


PROVIDER = Provider(
    name="plivo",
    title="Plivo",
    claims=claims,
    interpret=interpret,
    reads=("10DLC brands, campaigns, number links and unlinks", "message status", "inbound messages and opt-outs"),
    signatures=signatures,
    signing=headers((b"X-Plivo-Signature-V3-Nonce", b"{nonce}"), (b"X-Plivo-Signature-V3", SIGNATURE)),
    signs="HMAC-SHA256 over the URL and a nonce (X-Plivo-Signature-V2; the body is not covered), or with the form (V3)",
    # plivo.com/docs/messaging/concepts/callbacks/10dlc-callbacks: three, each so long after the one before
    schedules=(Schedule(pauses=(60, 120, 240), then="it gives up"),),
    codes=CODES,
    lifecycle=LIFECYCLE,
    unknown=(
        "The fields of 10DLC callbacks are published only as pictures: put the real ones in [providers.plivo.keys].",
        "10DLC callbacks may have neither id nor time: one repeated within a day looks like a redelivery.",
        "The zone of the times in message callbacks is not said; they are taken as UTC.",
    ),
    configured=configured,
)
