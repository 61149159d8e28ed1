"""`callboard stats`: what the events of a filter add up to, for people and for programs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .filtered import Filtering, filter_of, filter_text
from .frame import common, reader, run, settings
from .unread import read_what_is_unread

if TYPE_CHECKING:
    from store import By, Filter, Statistics

    from ..config.settings import Settings

by_option = click.option(
    "--by",
    type=click.Choice(["campaign", "brand", "number", "provider"]),
    default="campaign",
    show_default=True,
    help="Whose events are counted together.",
)


@click.command(cls=Filtering)
@click.argument("filter_", metavar="[FILTER]…", nargs=-1)
@common
@by_option
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
    where = filter_of(filter_text(filter_))
    read_what_is_unread(chosen)
    figures = run(_counted(chosen, where, by))
    _print(figures, chosen, as_json=as_json)
    if not (figures.entries or as_json or flags["quiet"]):
        click.echo("nothing matches" if filter_ else "nothing has arrived yet", err=True)


async def _counted(chosen: "Settings", where: "Filter", by: "By") -> "Statistics":
    async with reader(chosen) as door:
        return await door.statistics(where, by=by)


def _print(figures: "Statistics", chosen: "Settings", *, as_json: bool) -> None:
    from store import line

    from .. import listing
    from ..statistics import reporting, tally

    if as_json:
        click.echo(line(tally.statistics_json(figures)))
        return
    colour = listing.colours(chosen.color)
    for one in reporting.page(figures, listing.now()):
        click.echo(colour(one), color=True)
