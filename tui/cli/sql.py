"""`callboard sql`: one question of one's own to the store."""

import sys
from itertools import islice
from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure, common, settings
from .look import read_what_is_unread

if TYPE_CHECKING:
    from store import Asking

TIMEOUT = 7
LONGEST = 2**20
"""Letters of a line for a terminal."""


@click.command(short_help="One SELECT over events, entities, captures and attempts.")
@click.argument("select", required=False)
@common
@click.option("--schema", is_flag=True, help="The views and their columns.")
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How rows are written; json is an object a line.",
)
@click.option(
    "--limit", type=click.IntRange(0, 2**62), default=1000, show_default=True, help="How many rows; 0 is all."
)
@click.option("--timeout", metavar="TIME", default="10s", show_default=True, help="How long at most: 500ms, 30s, 5m.")
def sql(select: str | None, schema: bool, form: str, limit: int, timeout: str, **flags: object) -> int:
    """One SELECT over events, entities, captures and attempts; read-only. Exit 7 at the timeout.

    \b
    callboard sql --schema
    callboard sql "SELECT provider, count(*) FROM events WHERE phase = 'failed' GROUP BY 1"
    callboard sql "SELECT id, code FROM entities WHERE kind = 'message'" -f csv > failed.csv
    """
    chosen = settings(flags)
    if select is None and not schema:
        raise Failure('say what to select: callboard sql "SELECT …", or --schema', USAGE)
    from store import Asking, StoreError

    from .wait import duration

    seconds = duration(timeout).total_seconds()
    read_what_is_unread(chosen)
    try:
        asking = Asking(chosen.store, seconds)
    except StoreError as error:
        raise Failure(error, USAGE) from error
    try:
        return _schema(asking) if select is None else _answer(asking, select, form, limit)
    finally:
        asking.close()


def _schema(asking: "Asking") -> int:
    from store import VIEWS

    for name, columns in asking.schema().items():
        click.echo(f"{name}: {VIEWS[name][0]}")
        for column in columns:
            click.echo(f"  {column}")
    return 0


def _answer(asking: "Asking", select: str, form: str, limit: int) -> int:
    from store import TooLong, Wrong

    from ..tabular import WRITERS
    from ..text import safe

    try:
        answer = asking.ask(select)
        rows = answer.rows
        for text in WRITERS[form](answer.columns, islice(rows, limit) if limit else rows):
            click.echo(safe(text, LONGEST) if form == "csv" and sys.stdout.isatty() else text)
        if limit and next(rows, None) is not None:
            click.echo(f"cut at {limit:,} rows: --limit 0 gives all", err=True)
    except Wrong as error:
        raise Failure(error, USAGE) from error
    except TooLong as error:
        raise Failure(f"{error}: ask for less, or say --timeout 60s", TIMEOUT) from error
    return 0
