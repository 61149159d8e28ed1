"""`callboard stats`: what the events of a filter add up to, for people and for programs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure, Filtering, common, filter_text, reader, run, settings
from .look import read_what_is_unread

if TYPE_CHECKING:
    from store import By


@click.command(cls=Filtering)
@click.argument("filter_", metavar="[FILTER]…", nargs=-1)
@common
@click.option(
    "--by",
    type=click.Choice(["campaign", "brand", "number", "provider"]),
    default="campaign",
    show_default=True,
    help="Whose events are counted together.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def stats(filter_: Sequence[str], by: "By", as_json: bool, **flags: object) -> None:
    """Counts, rates, deliveries, lags.

    An event counts once, and not at all where its signature was rejected.

    \b
    callboard stats since:1h
    callboard stats provider:telnyx since:24h --by number
    callboard stats campaign:CDX91P0 --json
    """
    chosen = settings(flags)
    from store import FilterError, line, parse, sql_of

    from .. import listing, reporting, tally

    now = listing.now()
    try:
        where = parse(filter_text(filter_))
        sql_of(where, "entries", now)
    except FilterError as error:
        raise Failure(error, USAGE) from error

    async def work() -> None:
        async with reader(chosen) as door:
            figures = await door.statistics(where, by=by)
        if as_json:
            click.echo(line(tally.statistics_json(figures)))
            return
        colour = listing.colours(chosen.color)
        for one in reporting.page(figures, now):
            click.echo(colour(one), color=True)
        if not figures.entries and not flags["quiet"]:
            click.echo("nothing matches" if filter_ else "nothing has arrived yet", err=True)

    read_what_is_unread(chosen)
    run(work())
