"""Teli's callbacks: the events of The Campaign Registry, passed on as a form."""

from receiver.payloads.payload import Payload, Text, fields
from receiver.payloads.summary import summary
from receiver.payloads.tcr_events import EVENTS, TcrEvent
from receiver.provider import Certainty, Provider
from store import Capture, Event, Kind, Phase, is_form

# apidocs.teleapi.net/api/campaign-registry/webhook-set-url: all are there, and empty where they do not matter.
NAMES = {"event_type", "campaign_id", "brand_id", "mno_id", "evp_id", "vetting_id"}


class Callback(Payload):
    event_type: Text = None
    brand_id: Text = None
    brand_name: Text = None
    campaign_id: Text = None
    mno_id: Text = None
    mno_name: Text = None
    evp_name: Text = None
    vetting_id: Text = None

    @property
    def about(self) -> tuple[Kind | None, str | None]:
        """A campaign's event names the brand too."""
        ids = ((Kind.CAMPAIGN, self.campaign_id), (Kind.BRAND, self.brand_id))
        return next(((kind, id_) for kind, id_ in ids if id_), (None, None))


UNNAMED = TcrEvent("", Phase.UNKNOWN, None, sets=False)


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = Callback.model_validate(fields(capture))
    if not said.event_type:
        return ()
    kind, id_ = said.about
    means = EVENTS.get(said.event_type, UNNAMED)
    day = f"{capture.received_at:%Y-%m-%d}"  # a campaign may be suspended again another day
    who = said.mno_name or said.evp_name
    event = Event(
        provider="teli",
        type=said.event_type,
        summary=summary(kind, id_, means.words or said.event_type, f"({who})" if who else None),
        key=f"{said.event_type}/{id_}/{said.mno_id or ''}/{said.vetting_id or ''}/{day}",
        kind=kind,
        id=id_,
        status=said.event_type,
        phase=means.phase,
        sets=means.sets and means.phase != Phase.UNKNOWN,
        name=said.brand_name if kind == Kind.BRAND else None,
        brand=said.brand_id if kind == Kind.CAMPAIGN else None,
    )
    return (event,)


def claims(capture: Capture) -> Certainty:
    return Certainty.LIKELY if is_form(capture) and fields(capture).keys() >= NAMES else Certainty.NO


PROVIDER = Provider(
    name="teli",
    title="Teli",
    claims=claims,
    interpret=interpret,
    reads=("events of The Campaign Registry about brands, campaigns, carriers and vettings",),
    unknown=(
        "Callbacks carry no id and no time: one that is repeated within a day looks like a redelivery.",
        "Which events are passed on, whether they are signed, and how they are retried, is not published.",
    ),
)
