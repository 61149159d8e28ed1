"""The shape of what a provider sends: which fields of which type, and which words; beside that of its samples."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice

from store import Capture, Event, Json, form_pairs, is_form, json_body, query_pairs

from .provider import Provider
from .sample import samples

MOST = 400
"""Parts of one shape: what is larger is looked at so far."""
MOST_VISITED = 5000
"""Nodes that are looked at for them: most of a long list may say nothing."""
FALLBACK = "event"
"""What adapters call an event that has no name: no word of the provider's."""
LONGEST = 120
"""Letters of a part."""
NEVER = datetime.fromtimestamp(0, UTC)
"""When a sample was received, which says nothing about its shape."""
TYPES: tuple[tuple[type, str], ...] = ((bool, "truth"), (int, "number"), (float, "number"), (str, "text"))


def unlisted(capture: Capture, provider: Provider, events: Iterable[Event]) -> tuple[str, ...]:
    """The parts of a callback's shape that none of the provider's samples has: `data.payload.cost: text`, `status =
    HELD`."""
    return tuple(sorted(_shape(capture, events) - _published(provider)))


def _shape(capture: Capture, events: Iterable[Event]) -> frozenset[str]:
    types = {f"type = {event.type}" for event in events if event.type != FALLBACK}
    statuses = {f"status = {event.status}" for event in events if event.status}
    visited = islice(_visited(_said(capture)), MOST_VISITED)
    parts = islice((part for part in visited if part), MOST)
    return frozenset(_text(part) for part in (*types, *statuses, *parts))


@cache
def _published(provider: Provider) -> frozenset[str]:
    own = [sample.captured(NEVER) for sample in samples() if sample.provider == provider.name]
    return frozenset().union(*(_shape(capture, provider.interpret(capture)) for capture in own))


def _said(capture: Capture) -> Json:
    """What was sent, as JSON; a form and a query are an object of texts."""
    start = capture.body.lstrip()[:1]
    if start and (not is_form(capture) or start in b"{["):
        return json_body(capture)
    return dict(form_pairs(capture) if start else query_pairs(capture))


def _visited(value: Json, path: str = "") -> Iterator[str | None]:
    """Each leaf as `path: type`; None for what says nothing about a type: an object, a list, nothing at all."""
    if isinstance(value, dict | list):
        yield None
        for name, child in _children(value, path):
            yield from _visited(child, name)
    else:
        yield None if value is None else f"{path}: {_type(value)}"


def _children(value: dict[str, Json] | list[Json], path: str) -> Iterator[tuple[str, Json]]:
    if isinstance(value, list):
        inside = f"{path}[]"[:LONGEST]
        yield from ((inside, child) for child in value)
        return
    before = f"{path}." if path else ""
    yield from ((f"{before}{name[:LONGEST]}"[:LONGEST], child) for name, child in value.items())


def _type(value: Json) -> str:
    return next(name for type_, name in TYPES if isinstance(value, type_))


def _text(part: str) -> str:
    return part[:LONGEST].encode("utf-8", "replace").decode().replace("\0", "\ufffd")
