"""A request with some of its texts said otherwise: JSON stays JSON, a form a form, the rest as it came."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from urllib.parse import quote_plus, unquote_plus

from store import Capture, is_form

from ..jsontext import Digits, Members, Node, leaf, read

_HALF, _NO_BYTE, _BYTE = re.compile("[\ud800-\udfff]"), re.compile("[\ud800-\udc7f]"), re.compile("[\udc80-\udcff]")
"""Half of a pair, of which JSON can tell, and UTF-8 cannot; some stand for a byte that is no UTF-8."""
Say = Callable[[str, str], str]
"""What stands for a text under this name of a field; the name is empty where there is none."""


def body_said(capture: Capture, say: Say) -> bytes:
    """The body, with every text in it as it is to be said."""
    text = capture.body.decode("utf-8", "surrogateescape")
    said = pairs_said(text, say) if is_form(capture) else text_said(text, say)
    half = _HALF if _BYTE.search(text) is None else _NO_BYTE
    return half.sub(_as_json, said).encode("utf-8", "surrogateescape")


def _as_json(half: re.Match[str]) -> str:
    return f"\\u{ord(half[0]):04x}"


def text_said(text: str, say: Say, name: str = "") -> str:
    """JSON is told anew only where something in it is said otherwise."""
    if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        try:
            node = read(text.lstrip("\ufeff"))
        except ValueError:
            return say(name, text)
        said = node_said(node, say, name)
        return text if said == node else compact(said)
    return say(name, text)


def node_said(node: Node, say: Say, name: str = "") -> Node:
    """A member without a name of its own, as in a list, goes by that of what it is in; so does all that is in something
    of which nothing is to be known."""
    if isinstance(node, Members):
        names = _names(node)
        return Members(
            (key, node_said(child, say, own if say(name, "?") == "?" else name)) for key, child, own in names
        )
    if isinstance(node, list):
        return [node_said(child, say, name) for child in node]
    if not isinstance(node, str) or not node:
        return node
    said = say(name, str(node)) if isinstance(node, Digits) else text_said(node, say, name)
    return node if said == node else said


def _names(node: Members) -> Iterator[tuple[str, Node, str]]:
    """Each member, and what it is called: the value of `{"name": "X-Api-Key", "value": …}` by that name."""
    named = next((child for key, child in node if key == "name" and isinstance(child, str)), "value")
    return ((key, child, named if key == "value" else key) for key, child in node)


def pairs_said(text: str, say: Say) -> str:
    """The fields of a query or a form."""
    return "&".join(map(partial(_pair, say), text.split("&")))


def _pair(say: Say, pair: str) -> str:
    name, mark, value = pair.partition("=")
    if not mark:
        return _coded(name, say("", unquote_plus(name)))
    return f"{name}={_coded(value, text_said(unquote_plus(value), say, unquote_plus(name)))}"


def _coded(was: str, said: str) -> str:
    return was if said == unquote_plus(was) else quote_plus(said)


def headers_said(capture: Capture, say: Callable[[bytes, bytes], bytes]) -> Capture:
    headers = tuple((name, say(name, value)) for name, value in capture.headers)
    return replace(capture, headers=headers)


def compact(node: Node) -> str:
    if isinstance(node, Members):
        return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{compact(child)}" for key, child in node) + "}"
    return "[" + ",".join(map(compact, node)) + "]" if isinstance(node, list) else leaf(node)
