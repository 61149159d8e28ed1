"""`callboard export`: what a filter finds, in a file for others."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .frame import NAME, USAGE, Failure, Filtering, common, filter_of, filter_text, keys, reader, run, settings
from .look import read_what_is_unread
from .meter import Meter

if TYPE_CHECKING:
    from ..config.settings import Settings
    from ..export.formats import Format, Writer
    from ..export.landing import Place
    from ..export.leaving import Far, Order
    from ..export.redaction import Redaction

FORMATS = ("ndjson", "json", "csv", "har", "curl", "http", "parquet")
STDOUT = "-"
QUESTION = "secrets, signatures and tokens would be in it: take all as it came?"


@click.command(cls=Filtering, short_help="What a filter finds, in a file: ndjson, csv, har, curl, …")
@click.argument("filter_", metavar="[FILTER]…", nargs=-1)
@common
@click.option("-f", "--format", "name", type=click.Choice(FORMATS), default="ndjson", show_default=True, help="How.")
@click.option("-o", "--output", "where", metavar="FILE", default=STDOUT, help="Where to; of http a folder.  [stdout]")
@click.option("--mask", is_flag=True, help="Mask numbers, addresses and texts, too.")
@click.option("--raw", is_flag=True, help="Nothing is left out: byte for byte, secrets and all. Asks.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def export(
    filter_: Sequence[str], name: str, where: str, mask: bool, raw: bool, yes: bool, force: bool, **flags: object
) -> None:
    """What a filter finds, oldest first, in a file for others; without secrets, signatures and tokens.

    \b
    callboard export -o all.ndjson
    callboard export provider:telnyx since:1h -f har -o incident.har
    callboard export phase:failed -f csv --mask | less
    """
    chosen = settings(flags)
    from ..export.formats import FORMATS as KNOWN
    from ..export.leaving import Order

    form = KNOWN[name]
    if raw and mask:
        raise Failure("--raw takes all as it came, --mask does not: say one of them", USAGE)
    _to_a_terminal(form, where)
    if (said := _doubted(form, where)) and not flags["quiet"]:
        click.echo(f"{NAME}{said}", err=True)
    found = filter_of(filter_text(filter_))
    if raw and not yes:
        _agreed()
    read_what_is_unread(chosen)
    order = Order(found, form, None if raw else redaction(chosen), mask)
    far = _done(order, chosen, where, force=force, quiet=bool(flags["quiet"]))
    if far.damaged or (not flags["quiet"] and where != STDOUT):
        from ..text import safe

        click.echo(safe(far.said(where), 1000), err=True)


def _doubted(form: "Format", where: str) -> str:
    """What is odd about the file's name: `-o incident.har` alone makes no HAR."""
    from ..export.formats import FORMATS as KNOWN

    meant = [one.name for one in KNOWN.values() if one.ending and where.endswith(one.ending) and one is not form]
    return f"this makes {form.name}: if {meant[0]} is meant, say -f {meant[0]}" if meant else ""


def redaction(chosen: "Settings") -> "Redaction":
    """What is known to be secret: what is set, as far as it can be had, and the path token of the tunnels."""
    from receiver.outside.known import known

    from ..export.redaction import Redaction

    secrets: tuple[str, ...] = ()
    with suppress(Failure):
        kit = keys(chosen)
        secrets = tuple(one for values in kit.secrets.values() for one in values)
        secrets += tuple(one for route in kit.routes for one in route.secrets)
    return Redaction(secrets, known(chosen.store).token)


def writer_of(form: "Format") -> "Writer":
    try:
        return form.writer()
    except ImportError as error:
        raise Failure(
            f"{form.name} needs {error.name}: install callboard with the extra `{form.name}`"
            f" (pipx install 'callboard[{form.name}]')"
        ) from error


def _done(order: "Order", chosen: "Settings", where: str, *, force: bool, quiet: bool) -> "Far":
    from ..export.leaving import leave
    from ..unswept import unswept

    writer, meter = writer_of(order.form), Meter("exporting", quiet=quiet)

    async def work() -> "Far":
        async with reader(chosen) as door:
            with placed(where, folder=not order.form.ending, force=force) as place, meter, unswept():
                return await leave(door, order, writer, place, lambda far: meter.show(far.share, far.events))

    return run(work())


@contextmanager
def placed(where: str, *, folder: bool, force: bool) -> "Iterator[Place]":
    """Where it is written; what is wrong with that is a sentence."""
    from ..export.landing import Stream, landing

    if where == STDOUT:
        yield Stream(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        with landing(Path(where).expanduser(), folder=folder, force=force) as place:
            yield place
    except (FileExistsError, IsADirectoryError, FileNotFoundError) as error:
        raise Failure(error, USAGE) from error


def _to_a_terminal(form: "Format", where: str) -> None:
    if where == STDOUT and not form.ending:
        raise Failure(f"{form.name} is a folder of files: say which with -o", USAGE)
    if where == STDOUT and not form.harmless and sys.stdout.isatty():
        raise Failure(f"{form.name} could drive this terminal: send it to a file or a pipe", USAGE)


def _agreed() -> None:
    if not sys.stdin.isatty():
        raise Failure(f"{QUESTION} There is nobody to ask: say --yes", USAGE)
    click.confirm(f"{NAME}{QUESTION}", abort=True, err=True)
