"""A filter as the arguments of a command."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure

if TYPE_CHECKING:
    from store import Filter, Table

NOT = re.compile(r"-([A-Za-z_]+(:|[<>])|\(|\")")
SHIELD = "\0"
"""Before what click would take for an option; no argument of a process can hold it."""


class Filtering(click.Command):
    """A command that takes a filter, in which `-type:sent` is a term and no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [f"{SHIELD}{arg}" if NOT.match(arg) else arg for arg in args])


def filter_text(arguments: Sequence[str]) -> str:
    """The arguments of a `Filtering` command as one filter."""
    return " ".join(argument.removeprefix(SHIELD) for argument in arguments)


def filter_of(text: str, table: "Table" = "entries") -> "Filter":
    """The filter, once it is known to mean something of the table."""
    from store import FilterError, parse, sql_of

    from ..listing import now

    try:
        where = parse(text)
        sql_of(where, table, now())
    except FilterError as error:
        raise Failure(error, USAGE) from error
    return where
