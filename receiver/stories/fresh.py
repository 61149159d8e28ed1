"""A sample as if it had just happened: all of its times moved, so that what it tells of is of now."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import unquote

from ..provider import Provider
from .sample import Sample

TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?P<t>[T +]|%20)(?P<time>\d\d(?P<colon>:|%3A)\d\d(?P=colon)\d\d)(?P<part>\.\d{1,9})?"
    r"(?P<zone>Z|(?:[+-]|%2B)\d\d(?:(?::|%3A)?\d\d))?(?!\d)"
)
"""As JSON has it, or a form."""
AGO = timedelta(milliseconds=400)
"""What a provider takes until it calls."""


def fresh(sample: Sample, provider: Provider, now: datetime) -> Sample:
    """Only for what nobody signed: of a signature nothing would be left."""
    told = [event.occurred_at for event in provider.interpret(sample.captured(now)) if event.occurred_at]
    if not told:
        return sample
    by = now - AGO - max(told)
    text = sample.body.decode("utf-8", "surrogateescape")
    moved = TIME.sub(lambda match: _moved(match, by), text)
    return replace(sample, body=moved.encode("utf-8", "surrogateescape"))


def _moved(match: re.Match[str], by: timedelta) -> str:
    """Written as it was."""
    part, zone, colon = match["part"] or "", match["zone"] or "", match["colon"]
    try:
        when = datetime.fromisoformat(unquote(f"{match['day']}T{match['time']}{part}{zone}"))
    except ValueError:
        return match[0]
    later = when + by
    digits = f".{later.microsecond:06}000"[: len(part)]
    return f"{later:%Y-%m-%d}{match['t']}{later:%H}{colon}{later:%M}{colon}{later:%S}{digits}{zone}"
