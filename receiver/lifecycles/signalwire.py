"""SignalWire's lifecycle: a brand at the second try, a campaign, numbers of which one is tried again, messages."""

from receiver.stories.lifecycle import (
    Lifecycle,
    Of,
    Slot,
    Stands,
    Step,
    When,
    iso,
    message_text,
    one_of,
    phone,
    reply_text,
    uuid,
    value,
)

NUMBER, OTHER = Slot(Of.NUMBER, phone()), Slot(Of.MESSAGE, phone())
MESSAGE, PROJECT = Slot(Of.MESSAGE, uuid), Slot(Of.STORY, uuid)
when = When(iso("seconds"))

STANDS: Stands = {
    value("project_id"): PROJECT,
    value("space_id"): Slot(Of.STORY, uuid),
    value("brand_id"): Slot(Of.STORY, uuid),
    value("campaign_id"): Slot(Of.STORY, uuid),
    value("number_assignment_order_id"): Slot(Of.STORY, uuid),
    value("number_assignment_id"): Slot(Of.NUMBER, uuid),
    value("phone_number_id"): Slot(Of.NUMBER, uuid),
    value("phone_number"): NUMBER,
    value("event_at"): when,
    value("timestamp"): when,
    r'(?<="id":")a1b2c3d4[^"]*': MESSAGE,
    value("from"): NUMBER,
    value("to"): OTHER,
    value("body"): Slot(Of.MESSAGE, message_text),
    # Codes of codes/signalwire.toml; the text of 30003 is that of the sample.
    '30003","error_message":"[^"]*': Slot(
        Of.MESSAGE, one_of('30003","error_message":"Unreachable destination handset')
    ),
    r'(?<="error_code":")30007': Slot(Of.MESSAGE, one_of("30004", "30005", "30006", "30007", "30008")),
}
RECEIVED: Stands = {
    value("message_id"): MESSAGE,
    value("from"): OTHER,
    value("to"): NUMBER,
    value("body"): Slot(Of.MESSAGE, reply_text),
}

SENT = (
    Step("message_status_queued", 0.4),
    Step("message_status_initiated", 0.8),
    Step("message_status_sent", 1.2),
)
LIFECYCLE = Lifecycle(
    tells="a brand at the second try, a campaign, four numbers of which one is tried again, messages",
    stands=STANDS,
    registration=(
        Step("brand_unverified", 60),
        Step("brand_activated", 180),
        Step("campaign_activated", 240),
        Step("number_assignment_order_processed", 90),
        *(Step("number_assignment_pending", 12, number) for number in range(4)),
        Step("number_assignment_activated", 40, 0),
        Step("number_assignment_failed", 20, 1),
        Step("number_assignment_failed", 20, 2),
        Step("number_assignment_activated", 20, 3),
        Step("number_assignment_pending", 180, 1),
        Step("number_assignment_activated", 120, 1),
    ),
    sends=(0, 1, 3),
    delivered=((*SENT, Step("message_status_delivered", 4)),),
    failed=(
        (*SENT, Step("message_status_undelivered", 8)),
        (*SENT[:2], Step("message_status_failed", 4)),
    ),
    received=((Step("inbound_message_swml", 0.2, stands=RECEIVED),),),
)
