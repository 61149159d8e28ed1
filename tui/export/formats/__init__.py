"""The formats in which captures are taken away: one file each, loaded when it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from store import UNMARKED, Capture, Mark


class Writer(Protocol):
    """Makes the bytes of a file, a request at a time."""

    def begin(self) -> bytes: ...
    def take(self, capture: Capture, events: Sequence[str], mark: Mark = UNMARKED, /) -> bytes:
        """A request, the events that it meant as JSON, and what people say of it."""
        ...

    def end(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name, and where it is made."""

    name: str
    title: str
    ending: str
    """Of a file's name; without one it is a folder, with a file for each request."""
    module: str
    harmless: bool = False
    """Nothing in it can drive a terminal."""

    def writer(self) -> Writer:
        """Raises `ImportError` where what it needs is not installed."""
        made: Writer = import_module(f".{self.module}", __name__).Writer()
        return made


_EVERY = (
    Format("ndjson", "JSON lines: each request, then what it meant", ".ndjson", "ndjson", harmless=True),
    Format("json", "One array of requests, each with its events", ".json", "array", harmless=True),
    Format("csv", "A row an event, for spreadsheets", ".csv", "table"),
    Format("har", "HAR 1.2, for a browser's network panel and mitmproxy", ".har", "har", harmless=True),
    Format("curl", "A script that posts every request again", ".sh", "script", harmless=True),
    Format("http", "A folder with a file a request, as samples are", "", "message"),
    Format("parquet", "A row an event with its request, for DuckDB and pandas", ".parquet", "parquet"),
)
FORMATS: Mapping[str, Format] = {one.name: one for one in _EVERY}
