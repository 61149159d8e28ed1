"""`callboard import`: what was exported, brought back into a store, and nothing of it twice."""

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from .frame import FAILED, Failure, common, keys, progress, providers, reader, run, settings
from .look import read_what_is_unread
from .meter import Meter

if TYPE_CHECKING:
    from ..config.settings import Settings

STDIN = "-"


@dataclass(slots=True)
class Tally:
    """How much there was in a file."""

    new: int = 0
    known: int = 0
    trouble: str = ""
    """Why it went no further."""

    @property
    def said(self) -> str:
        from ..export.leaving import many

        here = f", {self.known:,} here already" if self.known else ""
        return f"{many(self.new, 'request')} imported{here}"


@click.command("import", short_help="An export (ndjson or har, - for stdin) back into the store.")
@click.argument("file")
@common
def import_(file: str, **flags: object) -> int:
    """Bring an export (ndjson or har, - for stdin) back into the store.

    What is here already is not taken again, so that an import that broke off is begun again as it was.
    Only what was exported with --raw comes back byte for byte.

    \b
    callboard import incident.ndjson
    zcat all.ndjson.gz | callboard import -
    """
    chosen = settings(flags)
    quiet = bool(flags["quiet"])
    with opened(file) as source:
        tally = bring(source, chosen, quiet=quiet)
    if not quiet or tally.trouble:
        click.echo(tally.said, err=True)
    if tally.trouble:
        raise Failure(f"{file}: {tally.trouble}", FAILED)
    return 0


def bring(source: IO[bytes], chosen: "Settings", *, quiet: bool) -> Tally:
    """Store what is new, then have it read; a receiver that runs does both."""
    from receiver.service import read_all
    from store import StoreError, prepare_folder, prepare_log

    prepare_folder(chosen.store)
    if not chosen.store.exists():
        try:
            prepare_log(chosen.store)
        except StoreError as error:
            raise Failure(error) from error
    everyone, kit = providers(chosen), keys(chosen)
    with suppress(Failure):  # a receiver that runs reads it itself
        run(read_all(chosen.store, everyone, kit, again=False, tell=progress))
    tally = run(_brought(source, chosen, quiet=quiet))
    read_what_is_unread(chosen)
    return tally


async def _brought(source: IO[bytes], chosen: "Settings", *, quiet: bool) -> Tally:
    from receiver.keeping.bringing import bringing
    from store import Seen

    from ..export.bringing import NotOurs, batches, requests

    tally, seen, meter = Tally(), Seen(), Meter("importing", quiet=quiet)
    total = _size(source)
    try:
        async with bringing(chosen.store) as store, reader(chosen) as door:
            upto = (await door.cursors()).capture
            with meter:
                for batch in batches(requests(source)):
                    new = await door.missing([one for one in batch if seen.new(one)], upto)
                    if new:
                        await store(new)
                    tally.new += len(new)
                    tally.known += len(batch) - len(new)
                    meter.show(source.tell() / total if total else 0, tally.new + tally.known)
    except NotOurs as error:
        tally.trouble = str(error)
    finally:
        seen.close()
    return tally


def opened(file: str) -> IO[bytes]:
    if file == STDIN:
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}") from error


def _size(source: IO[bytes]) -> int:
    with suppress(OSError, ValueError):
        if source.seekable():
            at = source.seek(0, 2)
            source.seek(0)
            return at
    return 0
