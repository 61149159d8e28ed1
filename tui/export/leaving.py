"""An export from its first request to its last: what is left out, in which format, and how far it is."""

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from store import UNMARKED, Capture, Filter, Mark, Page, Reader

from . import masking
from .formats import Format, Writer
from .landing import Place
from .redaction import Redaction

_ODD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be taken away, and how."""

    where: Filter
    form: Format
    redaction: Redaction | None
    """None takes everything as it came."""
    mask: bool = False


@dataclass(frozen=True, slots=True)
class Far:
    """How far an export is."""

    captures: int = 0
    events: int = 0
    share: float = 0.0
    damaged: int = 0
    """Requests that are left out, or what stands for several: on the disk they are not what came."""

    def said(self, where: object) -> str:
        return f"{many(self.captures, 'request')} with {many(self.events, 'event')} in {where}{self.lost}"

    @property
    def lost(self) -> str:
        return f"; left out where the log is damaged, in {many(self.damaged, 'place')}" if self.damaged else ""


def many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


Tell = Callable[[Far], None]


async def leave(reader: Reader, order: Order, writer: Writer, place: Place, tell: Tell) -> Far:
    """Write it all, a page at a time; how much it was. Raises `StoreError` and `OSError`."""
    far = Far()
    place.write(writer.begin())
    async for page in reader.taken(order.where):
        sound = [one for one in page.captures if not one.damaged]
        _write(replace(page, captures=sound), order, writer, place)
        events = sum(len(page.events[one.seq]) for one in sound)
        damaged = far.damaged + len(page.captures) - len(sound)
        far = Far(far.captures + len(sound), far.events + events, page.share, damaged)
        tell(far)
        await asyncio.sleep(0)  # whoever waits is heard between two pages
    place.write(writer.end())
    return far


def _write(page: Page, order: Order, writer: Writer, place: Place) -> None:
    pieces = []
    for capture in page.captures:
        request, events = _shaded(capture, page.events[capture.seq], order)
        mark = page.marks.get(capture.seq)
        piece = writer.take(request, events, _of_mark(mark, order) if mark else UNMARKED)
        if order.form.ending:
            pieces.append(piece)
        else:
            place.file(_name(capture, events), piece)
    place.write(b"".join(pieces))


def _shaded(capture: Capture, events: Sequence[str], order: Order) -> tuple[Capture, Sequence[str]]:
    request = capture
    if redaction := order.redaction:
        request = redaction.request(capture)
        events = [redaction.event(one, capture, request) for one in events]
    if order.mask:
        request, events = masking.request(request), [masking.event(one) for one in events]
    return request, events


def _of_mark(mark: Mark, order: Order) -> Mark:
    """A note may say what is nobody else's, too."""
    note = mark.note
    if note and order.redaction:
        note = order.redaction.text(note)
    if note and order.mask:
        note = masking.say("text", note)
    return replace(mark, note=note)


def _name(capture: Capture, events: Sequence[str]) -> str:
    """Of a file in a folder: of digits and the letters of a provider's name, whatever was captured."""
    provider = str(json.loads(events[0])["provider"] or "unrecognised") if events else ""
    return f"{capture.seq:06}-{_ODD.sub('-', provider.lower())[:40]}.http"
