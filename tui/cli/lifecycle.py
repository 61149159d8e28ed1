"""`callboard send --lifecycle`: a registration and its messages, as a provider tells of them."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

import click

from .frame import FAILED, USAGE, Failure, providers, run
from .signer import Signer

if TYPE_CHECKING:
    from receiver.provider import Provider
    from receiver.stories.plot import Plan
    from receiver.stories.simulating import Call, Story
    from store import Answer

    from ..config.settings import Settings
    from ..sending.replaying import Pace

F = TypeVar("F", bound=Callable[..., object])

SHARES = (
    ("--failures", 10, "Percent of the messages that do not arrive."),
    ("--duplicates", 5, "Percent of which a callback comes again."),
    ("--late", 5, "Percent of which the last callback comes minutes late."),
    ("--out-of-order", 5, "Percent of which it comes before the one before it."),
)
SEEDS = 100_000
ODD = {"again": "came again", "late": "late", "early": "before their time"}


@dataclass(frozen=True, slots=True)
class Way:
    """Where callbacks are posted to, and how."""

    to: str
    named: bool
    """Each at the path that names its provider."""
    sign: bool
    quiet: bool = False
    retries: bool = False
    """What is not acknowledged comes again."""


def story_options(command: F) -> F:
    for name, percent, text in reversed(SHARES):
        kind = click.FloatRange(0, 100)
        command = click.option(name, type=kind, metavar="PERCENT", help=f"{text}  [{percent}]")(command)
    text = "What is not answered 2xx comes again, when the provider would deliver it again."
    command = click.option("--retries", is_flag=True, help=text)(command)
    messages = click.IntRange(min=0)
    command = click.option("--messages", type=messages, metavar="N", help="Of a lifecycle: so many messages.  [40]")(
        command
    )
    command = click.option("--seed", type=int, metavar="N", help="The same seed, the same story.  [any]")(command)
    text = "A registration and its messages, from beginning to end."
    return click.option("--lifecycle", metavar="PROVIDER", is_flag=False, flag_value="", help=text)(command)


def plan_of(flags: Mapping[str, object]) -> "Plan":
    """A seed of its own where none is asked for: the same ids again would be deliveries of the same events."""
    from random import randrange

    from receiver.stories.plot import Plan

    names = ("seed", "messages", "failures", "duplicates", "late", "out_of_order")
    asked = {name: flags[name] for name in names if flags.get(name) is not None}
    if flags.get("retries"):
        asked.setdefault("duplicates", 0)  # what comes twice is then what was not taken
    return Plan(**{"seed": randrange(1, SEEDS), **asked})  # type: ignore[arg-type]  # noqa: S311  a story, no secret


def speed(text: object) -> "Pace":
    from ..config.values import ConfigError
    from ..sending.replaying import pace

    try:
        return pace(str(text))
    except ConfigError as error:
        raise Failure(error, USAGE) from error


def play(name: str, plan: "Plan", way: Way, at: "Pace", chosen: "Settings") -> int:
    """Post a whole story; the exit code."""
    provider = teller(name, providers(chosen))

    async def work() -> int:
        tally = Tally()
        story = begun(provider, plan, way, at)
        async for call, answer in told(story, provider, way, at, chosen):
            tally.count(answer)
            if not way.quiet:
                click.echo(said(call, answer))
        if not way.quiet:
            click.echo(summary(story, tally.statuses), err=True)
        return FAILED if tally.bad else 0

    if not way.quiet:
        _announce(provider, plan, way, chosen)
    return run(work())


async def played(provider: "Provider", way: Way, at: str, chosen: "Settings") -> str:
    """Another story each time, to its end; what came of it."""
    plan, pace, tally = plan_of({}), speed(at), Tally()
    story = begun(provider, plan, way, pace)
    async for _, answer in told(story, provider, way, pace, chosen):
        tally.count(answer)
    return summary(story, tally.statuses)


class Tally:
    """What was answered."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.bad = 0

    def count(self, answer: "Answer") -> None:
        self.statuses[str(answer.status or "no answer")] += 1
        self.bad += not answer.good


def _announce(provider: "Provider", plan: "Plan", way: Way, chosen: "Settings") -> None:
    if provider.lifecycle and provider.lifecycle.unlike:
        click.echo(f"{provider.title}: {provider.lifecycle.unlike}", err=True)
    if way.sign and not Signer(chosen).keys.secrets.get(provider.name):
        click.echo("signed with the test key: `callboard send --test-key` says how it is believed", err=True)
    click.echo(f"--seed {plan.seed} plays this story again", err=True)


def teller(name: str, known: "Iterable[Provider]") -> "Provider":
    able = {one.name: one for one in known if one.lifecycle}
    if name not in able:
        near = get_close_matches(name, able, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there is one of {', '.join(able)}"
        raise Failure(f"no lifecycle of {name} is here: {hint}" if name else f"say of whom: {hint}", USAGE)
    return able[name]


def begun(provider: "Provider", plan: "Plan", way: Way, at: "Pace") -> "Story":
    from datetime import UTC, datetime

    from receiver.stories.simulating import Story

    url = f"{way.to.rstrip('/')}/{provider.name}" if way.named else way.to
    return Story(provider, plan, now=datetime.now(UTC), times=at.times, url=url)


async def told(
    story: "Story", provider: "Provider", way: Way, at: "Pace", chosen: "Settings"
) -> "AsyncIterator[tuple[Call, Answer]]":
    """Each callback when it is due, with what it was answered. Where nobody is there from the beginning, that is
    raised; who leaves later is told of."""
    from receiver.stories.retrying import Retrying
    from store import Answer

    from ..sending.post import NobodyThere, Poster, paced, url_for

    signer = Signer(chosen) if way.sign else None
    retrying = Retrying(story, provider)
    async with Poster.open() as poster:
        async for call in paced(((call.due, call) for call in retrying.calls(story.calls())), at):
            url = url_for(call, way.to, named=way.named)
            request = call.request
            if signer:
                request = replace(request, headers=signer.arriving(request, provider, url))
            try:
                answer = await poster.post(request, url)
            except NobodyThere as error:
                if request.seq == 1 and call.attempt == 1:
                    raise
                answer = Answer(None, timedelta(), str(error.__cause__))
            if way.retries:
                retrying.answered(call, answer.status)
            yield call, answer


def said(call: "Call", answer: "Answer") -> str:
    from ..text import safe

    again = f"  attempt {call.attempt}" if call.attempt > 1 else ""
    odd = f"  {ODD[call.oddity]}" if call.oddity in ("late", "early") else ""
    return f"{call.due:>8.1f}s  {call.name}  {safe(str(answer), 200)}{again}{odd}"


def summary(story: "Story", statuses: Counter[str]) -> str:
    """`107 sent: 107 × 200. 33 messages delivered, …`"""
    sent = ", ".join(f"{n:,} × {name}" for name, n in sorted(statuses.items()))
    went = [f"{story.told[how]:,} {how}" for how in ("delivered", "failed", "received") if story.told.get(how)]
    odd = [f"{story.told[name]:,} {text}" for name, text in ODD.items() if story.told.get(name)]
    parts = [f"{statuses.total():,} sent: {sent}", ", ".join(went) and f"messages: {', '.join(went)}", ", ".join(odd)]
    return "; ".join(part for part in parts if part)


def listed(known: "Iterable[Provider]") -> str:
    """Whose lifecycles there are, and of what they are made."""
    return "\n".join(_listed(one) for one in known if one.lifecycle)


def _listed(provider: "Provider") -> str:
    from receiver.stories.sample import kinds

    if provider.lifecycle is None:
        return ""
    of = kinds()
    used = dict.fromkeys(f"{provider.name}/{step.sample}" for step in provider.lifecycle.steps)
    counted = Counter(of.get(name, "unlisted") for name in used)
    made = ", ".join(f"{n} {kind}" for kind, n in counted.most_common())
    unlike = f"\n{'':12}{provider.lifecycle.unlike}" if provider.lifecycle.unlike else ""
    return f"{provider.name:<12}{provider.lifecycle.tells}\n{'':12}of {len(used)} samples: {made}{unlike}"
