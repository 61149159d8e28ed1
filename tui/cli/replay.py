"""`callboard replay`: captured requests posted again, byte for byte."""

import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from .frame import (
    FAILED,
    USAGE,
    Failure,
    Filtering,
    common,
    filter_of,
    filter_text,
    keys,
    providers,
    reader,
    run,
    settings,
)

if TYPE_CHECKING:
    from datetime import datetime

    from receiver.sending import Answer, Line
    from store import Capture, Json, Reader

    from ..replaying import Pace
    from ..settings import Settings

MANY = 20
"""Requests that nobody asks about."""
MOST = 1_000_000
"""Events that one filter may pick."""
WORD = "provision"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be posted again, and how."""

    what: str
    to: str
    pace: "Pace"
    sign: bool
    yes: bool
    as_json: bool
    quiet: bool


@click.command(cls=Filtering)
@click.argument("what", metavar="SEQ|FILTER…", nargs=-1, required=True)
@common
@click.option("--to", metavar="URL", required=True, help="Where to; with a path, everything goes to that path.")
@click.option("--speed", default="max", show_default=True, help="1x (as it was), 10x, 5/s or max.")
@click.option("--sign", is_flag=True, help="Sign anew with the secret that is set, instead of the signature that came.")
@click.option("--yes", is_flag=True, help=f"Do not ask, also for more than {MANY}.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an answer.")
def replay(what: Sequence[str], to: str, speed: str, sign: bool, yes: bool, as_json: bool, **flags: object) -> int:
    """Post captured requests again, oldest first, as they came.

    \b
    callboard replay 12 --to http://localhost:3000/webhooks
    callboard replay kind:message phase:failed since:1h --to http://localhost:3000 --speed 5/s
    """
    chosen = settings(flags)
    order = Order(filter_text(what), to, _pace(speed), sign, yes, as_json, bool(flags["quiet"]))
    answers = run(_replay(order, chosen))
    if not order.quiet:
        from ..replaying import summary

        click.echo(summary(answers), err=True)
    return 0 if answers and all(answer.good for answer in answers) else FAILED


async def _replay(order: Order, chosen: "Settings") -> "list[Answer]":
    from ..replaying import moments, replayed

    answers = []
    async with reader(chosen) as door, _line(order.to) as line:
        seqs, received = await _picked(door, order.what)
        await _asked(door, seqs, order)

        async def load(seq: int) -> "Capture | None":
            capture = await door.capture(seq)
            return _signed(capture, chosen, order.to) if capture and order.sign else capture

        async for capture, answer in replayed(load, seqs, moments(received, order.pace), line.send):
            answers.append(answer)
            _say(capture, answer, order)
            _progress(len(answers), len(seqs))
    return answers


@asynccontextmanager
async def _line(to: str) -> "AsyncIterator[Line]":
    """The way there: what stands on the command line is named by the user."""
    from receiver.sending import Line
    from receiver.target import Refused, Target, dialled

    target = Target(to, named=True)
    try:
        dialled(target)
    except Refused as error:
        raise Failure(error, USAGE) from error
    async with Line.open(target) as line:
        yield line


async def _picked(door: "Reader", what: str) -> "tuple[list[int], list[datetime]]":
    """The captures that are meant, oldest first, and when each was received."""
    if what.isdecimal():
        capture = await door.capture(int(what))
        if capture is None:
            raise Failure(f"there is no capture {what}: `callboard ls --captures` lists them")
        return [capture.seq], [capture.received_at]
    entries = await door.entries(where=filter_of(what), limit=MOST)
    found = {entry.capture: entry.received_at for entry in reversed(entries)}
    if not found:
        raise Failure("nothing matches")
    return list(found), list(found.values())


async def _asked(door: "Reader", seqs: "Sequence[int]", order: Order) -> None:
    """Nobody posts many requests, or orders anything, by accident."""
    from ..replaying import provisions

    if not _is_here(order.to):
        first = [one for seq in seqs if (one := await door.capture(seq))]
        if paths := provisions(first):
            _typed(f"{len(paths)} of these order something ({paths[0]}), and {order.to} is another machine")
    if len(seqs) > MANY and not order.yes:
        _agreed(f"post {len(seqs):,} requests to {order.to}?")


def _is_here(url: str) -> bool:
    from ipaddress import ip_address

    from receiver.target import Target, dialled

    return ip_address(dialled(Target(url, named=True))).is_loopback


def _agreed(question: str) -> None:
    if not sys.stdin.isatty():
        raise Failure(f"{question} There is nobody to ask: say --yes", USAGE)
    click.confirm(question, abort=True, err=True)


def _typed(why: str) -> None:
    """No flag stands for this."""
    if not sys.stdin.isatty():
        raise Failure(f"{why}: only somebody at a terminal can have that done", USAGE)
    if click.prompt(f"{why}. Type {WORD} to have it done", err=True) != WORD:
        raise Failure("nothing was sent")


def _signed(capture: "Capture", chosen: "Settings", to: str) -> "Capture":
    """With the signature that its provider would make for this URL, instead of the one that came."""
    from receiver.reading import whose
    from receiver.trust import secrets_for, signed

    kit = keys(chosen)
    provider, _ = whose(capture, providers(chosen), kit.below)
    secrets = secrets_for(capture.path, provider.name, kit) if provider else ()
    if provider is None or not secrets:
        raise Failure(f"capture {capture.seq} cannot be signed: no secret is set for its provider", USAGE)
    names = {name.lower() for name, _ in provider.signing}
    bare = replace(capture, headers=tuple(header for header in capture.headers if header[0].lower() not in names))
    try:
        return replace(bare, headers=(*bare.headers, *signed(bare, provider, secrets[0], to)))
    except ValueError as error:
        raise Failure(error, USAGE) from error


def _say(capture: "Capture", answer: "Answer", order: Order) -> None:
    from store import line

    from ..marks import lag
    from ..text import safe

    if order.as_json:
        took = round(answer.took.total_seconds() * 1000, 1)
        said: dict[str, Json] = {"v": 1, "kind": "replay", "capture": capture.seq, "url": order.to}
        click.echo(line({**said, "status": answer.status, "took_ms": took, "trouble": answer.trouble or None}))
    elif not order.quiet:
        came = "no answer" if answer.status is None else str(answer.status)
        trouble = f"  {safe(answer.trouble)}" if answer.trouble else ""
        click.echo(f"{capture.seq:>6} {safe(capture.path, 60)}  {came} in {lag(answer.took.total_seconds())}{trouble}")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() and not sys.stdout.isatty():
        click.echo(f"\r{done:,} of {total:,} ", nl=done == total, err=True)


def _pace(text: str) -> "Pace":
    from ..replaying import pace
    from ..values import ConfigError

    try:
        return pace(text)
    except ConfigError as error:
        raise Failure(error, USAGE) from error
