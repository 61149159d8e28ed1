"""`callboard serve`: the receiver alone."""

import asyncio
import logging
import sys
from typing import TYPE_CHECKING

import click

from .answers import retorts
from .forwards import forwards
from .frame import TUNNEL, USAGE, Failure, common, keys, providers, settings
from .outside import wish

if TYPE_CHECKING:
    from receiver.service import Options

    from ..config.settings import Settings
    from ..process.serving import Serving


@click.command(short_help="The receiver alone: a line a callback on stdout.")
@common
@click.option(
    "--output", type=click.Choice(["compact", "json", "quiet"]), default="compact", help="What goes to stdout."
)
@click.option("--print-url", is_flag=True, help="Print the URL for each provider, once a call to it came back.")
@click.option("--child", is_flag=True, hidden=True, help="Leave when standard input ends.")
@click.option("--again", is_flag=True, hidden=True, help="Go on with the answers that were asked for.")
def serve(output: str, print_url: bool, child: bool, again: bool, **flags: object) -> int:
    """The receiver alone: a line a callback on stdout, talk on stderr."""
    from ..process.spoken import open_streams, unheld

    open_streams()
    to = "child" if child else output
    with unheld():
        return receive(settings(flags), to, quiet=bool(flags["quiet"]), urls=print_url, again=again)


def receive(chosen: "Settings", output: str, *, quiet: bool, urls: bool = False, again: bool = False) -> int:
    """Receive until told to leave; the exit code. With `urls`, print what to give each provider."""
    from ..process.serving import Serving

    _log_to_stderr(chosen.log_level)
    names = tuple(one.name for one in providers(chosen)) if urls else ()
    known = (chosen.public_url or None) if chosen.tunnel == "none" else ""
    serving = Serving(chosen.store, output, chosen.color, quiet=quiet, names=names, known_as=known)
    return _receive(serving, chosen, again=again)


def _receive(serving: "Serving", chosen: "Settings", *, again: bool) -> int:
    from receiver.outside.tunnel import NoTunnel
    from receiver.server import loop_factory
    from receiver.service import serve as run
    from store import StoreError

    options = _options(chosen, must=serving.output != "child", again=again)
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            return runner.run(serving.until_told(lambda stop: run(options, stop, serving)))
    except NoTunnel as error:
        raise Failure(error, TUNNEL) from error
    except (StoreError, OSError) as error:
        raise Failure(error, USAGE) from error


def _options(chosen: "Settings", *, must: bool, again: bool) -> "Options":
    """`must`: without a tunnel that was wished for there is no point in receiving."""
    from receiver.service import Options
    from store import Keeping

    return Options(
        chosen.store,
        chosen.host,
        chosen.port,
        chosen.providers,
        keys(chosen),
        wish(chosen, must=must),
        retorts=retorts(chosen),
        forwards=forwards(chosen),
        answer_from_app=chosen.answer_from_app,
        keeping=Keeping(*chosen.retention),
        again=again,
    )


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(stream=sys.stderr, level=level.upper(), format="%(levelname)s %(name)s: %(message)s")
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # they write whole URLs at INFO
