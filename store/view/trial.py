"""Whether a filter finds what one request means, before anything of it is in a store."""

import sqlite3
from datetime import datetime

from ..captures.request import Capture
from ..files.formats import LOG_STEPS, VIEW_STEPS
from ..filters.functions import teach
from ..filters.grammar import Filter
from ..models import Reading
from ..query import sql_of
from ..rows import CAPTURED, capture_to_row
from .entering import Entering

SCHEMAS = (*LOG_STEPS.values(), *VIEW_STEPS.values())


class Trial:
    """A store in memory that is empty again after each question. What came before a request is not known here: every
    event is its own first delivery."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        for schema in SCHEMAS:
            self._db.executescript(schema.read_text(encoding="utf-8"))
        teach(self._db)

    def found(self, capture: Capture, reading: Reading, where: Filter, now: datetime) -> bool:
        """Whether the filter finds any event of the request."""
        self._db.execute("BEGIN")
        try:
            marks = ", ".join("?" * 9)
            self._db.execute(
                f"INSERT INTO captures (seq, {CAPTURED}) VALUES ({marks})", (capture.seq, *capture_to_row(capture))
            )
            Entering(self._db).enter(reading)
            condition, args = sql_of(where, "entries", now)
            rows = self._db.execute(f"SELECT EXISTS (SELECT 1 FROM entries WHERE {condition})", args)
            return bool(rows.fetchone()[0])
        finally:
            self._db.execute("ROLLBACK")
