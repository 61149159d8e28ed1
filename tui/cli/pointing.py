"""What `callboard register` does to an account: looks, shows, keeps what was there, sets, and looks again."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from .frame import CONFIG, FAILED, USAGE, Failure

if TYPE_CHECKING:
    from receiver.hooks.account import Account, Call, Fields, Hook
    from receiver.hooks.registering import Api
    from store import Json

    from ..config.settings import Settings
    from ..tunnelling.before import Before

NAMES, WIDEST = 22, 4000
"""Letters of a field's name, and of a line."""


@dataclass(slots=True)
class Order:
    """What is to be done to an account."""

    chosen: "Settings"
    account: "Account"
    base: str
    url: str
    """What is to be called; empty where that is what was called before."""
    does: bool
    """Not only shown."""
    as_json: bool = False
    kept: "dict[str, Before]" = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    """What was said of the hook that is being looked at."""

    def tell(self, text: str) -> None:
        self.told.append(text)
        talk(text)


async def pointed(order: Order, hooks: "Sequence[Hook]") -> int:
    from ..tunnelling.before import before_path, read

    order.kept = read(before_path(order.chosen.store))
    async with _api(order) as api:
        done = [await _one(order, api, hook) for hook in hooks]
    if not order.does:
        talk("nothing was changed: --yes does it")
    return 0 if all(done) else FAILED


@asynccontextmanager
async def _api(order: Order) -> "AsyncIterator[Api]":
    from receiver.hooks.registering import Api

    name = order.account.name
    login = order.chosen.accounts.get(name)
    if login is None or not login.key:
        said = f"CALLBOARD_KEY_{name.upper()}, or key under [accounts.{name}] in a settings file"
        raise Failure(f"{order.account.title} asks for an API key: set {said}", USAGE)
    async with Api.open(order.account, order.base, secret_of(f"{name}'s account", login.key)) as api:
        yield api


async def _one(order: Order, api: "Api", hook: "Hook") -> bool:
    """Show a hook and what would become of it, and have it done."""
    from receiver.hooks.account import Unclear
    from receiver.hooks.registering import Refused

    try:
        now = await api.held(hook)
        call, url = _planned(order, hook, now)
    except (Refused, Unclear) as error:
        order.tell(f"{hook.what}: {error}; nothing was changed")
        _report(order, hook, {}, None, order.url, "failed")
        return False
    if not order.as_json:
        for line in _picture(order, hook, now, call, url):
            click.echo(line)
    if call is None or not order.does:
        _report(order, hook, now, call, url, "shown" if call else "unchanged")
        return True
    done = await _done(order, api, hook, call, now)
    _report(order, hook, now, call, url, "done" if done else "failed")
    return done


def _planned(order: Order, hook: "Hook", now: "Fields") -> "tuple[Call | None, str]":
    """What is to be asked of the API, if anything, and what is called after it."""
    from receiver.hooks.account import Unclear

    if order.url:
        return (None if now.get(hook.url) == order.url else hook.writes(now, order.url)), order.url
    kept = order.kept.get(_name(order, hook))
    if kept is None:
        raise Unclear("nothing is kept of what it called before")
    if not kept.was and hook.removes:
        return (hook.removes(now) if now else None), ""
    was = kept.was.get(hook.url)
    return (None if now.get(hook.url) == was else hook.writes(now, was)), str(was or "")


async def _done(order: Order, api: "Api", hook: "Hook", call: "Call", now: "Fields") -> bool:
    """Once, with what was there kept before it, and looked at after it."""
    from receiver.hooks.registering import Refused, Unknown

    if order.url:
        _keep(order, hook, now)
    trouble = ""
    try:
        await api.do(call, hook)
    except Unknown as error:
        trouble = f"{error}. Whether it was changed is not known: it is not tried again"
    except Refused as error:
        order.tell(f"{hook.what}: {error}; nothing was changed")
        return False
    return await _seen(order, api, hook, trouble)


async def _seen(order: Order, api: "Api", hook: "Hook", trouble: str) -> bool:
    """What it calls afterwards, as the API says."""
    from receiver.hooks.registering import Refused

    wanted = order.url or order.kept[_name(order, hook)].was.get(hook.url)
    try:
        holds = (await api.held(hook)).get(hook.url) == wanted
    except Refused as error:
        order.tell(f"{hook.what}: {trouble or 'it was taken'}, and cannot be looked at: {error}")
        return False
    if not holds:
        order.tell(f"{hook.what}: {trouble or 'it was taken, and does not show yet'}; look again later, without --yes")
        return False
    order.tell(f"✓ {hook.what}: {wanted or 'nothing'} is called now")
    if not order.url:
        _forget(order, hook)
    return True


def _keep(order: Order, hook: "Hook", now: "Fields") -> None:
    from ..tunnelling.before import Before, before_path, first, write

    name = _name(order, hook)
    told = {field: now[field] for field in (hook.url, *hook.beside) if field in now}
    order.kept[name] = Before(first(order.kept.get(name), told, hook.url), order.url)
    write(before_path(order.chosen.store), order.kept)


def _forget(order: Order, hook: "Hook") -> None:
    from ..tunnelling.before import before_path, write

    del order.kept[_name(order, hook)]
    write(before_path(order.chosen.store), order.kept)


def _name(order: Order, hook: "Hook") -> str:
    return f"{order.base.rstrip('/')} {hook.what}"


def _picture(order: Order, hook: "Hook", now: "Fields", call: "Call | None", url: str) -> "Iterator[str]":
    """What is called, what would be, and what is sent to have it so."""
    from receiver.hooks.registering import shown

    from ..text import safe

    yield safe(f"{order.account.title}, {hook.what}" + ("" if now else " (not there yet)"))
    was = now.get(hook.url)
    change = f"{was or 'nothing'} → {url or 'nothing'}" if call else f"{was or 'nothing'}  (so it is already)"
    yield safe(f"  {hook.url:<{NAMES}} {change}", WIDEST)
    for name in hook.beside:
        if now.get(name) is not None:
            yield safe(f"  {name:<{NAMES}} {now[name]}  (stays)", WIDEST)
    for line in shown(call, order.base, hook.hidden).split("\n") if call else ():
        yield safe(f"  {line}", WIDEST)
    for fact in hook.facts:
        yield f"  {fact}"


def _report(order: Order, hook: "Hook", now: "Fields", call: "Call | None", url: str, state: str) -> None:
    """The same for a program: a line a hook."""
    if order.as_json:
        from receiver.hooks.registering import sent

        line(
            "hook",
            order,
            what=hook.what,
            field=hook.url,
            was=now.get(hook.url),
            url=url or None,
            state=state,
            call=sent(call, order.base, hook.hidden) if call else None,
            said=list(order.told),
        )
    order.told.clear()


def line(kind: str, order: Order, **said: "Json") -> None:
    from store import line as of_json

    click.echo(of_json({"v": 1, "kind": kind, "provider": order.account.name, **said}))


def talk(text: str) -> None:
    from ..text import safe

    click.echo("\n".join(safe(line, WIDEST) for line in text.split("\n")), err=True)


def secret_of(name: str, given: str) -> str:
    from ..config.secret import resolved
    from ..config.values import ConfigError

    try:
        return resolved({name: (given,)})[name][0]
    except ConfigError as error:
        raise Failure(error, CONFIG) from error
