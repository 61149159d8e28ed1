"""What the board has said in this run, and the end of what its receiver says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..text import safe
from .searching import Row, Searching, Section, paragraph

MARKS = {"information": ("·", "dim"), "warning": ("▲", "attention"), "error": ("✖", "failed")}
TAIL = 65536
"""Bytes of the receiver's log that are looked at."""
KEPT = 1000
"""Messages, and lines of the receiver's log."""


@dataclass(frozen=True, slots=True)
class Said:
    """One toast or banner."""

    at: datetime
    text: str
    severity: str = "information"


class Messages(Searching):
    """Newest last."""

    TITLE = "Messages"
    END = True

    def __init__(self, said: Sequence[Said], talk: Path) -> None:
        super().__init__()
        self._said, self._talk, self._lines = said, talk, tail(talk)

    def sections(self, cells: int) -> Iterable[Section]:
        yield Section("board", tuple(messages(self._said, cells)))
        yield Section("receiver", tuple(self._receiver(cells)))

    def _receiver(self, cells: int) -> Iterator[Row]:
        for line in self._lines:
            yield from paragraph(((line, ""),), cells)
        where = safe(str(self._talk))
        yield from paragraph(((f"the end of {where}" if self._lines else f"nothing in {where}", "dim"),), cells)


def messages(said: Sequence[Said], cells: int) -> Iterator[Row]:
    for one in said:
        mark = MARKS.get(one.severity, MARKS["information"])
        spans = ((f"{one.at:%H:%M:%S} ", "dim"), (f"{mark[0]} ", mark[1]), (one.text, ""))
        yield from paragraph(spans, cells, f"{one.severity} {one.text}")
    if not said:
        yield Row((("Nothing was said in this run: toasts and banners are kept here.", "dim"),))


def tail(talk: Path) -> tuple[str, ...]:
    """The last lines of a file, safe to draw; none where there is no such file."""
    try:
        with talk.open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - TAIL))
            lines = file.read(TAIL).decode("utf-8", "backslashreplace").splitlines()
    except OSError:
        return ()
    return tuple(safe(line) for line in lines[-KEPT:])
