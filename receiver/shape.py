"""The shape of what a provider sends: which fields of which type, and which words; beside that of its samples."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache

from store import Capture, Event, Json, form_pairs, is_form, json_body, query_pairs

from .provider import Provider
from .sample import Sample, samples

MOST = 400
"""Parts of one shape: what is larger is looked at so far."""
LONGEST = 120
"""Letters of a part."""
TYPES: tuple[tuple[type, str], ...] = ((bool, "truth"), (int, "number"), (float, "number"), (str, "text"))


def unlisted(capture: Capture, provider: Provider, events: Iterable[Event]) -> tuple[str, ...]:
    """The parts of a callback's shape that none of the provider's samples has: `data.payload.cost: text`, `status =
    HELD`."""
    return tuple(sorted(_shape(capture, events) - _published(provider)))


def _shape(capture: Capture, events: Iterable[Event]) -> frozenset[str]:
    words = {word for event in events for word in (f"type = {event.type}", f"status = {event.status}")}
    parts = (part for part, _ in zip(_parts(_said(capture)), range(MOST), strict=False))
    return frozenset(_text(part) for part in (*words, *parts))


@cache
def _published(provider: Provider) -> frozenset[str]:
    own = [_captured(sample) for sample in samples() if sample.provider == provider.name]
    return frozenset().union(*(_shape(capture, provider.interpret(capture)) for capture in own))


def _said(capture: Capture) -> Json:
    """What was sent, as JSON; a form and a query are an object of texts."""
    start = capture.body.lstrip()[:1]
    if start and (not is_form(capture) or start in b"{["):
        return json_body(capture)
    return dict(form_pairs(capture) if start else query_pairs(capture))


def _parts(value: Json, path: str = "") -> Iterator[str]:
    """Each leaf as `path: type`. Nothing at all, or an empty list, says nothing about a type."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _parts(child, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for child in value:
            yield from _parts(child, f"{path}[]")
    elif value is not None:
        yield f"{path}: {next(name for type_, name in TYPES if isinstance(value, type_))}"


def _text(part: str) -> str:
    return part[:LONGEST].encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _captured(sample: Sample) -> Capture:
    return Capture(
        seq=0,
        received_at=datetime.fromtimestamp(0, UTC),
        method=sample.method,
        target=sample.target,
        http_version="1.1",
        headers=sample.headers,
        body=sample.body,
        peer="",
    )
