"""A script for a shell that posts every request again, at whatever address it is given."""

from collections.abc import Sequence

from store import UNMARKED, Capture, Mark

from ...clipboard.copying import curl_to
from ...clipboard.things import HERE

HEAD = f"""#!/usr/bin/env bash
# Posts what was captured again, oldest first. Where to is the first argument: without it {HERE}
to=${{1:-{HERE}}}
"""


class Writer:
    def begin(self) -> bytes:
        return HEAD.encode()

    def take(self, capture: Capture, events: Sequence[str], _mark: Mark = UNMARKED) -> bytes:  # noqa: ARG002
        return f"\n# capture {capture.seq}\n{curl_to(capture, 'to')}\n".encode()

    def end(self) -> bytes:
        return b""
