"""`callboard prune`: old captures taken away."""

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from .frame import NAME, USAGE, Failure, common, reader, run, settings

if TYPE_CHECKING:
    from datetime import datetime

    from store import Cut

    from ..config.settings import Settings


@click.command(short_help="Take away captures that are older, and what they meant.")
@common
@click.option("--older-than", metavar="AGE", help="30d, 12h, 90m …  [the days of \\[retention]]")
@click.option("--dry-run", is_flag=True, help="Say what would go, and take nothing away.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def prune(older_than: str | None, dry_run: bool, yes: bool, **flags: object) -> None:
    """Take away captures that are older, and what was derived from them; what is marked or noted stays.

    \b
    callboard prune --older-than 30d --dry-run
    callboard prune --older-than 12h
    """
    from store import StoreError

    from ..config.values import MOST_DAYS
    from ..listing import now

    chosen = settings(flags)
    before = now() - min(_age(older_than, chosen), timedelta(days=MOST_DAYS))
    cut = run(_found(chosen, before))
    said = "nothing is older than that" if cut is None else told(cut)
    click.echo(said if cut is None or dry_run else f"{NAME}{said}", err=not (cut is None or dry_run))
    if cut is None or dry_run:
        return
    if not yes:
        click.confirm("take them away, for ever?", abort=True, err=True)
    try:
        run(_taken(chosen, before))
    except StoreError as error:
        raise Failure(error) from error
    click.echo(f"{cut.captures:,} captures were taken away")


def told(cut: "Cut") -> str:
    """How much would go."""
    kept = f"; {cut.kept:,} more are marked or noted, and stay" if cut.kept else ""
    return f"{cut.captures:,} of {cut.there:,} captures are older{kept}"


def _age(text: str | None, chosen: "Settings") -> timedelta:
    from ..config.values import ConfigError, span

    if text is None:
        if chosen.retention.age is None:
            raise Failure("say how old: `callboard prune --older-than 30d`", USAGE)
        return chosen.retention.age
    try:
        return span("--older-than", text)
    except ConfigError as error:
        raise Failure(error, USAGE) from error


async def _found(chosen: "Settings", before: "datetime") -> "Cut | None":
    async with reader(chosen) as opened:
        return await opened.older(before)


async def _taken(chosen: "Settings", before: "datetime") -> None:
    from receiver.keeping.prune import prune as take_away

    await take_away(chosen.store, before, lambda sentence: click.echo(f"{NAME}{sentence}", err=True))
