"""Callbacks as captures, from samples or written out in a test."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from receiver.stories.sample import Sample, pick
from store import Capture, Header, Json

RECEIVED = datetime(2026, 11, 22, 10, tzinfo=UTC)


def captured(sample: Sample, body: bytes | None = None, target: str | None = None) -> Capture:
    posted = replace(sample, body=sample.body if body is None else body, target=target or sample.target)
    return posted.captured(RECEIVED, seq=1)


def sampled(name: str, target: str | None = None) -> Capture:
    [sample] = pick([name])
    return captured(sample, target=target)


def changed(name: str, *path: str, **values: Json) -> Capture:
    """A JSON sample with other values in the object at the path."""
    [sample] = pick([name])
    body = json.loads(sample.body)
    inner = body
    for key in path:
        inner = inner[key]
    inner.update(values)
    return captured(sample, json.dumps(body).encode())


def posted(body: Json, target: str = "/", *headers: Header) -> Capture:
    sample = Sample("", "POST", target, ((b"Content-Type", b"application/json"), *headers), json.dumps(body).encode())
    return captured(sample)


def form(pairs: Mapping[str, str], target: str = "/", *headers: Header) -> Capture:
    kind = (b"Content-Type", b"application/x-www-form-urlencoded")
    return captured(Sample("", "POST", target, (kind, *headers), urlencode(pairs).encode()))
