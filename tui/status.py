"""The top line: is it live, where does it listen, how fast do events come."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from store import Counts, Cursors

from .process.opened import FILE
from .pulse import Pulse
from .text import Spans, safe, shorten, width

WIDE = 100
BEHIND = 200
"""Captures that the view may be behind before the board says so."""
LEAST = 20
"""Cells that our own address keeps before it is said where things are sent on to."""
FAR = 4
"""Cells of the arrow between two places, and of what is around it."""
STALLED = 20
"""Looks without progress after which it says so of any."""


class ReceiverView(Protocol):
    """The receiver, as the board sees it."""

    @property
    def state(self) -> str:
        """`listening`, or what it is instead."""
        ...

    @property
    def sentence(self) -> str:
        """What happened, and what is being done about it."""
        ...

    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Way:
    """How the world reaches us."""

    url: str
    """Or the tunnel's name, where it has none yet."""
    said: str
    """A glyph and the age of what proves it, or what it is instead."""
    style: str


@dataclass(frozen=True, kw_only=True)
class Status:
    """What the top line and the banner say."""

    state: str = "starting"
    """`listening`, `live`, `watching`, `paused`, or what the receiver is instead."""
    address: str = ""
    rate: float = 0.0
    bars: str = ""
    rejected: int = 0
    total: int = 0
    reading: tuple[int, int] | None = None
    """Captures interpreted, and captures there are, while the view is behind."""
    banner: str = ""
    """What is wrong and what is being done about it."""
    way: Way | None = None
    """None where there is no tunnel."""
    badges: tuple[str, ...] = ()
    """What is unusual about how the board shows itself, or where it sends things."""
    onward: str = ""
    """Where captures are sent on to."""


@dataclass
class Teller:
    """Makes the status of what each look has seen."""

    address: str
    receiver: ReceiverView | None
    _pulse: Pulse = field(default_factory=Pulse)
    _read: tuple[int, int] = (0, 0)
    """The newest capture that had been read, and in how many looks it was."""

    def tell(self, now: datetime, cursors: Cursors, counts: Counts | None, trouble: str, *, following: bool) -> Status:
        self._pulse.beat(now, cursors.entry)
        self._read = (cursors.read, self._read[1] + 1 if self._read[0] == cursors.read else 0)
        behind = cursors.capture - cursors.read
        receiver = self.receiver
        down = receiver.sentence if receiver and receiver.state != "listening" else ""
        return Status(
            state=receiver.state if receiver and down else self._state(cursors, following=following),
            address=receiver.address if receiver else self.address,
            rate=self._pulse.rate(),
            bars=self._pulse.bars(),
            rejected=counts.rejected if counts else 0,
            total=counts.entries if counts else 0,
            reading=(cursors.read, cursors.capture) if behind > (0 if self._read[1] > STALLED else BEHIND) else None,
            banner=down or trouble,
        )

    def _state(self, cursors: Cursors, *, following: bool) -> str:
        if self.receiver and self.receiver.state == FILE:
            return FILE
        if not following:
            return "paused"
        if self.receiver is None:
            return "watching"
        return "live" if cursors.capture else "listening"


GLYPHS = {
    "live": ("●", "ok"),
    "listening": ("●", "ok"),
    "watching": ("●", "ok"),
    FILE: ("●", "ok"),
    "paused": ("❚❚", "attention"),
    "starting": ("◌", "dim"),
}


def top_line(status: Status, cells: int) -> Spans:
    """State and address on the left, the counts on the right; the picture and the address go first."""
    glyph, style = GLYPHS.get(status.state, ("✖", "failed"))
    left: Spans = (("callboard ", "strong"), (f"{glyph} {status.state.upper()}", style), *_badges(status))
    right = _counts(status, cells)
    room = cells - _width(left) - _width(right) - 4
    if room > 0:
        onward = f" → {safe(status.onward)}" if status.onward else ""
        onward = onward if room - width(onward) >= LEAST else ""
        left = (*left, ("  ", ""), *_where(status, room - width(onward)), (onward, ""))
    return (*left, (" " * max(1, cells - _width(left) - _width(right)), ""), *right)


def _where(status: Status, room: int) -> Spans:
    """Where we listen, and what leads there: of that the proof stays longest."""
    address = safe(status.address.removeprefix("http://"))
    if status.way is None:
        return ((shorten(address, room), ""),)
    url, said, style = safe(status.way.url), safe(status.way.said), status.way.style
    host = url.partition("://")[2].partition("/")[0] or url
    origin = f"{url.partition('://')[0]}://{host}" if host != url else url
    for near, far in ((address, origin), (f":{safe(status.address).rpartition(':')[2]}", host)):
        if width(near) + width(far) + width(said) + FAR <= room:
            return ((f"{near} ⇄ {far} ", ""), (said, style))
    rest = room - width(said) - FAR
    return ((f"⇄ {shorten(host, rest)} " if rest > FAR else "⇄ ", ""), (shorten(said, room - 2), style))


def banner_line(status: Status, cells: int) -> Spans:
    return ((shorten(f" ✖ {safe(status.banner)}", cells).ljust(cells), "alarm"),)


def _badges(status: Status) -> Spans:
    return tuple((f"  {badge}", "attention") for badge in status.badges)


def _counts(status: Status, cells: int) -> Spans:
    parts: list[tuple[str, str]] = []
    if status.reading:
        read, there = status.reading
        parts.append((f"reading {read:,} of {there:,}", "attention"))
    if status.total:
        picture = f" {status.bars}" if status.bars and cells >= WIDE else ""
        parts.append((f"{status.rate:.1f}/s{picture}", "dim"))
    if status.rejected:
        parts.append((f"✗sig {status.rejected:,}", "rejected"))
    parts.append((f"{status.total:,} ev", ""))
    return (*(span for part in parts for span in (("  ", ""), part)), (" ", ""))


def _width(spans: Spans) -> int:
    return sum(width(text) for text, _ in spans)
