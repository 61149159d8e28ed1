"""Whose an entity is: its campaign, brand, number or provider, as far as anything that was said leads there."""

import sqlite3
from collections.abc import Iterable, Mapping

from .figures import By

Whose = tuple[str, str | None]
"""A provider, and an id of the kind that is asked for."""

_NUMBER = (
    "CASE e.kind WHEN 'number' THEN e.id WHEN 'message' THEN iif(e.status LIKE 'receiv%', e.recipient, e.sender) END"
)
_CAMPAIGN = (
    "CASE e.kind WHEN 'campaign' THEN e.id ELSE coalesce(e.campaign, (SELECT n.campaign FROM entities n"
    f" WHERE n.provider = e.provider AND n.kind = 'number' AND n.id = {_NUMBER})) END"
)


def _named(kind: str, any_id: str) -> str:
    """The one id among those that a thing is known by."""
    known = f"SELECT a.id FROM aliases a WHERE a.provider = e.provider AND a.kind = '{kind}' AND a.alias = {any_id}"
    return f"coalesce(({known}), {any_id})"


_BRAND = (
    "CASE e.kind WHEN 'brand' THEN e.id ELSE coalesce(e.brand, (SELECT c.brand FROM entities c"
    f" WHERE c.provider = e.provider AND c.kind = 'campaign' AND c.id = {_named('campaign', _CAMPAIGN)})) END"
)
OWNER: Mapping[By, str] = {
    "provider": "e.provider",
    "number": _named("number", _NUMBER),
    "campaign": _named("campaign", _CAMPAIGN),
    "brand": _named("brand", _BRAND),
}
"""What leads from an entity `e` to whose it is. A message is its number's campaign's, which is its brand's."""


def names(db: sqlite3.Connection, by: By, whose: Iterable[Whose]) -> dict[Whose, str | None]:
    """What they are called."""
    sql = "SELECT json_extract(entity, '$.name') FROM entities WHERE provider = ? AND kind = ? AND id = ?"
    found = {one: db.execute(sql, (one[0], by, one[1])).fetchone() for one in whose}
    return {one: row[0] for one, row in found.items() if row}
