"""The body of a request as JSON, form or query: pure, and total but for `ValueError`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from .request import Request

DEPTH = 100
"""JSON nested deeper is not read: it is shown as it came."""
MOST_FIELDS = 5000
"""Fields of a form or a query: what comes after them is not taken apart."""

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
Pairs = tuple[tuple[str, str], ...]


def json_body(request: Request) -> Json:
    """The body as JSON, integers exact, not to be changed; `ValueError` says why it is none."""
    value = _parsed(request.body)
    if not isinstance(value, NoJson):
        return value
    raise ValueError(value.why)


@dataclass(frozen=True, slots=True)
class NoJson:
    """What cannot be read is as dear to parse as what can, so it is remembered too."""

    why: str


@lru_cache(maxsize=8)  # every adapter looks at the same body, one after the other
def _parsed(body: bytes) -> Json | NoJson:
    try:
        return _read(body)
    except ValueError as error:
        return NoJson(str(error))


def _read(body: bytes) -> Json:
    text = body.decode("utf-8-sig")
    try:
        value: Json = JSON.decode(text)
    except RecursionError:
        raise ValueError(f"JSON nested deeper than {DEPTH} levels") from None
    if text.count("{") + text.count("[") > DEPTH and _deeper(value):  # mostly there are not even so many
        raise ValueError(f"JSON nested deeper than {DEPTH} levels")
    return value


def form_pairs(request: Request) -> Pairs:
    """The body of an `application/x-www-form-urlencoded` request, in order, with empty values."""
    return _form(request.body)


@lru_cache(maxsize=8)
def _form(body: bytes) -> Pairs:
    return _pairs(body.decode("utf-8", "replace"))


def query_pairs(request: Request) -> Pairs:
    """The query of the target, in order, with empty values."""
    return _pairs(request.query)


@lru_cache(maxsize=8)
def _pairs(text: str) -> Pairs:
    fields = text.split("&", MOST_FIELDS)[:MOST_FIELDS]
    return tuple(parse_qsl("&".join(fields), keep_blank_values=True))


def is_form(request: Request) -> bool:
    """The sender calls its body a form."""
    return (request.header("content-type") or "").lower().startswith("application/x-www-form-urlencoded")


def _not_json(constant: str) -> Json:
    raise ValueError(f"{constant} is not JSON")


JSON = json.JSONDecoder(parse_constant=_not_json)


def _deeper(value: Json) -> bool:
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(DEPTH):
        level = [child for node in level for child in _children(node) if isinstance(child, dict | list)]
    return bool(level)


def _children(node: Json) -> Iterable[Json]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()
