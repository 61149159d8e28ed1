"""What the events of The Campaign Registry mean, whoever passes them on: pure."""

from dataclasses import dataclass

from store import Kind, Phase


@dataclass(frozen=True, slots=True)
class TcrEvent:
    """One name of an event, in our words."""

    words: str
    phase: Phase
    """Unknown where only another field says how it went."""
    kind: Kind | None
    """What it is about; a CSP, the registry's own customer, is nothing that we keep a state of."""
    sets: bool = True
    """False for a note: it leaves the state of what it is about as it was."""


def _brand(words: str, phase: Phase, *, sets: bool = True) -> TcrEvent:
    return TcrEvent(words, phase, Kind.BRAND, sets)


def _campaign(words: str, phase: Phase, *, sets: bool = True) -> TcrEvent:
    return TcrEvent(words, phase, Kind.CAMPAIGN, sets)


# Names and their short descriptions: the registry's GET /webhook/eventType, as a public receiver prints its answer
# (Chiirp, clients/dlc10/webhooks_controller.rb, which also names BRAND_UPDATE, BRAND_IDENTITY_VET_UPDATE, BRAND_REVET,
# BRAND_APPEAL_COMPLETE and CAMPAIGN_UPDATE); BRAND_APPEAL_ADD is in
# developers.telnyx.com/docs/messaging/10dlc/event-notifications. What sharing means: the registry's API description, in
# github haywiremk/php-campaignregistry. The phases are ours. A carrier speaks for its own network: the last one heard
# is what the campaign shows.
EVENTS = {
    "BRAND_ADD": _brand("added", Phase.OK),
    "BRAND_DELETE": _brand("deleted", Phase.ENDED),
    "BRAND_UPDATE": _brand("details changed", Phase.OK, sets=False),
    "BRAND_IDENTITY_STATUS_UPDATE": _brand("identity status changed", Phase.UNKNOWN),
    "BRAND_IDENTITY_VET_UPDATE": _brand("identity vetting changed", Phase.UNKNOWN),
    "BRAND_SCORE_UPDATE": _brand("score changed", Phase.OK, sets=False),
    "BRAND_MOCK_OTP": _brand("one-time password sent for a mock brand", Phase.PENDING, sets=False),
    "BRAND_OTP_VERIFIED": _brand("one-time password verified", Phase.OK, sets=False),
    "BRAND_REVET": _brand("vetted again", Phase.UNKNOWN),
    "BRAND_APPEAL_ADD": _brand("appeal made", Phase.OK, sets=False),
    "BRAND_APPEAL_COMPLETE": _brand("appeal decided", Phase.UNKNOWN),
    "CAMPAIGN_ADD": _campaign("added", Phase.OK),
    "CAMPAIGN_UPDATE": _campaign("details changed", Phase.OK, sets=False),
    "CAMPAIGN_BILLED": _campaign("billed", Phase.OK, sets=False),
    "CAMPAIGN_DCA_COMPLETE": _campaign("accepted by all direct connect aggregators", Phase.OK),
    "CAMPAIGN_EXPIRED": _campaign("deactivated", Phase.ENDED),
    "CAMPAIGN_NUDGE": _campaign("nudged", Phase.ATTENTION),
    "CAMPAIGN_RESUBMISSION": _campaign("submitted again", Phase.PENDING),
    "CAMPAIGN_SHARE_ADD": _campaign("offered to a connectivity partner", Phase.PENDING),
    "CAMPAIGN_SHARE_ACCEPT": _campaign("accepted by the connectivity partner", Phase.OK),
    "CAMPAIGN_SHARE_DELETE": _campaign("declined by the connectivity partner", Phase.FAILED),
    "MNO_CAMPAIGN_OPERATION_APPROVED": _campaign("approved by the carrier", Phase.OK),
    "MNO_CAMPAIGN_OPERATION_REJECTED": _campaign("rejected by the carrier", Phase.FAILED),
    "MNO_CAMPAIGN_OPERATION_REVIEW": _campaign("under review by the carrier", Phase.ATTENTION),
    "MNO_CAMPAIGN_OPERATION_SUSPENDED": _campaign("suspended by the carrier", Phase.ATTENTION),
    "MNO_CAMPAIGN_OPERATION_UNSUSPENDED": _campaign("suspension lifted by the carrier", Phase.OK),
    "MNO_COMPLAINT": _campaign("complaint by the carrier", Phase.ATTENTION),
    "CSP_ACTIVE": TcrEvent("activated", Phase.OK, None),
    "CSP_APPROVE": TcrEvent("application approved", Phase.OK, None),
    "CSP_SUSPEND": TcrEvent("suspended", Phase.ATTENTION, None),
    "EVP_REPORT_SCORE": _brand("vetting score reported", Phase.OK, sets=False),
    "EVP_REPORT_UNSCORE": _brand("vetting reported without a score", Phase.ATTENTION, sets=False),
    "EVP_REPORT_UPDATE": _brand("vetting report changed", Phase.OK, sets=False),
    "EVP_REPORT_FAIL": _brand("vetting failed", Phase.FAILED, sets=False),
    "EVP_REPORT_IMPORT": _brand("vetting report imported", Phase.OK, sets=False),
    "EVP_REPORT_EXPIRE": _brand("vetting report expired", Phase.ATTENTION, sets=False),
    "EVP_REPORT_EXPRESS_MAIL": _brand("vetting by express delivery", Phase.UNKNOWN, sets=False),
}
