"""How many events said what over a time, of the kept counters: no event is looked at."""

import sqlite3
from collections import defaultdict
from datetime import datetime, timedelta

from ..models import Phase
from ..rows import from_micros, to_micros
from ..view.classes import HOUR, MINUTE
from .cutting import cut
from .figures import Bucket

COUNTED = """
SELECT (s.at * ?1 * 1000000 - ?2) / ?3 AS bucket, c.phase, sum(s.n - s.again)
FROM classes c CROSS JOIN spans s ON s.class = c.class
WHERE c.of = 'entries' AND c.kind IS NOT NULL AND c.verdict <> 'rejected'
    AND s.width = ?1 AND s.at >= ?2 / ?1 / 1000000 AND s.at <= ?4 / ?1 / 1000000
GROUP BY 1, 2
"""


def chart(db: sqlite3.Connection, since: datetime, until: datetime, most: int) -> tuple[Bucket, ...]:
    """In at most so many buckets of whole minutes, or of whole hours where there are many. What was sent again, was
    rejected or is about nothing is not counted, as in the statistics."""
    begin, end = to_micros(since), to_micros(until)
    base, step, many = cut(begin, end, min(most, (until - since) // timedelta(minutes=1) + 1), until)
    width = HOUR if step % (HOUR * 10**6) == 0 and base % (HOUR * 10**6) == 0 else MINUTE
    found: dict[int, dict[Phase, int]] = defaultdict(dict)
    for bucket, phase, n in db.execute(COUNTED, (width, base, step, end)):
        found[bucket][Phase(phase)] = n
    return tuple(Bucket(from_micros(base + step * at), found.get(at, {})) for at in range(many))
