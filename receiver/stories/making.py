"""What the values of a story are made with, and the patterns that find their places in a sample."""

from datetime import UTC
from random import Random
from urllib.parse import quote_plus

from .lifecycle import Make, Write


def iso(timespec: str, zone: str = "Z") -> Write:
    """`2026-11-22T10:00:00.000Z`"""
    return lambda when: when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=timespec) + zone


def uuid(chance: Random) -> str:
    text = f"{chance.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def digits(count: int, before: str = "") -> Make:
    return lambda chance: f"{before}{chance.randrange(10 ** (count - 1), 10**count)}"


def letters(count: int, before: str = "", of: str = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") -> Make:
    """With a digit at the end, as the ids of The Campaign Registry have one."""
    return lambda chance: f"{before}{''.join(chance.choices(of, k=count - 1))}{chance.randrange(1, 10)}"


AREAS = ("202", "206", "212", "303", "305", "312", "404", "415", "512", "602", "617", "702", "713", "773", "808", "917")


def phone(before: str = "+1") -> Make:
    """A number that nobody has: 555-0100 to 555-0199 of any area are kept for stories."""
    return lambda chance: f"{before}{chance.choice(AREAS)}55501{chance.randrange(100):02}"


def one_of(*values: str) -> Make:
    return lambda chance: chance.choice(values)


def formed(make: Make) -> Make:
    """For a form."""
    return lambda chance: quote_plus(make(chance))


brand_name = one_of("Blue Harbor Coffee", "Northwind Dental", "Tallgrass Books", "Juniper Lane Florist", "Orbit Cycles")
message_text = one_of(
    "Your order has shipped and arrives on Thursday.",
    "Your table for two is booked for 7 pm. Reply C to cancel.",
    "Your code is 482913. It is good for ten minutes.",
    "Reminder: your appointment is tomorrow at 9:30.",
    "Your prescription is ready to be picked up.",
)
reply_text = one_of("Thanks!", "C", "STOP", "HELP", "Yes, see you then", "Can I come an hour later?")


def value(name: str) -> str:
    """The pattern of a text in JSON, by the name of its field."""
    return rf'(?<="{name}":")[^"]+'


def whole(name: str) -> str:
    """The pattern of a number in JSON."""
    return rf'(?<="{name}":)\d+'


def entry(name: str) -> str:
    """The pattern of a value in a form."""
    return rf"(?<=\b{name}=)[^&]+"
