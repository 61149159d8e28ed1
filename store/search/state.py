"""How far the text index is, for who wants to know whether all is well."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ..files.paths import uri, view_path
from .index import search_path
from .stretches import reach


@dataclass(frozen=True, slots=True)
class IndexState:
    """The index of a store."""

    octets: int
    behind: int
    """Requests in the view that it does not have yet; the newest few are never in it."""


def index_state(log: Path) -> IndexState | None:
    """None where there is none, or none that fits this view."""
    try:
        with closing(sqlite3.connect(uri(view_path(log), "ro"), uri=True)) as db:
            db.execute("ATTACH ? AS search", (uri(search_path(log), "ro"),))
            read: int = db.execute("SELECT capture FROM main.position").fetchone()[0]
            known = reach(db)
    except (sqlite3.Error, TypeError):
        return None
    path = search_path(log)
    octets = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*") if one.is_file())
    return IndexState(octets, max(0, read + 1 - known.next)) if known.next else None
