"""One JSON array: each request as `show --json` has it, with what it meant under `events`."""

from collections.abc import Sequence

from store import UNMARKED, Capture, Mark, capture_line


class Writer:
    _between = b"\n"

    def begin(self) -> bytes:
        return b"["

    def take(self, capture: Capture, events: Sequence[str], mark: Mark = UNMARKED) -> bytes:
        between, self._between = self._between, b",\n"
        request = capture_line(capture, mark).removesuffix("}")
        return between + f'{request},"events":[{",".join(events)}]}}'.encode()

    def end(self) -> bytes:
        return b"\n]\n"
