"""Telnyx's lifecycle: a brand that is vetted twice, a campaign that a carrier sends back, numbers, messages."""

from datetime import timedelta

from receiver.stories.lifecycle import (
    Lifecycle,
    Of,
    Slot,
    Stands,
    Step,
    Told,
    When,
    brand_name,
    iso,
    letters,
    message_text,
    one_of,
    phone,
    reply_text,
    uuid,
    value,
)

write = iso("milliseconds", "+00:00")
NUMBER, OTHER = Slot(Of.NUMBER, phone()), Slot(Of.MESSAGE, phone())

# Codes of codes/telnyx.toml, in the words of developers.telnyx.com/docs/messaging/messages/error-codes.
WHY_UNDELIVERED = one_of(
    '40001","title":"Not routable","detail":"The destination is a landline or cannot be routed to.',
    '40003","title":"Blocked as spam","detail":"A carrier has blocked the sender permanently.',
    '40006","title":"Carrier unavailable","detail":"The carrier of the recipient is unavailable.',
    '40008","title":"Undeliverable","detail":"The carrier of the recipient did not accept the message.',
)
WHY_UNSENT = one_of(
    '40010","title":"Not 10DLC registered',
    '40300","title":"Blocked due to STOP message',
    '40310","title":"Invalid destination number',
)

STANDS: Stands = {
    r"7f1f4c0a-9999-4a5b-9c1b-\d{12}": Slot(Of.EVENT, uuid),
    "7f1f4c0a-1111-4a5b-9c1b-000000000001": Slot(Of.STORY, uuid),
    "7f1f4c0a-2222-4a5b-9c1b-000000000002": Slot(Of.STORY, uuid),
    r"7f1f4c0a-[36]{4}-4a5b-9c1b-\d{12}": Slot(Of.MESSAGE, uuid),
    "7f1f4c0a-4444-4a5b-9c1b-000000000004": Slot(Of.STORY, uuid),
    "7f1f4c0a-5555-4a5b-9c1b-000000000005": Slot(Of.STORY, uuid),
    "BEXMPL1": Slot(Of.STORY, letters(6, "B")),
    "CEXMPL1": Slot(Of.STORY, letters(6, "C")),
    "CSPID1": Slot(Of.STORY, letters(6, "S")),
    "Example Brand LLC": Slot(Of.STORY, brand_name),
    r"\+13125550123|\+13125550101": NUMBER,
    r"\+13125550102": OTHER,
    r"T-MOBILE USA, INC\.": Slot(Of.MESSAGE, one_of("T-MOBILE USA, INC.", "AT&T", "VERIZON WIRELESS")),
    "Hello there!": Slot(Of.MESSAGE, message_text),
    '40300","title":"Destination[^"]*","detail":"[^"]*': Slot(Of.MESSAGE, WHY_UNDELIVERED),
    '40010","title":"Message blocked': Slot(Of.MESSAGE, WHY_UNSENT),
    r"2024-08-07T[^\"]*": When(write),
    r"2024-07-06T[^\"]*": When(write, 0),
    r"2024-01-15T21:32:13\.552[^\"]*": When(write, 0),
    r"2024-01-15T21:32:13\.596[^\"]*": When(write, 1),
    r"2024-01-15T21:32:14[^\"]*": When(write),
    r"2024-01-15T22[^\"]*": When(write, 0, timedelta(hours=1)),
    r'(?<="attempt":)1': Told.ATTEMPT,
    "https://hooks.example.com/telnyx": Told.URL,
}
RECEIVED: Stands = {
    r"\+13125550101": OTHER,
    r"\+17735550102": NUMBER,
    value("text"): Slot(Of.MESSAGE, reply_text),
    r"2024-01-15T20:16:07\.503[^\"]*": When(write, 0),
    r"2024-01-15T20:16:07\.588[^\"]*": When(write),
}

SENT = Step("message_sent", 0.6)
LIFECYCLE = Lifecycle(
    tells="a brand vetted twice, a campaign that a carrier sends back, three numbers, messages",
    stands=STANDS,
    registration=(
        Step("brand_registration_failed", 12),
        Step("brand_tcr_brand_update_brand_add", 50),
        Step("brand_order_external_vetting_failed", 60),
        Step("brand_order_external_vetting_success", 90),
        Step("campaign_tcr_event_campaign_add", 60),
        Step("campaign_telnyx_review_accepted", 60),
        Step("campaign_mno_review_rejected", 90),
        Step("campaign_tcr_event_campaign_resubmission", 75),
        Step("campaign_telnyx_review_accepted", 45),
        Step("campaign_mno_review_accepted", 75),
        Step("campaign_tcr_event_campaign_dca_complete", 20),
        Step("campaign_verified", 30),
        Step("campaign_number_pool_provisioned", 20),
        *(Step("phone_status_update_pending", 10, number) for number in range(3)),
        Step("phone_assignment_success", 30, 0),
        Step("phone_assignment_failed", 15, 1),
        Step("phone_assignment_success", 15, 2),
        Step("phone_status_update_added", 20, 0),
        Step("phone_status_update_added", 5, 2),
    ),
    sends=(0, 2),
    delivered=((SENT, Step("message_finalized_delivered", 3)),),
    failed=(
        (SENT, Step("message_finalized_delivery_failed", 6)),
        (Step("message_finalized_sending_failed", 1),),
        (SENT, Step("message_finalized_delivery_unconfirmed", 30)),
        (SENT, Step("message_finalized_expired", 60)),
    ),
    received=((Step("message_received", 0.2, stands=RECEIVED),),),
)
