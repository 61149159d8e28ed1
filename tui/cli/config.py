"""`callboard config`: where settings come from, what holds, and a file to begin with."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .adapters import providers
from .frame import FAILED, Failure, common, keymap, settings, told

if TYPE_CHECKING:
    from ..config.settings import Settings
    from ..config.survey import Held

NAME, VALUE = 22, 44
"""Letters that name and value take where they are short."""


@click.group()
def config() -> None:
    """Where settings come from, and which of them hold.

    \b
    callboard config init                    a file in which every setting is explained
    callboard config show                    what holds, and why
    """


@config.command()
@common
def path(**flags: object) -> None:
    """The files that are looked at, the strongest first, and which of them there are."""
    import os

    from ..config.settings import HERE, folder_of_themes, own_file

    own, _ = own_file(told(flags), os.environ)
    for file in (Path.cwd() / HERE, own, folder_of_themes()):
        click.echo(f"{'✓' if file.exists() else '–'} {_safe(str(file))}")


@config.command()
@common
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def show(as_json: bool, **flags: object) -> None:
    """Every setting, its value and where that is from; of secrets only whether they are set."""
    chosen = settings(flags)
    keymap(chosen)
    for held in held_settings(chosen):
        click.echo(_json(held) if as_json else _line(held))


@config.command()
@click.option("--here", is_flag=True, help="Write ./callboard.toml instead of the user's file.")
@common
def init(here: bool, **flags: object) -> None:
    """Write a settings file in which every setting is explained, and none holds yet."""
    import os

    from ..config.explained import template
    from ..config.settings import HERE, own_file

    file = Path.cwd() / HERE if here else own_file(told(flags), os.environ)[0]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            opened.write(template())
    except FileExistsError:
        raise Failure(f"{file} is there already, and is left as it is", FAILED) from None
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error}") from error
    click.echo(f"wrote {_safe(str(file))}", err=True)


def held_settings(chosen: "Settings") -> "tuple[Held, ...]":
    """All that is set, and could be."""
    from ..config.survey import survey

    return survey(chosen, {one.name: one.signs for one in providers(chosen)})


def _line(held: "Held") -> str:
    said = f"{held.name:<{NAME}} {held.shown:<{VALUE}} {held.source}".rstrip()
    return _safe(f"{said}\n  ▲ {held.warning}" if held.warning else said)


def _json(held: "Held") -> str:
    from store import line

    return line(
        {
            "v": 1,
            "kind": "setting",
            "name": held.name,
            "value": held.value,
            "source": held.source or None,
            "warning": held.warning or None,
        }
    )


def _safe(text: str) -> str:
    from ..text import safe

    return "\n".join(map(safe, text.splitlines()))
