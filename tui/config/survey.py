"""Every setting as it holds: its value, where that is from, and how to change it. No secret is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ..measure import size
from .explained import SAYS, TABLES, toml
from .forward import Forward
from .login import Login
from .route import Route
from .settings import DEFAULTS, Settings, variable
from .tables import FLAG, RESPOND, VARIABLE
from .values import SECONDS

EXAMPLES = {
    "public_url": "https://rare-fox.example",
    "forward_to": "http://127.0.0.1:3000",
    "cacert": "~/dev-ca.pem",
    "theme": "nord",
}
"""For what is empty as a rule."""
NAMED = ("env", "file")
"""Places of a secret that may be told; a command may hold one."""
MARK = " · "
"""Between the ways to change one."""
NO_FLAG = ("theme", "private")
IN_ONE_LINE = ("", "keymap", "overdue", "retention")

Signs = Mapping[str, str | None]
"""For each provider how it signs; None if it does not, or nobody knows."""


@dataclass(frozen=True, slots=True)
class Held:
    """One setting."""

    name: str
    """As a settings file nests it: `port`, `secrets.telnyx`."""
    value: str | int | bool
    """Of a secret only in what way it is set."""
    source: str
    """Empty where it is not set."""
    says: str
    how: str
    """What to write: in a settings file, the environment, or behind a command."""
    warning: str = ""
    """Why it does nothing."""

    @property
    def table(self) -> str:
        """Which it is a line of."""
        return self.name.partition(".")[0] if "." in self.name else ""

    @property
    def shown(self) -> str:
        """The value as a settings file has it, where that is one line."""
        return toml(self.value) if self.table in IN_ONE_LINE else str(self.value)


def survey(chosen: Settings, signs: Signs) -> tuple[Held, ...]:
    """All of them."""
    return (*_plain(chosen), *_answers(chosen), *_secrets(chosen, signs), *_tables(chosen))


def _plain(chosen: Settings) -> Iterator[Held]:
    for name in DEFAULTS:
        value = getattr(chosen, name) if name != "store" else str(chosen.store)
        flag = "" if name in NO_FLAG else f"{MARK}--{name.replace('_', '-')}"
        how = f"{name} = {toml(value if value != '' else EXAMPLES[name])}{MARK}{variable(name)}{flag}"
        yield Held(name, value, chosen.sources[name], SAYS[name], how)


def _answers(chosen: Settings) -> Iterator[Held]:
    """Those that were said in a line, if any were."""
    for source in dict.fromkeys(one.source for one in chosen.respond if isinstance(one.said, str)):
        said = "; ".join(str(one.said).strip() for one in chosen.respond if one.source == source)
        how = f"{FLAG} ANSWER{MARK}{RESPOND}{MARK}[respond.outage]"
        yield Held("respond", said, "flag" if source == FLAG else source, TABLES["respond.outage"][0], how)


def _secrets(chosen: Settings, signs: Signs) -> Iterator[Held]:
    """Those that could be set, and those that are."""
    asked = [name for name, how in signs.items() if how]
    for name in dict.fromkeys((*asked, *chosen.secrets)):
        given = chosen.secrets.get(name, ())
        value = ", ".join(map(place, given)) or "not set"
        how = f'{VARIABLE}{name.upper()}{MARK}[secrets] {name} = "file:…"'
        says = f"Signs with {scheme}." if (scheme := short(signs.get(name) or "")) else ""
        source = chosen.sources.get(f"secrets.{name}", "")
        yield Held(f"secrets.{name}", value, source, says, how, unused(name, signs) if given else "")


def _tables(chosen: Settings) -> Iterator[Held]:
    routes = {f"routes.{name}": ", ".join(_route(route)) for name, route in chosen.routes.items()}
    tables = [(one.source, one.said) for one in chosen.respond if not isinstance(one.said, str)]
    respond = {source: ", ".join(f"{key} {value}" for key, value in said.items()) for source, said in tables}
    forward = {f"forward.{name}": ", ".join(_forward(one)) for name, one in chosen.forwards.items()}
    overdue = {f"overdue.{kind}": written(limit) for kind, limit in chosen.overdue.items()}
    retention = {one: _kept(one, chosen) for one in ("retention.days", "retention.size") if one in chosen.sources}
    rules = {f"rules.{rule.name}": f"{rule.when}: {', '.join(rule.does)}" for rule in chosen.rules}
    keymap = {f"keymap.{name}": keys for name, keys in chosen.keymap.items()}
    taught = {f"providers.{name}": ", ".join(map(str, table)) for name, table in chosen.providers.items()}
    logins = {f"accounts.{name}": _login(login) for name, login in chosen.accounts.items()}
    says = {name.partition(".")[0]: sentence for name, (sentence, _) in TABLES.items()}
    for name, value in {
        **routes,
        **respond,
        **forward,
        **overdue,
        **retention,
        **rules,
        **keymap,
        **taught,
        **logins,
    }.items():
        table = name.partition(".")[0]
        yield Held(name, value, chosen.sources[name], says[table], f"a line under [{table}]")


def _kept(name: str, chosen: Settings) -> str:
    limit = chosen.retention.age if name.endswith("days") else chosen.retention.octets
    if limit is None:
        return "for ever" if name.endswith("days") else "any"
    return written(limit) if isinstance(limit, timedelta) else size(limit)


def _login(login: Login) -> str:
    key = f"key {place(login.key)}" if login.key else "no key"
    return f"{key}, {login.url}" if login.url else key


def _route(route: Route) -> Iterator[str]:
    yield f"{route.path} is {route.public_url}" if route.public_url else route.path
    if route.provider:
        yield route.provider
    if route.secrets:
        yield f"secret {', '.join(map(place, route.secrets))}"
    if route.forward:
        yield f"forwarded to {route.forward}"
    if route.answer:
        yield f"answers {route.answer}"


def _forward(one: Forward) -> Iterator[str]:
    yield f"{one.path.rstrip('/')} to {one.to}".strip()
    if one.where:
        yield one.where
    if one.insecure:
        yield "insecure: its certificate is not checked"


def place(secret: str) -> str:
    """In what way a secret is given, and nothing of itself."""
    kind, mark, where = secret.partition(":")
    if mark and kind in NAMED:
        return f"set by {kind}:{where}"
    return "set by a command" if mark and kind == "cmd" else "set"


def unused(name: str, signs: Signs) -> str:
    """Why a secret does nothing."""
    if name not in signs:
        return f"there is no provider {name}: this secret does nothing"
    return "" if signs[name] else f"nobody knows that {name} signs anything: this secret does nothing"


def short(signs: str) -> str:
    """The scheme, without what it covers."""
    return signs.partition(" over ")[0].partition(" (")[0].partition(";")[0]


def written(limit: timedelta) -> str:
    """A time as settings have it: `15m`."""
    seconds = int(limit.total_seconds())
    unit = next((unit for unit in "dhm" if seconds % SECONDS[unit] == 0), "s")
    return f"{seconds // SECONDS[unit]}{unit}"
