"""`callboard send` and `reread`: samples to see it work, and the same captures read with newer eyes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure, common, keys, progress, providers, run, settings

if TYPE_CHECKING:
    from receiver.sample import Sample
    from store import Capture

    from ..settings import Settings


@click.command()
@click.argument("sample", nargs=-1)
@common
@click.option("--to", metavar="URL", help="Where to: the receiver of this store, each at its provider's path.")
@click.option("--list", "list_", is_flag=True, help="The samples there are.")
@click.option("--sign", is_flag=True, help="Sign them with the secret that is set, as the provider would.")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="At most so many a second.")
@click.option("--count", type=click.IntRange(min=1), help="So many in all, the samples in turn.")
def send(
    sample: Sequence[str],
    to: str | None,
    list_: bool,
    sign: bool,
    rate: float | None,
    count: int | None,
    **flags: object,
) -> int:
    """Post sample callbacks as the provider would.

    \b
    callboard send --list
    callboard send telnyx/phone_assignment_success
    callboard send 'telnyx/*' 'plivo/message_*' --rate 5
    """
    chosen = settings(flags)
    picked = _picked(sample or (("*",) if list_ else ()))
    if list_:
        click.echo("\n".join(one.name for one in picked))
        return 0
    from ..post import failed, post

    url = to or _receiver_url(chosen)
    ready = [_signed(one, url, chosen, named=to is None) for one in picked] if sign else picked

    async def work() -> int:
        answers = []
        async for name, answer in post(ready, url, named=to is None, count=count or len(picked), rate=rate):
            answers.append(answer)
            if not flags["quiet"]:
                click.echo(f"{name}  {answer}")
        return int(failed(answers))

    return run(work())


def _signed(sample: "Sample", url: str, chosen: "Settings", *, named: bool) -> "Sample":
    """The sample with the signature of its provider, over the URL that the receiver will check it with."""
    from receiver.trust import called, secrets_for, signed

    from ..post import url_for

    provider = next(one for one in providers(chosen) if one.name == sample.provider)
    kit = keys(chosen)
    capture = _as_posted(sample, url_for(sample, url, named=named))
    secrets = secrets_for(capture.path, provider.name, kit)
    if not secrets:
        raise Failure(f"no secret for {provider.name} is set: CALLBOARD_SECRET_{provider.name.upper()}", USAGE)
    try:
        headers = signed(capture, provider, secrets[0], called(capture, kit)[0])
    except ValueError as error:
        raise Failure(error, USAGE) from error
    return replace(sample, headers=(*sample.headers, *headers))


def _as_posted(sample: "Sample", url: str) -> "Capture":
    """The sample as the receiver at the URL will have it, through a tunnel where the URL is one's."""
    from httpx import URL, InvalidURL

    try:
        there = URL(url)
    except InvalidURL as error:
        raise Failure(f"{url} is no URL: {error}", USAGE) from error
    headers = (*sample.headers, (b"Host", there.netloc), (b"X-Forwarded-Proto", there.raw_scheme))
    posted = replace(sample, target=there.raw_path.decode("latin-1"), headers=headers)
    return posted.captured(datetime.now(UTC))


def _picked(patterns: Sequence[str]) -> "tuple[Sample, ...]":
    from receiver.sample import pick

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


@click.command()
@common
def reread(**flags: object) -> None:
    """Interpret every capture again: after an update, or with other settings."""
    chosen = settings(flags)
    from receiver.control import NotRunning, ask
    from receiver.service import read_all

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
