"""The fields of a callback, read tolerantly: what has the wrong type is taken as not there."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from receiver.payloads.moment import moment
from receiver.payloads.number import e164
from receiver.provider import LONGEST, MOST_EVENTS
from store import Capture, Json, form_pairs, is_form, json_body, query_pairs


class Payload(BaseModel):
    """What we use of a provider's payload: the rest is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def text(value: object) -> str | None:
    """Text as it came, as far as it is kept, or a number as text; half a surrogate pair, which no store takes, is
    marked."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        return None
    said = str(value)[:LONGEST]
    return said if said.isascii() else said.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def objects(value: object) -> tuple[dict[str, Json], ...]:
    """The objects of a list, and of an endless one so many that the interpreter sees that it is one."""
    listed = value[: MOST_EVENTS + 1] if isinstance(value, list) else ()
    return tuple(child for child in listed if isinstance(child, dict))


Text = Annotated[str | None, BeforeValidator(text)]
Number = Annotated[str | None, BeforeValidator(lambda value: e164(text(value)))]
"""A phone number in E.164 form, as far as it is one."""
Moment = Annotated[datetime | None, BeforeValidator(moment)]


def fields(capture: Capture) -> dict[str, Json]:
    """The fields of the form, of the JSON object, or without a body of the query; empty where the JSON is no object.
    Not to be changed."""
    start = capture.body.lstrip()[:1]
    if not start:
        return dict(query_pairs(capture))
    if start not in {b"{", b"["} and is_form(capture):  # `curl -d` calls JSON a form too
        return dict(form_pairs(capture))
    value = json_body(capture)
    return value if isinstance(value, dict) else {}
