"""Telnyx's 10DLC events: brands, campaigns and phone numbers."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator
from pydantic.alias_generators import to_camel

from receiver.payloads.payload import Number, Payload, Text, text
from receiver.payloads.summary import because, summary
from receiver.payloads.tcr_events import EVENTS, TcrEvent
from store import Event, Json, Kind, KnownAs, Phase

from .envelope import Envelope

# payload.status of 10DLC events, in lower case: they write success, ACCEPTED and ADDED. Source:
# developers.telnyx.com/docs/messaging/10dlc/event-notifications
STATUSES = {
    "success": Phase.OK,
    "accepted": Phase.OK,
    "added": Phase.OK,
    "pending": Phase.PENDING,
    "dormant": Phase.ATTENTION,
    "failed": Phase.FAILED,
    "rejected": Phase.FAILED,
    "deleted": Phase.ENDED,
}

# payload.type of events that come without a status. Same page.
BARE = {
    "NUMBER_POOL_DEPROVISIONED": Phase.ENDED,
    "NUMBER_POOL_PROVISIONED": Phase.OK,
    "VERIFIED": Phase.OK,
}

REMOVALS = {"DELETION", "NUMBER_POOL_DEPROVISIONED"}
"""Types whose success is an end."""
NOTES = {"NUMBER_POOL_DEPROVISIONED"}
"""They leave the state as it was: the end of a number pool is not the end of its campaign."""

SAYS = {
    ("ASSIGNMENT", "success"): "assigned",
    ("ASSIGNMENT", "failed"): "assignment failed",
    ("DELETION", "success"): "removed from its campaign",
    ("DELETION", "failed"): "removal failed",
}

LIKELY = {
    "10dlc.brand.update": (Kind.BRAND, Kind.CAMPAIGN),
    "10dlc.campaign.update": (Kind.CAMPAIGN, Kind.BRAND),
}

# "Brand BBRAND1 is added", "CEXMPL1 approved by Telnyx" and "… for campaign CEXMPL1" carry the id that The Campaign
# Registry gave. It has a digit here, or CARRIER and CANCELED would be campaigns; elsewhere it may be another's.
TCR_ID = r"(?=[A-Z]*\d)([BC][A-Z0-9]{5,7})\b"
PLAIN_ID = re.compile(rf"^(?:(?:Brand|Campaign) )?{TCR_ID}|\bfor (?:brand|campaign) {TCR_ID}\.?$")


def _reasons(value: object) -> str | None:
    """`reasons[]` as one text. The shape for phone numbers is not documented: a plain text is taken too."""
    listed = value if isinstance(value, list) else [value]
    return "; ".join(filter(None, map(_reason, listed))) or None


def _reason(value: Json) -> str | None:
    if not isinstance(value, dict):
        return text(value)
    named = value.get("fields")
    places = ", ".join(filter(None, map(text, named))) if isinstance(named, list) else ""
    return " ".join(filter(None, (text(value.get("description")), f"({places})" if places else None)))


class Registration(Payload, alias_generator=to_camel):
    """The payload of a 10DLC event."""

    type: Text = None
    event_type: Text = None
    status: Text = None
    description: Text = None
    brand_id: Text = None
    brand_name: Text = None
    tcr_brand_id: Text = None
    campaign_id: Text = None
    tcr_campaign_id: Text = None
    phone_number: Number = None
    nudge_intent: Text = None
    reasons: Annotated[str | None, BeforeValidator(_reasons)] = None

    def id(self, kind: Kind) -> str | None:
        if kind == Kind.NUMBER:
            return self.phone_number
        return self.brand_id or self.tcr_brand_id if kind == Kind.BRAND else self.campaign_id or self.tcr_campaign_id

    def aliases(self, kind: Kind | None) -> tuple[str, ...]:
        if kind not in {Kind.BRAND, Kind.CAMPAIGN}:
            return ()
        plain = PLAIN_ID.search(self.description or "")
        told = (plain[1] or plain[2]) if plain else None
        found = (self.tcr_brand_id if kind == Kind.BRAND else self.tcr_campaign_id, told)
        right = {id_ for id_ in found if id_ and id_[0] == kind.value[0].upper()}
        return tuple(sorted(right - {self.id(kind)}))

    def known_as(self, about: Kind | None) -> Iterator[KnownAs]:
        """The brand or campaign of something else, where both of its ids are there."""
        for kind, ids in (
            (Kind.BRAND, (self.brand_id, self.tcr_brand_id)),
            (Kind.CAMPAIGN, (self.campaign_id, self.tcr_campaign_id)),
        ):
            said = tuple(filter(None, ids))
            if kind != about and len(set(said)) > 1:
                yield KnownAs(kind=kind, ids=said)


def registration(envelope: Envelope, said: Registration) -> Event:
    kind = _kind(envelope.event_type or "", said)
    id_ = said.id(kind) if kind else None
    aliases = said.aliases(kind)
    phase = _phase(said)
    reason = said.reasons or (said.description if phase not in {Phase.OK, Phase.PENDING} else None)
    what = "phone_number" if kind == Kind.NUMBER else kind or (envelope.event_type or "").split(".")[1]
    noun = None if kind == Kind.NUMBER else what.replace("_", " ")
    return Event(
        type=f"{what}.{said.type or 'event'}",
        summary=summary(noun, aliases[0] if aliases else id_, f"{_says(said)}{because(reason)}"),
        key=envelope.id or "",
        kind=kind,
        id=id_,
        aliases=aliases,
        status=said.status or said.event_type or said.type,
        phase=phase,
        sets=_sets(said, phase),
        reason=reason,
        name=said.brand_name if kind == Kind.BRAND else None,
        brand=said.id(Kind.BRAND) if kind != Kind.BRAND else None,
        campaign=said.id(Kind.CAMPAIGN) if kind == Kind.NUMBER else None,
        known_as=tuple(said.known_as(kind)),
    )


def _kind(event_type: str, said: Registration) -> Kind | None:
    """What the event is about: its ids win, for the seed text has a brand's failure under `10dlc.campaign.update`."""
    if said.phone_number:
        return Kind.NUMBER
    return next((kind for kind in LIKELY.get(event_type, ()) if said.id(kind)), None)


def _relayed(said: Registration) -> TcrEvent | None:
    """The Campaign Registry's own event: a nudge may stand where a type of Telnyx's does."""
    return EVENTS.get(said.event_type or said.type or "")


def _phase(said: Registration) -> Phase:
    """What the registry's event says, whatever the status; of a brand's event the status says how it went."""
    relayed = _relayed(said)
    if relayed and not (relayed.kind == Kind.BRAND and said.status):
        return relayed.phase
    if not said.status:
        return BARE.get(said.event_type or said.type or "", Phase.UNKNOWN)
    phase = STATUSES.get(said.status.lower(), Phase.UNKNOWN)
    return Phase.ENDED if phase == Phase.OK and said.type in REMOVALS else phase


def _sets(said: Registration, phase: Phase) -> bool:
    if said.type == "DELETION":  # one that failed leaves the number where it was
        return phase == Phase.ENDED
    relayed = _relayed(said)
    return said.type not in NOTES and (relayed is None or relayed.sets)


def _says(said: Registration) -> str:
    done = SAYS.get((said.type or "", (said.status or "").lower()))
    words = (said.type or "event").lower().replace("_", " ")
    return done or summary(said.event_type or words, said.nudge_intent, (said.status or "").lower())
