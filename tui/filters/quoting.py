"""A value as a filter says it."""

from ..text import safe

APART = set(' ()",')
"""What would end a value, or begin another."""


def quoted(value: str) -> str:
    """In quotation marks where it needs them; what nobody could type is any letter."""
    said = "".join("*" if letter == '"' or safe(letter) != letter else letter for letter in value)
    return f'"{said}"' if APART & set(said) else said
