"""What a callback of Plivo's says, as fields: a form, a query and JSON alike."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from receiver.payloads.payload import fields, text
from store import Capture, Json, query_pairs


class Field(NamedTuple):
    names: tuple[str, ...]
    """Its name, and that behind the name of what it is in."""
    value: str


Said = tuple[Field, ...]
BETWEEN = re.compile(r"[\s_-]")


def said_in(capture: Capture) -> Said:
    """The fields of the body, then those of the query: a URL may have its own beside a form."""
    body = fields(capture) if capture.body.strip() else {}
    return (*_leaves(body, ""), *_leaves(dict(query_pairs(capture)), ""))


def _leaves(value: Json | dict[str, str], name: str, outer: str = "") -> Iterator[Field]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves(child, bare(key), name)
    elif isinstance(value, list):
        for child in value:
            yield from _leaves(child, name, outer)
    elif (said := text(value)) and said.strip():
        yield Field((name, outer + name), said)


def bare(name: str) -> str:
    return BETWEEN.sub("", name).lower()


def first(said: Said, *names: str) -> str | None:
    """The value of the first of these names that is there."""
    return next((field.value for name in names for field in said if name in field.names), None)
