"""The command line, and the one place that has the keys to every room."""

import os
import sys
from typing import NoReturn

import click

from .adapters import providers_
from .board import board, looks, watch
from .bring import import_
from .completion import completion
from .config import config
from .doctor import doctor
from .export import export
from .frame import Failure, common, settings
from .look import ls, show
from .open import open_
from .prune import prune
from .receive import serve
from .register import register
from .replay import replay
from .report import report
from .shared import with_shared
from .sql import sql
from .stats import stats
from .try_out import reread, send
from .wait import wait
from .web import web


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@common
@looks
@click.version_option(package_name="callboard")
@click.pass_context
def cli(ctx: click.Context, /, **flags: object) -> int | None:
    """Watch what A2P 10DLC and messaging providers call back.

    Without a command: the board, with its own receiver. Point a provider at the address that it shows.

    \b
    callboard                                the board
    callboard send telnyx                    try it without a provider
    callboard ls phase:failed since:1h       what went wrong in the last hour
    callboard serve --help                   a command, and its own options
    """
    ctx.obj = {name: value for name, value in flags.items() if value}
    return board(settings(flags), quiet=bool(flags["quiet"])) if ctx.invoked_subcommand is None else None


for command in (
    *(serve, watch, web, ls, show, stats, sql, send, wait, replay, report, export, import_, open_),
    *(register, reread, prune, doctor, providers_, config, completion),
):
    cli.add_command(with_shared(command))


def main() -> NoReturn:
    """The program: its exit code is what the command returned."""
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except Failure as error:
        error.show()
        sys.exit(error.code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
