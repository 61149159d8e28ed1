"""The shape of what a provider sends: which fields of which type, and which words; beside that of its samples."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice

from store import Capture, Event, Json, form_pairs, is_form, json_body, query_pairs

from ..provider import Provider
from ..stories.sample import samples

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
TYPES: dict[type, str] = {bool: "truth", int: "number", float: "number", str: "text"}


def unlisted(capture: Capture, provider: Provider, events: Iterable[Event]) -> tuple[str, ...]:
    """The parts of a callback's shape that none of the provider's samples has: `data.payload.cost: text`, `status =
    HELD`."""
    published = _published(provider)
    return tuple(sorted(set(map(_text, _shape(capture, events) - published)) - published))


def _shape(capture: Capture, events: Iterable[Event]) -> set[str]:
    types = {f"type = {event.type}" for event in events if event.type != FALLBACK}
    statuses = {f"status = {event.status}" for event in events if event.status}
    return {*types, *statuses, *islice(_leaves(_said(capture)), MOST)}


@cache
def _published(provider: Provider) -> frozenset[str]:
    own = [sample.captured(NEVER) for sample in samples() if sample.provider == provider.name]
    return frozenset(_text(part) for capture in own for part in _shape(capture, provider.interpret(capture)))


def _said(capture: Capture) -> Json:
    """What was sent, as JSON; a form and a query are an object of texts."""
    start = capture.body.lstrip()[:1]
    if start and (not is_form(capture) or start in b"{["):
        return json_body(capture)
    return dict(form_pairs(capture) if start else query_pairs(capture))


def _leaves(said: Json) -> Iterator[str]:
    """Each leaf that says something about a type, as `path: type`, in their order."""
    ahead: list[tuple[str, Json]] = [("", said)]
    for _ in range(MOST_VISITED):
        if not ahead:
            return
        path, value = ahead.pop()
        if said_as := TYPES.get(type(value)):
            yield f"{path}: {said_as}"
        elif isinstance(value, dict | list):
            ahead += reversed(_children(value, path))


def _children(value: dict[str, Json] | list[Json], path: str) -> list[tuple[str, Json]]:
    """No more than are looked at."""
    if isinstance(value, list):
        inside = f"{path}[]"[:LONGEST]
        return [(inside, child) for child in value[:MOST_VISITED]]
    before = f"{path}." if path else ""
    return [(f"{before}{name[:LONGEST]}"[:LONGEST], child) for name, child in islice(value.items(), MOST_VISITED)]


def _text(part: str) -> str:
    return part[:LONGEST].encode("utf-8", "replace").decode().replace("\0", "\ufffd")
