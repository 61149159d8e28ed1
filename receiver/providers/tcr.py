"""The Campaign Registry's own webhooks, as it sends them to campaign service providers (CSPs)."""

import json
import re

from pydantic.alias_generators import to_camel

from receiver.lifecycles.tcr import LIFECYCLE
from receiver.payloads.digest import digest
from receiver.payloads.payload import Payload, Text, fields
from receiver.payloads.summary import because, summary
from receiver.payloads.tcr_events import EVENTS, TcrEvent
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, Signature, as_bytes, headers, keyed, matches
from store import Capture, Event, Json, Kind, Phase, json_body

# brandIdentityStatus. The words are those of developers.telnyx.com's identityStatus; a brand that declared itself is
# one that nobody has verified.
IDENTITIES = {
    "VERIFIED": Phase.OK,
    "VETTED_VERIFIED": Phase.OK,
    "SELF_DECLARED": Phase.PENDING,
    "UNVERIFIED": Phase.FAILED,
}

NAME = re.compile(r"(BRAND|CAMPAIGN|MNO|CSP|EVP)_[A-Z0-9_]+")
QUIET = {Phase.OK, Phase.PENDING}
"""States that a description only repeats."""


class Notice(Payload, alias_generator=to_camel):
    """A flat map; all but eventType may be missing: see the registry's API description, in github
    haywiremk/php-campaignregistry, "Webhook Event Types and Event Categories"."""

    event_type: Text = None
    csp_id: Text = None
    csp_name: Text = None
    brand_id: Text = None
    brand_name: Text = None
    brand_identity_status: Text = None
    campaign_id: Text = None
    description: Text = None
    mno_id: Text = None
    mno_name: Text = None
    dca_id: Text = None
    dca_name: Text = None
    evp_id: Text = None
    evp_name: Text = None
    mock: object = None

    def id(self, kind: Kind | None) -> str | None:
        return {Kind.BRAND: self.brand_id, Kind.CAMPAIGN: self.campaign_id}.get(kind) if kind else None

    @property
    def is_mock(self) -> bool:
        return str(self.mock).lower() == "true"

    @property
    def by(self) -> str | None:
        """Who decided: the carrier, the aggregator or the vetting provider."""
        carrier = self.mno_name or self.mno_id
        return carrier or self.dca_name or self.dca_id or self.evp_name or self.evp_id


def interpret(capture: Capture) -> tuple[Event, ...]:
    said = fields(capture)
    notice = Notice.model_validate(said)
    if not notice.event_type:
        return ()
    event, content = _event(notice.event_type, notice), digest(said)
    day = f"{capture.received_at:%Y-%m-%d}"  # a campaign may be suspended in the same words another day
    key = f"{event.type}/{event.id or notice.csp_id or ''}/{content[:16]}/{day}"
    return (event.model_copy(update={"key": key, "content": content}),)


def _event(name: str, notice: Notice) -> Event:
    known = EVENTS.get(name)
    kind = _kind(known, notice)
    phase = _phase(known, notice)
    reason = notice.description if phase not in QUIET else None
    return Event(
        provider="tcr",
        type=name,
        summary=summary(*_subject(kind, notice), f"{_says(name, notice)}{because(reason)}"),
        kind=kind,
        id=notice.id(kind),
        status=notice.brand_identity_status or name,
        phase=phase,
        sets=phase != Phase.UNKNOWN and (known is None or known.sets),
        reason=reason,
        name=notice.brand_name if kind == Kind.BRAND else None,
        brand=notice.brand_id if kind == Kind.CAMPAIGN else None,
    )


def _kind(known: TcrEvent | None, notice: Notice) -> Kind | None:
    """What it is about: without its id, or under a name that we do not know, what there is an id of."""
    if known and (known.kind is None or notice.id(known.kind)):
        return known.kind
    return next((kind for kind in (Kind.CAMPAIGN, Kind.BRAND) if notice.id(kind)), None)


def _phase(known: TcrEvent | None, notice: Notice) -> Phase:
    """A brand that is there is no more than what its identity is said to be."""
    told = known.phase if known else Phase.UNKNOWN
    if notice.brand_identity_status and told in {Phase.OK, Phase.UNKNOWN}:
        return IDENTITIES.get(notice.brand_identity_status.upper(), Phase.UNKNOWN)
    return told


def _subject(kind: Kind | None, notice: Notice) -> tuple[str | None, ...]:
    mock = "mock" if notice.is_mock else None
    if kind:
        return mock, kind.value, notice.id(kind)
    return mock, "CSP", notice.csp_id, f"({notice.csp_name})" if notice.csp_name else None


def _says(name: str, notice: Notice) -> str:
    known, by = EVENTS.get(name), notice.by
    words = known.words if known else f"event {name}"
    return summary(words, notice.brand_identity_status, f"({by})" if by else None)


def claims(capture: Capture) -> Certainty:
    """Share events have only two keys; who passes these events on wraps them."""
    said = fields(capture)
    name = said.get("eventType")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        return Certainty.NO
    if capture.header("x-registry-signature") is not None:
        return Certainty.CERTAIN
    whose = {"cspId", "cnpId"} & said.keys() or (name in EVENTS and "campaignId" in said)
    return Certainty.LIKELY if whose else Certainty.NO


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """Base64 HMAC-SHA1 over the webhook's URL and the body as canonical JSON (JCS, RFC 8785); the secret is the SECRET
    of the CSP's API access. The registry's API description, in github haywiremk/php-campaignregistry, "Webhook
    Authentication".

    Of text, whole numbers and truth values, all that these bodies hold, sorted JSON without spaces is the canonical
    form.
    """
    given, expect = capture.header("x-registry-signature"), keyed("sha1", "base64")
    if given is None:
        return ()
    flaw = _flaw(capture)
    canonical = b"" if flaw else _canonical(capture)
    signature = Signature(
        scheme="HMAC-SHA1 over URL and canonical JSON",
        header="X-Registry-Signature",
        given=(given,),
        signed=lambda url: (as_bytes(url) + canonical,),
        check=matches(expect),
        expect=expect,
        needs_url=True,
        flaw=flaw,
    )
    return (signature,)


def _flaw(capture: Capture) -> str | None:
    try:
        fraction = _has_fraction(json_body(capture))
    except ValueError:
        return "it signs JSON, and the body is none"
    return (
        "there is a fraction in the body: how that is written in what is signed is not known here" if fraction else None
    )


def _has_fraction(value: Json) -> bool:
    if isinstance(value, dict | list):
        return any(map(_has_fraction, value.values() if isinstance(value, dict) else value))
    return isinstance(value, float)


def _canonical(capture: Capture) -> bytes:
    said = json_body(capture)
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


PROVIDER = Provider(
    name="tcr",
    title="The Campaign Registry",
    claims=claims,
    interpret=interpret,
    reads=("brands", "campaigns, their sharing and the carriers' decisions", "vetting reports", "the CSP itself"),
    signatures=signatures,
    signing=headers((b"X-Registry-Signature", SIGNATURE)),
    signs="HMAC-SHA1 over the URL and the canonical JSON (X-Registry-Signature); no timestamp",
    lifecycle=LIFECYCLE,
    unknown=(
        "Events have no id and no time: one that is repeated within a day looks like a redelivery.",
        "How webhooks are retried, and which answer counts as success, is not published.",
        "No signed example is published with its secret: the signature is read by its description alone.",
        "The score, and the fields of vetting events beyond their ids and names, are not published.",
        "The events of Auth+ verification are listed nowhere: they are shown by their name.",
    ),
)
