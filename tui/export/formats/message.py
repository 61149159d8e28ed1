"""A request as text, as samples are kept: request line, headers, an empty line, the body and a line end."""

from collections.abc import Sequence

from store import UNMARKED, Capture, Mark


class Writer:
    def begin(self) -> bytes:
        return b""

    def take(self, capture: Capture, events: Sequence[str], _mark: Mark = UNMARKED) -> bytes:  # noqa: ARG002
        head = f"{capture.method} {capture.target} HTTP/{capture.http_version}".encode("latin-1")
        lines = (head, *(b"%b: %b" % header for header in capture.headers), b"", capture.body)
        return b"\n".join(lines) + b"\n"

    def end(self) -> bytes:
        return b""
