"""Phone numbers: one form for one number."""

from functools import lru_cache

from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    parse,
)

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
    found = _possible(said, region) or _international(said, region)
    return format_number(found, PhoneNumberFormat.E164) if found else said


def _international(text: str, region: str) -> PhoneNumber | None:
    return _possible(f"+{text}", region) if text.isdigit() and len(text) >= SHORTEST else None


def _possible(text: str, region: str) -> PhoneNumber | None:
    try:
        number = parse(text, region)
    except NumberParseException:
        return None
    return number if is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE else None
