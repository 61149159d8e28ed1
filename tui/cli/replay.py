"""`callboard replay`: captured requests posted again, byte for byte."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

import click

from .filtered import Filtering, filter_of, filter_text
from .frame import FAILED, NAME, USAGE, Failure, common, reader, run, settings

if TYPE_CHECKING:
    from datetime import datetime

    from store import Answer, Capture, Json, Reader

    from ..config.settings import Settings
    from ..sending.replaying import Pace
    from .way import OneWay

MOST = 1_000_000
"""Requests that one filter may pick."""
CLEAR = "\r\x1b[K"
WIDEST = 1000


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
@click.option("--to", metavar="URL", help="Where to (--forward-to); with a path, everything goes to that path.")
@click.option("--speed", default="max", show_default=True, help="1x (as it was), 10x, 5/s or max.")
@click.option("--sign", is_flag=True, help="Sign anew with the secret that is set, instead of the signature that came.")
@click.option("--yes", is_flag=True, help="Do not ask, also for more than 20.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an answer.")
def replay(
    what: Sequence[str], to: str | None, speed: str, sign: bool, yes: bool, as_json: bool, **flags: object
) -> int:
    """Post captured requests again, oldest first, as they came.

    \b
    callboard replay 12 --to http://localhost:3000/webhooks
    callboard replay kind:message phase:failed since:1h --to http://localhost:3000 --speed 5/s
    """
    chosen = settings(flags)
    if not (to := to or chosen.forward_to):
        raise Failure("say where with --to URL, or set forward_to", USAGE)
    order = Order(filter_text(what), to, _pace(speed), sign, yes, as_json, bool(flags["quiet"]))
    answers = run(_replay(order, chosen))
    if not order.quiet:
        from ..sending.replaying import summary

        click.echo(summary(answers), err=True)
    return 0 if answers and all(answer.good for answer in answers) else FAILED


async def _replay(order: Order, chosen: "Settings") -> "list[Answer]":
    from ..sending.replaying import moments, replayed

    answers: list[Answer] = []
    there = await _way(chosen, order.to)
    async with reader(chosen) as door:
        seqs, received = await _picked(door, order.what)
        await _asked(door, seqs, order, there)

        async def load(seq: int) -> "Capture | None":
            capture = await door.capture(seq)
            return there.signed(capture) if capture and order.sign else capture

        dues = list(moments(received, order.pace))
        ahead = Ahead(len(seqs), dues[-1])
        async with there.opened(changed=order.sign) as send:
            async for capture, answer in replayed(load, seqs, dues, send):
                answers.append(answer)
                ahead.hide()
                _say(capture, answer, order)
                ahead.show(len(answers))
    for trouble in dict.fromkeys(there.troubles):
        click.echo(f"{NAME}it was sent, and is not kept: {trouble}", err=True)
    return answers


async def _way(chosen: "Settings", to: str) -> "OneWay":
    """The way there: what stands on the command line is named by the user."""
    from .way import way

    try:
        return await asyncio.to_thread(way, chosen, to)
    except ValueError as error:
        raise Failure(error, USAGE) from error


async def _picked(door: "Reader", what: str) -> "tuple[list[int], list[datetime]]":
    """The captures that are meant, oldest first, and when each was received."""
    if what.isdecimal():
        capture = await door.capture(int(what))
        if capture is None:
            raise Failure(f"there is no capture {what}: `callboard ls --captures` lists them")
        return [capture.seq], [capture.received_at]
    found = await door.requests(where=filter_of(what), limit=MOST)
    if not found:
        raise Failure("nothing matches")
    return [seq for seq, _ in found], [at for _, at in found]


async def _asked(door: "Reader", seqs: "Sequence[int]", order: Order, there: "OneWay") -> None:
    """Nobody posts many requests, or orders anything, by accident."""
    from ..sending.caution import WORD, asked_first, signable
    from ..text import safe

    if order.sign:
        try:
            await signable(door.capture, seqs, there)
        except ValueError as error:
            raise Failure(error, USAGE) from error
    asked = await asked_first(door.capture, seqs, order.to, here=there.here)
    if asked.word == WORD:
        _typed(asked.why)
    elif asked.word and not order.yes:
        _agreed(f"post {len(seqs):,} requests to {safe(order.to, WIDEST)}?")


def _agreed(question: str) -> None:
    if not sys.stdin.isatty():
        raise Failure(f"{question} There is nobody to ask: say --yes", USAGE)
    click.confirm(question, abort=True, err=True)


def _typed(why: str) -> None:
    """No flag stands for this."""
    from ..sending.caution import WORD
    from ..text import safe

    if not sys.stdin.isatty():
        raise Failure(f"{why}: only somebody at a terminal can have that done", USAGE)
    if click.prompt(f"{safe(why, WIDEST)}. Type {WORD} to have it done", err=True) != WORD:
        raise Failure("nothing was sent")


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


@dataclass(slots=True)
class Ahead:
    """How far it is, on a terminal: a line of its own below what is said."""

    total: int
    last_due: float
    began: float = field(default_factory=monotonic)
    shown: bool = False

    def show(self, done: int) -> None:
        from ..sending.replaying import left, progress

        if not sys.stderr.isatty() or self.total == 1:
            return
        ahead = left(done, self.total, monotonic() - self.began, self.last_due)
        self.shown = done < self.total
        click.echo(f"{CLEAR}{progress(done, self.total, ahead)}", nl=not self.shown, err=True)

    def hide(self) -> None:
        if self.shown:
            click.echo(CLEAR, nl=False, err=True)


def _pace(text: str) -> "Pace":
    from ..config.values import ConfigError
    from ..sending.replaying import pace

    try:
        return pace(text)
    except ConfigError as error:
        raise Failure(error, USAGE) from error
