"""`callboard report`: the state of everything as one page of HTML, for people who use no terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .export import STDOUT, placed, redaction
from .filtered import Filtering, filter_of, filter_text
from .frame import common, reader, run, settings
from .stats import by_option
from .unread import read_what_is_unread

if TYPE_CHECKING:
    from store import By

    from ..config.settings import Settings
    from ..report import Matter, Scope


@click.command(cls=Filtering)
@click.argument("filter_", metavar="[FILTER]…", nargs=-1)
@common
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    default="report.html",
    show_default=True,
    help="Where it is written; - is stdout.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--mask", is_flag=True, help="Telephone numbers, addresses and texts as dots.")
@click.option("--texts", is_flag=True, help="The texts of messages that failed, too.")
@by_option
def report(
    filter_: Sequence[str], output: str, force: bool, mask: bool, texts: bool, by: "By", **flags: object
) -> None:
    """A page of HTML on where everything stands.

    Brands, campaigns, numbers, what failed and why, and whether messages arrive: one file that loads nothing, to send
    to somebody. It holds no headers and no bodies.

    \b
    callboard report since:30d -o november.html
    callboard report brand:BRX7Q2 --mask -o acme.html
    """
    chosen = settings(flags)
    where = filter_of(filter_text(filter_))
    read_what_is_unread(chosen)
    from .. import listing
    from ..report import Ink, Wanted, page, scope_of
    from ..text import safe

    now = listing.now()
    scope = scope_of(filter_text(filter_), where, now)
    with placed(output, folder=False, force=force) as place:
        matter = run(_gathered(chosen, scope, by))
        for piece in page(matter, Wanted(Ink(now, mask=mask, redacted=redaction(chosen).text), texts=texts)):
            place.write(piece.encode())
    if output != STDOUT and not flags["quiet"]:
        click.echo(safe(f"{output}: {matter.figures.entries:,} events; open it in a browser", 1000), err=True)


async def _gathered(chosen: "Settings", scope: "Scope", by: "By") -> "Matter":
    from ..report import gathered

    async with reader(chosen) as door:
        return await gathered(door, scope, by)
