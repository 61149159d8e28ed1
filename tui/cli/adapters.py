"""`callboard providers`: what each adapter reads and checks, and what nobody has published."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure, common, providers, settings

if TYPE_CHECKING:
    from receiver.provider import Provider
    from store import Schedule


@click.command("providers", short_help="The adapters: what each reads, and how its provider signs.")
@common
@click.argument("name", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def providers_(name: Sequence[str], as_json: bool, **flags: object) -> None:
    """The adapters, all or those that are named: what each reads, how its provider signs, what nobody knows.

    \b
    callboard providers telnyx
    """
    chosen = settings(flags)
    known = {one.name: one for one in providers(chosen)}
    if missing := next((one for one in name if one not in known), None):
        raise Failure(f"there is no provider {missing}; there are {', '.join(known)}", USAGE)
    for one in map(known.__getitem__, name or known):
        secrets = len(chosen.secrets.get(one.name, ()))
        click.echo(_json(one, secrets) if as_json else "\n".join(_lines(one, secrets)))


def _json(one: "Provider", secrets: int) -> str:
    from store import line

    return line(
        {
            "v": 1,
            "kind": "provider",
            "name": one.name,
            "title": one.title,
            "reads": list(one.reads),
            "signs": one.signs,
            "secrets": secrets,
            "answer_within": one.answer_within,
            "retries": [schedule.model_dump(mode="json") for schedule in one.schedules],
            "codes": len(one.codes.meanings),
            "codes_source": one.codes.source or None,
            "unknown": list(one.unknown),
        }
    )


def _lines(one: "Provider", secrets: int) -> list[str]:
    reads = [f"  reads    {family}" for family in one.reads]
    signs = f"  signs    {one.signs or 'nothing, as far as is known'}"
    set_ = f"  secret   {_secret(one, secrets)}"
    codes = [f"  codes    {len(one.codes.meanings)}, from {one.codes.source}"] if one.codes.source else []
    waits = f"{one.answer_within:g} s" if one.answer_within else "not known"
    return [
        f"{one.name}: {one.title}",
        *reads,
        signs,
        set_,
        f"  waits    {waits}",
        *(f"  retries  {_retries(schedule)}" for schedule in one.schedules),
        *codes,
        *(f"  unknown  {sentence}" for sentence in one.unknown),
        "",
    ]


def _retries(schedule: "Schedule") -> str:
    """When it delivers again."""
    of = f"{', '.join(f'{kind}s' for kind in schedule.kinds)}: " if schedule.kinds else ""
    pauses = ", ".join(f"{pause:g}" for pause in schedule.pauses)
    return of + ", then ".join(filter(None, (f"after {pauses} s" if pauses else "", schedule.then)))


def _secret(one: "Provider", secrets: int) -> str:
    if one.signs is None:
        return f"{secrets} set, and not used" if secrets else "not needed"
    return f"{secrets} set" if secrets else f"not set: CALLBOARD_SECRET_{one.name.upper()}, or [secrets] in a file"
