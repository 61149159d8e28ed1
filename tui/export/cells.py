"""Cells of a table that a spreadsheet opens."""

import re

_FORMULA = re.compile("[\"'\\s\ufeff\u200b]*[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212|%]|[\t\r\n']")
"""How what a spreadsheet may take for a formula begins; and what begins with our own sign, so that it can be told."""


def cell(value: str | int) -> str | int:
    """A text, never a formula: `'` before whatever may be taken for one. Taken off again it is what it was."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
