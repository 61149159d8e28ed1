"""`callboard serve`: the receiver alone."""

import asyncio
import logging
import sys
from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure, common, forwards, keys, retorts, settings

if TYPE_CHECKING:
    from ..serving import Serving
    from ..settings import Settings


@click.command()
@common
@click.option(
    "--output", type=click.Choice(["compact", "json", "quiet"]), default="compact", help="What goes to stdout."
)
@click.option("--child", is_flag=True, hidden=True, help="Leave when standard input ends.")
def serve(output: str, child: bool, **flags: object) -> int:
    """The receiver alone: a line a callback on stdout, talk on stderr."""
    return receive(settings(flags), "child" if child else output, quiet=bool(flags["quiet"]))


def receive(chosen: "Settings", output: str, *, quiet: bool) -> int:
    """Receive until told to leave; the exit code."""
    from ..serving import Serving

    _log_to_stderr(chosen.log_level)
    return _receive(Serving(chosen.store, output, chosen.color, quiet=quiet), chosen)


def _receive(serving: "Serving", chosen: "Settings") -> int:
    from receiver.server import loop_factory
    from receiver.service import Options
    from receiver.service import serve as run
    from store import StoreError

    options = Options(
        chosen.store,
        chosen.host,
        chosen.port,
        chosen.providers,
        keys(chosen),
        retorts=retorts(chosen),
        forwards=forwards(chosen),
        answer_from_app=chosen.answer_from_app,
    )
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            return runner.run(serving.until_told(lambda stop: run(options, stop, serving)))
    except (StoreError, OSError) as error:
        raise Failure(error, USAGE) from error


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(stream=sys.stderr, level=level.upper(), format="%(levelname)s %(name)s: %(message)s")
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # they write whole URLs at INFO
