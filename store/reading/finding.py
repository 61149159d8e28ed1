"""Finding an entity of any kind by a few letters of whatever it is called."""

import re
import sqlite3

from ..filters.values import escaped
from ..rows import ENTITY, Row

CALLED = "SELECT DISTINCT provider FROM classes WHERE of = 'entries' AND n > 0 AND provider IS NOT NULL ORDER BY 1"
# Names stand in JSON, which is slow to look into; messages, of which there are most, have none. What is sorted is
# small: the entities themselves are taken up when it is known which.
FIND = f"""
WITH found AS (SELECT nr, last_seq AS seen, ltrim(id, '+') LIKE :begins ESCAPE '\\' AS begins FROM entities
WHERE id LIKE :within ESCAPE '\\' OR sender LIKE :within ESCAPE '\\' OR recipient LIKE :within ESCAPE '\\'
OR (kind <> 'message' AND json_extract(entity, '$.name') LIKE :within ESCAPE '\\')
OR (provider, kind, id) IN (SELECT provider, kind, id FROM aliases WHERE alias LIKE :within ESCAPE '\\')
ORDER BY begins DESC, last_seq DESC LIMIT :limit)
SELECT {ENTITY} FROM found JOIN entities USING (nr)
ORDER BY begins DESC, found.seen DESC
"""
PHONE = re.compile(r"\+?[ (]*[0-9](?:[ ().-]*[0-9]){6,14}")
"""A phone number as people write it."""


def find(db: sqlite3.Connection, text: str, limit: int) -> list[Row]:
    """Those whose id begins so first, then the last changed."""
    sought = escaped(wanted(text))
    if not sought:
        return []
    return db.execute(FIND, {"within": f"%{sought}%", "begins": f"{sought}%", "limit": limit}).fetchall()


def wanted(text: str) -> str:
    """What is looked for: of a phone number the digits, however it was written."""
    plain = text.strip()
    return re.sub("[^0-9]", "", plain) if PHONE.fullmatch(plain) else plain
