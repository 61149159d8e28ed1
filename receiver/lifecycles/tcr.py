"""The Campaign Registry's lifecycle: a brand that appeals, its vetting, and a campaign that carriers decide on."""

from receiver.stories.lifecycle import Lifecycle, Of, Slot, Stands, Step, brand_name, letters, uuid, value

STANDS: Stands = {
    "BEXMPL1": Slot(Of.STORY, letters(6, "B")),
    "CEXMPL1": Slot(Of.STORY, letters(6, "C")),
    "SEXMPL1": Slot(Of.STORY, letters(6, "S")),
    "Example Brand": Slot(Of.STORY, brand_name),
    value("vettingId"): Slot(Of.EVENT, uuid),
}


OTHER_CARRIER = {'"mnoId":10017': '"mnoId":10035', "AT&T": "T-Mobile"}
LIFECYCLE = Lifecycle(
    tells="a brand that appeals, its vetting, a campaign that one carrier sends back; no messages",
    stands=STANDS,
    registration=(
        Step("brand_add", 30),
        Step("brand_identity_status_update_unverified", 60),
        Step("brand_appeal_add", 60),
        Step("brand_appeal_complete", 120),
        Step("brand_identity_status_update", 10),
        Step("evp_report_fail", 90),
        Step("evp_report_score", 120),
        Step("brand_identity_status_update_vetted_verified", 10),
        Step("campaign_add", 60),
        Step("campaign_billed", 5),
        Step("campaign_share_add", 20),
        Step("campaign_share_accept", 60),
        Step("campaign_dca_complete", 60),
        Step("mno_campaign_operation_review", 30),
        Step("mno_campaign_operation_rejected", 120),
        Step("campaign_resubmission", 60),
        Step("mno_campaign_operation_approved", 60, says=OTHER_CARRIER),
        Step("mno_campaign_operation_approved", 60),
    ),
)
