"""Twilio's 10DLC registrations, from Event Streams."""

import re
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field

from receiver.payloads.payload import Number, Payload, Text, objects
from receiver.payloads.summary import because, summary
from store import Event, Json, Kind, Phase

from .said import When, lowered

# The first part of a type of that prefix: what it is about, and how people say so. Where it is another, the ids tell.
FAMILIES = {
    "brand-registration": (Kind.BRAND, "brand"),
    "campaign-registration": (Kind.CAMPAIGN, "campaign"),
    "number-registration": (Kind.NUMBER, "registration of"),
    "number-deregistration": (Kind.NUMBER, "deregistration of"),
}

# The second part. twilio.com/docs/messaging/compliance/a2p-10dlc/event-streams-setup says what they mean and
# twilio.com/docs/events/event-types-overview lists more: a brand is `registered` before its identity is verified, and
# one that failed its secondary vetting stays registered.
PHASES = {
    "brand-registered": Phase.PENDING,
    "brand-verified": Phase.OK,
    "brand-vetted-verified": Phase.OK,
    "brand-secondary-vetting-failure": Phase.ATTENTION,
    "brand-unverified": Phase.FAILED,
    "brand-failure": Phase.FAILED,
    "campaign-submitted": Phase.PENDING,
    "campaign-approved": Phase.OK,
    "campaign-failure": Phase.FAILED,
    "campaign-deleted": Phase.ENDED,
    "suspended-campaign-delete-submitted": Phase.ATTENTION,
    "pending": Phase.PENDING,
    "successful": Phase.OK,
    "failed": Phase.FAILED,
}

ERROR_PAGE = re.compile(r"https?://[a-z.]*twilio\.com/docs/(?:api/)?errors/([0-9]{4,6})")


class Error(Payload):
    """One of `brandregistrationerrors` or of `brandvettingerrors`, which leave out the `registration`."""

    code: Text = Field(None, validation_alias=AliasChoices("registrationerrorcode", "errorcode"))
    description: Text = Field(None, validation_alias=AliasChoices("registrationerrordescription", "errordescription"))


def _errors(value: object) -> tuple[dict[str, Json], ...]:
    return tuple(map(lowered, objects(value)))


class Registration(Payload, alias_generator=lambda name: name.replace("_", "")):
    """The data of an A2P event, its keys in lower case. A list of a campaign's errors is read by others' code only."""

    brand_sid: Text = None
    campaign_sid: Text = None
    phone_number: Number = None
    phone_number_sid: Text = None
    external_brand_id: Text = None
    external_campaign_id: Text = None
    status: Text = Field(
        None, validation_alias=AliasChoices("externalstatus", "campaignregistrationstatus", "identitystatus")
    )
    brand_status: Text = None
    reason: Text = Field(None, validation_alias=AliasChoices("failurereason", "campaignfailurereason"))
    error_code: Text = None
    errors: Annotated[tuple[Error, ...], BeforeValidator(_errors)] = Field(
        (),
        validation_alias=AliasChoices("brandvettingerrors", "brandregistrationerrors", "campaignregistrationerrors"),
    )
    timestamp: When = None
    updated_date: When = None

    def ids(self, kind: Kind) -> tuple[str, ...]:
        """Every name of what it is about; a messaging service is none, for it outlives its campaign."""
        names = {
            Kind.BRAND: (self.brand_sid, self.external_brand_id),
            Kind.CAMPAIGN: (self.campaign_sid, self.external_campaign_id),
            Kind.NUMBER: (self.phone_number, self.phone_number_sid),
        }
        return tuple(filter(None, names[kind]))

    def why(self) -> tuple[str | None, str | None]:
        """The reason in words, and the code: a number's reason is the address of the page on its code."""
        words = "; ".join(filter(None, (one.description for one in self.errors)))
        told = next(filter(None, (one.code for one in self.errors)), self.error_code)
        page = ERROR_PAGE.fullmatch(self.reason or "")
        return words or self.reason, told or (page[1] if page else None)


def registration(type_: str, said: Registration) -> Event:
    family, _, step = type_.partition(".")
    kind = _kind(family, said)
    ids = said.ids(kind) if kind else ()
    phase = _phase(family, step)
    # The documents' example of an approved campaign has an error code.
    reason, code = said.why() if phase not in {Phase.OK, Phase.PENDING} else (None, None)
    noun = FAMILIES[family][1] if family in FAMILIES else family
    words = re.sub("^(brand|campaign)-", "", step).replace("-", " ")
    return Event(
        provider="twilio",
        type=type_,
        summary=summary(noun, *ids[:1], f"{words}{because(reason)}"),
        kind=kind,
        id=ids[0] if ids else None,
        aliases=ids[1:],
        status=said.status or said.brand_status or step,
        phase=phase,
        sets=_sets(family, phase),
        reason=reason,
        code=code,
        brand=said.brand_sid if kind != Kind.BRAND else None,
        campaign=said.campaign_sid if kind != Kind.CAMPAIGN else None,
        occurred_at=said.timestamp or said.updated_date,
    )


def _kind(family: str, said: Registration) -> Kind | None:
    likely = (FAMILIES[family][0],) if family in FAMILIES else (Kind.NUMBER, Kind.CAMPAIGN, Kind.BRAND)
    return next((kind for kind in likely if said.ids(kind)), None)


def _phase(family: str, step: str) -> Phase:
    phase = PHASES.get(step, Phase.UNKNOWN) if family in FAMILIES else Phase.UNKNOWN
    return Phase.ENDED if (family, phase) == ("number-deregistration", Phase.OK) else phase


def _sets(family: str, phase: Phase) -> bool:
    """A number is linked until its deregistration succeeded; a type that is not known (an opened e-mail) is a note."""
    return phase == Phase.ENDED if family == "number-deregistration" else phase != Phase.UNKNOWN
