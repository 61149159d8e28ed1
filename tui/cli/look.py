"""`callboard ls` and `show`: what there is, for people and for programs."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from .adapters import keys, providers
from .filtered import Filtering, filter_of, filter_text
from .frame import REJECTED, USAGE, Failure, common, reader, run, settings
from .unread import read_what_is_unread

if TYPE_CHECKING:
    from store import Capture, Table

    from ..config.settings import Settings
    from ..text import Spans


@click.command(cls=Filtering)
@click.argument("filter_", metavar="[FILTER]…", nargs=-1)
@common
@click.option(
    "--entities", "what", flag_value="entities", help="Brands, campaigns, numbers, messages instead of events."
)
@click.option("--captures", "what", flag_value="captures", help="The requests as they came instead of events.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--limit", type=click.IntRange(0, 2**62), default=50, show_default=True, help="How many; 0 is all.")
def ls(filter_: Sequence[str], what: "Table | None", as_json: bool, limit: int, **flags: object) -> None:
    """Events, newest last.

    \b
    callboard ls provider:telnyx kind:number phase:failed,attention
    callboard ls '-type:*sent*' 'attempt>1' since:10m
    callboard ls --entities kind:campaign --json
    """
    chosen = settings(flags)
    from .. import listing
    from ..filters.doubting import doubt
    from ..text import safe

    where, colour = filter_of(filter_text(filter_), what or "entries"), listing.colours(chosen.color)
    question: listing.Question = listing.entries
    if what:
        question = listing.entities if what == "entities" else listing.captures

    async def work() -> None:
        async with reader(chosen) as door:
            lines = list(await question(door, where, limit, as_json=as_json, colour=colour))
            head = listing.heading(what or "entries")
            if head and lines and not (as_json or flags["quiet"]) and sys.stdout.isatty():
                click.echo(colour(head), color=True)
            for line in lines:
                click.echo(line, color=True)
            if not lines and not flags["quiet"]:
                said = safe(await doubt(door, where)) or "nothing matches"
                click.echo(said if filter_ else "nothing has arrived yet", err=True)

    read_what_is_unread(chosen)
    run(work())


@click.command()
@click.argument("seq", type=click.IntRange(1, 2**62))
@common
@click.option("--raw", is_flag=True, help="The bytes of the body, and nothing else.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--why", is_flag=True, help="The signature, explained; exit 5 where it is rejected.")
def show(seq: int, raw: bool, as_json: bool, why: bool, **flags: object) -> int:
    """One capture: what it meant, headers, body."""
    chosen = settings(flags)
    from .. import listing

    async def work() -> int:
        async with reader(chosen) as door:
            capture = await door.capture(seq)
            if capture is None:
                raise Failure(f"there is no capture {seq}: `callboard ls --captures` lists them")
            if raw:
                _write_raw(capture)
            elif as_json:
                click.echo(await listing.show_json(door, capture))
            else:
                lines = explained(capture, chosen) if why else await listing.show(door, capture)
                colour = listing.colours(chosen.color)
                for line in lines:
                    click.echo(colour(line), color=True)
            return REJECTED if why and _rejected(capture, chosen) else 0

    read_what_is_unread(chosen)
    return run(work())


def _rejected(capture: "Capture", chosen: "Settings") -> bool:
    """By the secrets and the URL that hold now."""
    from receiver.meaning.reading import whose
    from receiver.meaning.trust import judge
    from store import Trust

    kit = keys(chosen)
    provider, _ = whose(capture, providers(chosen), kit.below)
    return judge(capture, provider, kit).verdict.trust is Trust.REJECTED


def explained(capture: "Capture", chosen: "Settings") -> "Iterator[Spans]":
    """Why a signature holds or not, for `show --why` and for the board."""
    from receiver.meaning.reading import whose
    from receiver.meaning.reasons import why
    from receiver.meaning.trust import secrets_for

    from ..request import explaining

    kit, ready = keys(chosen), providers(chosen)
    provider, _ = whose(capture, ready, kit.below)
    if provider is None:
        return explaining.unknown()
    known = bool(secrets_for(capture.path, provider.name, kit))
    return explaining.lines(provider, why(capture, provider, kit), known=known)


def _write_raw(capture: "Capture") -> None:
    if capture.damaged:
        raise Failure(f"capture {capture.seq} {capture.body.decode()}")
    if sys.stdout.isatty():
        raise Failure("the bytes could drive this terminal: send them to a file or a pipe", USAGE)
    sys.stdout.buffer.write(capture.body)
