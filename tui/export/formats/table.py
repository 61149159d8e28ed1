"""CSV: a row an event, in which a spreadsheet finds no formula."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from store import UNMARKED, Capture, Json, Mark

from ..cells import cell

COLUMNS = (
    *("seq", "capture", "received_at", "provider", "type", "entity_kind", "entity_id", "campaign", "brand", "status"),
    *("phase", "reason", "code", "meaning", "occurred_at", "key", "attempt", "verdict", "verdict_reason", "summary"),
    *("name", "from", "to", "text", "aliases", "doubts", "flags", "method", "path", "peer", "answer"),
)


class Writer:
    def begin(self) -> bytes:
        return _rows([COLUMNS])

    def take(self, capture: Capture, events: Sequence[str], _mark: Mark = UNMARKED) -> bytes:
        return _rows([_row(capture, json.loads(event)) for event in events])

    def end(self) -> bytes:
        return b""


def _row(capture: Capture, event: Mapping[str, Json]) -> Sequence[str | int]:
    return [cell(_plain(value)) for value in flat(capture, event).values()]


def flat(capture: Capture, event: Mapping[str, Json]) -> Mapping[str, Json]:
    """An event and its request as one row."""
    entity = event["entity"] if isinstance(event["entity"], dict) else {}
    known: dict[str, Json] = {
        **event,
        "entity_kind": entity.get("kind"),
        "entity_id": entity.get("id"),
        "method": capture.method,
        "path": capture.path,
        "peer": capture.peer,
        "answer": capture.answer,
    }
    return {name: known[name] for name in COLUMNS}


def _plain(value: Json) -> str | int:
    if isinstance(value, str | int):
        return value
    return json.dumps(value, ensure_ascii=False) if value else ""


def _rows(rows: Sequence[Sequence[str | int]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8", "backslashreplace")
