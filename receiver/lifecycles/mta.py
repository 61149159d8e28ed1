"""Mobile Text Alerts' lifecycle: people who opt in, what is sent to them, and what they answer; it has no 10DLC."""

from receiver.stories.lifecycle import (
    Lifecycle,
    Of,
    Slot,
    Stands,
    Step,
    When,
    digits,
    iso,
    phone,
    reply_text,
    value,
    whole,
)

NUMBER, OTHER = Slot(Of.NUMBER, phone()), Slot(Of.MESSAGE, phone())

STANDS: Stands = {
    value("number"): OTHER,
    value("destinationNumber"): Slot(Of.MESSAGE, phone("")),
    value("fromNumber"): OTHER,
    value("toNumber"): NUMBER,
    value("timestamp"): When(iso("seconds")),
    whole("messageId"): Slot(Of.MESSAGE, digits(8)),
    "RequestId-0001": Slot(Of.MESSAGE, digits(8, "RequestId-")),
    "reply-1": Slot(Of.MESSAGE, digits(8, "reply-")),
    "outbound-1": Slot(Of.MESSAGE, digits(8, "outbound-")),
    " STOP ": Slot(Of.MESSAGE, reply_text),
}


def _status(code: int, after: float) -> Step:
    """V1's table of fields is published, and so are the codes: the one sample of both says 4."""
    return Step("v1_delivery_status_4_delivered", after, says={'"status":4': f'"status":{code}'})


SENT = (_status(1, 0.4), _status(2, 0.8), _status(3, 1.2))
LIFECYCLE = Lifecycle(
    tells="opt-ins, messages and what is answered to them",
    stands=STANDS,
    registration=tuple(Step("v3_number_opt_in_sms", 15) for _ in range(5)),
    delivered=((*SENT, _status(4, 4)),),
    failed=(
        (*SENT, _status(9, 8)),
        (*SENT, _status(7, 60)),
        (_status(1, 0.4), _status(10, 2)),
        (*SENT[:2], _status(13, 3)),
        (*SENT, _status(8, 6)),
        (_status(1, 0.4), _status(11, 2)),
    ),
    received=((Step("v3_message_reply", 0.2),),),
    unlike="The fields of an opt-in are guesses: no text that is published has them.",
)
