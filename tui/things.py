"""What may be copied of the entry and the row that the user is on: a letter each."""

from collections.abc import Sequence

from store import Capture, Entry

from .copying import curl
from .text import safe

Thing = tuple[str, str, str]
"""A letter, a name and the text."""
HERE = "http://127.0.0.1:8010"
"""Where a command goes while nobody says where the receiver is."""


def things(entry: Entry, capture: Capture, address: str, row: tuple[str, str] = ("", "")) -> Sequence[Thing]:
    """`row` is a path and a value in the body."""
    event, (path, value) = entry.event, row
    base = address.rstrip("/")
    every = (
        ("y", "payload", capture.body.decode("utf-8", "backslashreplace")),
        ("c", "curl", curl(capture, base or HERE)),
        ("v", "value", value),
        ("p", "path", safe(path)),
        ("u", "public URL", f"{base}/{event.provider or ''}" if base else ""),
        ("i", "id", safe(event.id or "")),
        ("k", "key", safe(event.key)),
        ("s", "summary", safe(event.summary)),
    )
    return tuple(one for one in every if one[2])
