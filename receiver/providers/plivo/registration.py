"""Plivo's 10DLC callbacks: brands, campaigns, number links and unlinks."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from receiver.payloads.number import e164
from receiver.payloads.summary import because, summary
from store import Event, Kind, Phase

from .said import Said, bare, first

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

# Ids as The Campaign Registry gives them (plivo.com/docs/messaging/api/10dlc/brand); with a digit, or CREATED is one.
SHAPES = {
    "brand": re.compile(r"(?=[A-Z]*[0-9])B[A-Z0-9]{5,7}"),
    "campaign": re.compile(r"(?=[A-Z]*[0-9])C[A-Z0-9]{5,7}"),
    "number": re.compile(r"\+?[0-9]{10,15}"),
}


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


def registration(parts: Parts, said: Said, day: str) -> Event:
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


def parts_of(said: Said, path: str, keys: Keys) -> Parts:
    brand, campaign, number = (_id(said, part, keys[part]) for part in SHAPES)
    return Parts(
        endpoint=_endpoint(said, path, keys) or _only(brand, campaign, number),
        status=first(said, *keys["status"])
        or _alone({field.value for field in said if field.value.lower() in STATUSES}),
        brand=brand,
        campaign=campaign,
        number=e164(number),
        reason=first(said, *keys["reason"]),
    )


def _endpoint(said: Said, path: str, keys: Keys) -> str | None:
    """The endpoint that the named field says, else any field, else the path."""
    values = (first(said, *keys["endpoint"]) or "", *(field.value for field in said), *path.split("/"))
    return next((ENDPOINT_NAMES[bare(value)] for value in values if bare(value) in ENDPOINT_NAMES), None)


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
    return first(said, *names) or _alone(near) or _alone(alone)


def _alone(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None
