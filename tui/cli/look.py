"""`callboard ls`, `show` and `providers`: what there is, for people and for programs."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure, Filtering, common, filter_text, progress, providers, reader, run, settings

if TYPE_CHECKING:
    from receiver.provider import Provider

    from ..settings import Settings


@click.command(cls=Filtering)
@click.argument("filter_", metavar="[FILTER]…", nargs=-1)
@common
@click.option(
    "--entities", "what", flag_value="entities", help="Brands, campaigns, numbers, messages instead of events."
)
@click.option("--captures", "what", flag_value="captures", help="The requests as they came instead of events.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True, help="How many; 0 is all.")
def ls(filter_: Sequence[str], what: str | None, as_json: bool, limit: int, **flags: object) -> None:
    """Events, newest last.

    \b
    callboard ls provider:telnyx kind:number phase:failed,attention
    callboard ls -type:*sent* 'attempt>1' since:10m
    callboard ls --entities kind:campaign --json
    """
    chosen = settings(flags)
    from store import parse

    from .. import listing

    question: listing.Question = listing.entries
    if what:
        question = listing.entities if what == "entities" else listing.captures

    async def work() -> None:
        where = parse(filter_text(filter_))
        async with reader(chosen) as door:
            for line in await question(door, where, limit, as_json=as_json, colour=listing.colours(chosen.color)):
                click.echo(line, color=True)

    _read_what_is_unread(chosen)
    run(work())


def _read_what_is_unread(chosen: "Settings") -> None:
    """Where no receiver runs, the view may be missing, old or behind: it is brought up to date first."""
    from store import Locked

    if not chosen.store.exists():
        return
    from receiver.service import behind, read_all

    if run(behind(chosen.store)):
        try:
            run(read_all(chosen.store, providers(chosen), again=False, tell=progress))
        except Failure as error:
            if not isinstance(error.__cause__, Locked):
                raise


@click.command()
@click.argument("seq", type=click.IntRange(min=1))
@common
@click.option("--raw", is_flag=True, help="The bytes of the body, and nothing else.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(seq: int, raw: bool, as_json: bool, **flags: object) -> None:
    """One capture: what it meant, headers, body."""
    chosen = settings(flags)
    from .. import listing

    async def work() -> None:
        async with reader(chosen) as door:
            capture = await door.capture(seq)
            if capture is None:
                raise Failure(f"there is no capture {seq}: `callboard ls --captures` lists them")
            if raw:
                _write_raw(capture.body)
            elif as_json:
                click.echo(await listing.show_json(door, capture))
            else:
                for line in await listing.show(door, capture, listing.colours(chosen.color)):
                    click.echo(line, color=True)

    _read_what_is_unread(chosen)
    run(work())


def _write_raw(body: bytes) -> None:
    if sys.stdout.isatty():
        raise Failure("the bytes could drive this terminal: send them to a file or a pipe", USAGE)
    sys.stdout.buffer.write(body)


@click.command("providers")
@common
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def providers_(as_json: bool, **flags: object) -> None:
    """The adapters: what each reads, how its provider signs, what nobody knows."""
    for one in providers(settings(flags)):
        click.echo(_json(one) if as_json else "\n".join(_lines(one)))


def _json(one: "Provider") -> str:
    from store import line

    return line(
        {
            "v": 1,
            "kind": "provider",
            "name": one.name,
            "title": one.title,
            "reads": list(one.reads),
            "signs": one.signs,
            "unknown": list(one.unknown),
        }
    )


def _lines(one: "Provider") -> list[str]:
    reads = [f"  reads    {family}" for family in one.reads]
    signs = f"  signs    {one.signs or 'nothing, as far as is known'}"
    return [f"{one.name}: {one.title}", *reads, signs, *(f"  unknown  {sentence}" for sentence in one.unknown), ""]
