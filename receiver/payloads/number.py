"""Phone numbers: one form for one number."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

SHORTEST = 8
"""Digits without `+` that may be an international number: short codes have five or six, and `491234` is no German."""

LONGEST = 40
"""Letters of what may be a number: what is longer is no reason to remember it."""


def e164(text: object, region: str = "US") -> str | None:
    """The E.164 form of a national or international number, with or without `+`; what cannot be a number (a short
    code, a sender's name) stays as it came. None where there is none.

    Plivo and Vonage leave out the `+` (`13125550101`), MTA may send national numbers (`5555555555`).
    """
    if isinstance(text, bool) or not isinstance(text, str | int) or not str(text).strip():
        return None
    said = str(text).strip()
    return _e164(said, region) if len(said) <= LONGEST else said


@lru_cache(maxsize=4096)  # the same few numbers come all day
def _e164(said: str, region: str) -> str:
    from phonenumbers import PhoneNumberFormat, format_number  # noqa: PLC0415  heavy, and who answers reads no numbers

    found = _possible(said, region) or _international(said, region)
    return format_number(found, PhoneNumberFormat.E164) if found else said


def _international(text: str, region: str) -> "PhoneNumber | None":
    return _possible(f"+{text}", region) if text.isdigit() and len(text) >= SHORTEST else None


def _possible(text: str, region: str) -> "PhoneNumber | None":
    import phonenumbers  # noqa: PLC0415

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    return number if possible else None
