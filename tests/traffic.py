"""A quarter of an hour of messages from two campaigns, with what goes wrong in one."""

from datetime import timedelta

from store import Event, Kind, Phase, Verdict
from tests.board import NOW, REJECTED, UNCHECKED, VERIFIED, Books, message, told

PROMOS = "+15550100009"
SPAM = "Blocked by the carrier as spam"


def step(number: int, ago: float, status: str, phase: Phase, **more: object) -> Event:
    """One status of a message, 400 ms old when it came."""
    occurred = {"occurred_at": NOW - timedelta(seconds=ago + 0.4)}
    return message(number, status=status, phase=phase, key=f"{number}/{status}", **{**occurred, **more})


def life(number: int, ago: float) -> list[tuple[float, Event]]:
    """One message: sent, and a second later what became of it."""
    promo = number % 4 == 1
    whose = {"campaign": "CQZ77K1", "sender": PROMOS} if promo else {"campaign": "CDX91P0"}
    sent = (ago, step(number, ago, "sent", Phase.PENDING, type="message.sent", **whose))
    if number % 20 == 3:
        return [sent]
    if promo and number % 8 == 1:
        failed = step(number, ago - 1, "delivery_failed", Phase.FAILED, code="30007", meaning=SPAM, **whose)
        return [sent, (ago - 1, failed)]
    return [sent, (ago - 1, step(number, ago - 1, "delivered", Phase.OK, **whose))]


async def traffic(books: Books) -> None:
    """Forty messages in a quarter of an hour, two campaigns with names, and what does not count."""
    names = {"CDX91P0": "2FA codes", "CQZ77K1": "Promos"}
    for named, name in names.items():
        active = told("telnyx", "campaign.VERIFIED", Kind.CAMPAIGN, named, "ACTIVE", Phase.OK, name=name)
        await books.receive(active, ago=880)
    lives = [life(number, 860 - 21 * number) for number in range(40)]
    for ago, event in sorted((one for life_ in lives for one in life_), key=lambda one: -one[0]):
        await books.receive(event, ago=ago, verdict=_verdict(event))
    again = step(38, 61, "delivered", Phase.OK, campaign="CDX91P0")
    await books.receive(again, ago=30, verdict=VERIFIED)
    await books.receive(step(99, 20, "delivered", Phase.OK), ago=20, verdict=REJECTED)
    await books.receive(Event(type="unrecognised", summary="POST /hooks/x, 9 B", reason="no adapter"), ago=10)


def _verdict(event: Event) -> Verdict:
    return VERIFIED if event.campaign == "CDX91P0" else UNCHECKED
