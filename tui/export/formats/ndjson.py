"""JSON lines: a line for a request, and one for each event that it meant; the first are what `import` reads."""

from collections.abc import Sequence

from store import UNMARKED, Capture, Mark, capture_line


class Writer:
    def begin(self) -> bytes:
        return b""

    def take(self, capture: Capture, events: Sequence[str], mark: Mark = UNMARKED) -> bytes:
        return "\n".join((capture_line(capture, mark), *events, "")).encode()

    def end(self) -> bytes:
        return b""
