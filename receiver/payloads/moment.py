"""Times as providers write them."""

from datetime import UTC, datetime


def moment(text: object) -> datetime | None:
    """An ISO 8601 time as UTC; one without a zone is taken as UTC. None where there is none or it cannot be read."""
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        when = datetime.fromisoformat(text.strip())
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
