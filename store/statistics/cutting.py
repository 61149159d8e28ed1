"""How a time is cut into buckets that read well on a clock."""

from datetime import datetime, timedelta

from ..rows import MICROSECOND

UNITS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200)
DAYS = (1, 2, 7, 14, 28, 91, 182, 364, 3640, 36400, 364000)
NICE = tuple(seconds * 1_000_000 for seconds in (*UNITS, *(day * 86400 for day in DAYS)))
"""How long a bucket may be."""


def cut(begin: int, end: int, most: int, now: datetime) -> tuple[int, int, int]:
    """Where the first bucket begins, how long each is and how many there are: whole ones on the user's clock."""
    offset = (now.utcoffset() or timedelta()) // MICROSECOND
    for step in NICE:
        base = (begin + offset) // step * step - offset
        many = max(0, end - base) // step + 1
        if many <= most:
            return base, step, many
    return base, step, many
