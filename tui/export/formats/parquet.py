"""Parquet: a row an event, with its request; needs the extra `parquet`."""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from typing import Any

from store import UNMARKED, Capture, Json, Mark

from .table import COLUMNS, flat

WHOLE = {"seq": "int64", "capture": "int64", "attempt": "int32", "answer": "int32"}
TIMES = ("received_at", "occurred_at")
REQUEST = {"target": "string", "headers": "string", "body": "binary"}
ROWS, OCTETS = 20_000, 8 * 2**20
"""Rows of a group and bytes of their bodies: what is held at once."""


class Writer:
    """What pyarrow has written is handed on as it comes."""

    def __init__(self) -> None:
        self._arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")  # no other format needs them
        self._schema = _schema(self._arrow)
        self._sink = Sink()
        self._file = parquet.ParquetWriter(self._sink, self._schema, compression="zstd")
        self._rows: list[dict[str, object]] = []
        self._octets = 0

    def begin(self) -> bytes:
        return self._sink.taken()

    def take(self, capture: Capture, events: Sequence[str], _mark: Mark = UNMARKED) -> bytes:
        self._rows += [_row(capture, json.loads(event)) for event in events]
        self._octets += len(capture.body) * len(events)
        return self._group() if len(self._rows) >= ROWS or self._octets >= OCTETS else b""

    def end(self) -> bytes:
        rest = self._group() if self._rows else b""
        self._file.close()
        return rest + self._sink.taken()

    def _group(self) -> bytes:
        self._file.write_table(self._arrow.Table.from_pylist(self._rows, self._schema))
        self._rows, self._octets = [], 0
        return self._sink.taken()


def _schema(arrow: Any) -> Any:
    names = dict.fromkeys(COLUMNS, "string") | WHOLE | REQUEST
    made = {name: getattr(arrow, kind)() for name, kind in names.items()}
    return arrow.schema([*(made | dict.fromkeys(TIMES, arrow.timestamp("us", "UTC"))).items()])


class Sink:
    """A file that is written from its beginning to its end."""

    closed = False

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._at = 0

    def write(self, piece: Any) -> int:
        held = bytes(piece)
        self._held.append(held)
        self._at += len(held)
        return len(held)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None: ...
    def close(self) -> None: ...
    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def taken(self) -> bytes:
        held, self._held = b"".join(self._held), []
        return held


def _row(capture: Capture, event: dict[str, Json]) -> dict[str, object]:
    row: dict[str, object] = {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
        for name, value in flat(capture, event).items()
    }
    happened = event["occurred_at"]
    return {
        **row,
        "received_at": capture.received_at,
        "occurred_at": datetime.fromisoformat(happened) if isinstance(happened, str) else None,
        "target": capture.target,
        "headers": json.dumps([[name.decode("latin-1"), value.decode("latin-1")] for name, value in capture.headers]),
        "body": capture.body,
    }
