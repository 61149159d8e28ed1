"""What `ls` and `show` print: lines for people, or JSON lines for programs."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from shutil import get_terminal_size
from typing import Protocol

import click

from store import (
    UNMARKED,
    Capture,
    Entity,
    Entry,
    Filter,
    Mark,
    Reader,
    Table,
    capture_json,
    entity_json,
    event_json,
    line,
    rfc3339,
)

from .drawing.columns import fit, header
from .marks import remarked, size
from .request.pretty import head_lines, pretty
from .text import Spans, safe
from .words import EVENTS, entity_line, entry_line

Colour = Callable[[Spans], str]


class Question(Protocol):
    """What `ls` may ask."""

    async def __call__(
        self, reader: Reader, where: Filter, limit: int, *, as_json: bool, colour: Colour
    ) -> Iterator[str]: ...


SGR: dict[str, Callable[[str], str]] = {
    "ok": partial(click.style, fg="green"),
    "pending": partial(click.style, fg="cyan"),
    "attention": partial(click.style, fg="yellow"),
    "failed": partial(click.style, fg="red"),
    "rejected": partial(click.style, fg="red"),
    "verified": partial(click.style, fg="green"),
    "partial": partial(click.style, fg="yellow"),
    "dim": partial(click.style, dim=True),
    "head": partial(click.style, bold=True),
    "strong": partial(click.style, bold=True),
    "key": partial(click.style, fg="cyan"),
}
PIPED = 160
"""Columns where there is no terminal to ask."""
MOST = 2**62
NUMBER = " capt."
"""Over the number of a capture, which `show` takes."""


def colours(when: str) -> Colour:
    """Spans as text: with colour on a terminal, unless told otherwise."""
    wanted = when == "always" or (when == "auto" and sys.stdout.isatty())
    return _coloured if wanted else (lambda spans: "".join(text for text, _ in spans).rstrip())


def _coloured(spans: Spans) -> str:
    return "".join(SGR[style](text) if style in SGR else text for text, style in spans).rstrip()


def cells() -> int:
    return get_terminal_size((PIPED, 24)).columns if sys.stdout.isatty() else PIPED


async def entries(reader: Reader, where: Filter, limit: int, *, as_json: bool, colour: Colour) -> Iterator[str]:
    """The newest entries, newest last."""
    found = await reader.entries(where=where, limit=limit or MOST)
    return (line(event_json(one)) if as_json else colour(numbered(one)) for one in reversed(found))


async def entities(reader: Reader, where: Filter, limit: int, *, as_json: bool, colour: Colour) -> Iterator[str]:
    """The entities, last changed last."""
    found = await reader.entities(where=where, limit=limit or MOST)
    return (line(entity_json(one)) if as_json else colour(_entity(one)) for one in reversed(found))


async def captures(reader: Reader, where: Filter, limit: int, *, as_json: bool, colour: Colour) -> Iterator[str]:
    """The newest captures, newest last."""
    found, marks = await reader.captures(where=where, limit=limit or MOST), await reader.marks()
    return (
        line(capture_json(one, marks.get(one.seq, UNMARKED))) if as_json else colour(_capture(one))
        for one in reversed(found)
    )


def heading(table: Table) -> Spans:
    """What stands in the columns, for a person at a terminal; of entities each kind has its own."""
    if table == "captures":
        return ((f"{NUMBER} {'received':<24}  {'answer and request'}", "head"),)
    if table == "entities":
        return ()
    return ((f"{NUMBER} ", "head"), *header(fit(EVENTS, cells() - 7)))


def numbered(entry: Entry) -> Spans:
    """An entry in one line behind the number of its capture: what `show` takes."""
    return ((f"{entry.capture:>6} ", "dim"), *entry_line(entry, now(), cells() - 7))


def _entity(entity: Entity) -> Spans:
    return entity_line(entity, now(), cells())


def _capture(capture: Capture) -> Spans:
    what = safe(f"{capture.method} {capture.target}", 200)
    tail = f"  {size(len(capture.body))}  from {safe(capture.peer)}"
    begins = f"{capture.seq:>6} {rfc3339(capture.received_at)}  {capture.answer or '–':>3}  "
    return ((begins, "dim"), (what, ""), (tail, "dim"))


async def show_json(reader: Reader, capture: Capture) -> str:
    """The capture as one JSON line, with what it meant under `events`."""
    meant = await reader.entries_of(capture.seq)
    mark = (await reader.marks()).get(capture.seq, UNMARKED)
    return line({**capture_json(capture, mark), "events": [event_json(entry) for entry in meant]})


async def show(reader: Reader, capture: Capture) -> Iterator[Spans]:
    """What a capture meant, its headers, and its body to be read."""
    return _shown(capture, await reader.entries_of(capture.seq), (await reader.marks()).get(capture.seq))


def _shown(capture: Capture, meant: tuple[Entry, ...], mark: Mark | None) -> Iterator[Spans]:
    yield (*_capture(capture), (remarked(mark), "key"))
    if mark and mark.note:
        yield (("  note      ", "key"), (safe(mark.note), ""))
    yield (("", ""),)
    if not meant:
        yield (("not interpreted yet", "attention"),)
    for entry in meant:
        yield from _meaning(entry)
    yield (("", ""),)
    yield from head_lines(capture)
    yield (("", ""),)
    yield from pretty(capture, rest="--raw writes them all")


def _meaning(entry: Entry) -> Iterator[Spans]:
    event = entry.event
    yield ((safe(event.summary), "strong"),)
    facts = {
        "event": f"{event.provider or '?'} {event.type}" + (f" ×{entry.attempt}" if entry.attempt > 1 else ""),
        "entity": f"{event.kind} {event.id}" if event.kind else None,
        "state": f"{event.status or '–'} ({event.phase})",
        "reason": event.reason,
        "code": event.code,
        "meaning": event.meaning,
        "brand": event.brand,
        "campaign": event.campaign,
        "occurred": rfc3339(event.occurred_at),
        "signature": f"{entry.verdict.trust}: {entry.verdict.reason}",
    }
    for name, value in facts.items():
        if value:
            yield ((f"  {name:<10}", "key"), (safe(value), ""))
    for flag in entry.flags:
        yield ((f"  ⚑ {flag.oddity:<8}", "attention"), (safe(flag.text), ""))


def now() -> datetime:
    """The time where the user is."""
    return datetime.now(UTC).astimezone()
