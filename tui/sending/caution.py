"""What somebody has to type before requests are sent, so that nobody sends many, or orders anything, by accident."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from .replaying import Load, Way

PROVISIONING = re.compile(r"/(campaign|provision)/+(add|delete|update)\b|/v3/+lines\b", re.IGNORECASE)
"""Calls that order something, and cost: Zipwhip's are posted to the same kind of URL as its callbacks."""
MANY = 20
"""Requests that nobody asks about."""
YES, WORD = "yes", "provision"
"""What is typed for many, and for what orders something."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What has to be typed, and why; nothing where enter is enough."""

    word: str = ""
    why: str = ""


NOTHING = Asked()


async def asked_first(load: Load, seqs: Sequence[int], to: str, *, here: bool) -> Asked:
    """What somebody has to type before these are sent."""
    ordering = [] if here else [path async for path in _paths(load, seqs) if orders(path, to)]
    if ordering:
        of = f"{len(ordering):,} of these order" + ("s" if len(ordering) == 1 else "")
        why = f"{of} something ({ordering[0]}), and {to} is another machine"
        return Asked(WORD, why)
    return Asked(YES, f"these are {len(seqs):,} requests") if len(seqs) > MANY else NOTHING


async def signable(load: Load, seqs: Sequence[int], way: Way) -> None:
    """Before the first is sent: raises `ValueError` where one cannot be signed anew."""
    for seq in seqs:
        if capture := await load(seq):
            way.signed(capture)


async def _paths(load: Load, seqs: Sequence[int]) -> AsyncIterator[str]:
    for seq in seqs:
        if capture := await load(seq):
            yield capture.path


def orders(path: str, to: str) -> bool:
    """Whether a request would order something where it goes: by its own path, or by that of the target."""
    return any(PROVISIONING.search(unquote(one)) for one in (path, urlsplit(to).path))
