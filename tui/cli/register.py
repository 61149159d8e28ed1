"""`callboard register`: point a provider's account at us, or back at what it called before."""

from typing import TYPE_CHECKING

import click

from .frame import USAGE, Failure, common, run, settings
from .pointing import Order, line, pointed, secret_of, talk

if TYPE_CHECKING:
    from receiver.hooks.account import Account, Hook, Wanted

    from ..config.settings import Settings

NOBODY = "no provider can call {}: say --url, or --public-url, or start a tunnel"


@click.command(short_help="Have a provider call us: what it calls now, and would.")
@click.argument("provider")
@common
@click.option("--brand", metavar="ID", default="", help="A 10DLC brand.")
@click.option("--campaign", metavar="ID", default="", help="A 10DLC campaign; its numbers' events go there, too.")
@click.option("--shared-campaign", metavar="ID", default="", help="A campaign that another shared with you (Telnyx).")
@click.option("--profile", "messaging_profile", metavar="ID", default="", help="A messaging profile (Telnyx).")
@click.option("--event", "events", metavar="NAME", multiple=True, help="An event (MTA); else each of them.")
@click.option("--webhook", metavar="ID", default="", help="One webhook of several (MTA).")
@click.option("--url", metavar="URL", help="What is to be called: the public URL, and the provider's name as path.")
@click.option("--restore", is_flag=True, help="Put back what was called before.")
@click.option("--yes", "--apply", "does", is_flag=True, help="Do it; else it is only shown.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a hook, or a request for you to send.")
def register(provider: str, url: str | None, restore: bool, does: bool, as_json: bool, **flags: object) -> int:
    """Have a provider call us: what it calls now, what it would call, and with --yes it is done.

    Where the URL is given with what is made (SignalWire, Plivo, Zipwhip) the request is written, for you to send.
    A profile of the settings is said before: callboard --profile NAME register …

    \b
    callboard register telnyx --profile 4001…          what would be changed
    callboard register telnyx --profile 4001… --yes    change it
    callboard register telnyx --profile 4001… --restore --yes
    callboard register plivo --campaign CXYZ           the requests, for curl
    """
    chosen = settings({name: value for name, value in flags.items() if name not in WANTED})
    account = _account(provider)
    wanted = _wanted(flags, chosen, account)
    login = chosen.accounts.get(provider)
    order = Order(chosen, account, (login and login.url) or account.base, "", does, as_json)
    if not restore:
        order.url = url or run(_our_url(chosen, provider))
        _callable(order.url)
    hooks = _hooks(account, wanted)
    if not hooks:
        return _recipes(order, wanted, restore=restore)
    return run(pointed(order, hooks))


WANTED = ("brand", "campaign", "shared_campaign", "messaging_profile", "events", "webhook")


def _account(provider: str) -> "Account":
    from receiver.hooks.account import accounts

    from ..config.values import near

    known = accounts()
    if provider not in known:
        hint = near(provider, list(known))
        raise Failure(f"nobody knows how {provider} is told what to call{hint}: there are {', '.join(known)}", USAGE)
    return known[provider]


def _wanted(flags: dict[str, object], chosen: "Settings", account: "Account") -> "Wanted":
    from receiver.hooks.account import Wanted

    given = chosen.secrets.get(account.name, ())
    secret = secret_of(account.name, given[0]) if given else ""
    events = flags["events"]
    return Wanted(
        brand=str(flags["brand"]),
        campaign=str(flags["campaign"]),
        shared_campaign=str(flags["shared_campaign"]),
        messaging_profile=str(flags["messaging_profile"]),
        events=tuple(map(str, events)) if isinstance(events, tuple) else (),
        webhook=str(flags["webhook"]),
        secret=secret,
    )


def _hooks(account: "Account", wanted: "Wanted") -> "tuple[Hook, ...]":
    from receiver.hooks.account import Unclear

    try:
        return account.hooks(wanted)
    except Unclear as error:
        raise Failure(error, USAGE) from error


async def _our_url(chosen: "Settings", provider: str) -> str:
    """What is set, or what the receiver's tunnel says."""
    from receiver.control import NotRunning, ask

    public = chosen.public_url
    if not public:
        try:
            told = await ask(chosen.store, "tunnel")
        except (NotRunning, TimeoutError):
            told = {}
        public = str(told.get("url") or "")
        if public and told.get("state") != "verified":
            talk(f"the tunnel is {told.get('state')}, and what comes to it may not reach us")
    if not public:
        raise Failure("nobody knows the URL under which the world calls us: say --url or --public-url", USAGE)
    return f"{public.rstrip('/')}/{provider}"


def _callable(url: str) -> None:
    from receiver.hooks.registering import callable_url

    from ..config.values import ConfigError
    from ..config.values import url as checked

    try:
        checked("--url", url, "flag")
    except ConfigError as error:
        raise Failure(error, USAGE) from error
    if not callable_url(url):
        raise Failure(NOBODY.format(url), USAGE)


def _recipes(order: Order, wanted: "Wanted", *, restore: bool) -> int:
    """The requests on stdout, what is known of them on stderr."""
    from receiver.hooks.registering import curl, sent

    if restore or order.does:
        raise Failure(
            f"{order.account.title} is told what to call when something is made: only you can send that", USAGE
        )
    for recipe in order.account.recipes(wanted, order.url):
        if order.as_json:
            line("recipe", order, title=recipe.title, facts=list(recipe.facts), call=sent(recipe.call, order.base))
            continue
        talk(f"\n{order.account.title}: {recipe.title}")
        for fact in recipe.facts:
            talk(f"  {fact}")
        click.echo(curl(recipe, order.account, order.base))
    return 0
