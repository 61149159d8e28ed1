"""What the body of a request is, before anybody draws it: JSON, a form, text or bytes."""

from dataclasses import dataclass

from store import Capture, form_pairs, is_form

from .jsontext import Node, read

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Json:
    """JSON as it was written."""

    node: Node


@dataclass(frozen=True, slots=True)
class Form:
    pairs: Pairs


@dataclass(frozen=True, slots=True)
class Text:
    """Text, and why it is not the JSON that it looks like."""

    text: str
    why: str = ""


Contents = Json | Form | Text | bytes


def contents(capture: Capture) -> Contents:
    text = text_of(capture.body)
    if text is None:
        return capture.body
    # `curl -d` calls everything a form.
    if is_form(capture) and not text.lstrip().startswith(("{", "[")):
        return Form(form_pairs(capture))
    try:
        return Json(read(text.removeprefix("\ufeff")))
    except ValueError as error:
        return Text(text, f"not JSON: {error}" if text.lstrip()[:1] in {"{", "["} else "")


def text_of(body: bytes) -> str | None:
    """The body as text; None if it is none."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
