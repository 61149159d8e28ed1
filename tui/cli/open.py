"""`callboard open`: an export on the board, without a store of one's own."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from .board import looks, on_a_terminal, shown_to_look_at
from .bring import bring, opened
from .frame import FAILED, USAGE, Failure, common, run, settings

SWEEP = "import shutil, sys; sys.stdin.read(); shutil.rmtree(sys.argv[1], ignore_errors=True)"


@click.command("open", short_help="The board over an export, to look at.")
@click.argument("file")
@common
@looks
def open_(file: str, **flags: object) -> int:
    """The board over an export (ndjson or har), to look at: nothing is received or changed, and marks go with it.

    \b
    callboard open incident.ndjson
    """
    if not on_a_terminal():
        raise Failure("the board needs a terminal: `callboard import` takes the file into a store", USAGE)
    chosen = settings(flags)
    with swept() as folder, opened(file) as source:
        ours = replace(chosen, store=folder / "opened.db", tunnel="none")
        tally = bring(source, ours, quiet=bool(flags["quiet"]))
        if not tally.new:
            raise Failure(f"{file}: {tally.trouble or 'there is no request in it'}", FAILED)
        return run(shown_to_look_at(ours, Path(file).name, tally.trouble))


@contextmanager
def swept() -> Iterator[Path]:
    """A folder that is gone when the process is, however that ends: another one waits for it, and takes it away."""
    folder = Path(tempfile.mkdtemp(prefix="callboard-open-"))
    command = (sys.executable, "-I", "-S", "-c", SWEEP, str(folder))
    sweeper = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603  ourselves
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if sweeper.stdin:
            sweeper.stdin.close()
        sweeper.wait()
