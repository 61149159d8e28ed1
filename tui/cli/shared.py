"""The options that every command has, explained once: a command's own are not lost among them."""

from functools import partial
from textwrap import fill
from typing import Final

import click

SAID: Final = "And what every command takes, explained by `callboard --help`: "
AS_IT_IS: Final = "\b\n"
"""Before what click is not to break into lines: it would break options at their hyphens."""
WIDTH: Final = 76


class Shared(click.Option):
    """An option of every command."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        return super().get_help_record(ctx) if ctx.parent is None else None


option = partial(click.option, cls=Shared)


def with_shared(command: click.Command) -> click.Command:
    """A command, and those below it, whose help ends with the names of what it shares."""
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        with_shared(below)
    names = [one.opts[0] for one in command.params if isinstance(one, Shared)]
    if names:
        text = fill(f"{SAID}{', '.join(names)}.", WIDTH, break_on_hyphens=False)
        command.epilog = f"{AS_IT_IS}{text}"
    return command
