"""Sizes and times as people say them."""

from datetime import timedelta

UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")
NEXT = 1024


def size(octets: float) -> str:
    """`812 bytes`, `12.3 MiB`, `1 GiB`."""
    unit = 0
    while octets >= NEXT and unit < len(UNITS) - 1:
        octets, unit = octets / NEXT, unit + 1
    return f"{f'{octets:.1f}'.removesuffix('.0')} {UNITS[unit]}"


def about(span: timedelta) -> str:
    """`40 minutes`, `5 hours`, `12 days`."""
    hours = span / timedelta(hours=1)
    if hours < 1:
        return f"{max(1, int(hours * 60))} minutes"
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"  # noqa: PLR2004  two days
