"""`callboard doctor`: what keeps it from working here, each with what mends it."""

import asyncio
import os
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from .frame import FAILED, Failure, common, keys, providers, reader, settings
from .outside import wish

if TYPE_CHECKING:
    from receiver.outside.tunnel import Tunnel
    from store import Extent

    from ..checks import Check
    from ..config.settings import Settings

MARKS = {True: "✓", False: "✗", None: "–"}
RESTART = "restart `callboard serve`"
SOON = 5.0
"""Seconds that a receiver on this machine may take to say that it is well."""


@click.command(short_help="What keeps it from working here, and what mends it.")
@common
@click.option("--json", "as_json", is_flag=True, help="One JSON object a check.")
def doctor(as_json: bool, **flags: object) -> int:
    """Check settings, store, port, secrets, terminal and tunnel tools; exit 1 where something is wrong.

    \b
    callboard doctor
    callboard doctor --json | jq 'select(.ok == false)'
    """
    every = tuple(_checks(flags))
    for check in every:
        click.echo(_json(check) if as_json else _line(check))
    return FAILED if any(check.ok is False for check in every) else 0


def _checks(flags: dict[str, object]) -> "Iterator[Check]":
    from ..checks import Check, disk, programs, terminal, texts, tunnels

    yield from programs()
    size = shutil.get_terminal_size()
    yield from terminal(os.environ, (size.columns, size.lines), is_one=sys.stdout.isatty())
    try:
        chosen = settings(flags)
    except Failure as error:
        yield Check("settings", error.message, "correct what it names; `callboard config path` says where", ok=False)
        return
    yield Check("settings", ", ".join(dict.fromkeys(chosen.sources.values())))
    yield from disk(chosen.store)
    yield from _store(chosen)
    yield from texts(chosen.store)
    yield _port(chosen)
    yield from _secrets(chosen)
    yield from tunnels(_ways(chosen))


def _ways(chosen: "Settings") -> "Iterator[tuple[Tunnel, str]]":
    """Every tunnel, with what keeps it from being started."""
    from receiver.outside.which import every, missing

    wished = wish(chosen, must=False)
    return ((one, missing(one, wished.of(one))) for one in every())


def _store(chosen: "Settings") -> "Iterator[Check]":
    """What it holds, as far as it can be read; an older one is brought up by the next receiver."""
    import sqlite3

    from store import Keeping, StoreError, check_log, damaged

    from ..checks import Check, holding, spoilt

    if not chosen.store.exists():
        return
    yield from spoilt(chosen.store, damaged(chosen.store))
    try:
        check_log(chosen.store)
        extent = asyncio.run(_extent(chosen))
    except sqlite3.Error as error:
        yield Check("view", f"{error}: the next receiver reads the captures again", ok=None)
        return
    except (StoreError, OSError) as error:
        yield Check("store", str(error), "restart `callboard serve`, or give another place with --store", ok=False)
        return
    yield from holding(chosen.store, extent, Keeping(*chosen.retention))


async def _extent(chosen: "Settings") -> "Extent":
    async with reader(chosen) as opened:
        return await opened.extent()


def _port(chosen: "Settings") -> "Check":
    """A receiver that answers, or a port that one can have."""
    from store import holder

    from ..checks import Check

    url = holder(chosen.store).get("url")
    if url:
        return _receiver(str(url))
    from receiver.server import bind

    try:
        bind(chosen.host, chosen.port).close()
    except OSError as error:
        fix = "stop what listens there, or say --port 0 for any free one"
        return Check("port", str(error), fix, ok=False)
    return Check("port", f"{chosen.host}:{chosen.port} is free; no receiver runs")


def _receiver(url: str) -> "Check":
    import httpx

    from ..checks import Check

    try:
        answer = httpx.get(f"{url}/.callboard/health", trust_env=False, timeout=SOON).status_code
    except httpx.HTTPError as error:
        return Check("receiver", f"{url} does not answer: {error}", RESTART, ok=False)
    return Check("receiver", f"{url} answers {answer}", RESTART, ok=answer == httpx.codes.OK)


def _secrets(chosen: "Settings") -> "Iterator[Check]":
    """Whether they can be had and can be right; never what they are."""
    from ..checks import Check

    try:
        known = keys(chosen).secrets
    except Failure as error:
        yield Check("secrets", error.message, "correct CALLBOARD_SECRET_… or [secrets]", ok=False)
        return
    for one in providers(chosen):
        if one.signs and one.name in known:
            yield Check(f"secret {one.name}", f"{len(known[one.name])} set: {one.signs}")
        elif one.name in known:
            yield Check(
                f"secret {one.name}", "set, and nothing is checked with it", "take it out of the settings", ok=False
            )
    unset = [one.name for one in providers(chosen) if one.signs and one.name not in known]
    if unset:
        yield Check("no secret", f"{', '.join(unset)}: their events are unchecked", ok=None)


def _line(check: "Check") -> str:
    from ..text import safe

    fix = f"\n    {safe(check.fix)}" if check.ok is False and check.fix else ""
    return f"{MARKS[check.ok]} {check.name:<18} {safe(check.fact)}{fix}"


def _json(check: "Check") -> str:
    from store import line

    fix = check.fix if check.ok is False else None
    return line({"v": 1, "kind": "check", "name": check.name, "ok": check.ok, "fact": check.fact, "fix": fix})
