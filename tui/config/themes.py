"""Themes of the user's own: a file each."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from textual.color import Color, ColorParseError
from textual.css.constants import VALID_STYLE_FLAGS
from textual.theme import BUILTIN_THEMES, Theme

from .values import ConfigError, Troubles, near

COLOURS = (
    *("primary", "secondary", "warning", "error", "success", "accent"),
    *("foreground", "background", "surface", "panel", "boost"),
)
NAMES = [one.name for one in fields(Theme)]


def read(folder: Path) -> tuple[tuple[Theme, ...], tuple[str, ...]]:
    """The themes of a folder, and a sentence for each file that is none, with all that is wrong in it."""
    ready, troubles = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            ready.append(theme(path))
        except ConfigError as error:
            troubles.append(f"{path}: {'; '.join(str(error).splitlines())}")
    return tuple(ready), tuple(troubles)


def theme(path: Path) -> Theme:
    """The theme that a file describes. Raises `ConfigError`."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"cannot be read: {error}") from error
    table = {"name": path.stem, **table}
    troubles = Troubles()
    for wrong in _wrong(table):
        with troubles:
            raise ConfigError(wrong)
    troubles.tell()
    return Theme(**table)


def _wrong(table: Mapping[str, object]) -> Iterator[str]:
    if "primary" not in table:
        yield 'primary is needed: a colour such as "#0178D4"'
    name = table["name"]
    if not isinstance(name, str) or not name.strip():
        yield f"name is a text, and is {name!r}"
    elif name in BUILTIN_THEMES:
        yield f"name: there is a theme {name} already"
    for key, value in table.items():
        yield from _flaw(key, value)


def _flaw(name: str, value: object) -> Iterator[str]:
    if name not in NAMES:
        yield f"unknown {name}{near(name, NAMES)}"
    elif name in COLOURS and not _is_colour(value):
        yield f'{name} is a colour such as "#0178D4" or "ansi_blue", and is {value!r}'
    elif name in {"dark", "ansi"} and not isinstance(value, bool):
        yield f"{name} is true or false, and is {value!r}"
    elif name in {"luminosity_spread", "text_alpha"} and type(value) not in {int, float}:
        yield f"{name} is a number, and is {value!r}"
    elif name == "variables":
        yield from _flaws_of_variables(value)


def _flaws_of_variables(table: object) -> Iterator[str]:
    """What the style sheet could not read would end the board."""
    if not isinstance(table, dict):
        yield "variables is a table of colours and text styles"
        return
    for name, value in table.items():
        if not (_is_colour(value) or _is_style(value)):
            yield f'variables.{name} is a colour such as "#0178D4" or a style such as "bold reverse", and is {value!r}'


def _is_colour(value: object) -> bool:
    try:
        Color.parse(str(value))
    except ColorParseError:
        return False
    return isinstance(value, str)


def _is_style(value: object) -> bool:
    return isinstance(value, str) and set(value.split()) <= VALID_STYLE_FLAGS
