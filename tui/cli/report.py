"""`callboard report`: the state of everything as one page of HTML, for people who use no terminal."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure, Filtering, common, filter_of, filter_text, reader, run, settings
from .look import read_what_is_unread
from .stats import by_option

if TYPE_CHECKING:
    from store import By

    from ..report import Matter, Scope
    from ..settings import Settings

STDOUT = Path("-")


@click.command(cls=Filtering)
@click.argument("filter_", metavar="[FILTER]…", nargs=-1)
@common
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=Path("report.html"),
    show_default=True,
    help="Where it is written; - is stdout.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--mask", is_flag=True, help="Telephone numbers, addresses and texts as dots.")
@click.option("--texts", is_flag=True, help="The texts of messages that failed, too.")
@by_option
def report(
    filter_: Sequence[str], output: Path, force: bool, mask: bool, texts: bool, by: "By", **flags: object
) -> None:
    """A page of HTML on where everything stands.

    Brands, campaigns, numbers, what failed and why, and whether messages arrive: one file that loads nothing, to send
    to somebody. It holds no headers and no bodies.

    \b
    callboard report since:30d -o november.html
    callboard report brand:BRX7Q2 --mask -o acme.html
    """
    chosen = settings(flags)
    from ..landing import Taken, refuse_taken

    text = filter_text(filter_)
    where = filter_of(text)
    try:
        if output != STDOUT and not force:
            refuse_taken(output)
        read_what_is_unread(chosen)
        from .. import listing
        from ..report import Ink, Wanted, page, scope_of

        now = listing.now()
        matter = run(_gathered(chosen, scope_of(text, where, now), by))
        pieces = page(matter, Wanted(Ink(now, mask=mask), texts=texts))
        _write(pieces, output, force=force)
    except Taken as error:
        raise Failure(f"{error}: --force writes over it", USAGE) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failure(f"{output} cannot be written: {error.strerror or error}") from error
    if output != STDOUT and not flags["quiet"]:
        click.echo(f"{output}: {matter.figures.entries:,} events; open it in a browser", err=True)


async def _gathered(chosen: "Settings", scope: "Scope", by: "By") -> "Matter":
    from ..report import gathered

    async with reader(chosen) as door:
        return await gathered(door, scope, by)


def _write(pieces: Iterable[str], output: Path, *, force: bool) -> None:
    from ..landing import landing

    if output == STDOUT:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
        return
    with landing(output, over=force) as file:
        file.writelines(pieces)
