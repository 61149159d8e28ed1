"""What callbacks of Twilio have in common: how names and times are written."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from receiver.payloads.moment import moment
from store import Json


def lowered(said: Mapping[str, Json]) -> dict[str, Json]:
    """Twilio's schemas write `failurereason`, its examples `failureReason`, and its forms `MessageSid`."""
    return {name.lower(): value for name, value in said.items()}


def _when(value: object) -> datetime | None:
    """Registrations count milliseconds, messages write ISO 8601."""
    if isinstance(value, bool) or not isinstance(value, int):
        return moment(value)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)
    except OverflowError:
        return None


When = Annotated[datetime | None, BeforeValidator(_when)]
