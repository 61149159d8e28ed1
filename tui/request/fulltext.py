"""A request as one whole text, for other programs to show."""

from itertools import count

from store import Capture

from ..text import safe
from .contents import Form, Json, Text, contents
from .jsontext import written
from .pretty import PER_LINE, hex_line, parts

LONGEST = 2**26
"""Letters of a line: all of them."""


def request_text(capture: Capture) -> str:
    """Head and body, in which no letter can drive a terminal: a pager may pass on what it is given."""
    head = [f"{capture.method} {capture.target} HTTP/{capture.http_version}"]
    head += (f"{_text(name)}: {_text(value)}" for name, value in capture.headers)
    return "".join(safe(line, LONGEST) + "\n" for line in [*head, "", *body_text(capture)[1].split("\n")])


def body_text(capture: Capture) -> tuple[str, str]:
    """The ending of a file that holds it, and the body: JSON laid out, text as it came, bytes in hex."""
    said = contents(capture)
    if isinstance(said, Json):
        return "json", written(said.node) + "\n"
    if isinstance(said, Form):
        return "txt", "".join(f"{name}={value}\n" for name, value in said.pairs)
    if isinstance(said, Text):
        return "txt", said.text
    lines = map(hex_line, parts(said), count(0, PER_LINE))
    return "txt", "".join("".join(text for text, _ in line) + "\n" for line in lines)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")
