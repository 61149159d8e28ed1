"""`callboard wait`: until an event is there that a filter finds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure, Filtering, common, filter_of, filter_text, run, settings

if TYPE_CHECKING:
    from datetime import timedelta

    from store import Filter

    from ..config.settings import Settings

TIMEOUT = 7


@click.command(cls=Filtering, short_help="Wait until so many matching events are in the store.")
@click.argument("filter_", metavar="[FILTER]…", nargs=-1)
@common
@click.option("--count", type=click.IntRange(min=1), default=1, show_default=True, help="How many have to match.")
@click.option(
    "--timeout", metavar="TIME", default="30s", show_default=True, help="How long at most: 500ms, 30s, 5m, 1h."
)
@click.option("--past", is_flag=True, help="What is in the store already counts, too.")
@click.option("--json", "as_json", is_flag=True, help="The events as one JSON object a line.")
def wait(filter_: Sequence[str], count: int, timeout: str, past: bool, as_json: bool, **flags: object) -> int:
    """Wait until so many matching events are in the store; exit 7 at the timeout, but not before the first look.

    \b
    callboard wait kind:campaign phase:ok --timeout 5m
    callboard wait 'status:delivered' --count 3 --past --json
    """
    chosen = settings(flags)
    where, limit = filter_of(filter_text(filter_)), duration(timeout)
    found = run(_found(chosen, where, (count, limit), past=past, as_json=as_json, quiet=bool(flags["quiet"])))
    if found < count and not flags["quiet"]:
        click.echo(f"after {timeout} {found} of {count} matched", err=True)
    return 0 if found == count else TIMEOUT


async def _found(
    chosen: "Settings", where: "Filter", until: "tuple[int, timedelta]", *, past: bool, as_json: bool, quiet: bool
) -> int:
    """Print what matches; how many that were."""
    from store import event_json, line

    from .. import listing
    from ..process.waiting import Waiting

    colour = listing.colours(chosen.color)
    count, limit = until
    found = 0
    begun = chosen.store.exists()
    if not (quiet or begun):
        click.echo(f"there is no store at {chosen.store} yet: waiting for one", err=True)
    waiting = Waiting(chosen.store, where, 0 if past or not begun else None)
    try:
        async with waiting.within(limit.total_seconds()) as entries:
            async for entry in entries:
                found += 1
                if not quiet:
                    click.echo(line(event_json(entry)) if as_json else colour(listing.numbered(entry)), color=True)
                if found == count:
                    break
    except TimeoutError:
        pass
    return found


def duration(text: str) -> "timedelta":
    from ..config.values import ConfigError, span

    try:
        return span("--timeout", text)
    except ConfigError as error:
        raise Failure(error, USAGE) from error
