"""Plivo's lifecycle: 10DLC callbacks in the guessed names, and messages in the published ones."""

from datetime import UTC, datetime

from receiver.stories.lifecycle import (
    Lifecycle,
    Of,
    Slot,
    Stands,
    Step,
    When,
    entry,
    formed,
    letters,
    message_text,
    one_of,
    phone,
    reply_text,
    uuid,
)


def write(when: datetime) -> str:
    """As a form has it."""
    return when.astimezone(UTC).strftime("%Y-%m-%d+%H%%3A%M%%3A%S.%f")


NUMBER, OTHER, MESSAGE = Slot(Of.NUMBER, phone("1")), Slot(Of.MESSAGE, phone("1")), Slot(Of.MESSAGE, uuid)

IN_USE = Slot(Of.EVENT, formed(one_of("The number is linked to another campaign")))
STANDS: Stands = {
    entry("brand_id"): Slot(Of.STORY, letters(6, "B")),
    entry("campaign_id"): Slot(Of.STORY, letters(6, "C")),
    entry("number"): NUMBER,
    r"example\+reason": Slot(Of.EVENT, formed(one_of("EIN does not match the company name"))),
    entry("From"): NUMBER,
    entry("To"): OTHER,
    entry("MessageUUID"): MESSAGE,
    entry("ParentMessageUUID"): MESSAGE,
    entry("MessageTime"): When(write, 0),
    entry("QueuedTime"): When(write, 1),
    entry("SentTime"): When(write, 2),
    entry("DeliveryReportTime"): When(write),
    # Codes of codes/plivo.toml.
    "(?<=ErrorCode=)20": Slot(Of.MESSAGE, one_of("20", "70", "80", "100")),
    "(?<=ErrorCode=)30": Slot(Of.MESSAGE, one_of("30", "50", "90", "200", "420")),
    entry("Text"): Slot(Of.MESSAGE, formed(message_text)),
}
RECEIVED: Stands = {entry("From"): OTHER, entry("To"): NUMBER, r"(?<=Text=)Msg": Slot(Of.MESSAGE, formed(reply_text))}

SENT = (Step("message_status_queued", 0.5), Step("message_status_sent", 1.5))
# The one published body of a delivery has neither times nor a sequence: here it has those of the page's list of fields.
DELIVERED = {"Status=read": "Status=delivered", "Sequence=4": "Sequence=3"}
LIFECYCLE = Lifecycle(
    tells="a brand at the second try, a campaign, three numbers, messages and a STOP",
    stands=STANDS,
    registration=(
        Step("GUESS_10dlc_brand_created", 20),
        Step("GUESS_10dlc_brand_rejected", 100),
        Step("GUESS_10dlc_brand_registered", 180),
        Step("GUESS_10dlc_campaign_created", 60),
        Step("GUESS_10dlc_campaign_registered", 240),
        *(Step("GUESS_10dlc_number_linking_created", 10, number) for number in range(3)),
        Step("GUESS_10dlc_number_linking_success", 40, 0),
        Step("GUESS_10dlc_number_linking_failed", 20, 1, stands={r"example\+reason": IN_USE}),
        Step("GUESS_10dlc_number_linking_success", 20, 2),
    ),
    sends=(0, 2),
    delivered=((*SENT, Step("message_status_read", 4, says=DELIVERED)),),
    failed=(
        (*SENT, Step("message_status_undelivered", 8)),
        (*SENT, Step("message_status_failed", 6)),
    ),
    received=(
        (Step("message_inbound_sms", 0.2, stands=RECEIVED),),
        (Step("message_inbound_stop", 0.2, stands={**RECEIVED, "(?<=Text=)STOP": Slot(Of.MESSAGE, one_of("STOP"))}),),
    ),
    unlike="The names of the fields of its 10DLC callbacks are guesses: no text that is published has them.",
)
