"""Twilio's lifecycle: A2P events of a brand, a campaign and numbers from its event streams, and message statuses."""

from datetime import datetime

from receiver.stories.lifecycle import (
    Lifecycle,
    Make,
    Of,
    Slot,
    Stands,
    Step,
    Told,
    When,
    formed,
    iso,
    letters,
    one_of,
    phone,
    reply_text,
    uuid,
    value,
    whole,
)


def _sid(begins: str) -> Make:
    return lambda chance: f"{begins}{chance.getrandbits(128):032x}"


def _milliseconds(when: datetime) -> str:
    return str(int(when.timestamp() * 1000))


# Without the `+`, which a form writes as `%2B`.
NUMBER, OTHER = Slot(Of.NUMBER, phone("1")), Slot(Of.MESSAGE, phone("1"))
FROM, TO = r"(?<=\bFrom=%2B)\d+", r"(?<=\bTo=%2B)\d+"
MESSAGE, SERVICE = Slot(Of.MESSAGE, _sid("SM")), Slot(Of.STORY, _sid("MG"))

STANDS: Stands = {
    "(?<=bodySHA256=)[0-9a-f]+": Told.DIGEST,
    r"EZ[0-9a-f]{32}": Slot(Of.EVENT, _sid("EZ")),
    r"DF[0-9a-f]{32}": Slot(Of.STORY, _sid("DF")),
    r"AC[0-9a-f]{32}": Slot(Of.STORY, _sid("AC")),
    r"BN[0-9a-f]{32}": Slot(Of.STORY, _sid("BN")),
    r"CM[0-9a-f]{32}": Slot(Of.STORY, _sid("CM")),
    r"MG[0-9a-f]{32}": SERVICE,
    r"PN[0-9a-f]{32}": Slot(Of.NUMBER, _sid("PN")),
    r"SM[0-9a-f]{32}": MESSAGE,
    "BEXMPL1": Slot(Of.STORY, letters(6, "B")),
    "CEXMPL1": Slot(Of.STORY, letters(6, "C")),
    "fd902aed-0000-8e26-85ee-35bdbf3503ea": Slot(Of.NUMBER, uuid),
    r'(?<="phonenumber":"\+)\d+': NUMBER,
    value("time"): When(iso("milliseconds")),
    whole("createddate"): When(_milliseconds, 0),
    whole("updateddate"): When(_milliseconds),
    whole("timestamp"): When(_milliseconds),
    FROM: NUMBER,
    TO: OTHER,
    # Codes of codes/twilio.toml.
    "(?<=ErrorCode=)30003": Slot(Of.MESSAGE, one_of("30003", "30005", "30006", "30007", "30008")),
}
RECEIVED: Stands = {
    FROM: OTHER,
    TO: NUMBER,
    "(?<=Body=)Msg": Slot(Of.MESSAGE, formed(reply_text)),
}

QUEUED, SENT = Step("message_status_queued", 0.4), Step("message_status_sent", 1.2)
LIFECYCLE = Lifecycle(
    tells="a brand vetted at the second try, a campaign at the second try, three numbers, messages",
    stands=STANDS,
    registration=(
        Step("brand_registered", 30),
        Step("brand_unverified", 60),
        Step("brand_verified", 90),
        Step("brand_secondary_vetting_failure_bare", 90),
        Step("brand_vetted_verified", 120),
        Step("campaign_submitted", 60),
        Step("campaign_failure", 120),
        Step("campaign_approved", 180),
        *(Step("number_registration_pending", 10, number) for number in range(3)),
        Step("number_registration_successful", 40, 0),
        Step("number_registration_failed", 20, 1),
        Step("number_registration_successful", 20, 2),
    ),
    sends=(0, 2),
    delivered=((QUEUED, SENT, Step("message_status_delivered", 4)),),
    failed=((QUEUED, SENT, Step("message_status_undelivered", 8)), (QUEUED, Step("message_status_failed", 2))),
    received=((Step("message_inbound", 0.2, stands=RECEIVED),),),
    unlike="Its events come one at a time here; Twilio may send several in one request.",
)
