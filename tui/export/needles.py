"""Whether a text holds any of some words: all of them are looked for at once."""

import re
from collections.abc import Callable, Iterable

from pydantic_core import SchemaValidator, core_schema

Holds = Callable[[str], bool]


def holding(words: Iterable[str]) -> Holds:
    """Whether a text, that has to be UTF-8, holds one of these.

    The regular expressions of pydantic take one look at a text, however many words there are: of two dozen, in
    a twentieth of the time that `in` takes for one after the other.
    """
    any_of = core_schema.str_schema(pattern="|".join(map(re.escape, words)))
    holds: Holds = SchemaValidator(any_of).isinstance_python
    return holds
