"""`callboard send` and `reread`: samples to see it work, and the same captures read with newer eyes."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import TYPE_CHECKING

import click

from .adapters import keys, providers
from .frame import USAGE, Failure, common, progress, run, settings
from .lifecycle import Way, listed, plan_of, play, speed, story_options
from .signer import Signer

if TYPE_CHECKING:
    from receiver.provider import Provider
    from receiver.stories.sample import Sample

    from ..config.settings import Settings
    from ..sending.replaying import Pace


@click.command(short_help="Post sample callbacks, or all of a registration.")
@click.argument("sample", nargs=-1)
@common
@story_options
@click.option("--to", metavar="URL", help="Where to: the receiver of this store, each at its provider's path.")
@click.option("--list", "list_", is_flag=True, help="The samples there are; with --lifecycle, the lifecycles.")
@click.option("--sign", is_flag=True, help="Sign as the provider would: with the secret that is set, or the test key.")
@click.option("--test-key", is_flag=True, help="What to put into the settings to believe what the test key signs.")
@click.option(
    "--speed", "--rate", metavar="SPEED", help="5/s or max; of a lifecycle 1x, 60x …  [max; of a lifecycle 60x]"
)
@click.option("--count", type=click.IntRange(min=1), help="So many in all, the samples in turn.")
def send(sample: Sequence[str], lifecycle: str | None, list_: bool, test_key: bool, **flags: object) -> int:
    """Post sample callbacks as the provider would, or all those of a registration and its messages.

    \b
    callboard send --list
    callboard send telnyx/phone_assignment_success
    callboard send 'telnyx/*' 'plivo/message_*' --speed 5/s
    callboard send --lifecycle telnyx --speed 60x --seed 7
    """
    chosen = settings(flags)
    if list_ or test_key:
        named = [one.name for one in _picked(sample or ("*",))] if list_ and lifecycle is None else []
        click.echo(Signer(chosen).lines() if test_key else "\n".join(named) or listed(providers(chosen)))
        return 0
    switches = {name: bool(flags[name]) for name in ("sign", "quiet", "retries")}
    way = Way(_address(flags["to"], chosen), named=flags["to"] is None, **switches)
    if lifecycle is not None:
        return play(lifecycle, plan_of(flags), way, speed(flags["speed"] or "60x"), chosen)
    return _send(_picked(sample), way, speed(flags["speed"] or "max"), flags["count"], chosen)


def _send(picked: "Sequence[Sample]", way: Way, at: "Pace", count: object, chosen: "Settings") -> int:
    from ..sending.post import Poster, paced, url_for

    signer = Signer(chosen) if way.sign else None
    whose = {one.name: one for one in providers(chosen)}

    async def work() -> int:
        bad = 0
        async with Poster.open() as poster:
            total = count if isinstance(count, int) else len(picked)
            async for one in paced(((0.0, one) for one in islice(cycle(picked), total)), at):
                url = url_for(one, way.to, named=way.named)
                ready = _signed(one, url, signer, whose[one.provider]) if signer else one
                answer = await poster.post(ready, url)
                bad += not answer.good
                if not way.quiet:
                    click.echo(f"{one.name}  {answer}")
        return int(bad > 0)

    return run(work())


def _signed(sample: "Sample", url: str, signer: Signer, provider: "Provider") -> "Sample":
    """With the signature of its provider, over the URL that the receiver will check it with."""
    from datetime import UTC, datetime

    return replace(sample, headers=signer.arriving(sample.captured(datetime.now(UTC)), provider, url))


def _address(to: object, chosen: "Settings") -> str:
    """Where to; what stands on the command line is named by the user."""
    if not isinstance(to, str):
        return _receiver_url(chosen)
    from receiver.onward.target import Refused, Target, dialled

    try:
        dialled(Target(to, named=True))
    except Refused as error:
        raise Failure(error, USAGE) from error
    return to


def _picked(patterns: Sequence[str]) -> "tuple[Sample, ...]":
    from receiver.stories.sample import pick

    if not patterns:
        raise Failure("say which: `callboard send 'telnyx/*'`; `callboard send --list` names them", USAGE)
    try:
        return pick(patterns)
    except ValueError as error:
        raise Failure(error, USAGE) from error


def _receiver_url(chosen: "Settings") -> str:
    """Where the receiver of this store listens, or would."""
    from store import holder

    said = f"http://{chosen.host}:{chosen.port}"
    return said if chosen.sources["port"] == "flag" else str(holder(chosen.store).get("url", said))


@click.command(short_help="Interpret every capture again.")
@common
def reread(**flags: object) -> None:
    """Interpret every capture again: after an update, or with other settings."""
    chosen = settings(flags)
    from receiver.control import NotRunning, ask
    from receiver.unread import read_all

    async def work() -> str:
        try:
            await ask(chosen.store, "reread")
        except NotRunning:
            total = await read_all(chosen.store, providers(chosen), keys(chosen), again=True, tell=progress)
            return f"{total:,} captures read again"
        return "the receiver reads every capture again; `callboard watch` shows how far it is"

    if not chosen.store.exists():
        raise Failure(f"there is no store at {chosen.store}", USAGE)
    click.echo(run(work()), err=True)
