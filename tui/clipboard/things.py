"""What may be copied of the entry and the row that the user is on: a letter each."""

from collections.abc import Sequence

from store import Capture, Entry

from ..text import safe
from ..tunnelling.reach import given
from .copying import curl

Thing = tuple[str, str, str]
"""A letter, a name and the text."""
HERE = "http://127.0.0.1:8010"
"""Where a command goes while nobody says where the receiver is."""


CHOICE = "public URLs"
"""Which of them: there is no provider to tell."""


def things(
    entry: Entry, capture: Capture, address: str, row: tuple[str, str] = ("", ""), public: str = ""
) -> Sequence[Thing]:
    """`row` is a path and a value in the body; `public` is where senders find us, if not at the address."""
    event, (path, value) = entry.event, row
    base = address.rstrip("/")
    every = (
        ("y", "payload", capture.body.decode("utf-8", "backslashreplace")),
        ("c", "curl", curl(capture, base or HERE)),
        ("v", "value", value),
        ("p", "path", safe(path)),
        called(public or base, event.provider),
        ("i", "id", safe(event.id or "")),
        ("k", "key", safe(event.key)),
        ("s", "summary", safe(event.summary)),
    )
    return tuple(one for one in every if one[2])


def called(url: str, provider: str | None) -> Thing:
    """What to give the provider; without one, which of them is asked."""
    if not url or provider:
        return "u", "public URL", given(url, provider or "") if url else ""
    return "u", CHOICE, safe(url)
