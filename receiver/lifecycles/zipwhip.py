"""Zipwhip's lifecycle: a campaign and its number pool, lines of which one comes at the second try, messages."""

from receiver.stories.lifecycle import (
    Lifecycle,
    Of,
    Slot,
    Stands,
    Step,
    When,
    digits,
    iso,
    letters,
    message_text,
    phone,
    reply_text,
    value,
    whole,
)

OTHER, NUMBER = Slot(Of.MESSAGE, phone()), Slot(Of.NUMBER, phone())
SMALL = "abcdefghjkmnpqrstuvwxyz0123456789"

STANDS: Stands = {
    value("campaignId"): Slot(Of.STORY, letters(6, "C")),
    value("brandId"): Slot(Of.STORY, letters(6, "B")),
    value("numberPoolSubId"): Slot(Of.STORY, letters(6, of=SMALL)),
    value("vendorCustomerId"): Slot(Of.STORY, letters(9, of=SMALL)),
    value("requestId"): Slot(Of.EVENT, letters(6, of=SMALL)),
    value("lineNumber"): NUMBER,
    value("eventDate"): When(iso("milliseconds")),
    whole("id"): Slot(Of.MESSAGE, digits(18, "1")),
    whole("contactId"): Slot(Of.MESSAGE, digits(11)),
    whole("deviceId"): Slot(Of.STORY, digits(9)),
    value("fingerprint"): Slot(Of.MESSAGE, digits(10)),
    r"\+12065550101": OTHER,
    r"\+12065550102": NUMBER,
    value("dateCreated"): When(iso("seconds"), 1),
    value("dateDelivered"): When(iso("seconds")),
    '(?<="body":")Hello World","bodySize":11': Slot(
        Of.MESSAGE, lambda chance: (text := message_text(chance)) + f'","bodySize":{len(text)}'
    ),
}
RECEIVED: Stands = {
    '(?<="body":")Hello World","bodySize":11': Slot(
        Of.MESSAGE, lambda chance: (text := reply_text(chance)) + f'","bodySize":{len(text)}'
    ),
}

LIFECYCLE = Lifecycle(
    tells="a campaign and its pool, four lines of which one comes at the second try, messages",
    stands=STANDS,
    registration=(
        Step("campaign_add", 60),
        Step("campaign_numberPool_added", 90),
        Step("provision_add_200", 60, 0),
        Step("provision_add_500", 20, 1),
        Step("provision_add_41010", 20, 2),
        Step("provision_add_200", 20, 3),
        Step("provision_add_200", 240, 1),
        Step(
            "campaign_numberPool_changed", 60, stands={value("numberPoolSubId"): Slot(Of.EVENT, letters(6, of=SMALL))}
        ),
    ),
    sends=(0, 1, 3),
    delivered=((Step("message_send", 0.5), Step("message_progress", 3)),),
    received=((Step("message_receive", 0.2, stands=RECEIVED),),),
    unlike="No callback of Zipwhip's is published that says whether a message arrived: none does here.",
)
