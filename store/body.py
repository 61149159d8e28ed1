"""The body of a request as JSON, form or query: pure, and total but for `ValueError`."""

import json
from functools import lru_cache
from urllib.parse import parse_qsl

from .models import Request

DEPTH = 100
"""JSON nested deeper is not read: it is shown as it came."""

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


def json_body(request: Request) -> Json:
    """The body as JSON, integers exact, not to be changed; `ValueError` says why it is none."""
    return _parsed(request.body)


@lru_cache(maxsize=8)  # every adapter looks at the same body, one after the other
def _parsed(body: bytes) -> Json:
    try:
        value: Json = json.loads(body.decode("utf-8-sig"), parse_constant=_not_json)
    except RecursionError:
        raise ValueError(f"JSON nested deeper than {DEPTH} levels") from None
    if _deeper(value, DEPTH):
        raise ValueError(f"JSON nested deeper than {DEPTH} levels")
    return value


def form_pairs(request: Request) -> tuple[tuple[str, str], ...]:
    """The body of an `application/x-www-form-urlencoded` request, in order, with empty values."""
    return tuple(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))


def query_pairs(request: Request) -> tuple[tuple[str, str], ...]:
    """The query of the target, in order, with empty values."""
    return tuple(parse_qsl(request.query, keep_blank_values=True))


def is_form(request: Request) -> bool:
    """The sender calls its body a form."""
    return (request.header("content-type") or "").lower().startswith("application/x-www-form-urlencoded")


def _not_json(constant: str) -> Json:
    raise ValueError(f"{constant} is not JSON")


def _deeper(value: Json, depth: int) -> bool:
    level: list[Json] = [value]
    while level and depth >= 0:
        level = [child for node in level for child in _children(node)]
        depth -= 1
    return bool(level)


def _children(node: Json) -> list[Json]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []
