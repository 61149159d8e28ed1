"""What waited for an app when callboard ended: it goes on, and what nobody knows of is told."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .forwarding import Forwarding

FRESH = timedelta(hours=1)
"""What waits since longer is not sent on by itself: nobody counts on it any more."""
ROOM = 100
LATER = 0.5
"""Seconds between two looks whether there is room, or more has been read."""
MOST_TOLD = 50
AGAIN = "callboard is there again: it goes on"
"""Kept before it does: if that is the last which is known of it, it may have arrived."""


async def resume(one: "Forwarding") -> None:
    """Before anything that came since the start. Of what has no end otherwise nobody knows whether the app has it."""
    since = datetime.now(UTC) - FRESH
    before = await one.patiently(lambda url: one.reader.sent_before(url, since), one.forward.url)
    one.after = before.first - 1 if before.first else one.after
    unknown: list[int] = []
    while one.after < one.start:
        found = await one.look(min(ROOM - len(one.under_way), one.start - one.after))
        if not found or found.upto == one.after:
            await asyncio.sleep(LATER)
            continue
        goes_on = [next_ for next_ in found.captures if next_.seq in before.left]
        unknown += [next_.seq for next_ in found.captures if next_ not in goes_on]
        await one.note([next_.seq for next_ in goes_on], AGAIN)
        for next_ in goes_on:
            one.begin(next_.seq, next_.things)
        one.after = found.upto
    _tell(one, unknown)


def _tell(one: "Forwarding", seqs: Sequence[int]) -> None:
    if seqs:
        first, more = ",".join(map(str, seqs[:MOST_TOLD])), len(seqs) > MOST_TOLD
        how = f"`callboard replay capture:{first} --to {one.forward.url}` sends {'the first' if more else 'them'}"
        one.outlet.tell(f"{len(seqs)} may not have gone to {one.forward.name} when callboard ended: {how}")
