"""The tables of settings files: routes, waiting times, secrets, keys, and what adapters read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from .forward import Forward, forward_of
from .login import Login, login_of
from .route import Route, route_of
from .values import ConfigError, Troubles, age, duration, octets, only, port

if TYPE_CHECKING:
    from .rule import Rule

Made = TypeVar("Made")
Table = Mapping[str, object]
Layers = Sequence[tuple[Table, str]]
"""Every place that may set something, the strongest first, each with its name."""

TABLES = (
    "providers",
    "profiles",
    "secrets",
    "accounts",
    "routes",
    "respond",
    "forward",
    "tunnels",
    "overdue",
    "keymap",
    "retention",
    "rules",
)
NESTED = {"providers", "accounts", "routes", "respond", "forward", "tunnels", "profiles", "rules"}
ASKED = ("host", "port", "name", "server")
"""What a tunnel may be asked for."""
FLAG = "--respond"
RESPOND = "CALLBOARD_RESPOND"
VARIABLE, KEY_VARIABLE = "CALLBOARD_SECRET_", "CALLBOARD_KEY_"
EXAMPLES = {
    "providers": "[providers.plivo.keys]",
    "routes": "[routes.staging]",
    "tunnels": "[tunnels.ssh]",
    "respond": "[respond.outage]",
    "forward": "[forward.app]",
    "overdue": '[overdue], with lines such as message = "15m"',
    "secrets": "[secrets], with a line a provider",
    "rules": "[rules.failed]",
    "accounts": "[accounts.telnyx]",
    "retention": '[retention], with lines such as days = 30 and size = "1 GiB"',
    "keymap": '[keymap], with lines such as "board.sample" = "C"',
}


class Retention(NamedTuple):
    """How long and how much is kept, whichever ends first; None is for ever, and any."""

    age: timedelta | None = timedelta(days=30)
    octets: int | None = 2**30


class Respond(NamedTuple):
    """One thing that is to be answered, and where that was said."""

    source: str
    said: str | Table
    """A line as behind `--respond`, or a table."""


def providers(layers: Layers, troubles: Troubles) -> dict[str, Table]:
    return {name: table for name, table, _ in _lines("providers", layers, troubles) if isinstance(table, dict)}


def accounts(layers: Layers, environ: Mapping[str, str], troubles: Troubles) -> dict[str, Login]:
    """For each provider how its API is asked; a key in the environment comes first."""
    ready = _each("accounts", layers, troubles, lambda name, table, _: login_of(f"accounts.{name}", table))
    for name, variable in _variables(environ, KEY_VARIABLE):
        ready[name] = replace(ready.get(name, Login()), key=environ[variable].strip())
    return ready


def routes(layers: Layers, troubles: Troubles) -> dict[str, Route]:
    return _each("routes", layers, troubles, lambda name, table, _: route_of(f"routes.{name}", table))


def respond(flags: Table, environ: Mapping[str, str], layers: Layers, troubles: Troubles) -> tuple[Respond, ...]:
    """What is to be answered, what was said last first: behind the command, in the environment, in files."""
    given = flags.get("respond") or ()
    ready = [Respond(FLAG, str(text)) for text in (given if isinstance(given, tuple | list) else (given,))]
    ready += [Respond(RESPOND, text) for text in environ.get(RESPOND, "").split(";") if text.strip()]
    for name, table, _ in _lines("respond", layers, troubles):
        if isinstance(table, dict):
            ready.append(Respond(f"respond.{name}", table))
    return tuple(ready)


def forwards(layers: Layers, troubles: Troubles) -> dict[str, Forward]:
    """Where callbacks are sent on to."""
    return _each("forward", layers, troubles, lambda name, table, _: forward_of(f"forward.{name}", table))


def tunnels(layers: Layers, troubles: Troubles) -> dict[str, dict[str, str]]:
    """For a tunnel what it is asked for. Which tunnels there are, the receiver knows."""
    return _each("tunnels", layers, troubles, lambda name, table, source: _asked(f"tunnels.{name} ({source})", table))


def overdue(layers: Layers, troubles: Troubles) -> dict[str, timedelta]:
    """How long what may be pending."""
    return _each("overdue", layers, troubles, duration)


def retention(layers: Layers, troubles: Troubles) -> Retention:
    """How long and how much is kept."""
    kept = Retention()
    for name, value, source in _lines("retention", layers, troubles):
        with troubles:
            where = f"retention.{name} ({source})"
            if name == "days":
                kept = kept._replace(age=age(where, value))
            elif name == "size":
                kept = kept._replace(octets=octets(where, value))
            else:
                raise ConfigError(f"[retention] ({source}): unknown {name}. There are days, size")
    return kept


def rules(layers: Layers, troubles: Troubles) -> "tuple[Rule, ...]":
    """What the board watches for."""
    return tuple(_each("rules", layers, troubles, _rule).values())


def keymap(layers: Layers, troubles: Troubles) -> dict[str, str]:
    """For an action, by name, its keys. Which actions there are, the board knows."""
    return _each("keymap", layers, troubles, _keys)


def secrets(layers: Layers, environ: Mapping[str, str], troubles: Troubles) -> dict[str, tuple[str, ...]]:
    """All that is set of each provider, the environment's first: several hold at once (rotation, several accounts)."""
    merged = {name: tuple(environ[variable].split()) for name, variable in _variables(environ)}
    for table, source in layers:
        for name, value in _table("secrets", table, source, troubles).items():
            with troubles:
                merged[name] = (*merged.get(name, ()), *_listed(name, value, source))
    return merged


def origins(layers: Layers, environ: Mapping[str, str]) -> dict[str, str]:
    """For each line of a table where it came from: of secrets, every place."""
    found = {f"{name}.{key}": source for name in TABLES for key, _, source in _lines(name, layers, Troubles())}
    places = [(name, variable) for name, variable in _variables(environ)]
    places += [(name, source) for table, source in layers for name in _table("secrets", table, source, Troubles())]
    found |= {f"accounts.{name}": variable for name, variable in _variables(environ, KEY_VARIABLE)}
    for name in dict(places):
        found[f"secrets.{name}"] = ", ".join(place for one, place in places if one == name)
    return found


def _variables(environ: Mapping[str, str], prefix: str = VARIABLE) -> Iterator[tuple[str, str]]:
    """The providers that have a secret in the environment, and in which variable."""
    for name, value in environ.items():
        if name.startswith(prefix) and value.strip():
            yield name.removeprefix(prefix).lower(), name


def _lines(name: str, layers: Layers, troubles: Troubles) -> Iterator[tuple[str, object, str]]:
    """Key, value and source: of the strongest file that has the key."""
    seen: set[str] = set()
    for table, source in layers:
        for key, value in _table(name, table, source, troubles).items():
            if key not in seen:
                seen.add(key)
                yield key, value, source


def _each(name: str, layers: Layers, troubles: Troubles, made: Callable[[str, object, str], Made]) -> dict[str, Made]:
    """What each line of a table is made into, but for those that trouble."""
    ready = {}
    for key, value, source in _lines(name, layers, troubles):
        with troubles:
            ready[key] = made(key, value, source)
    return ready


def _table(name: str, table: Table, source: str, troubles: Troubles) -> Table:
    said = table.get(name, {})
    nested = name in NESTED
    with troubles:
        if not isinstance(said, dict) or (nested and not all(isinstance(one, dict) for one in said.values())):
            kind = "holds tables, such as" if nested else "is a table:"
            raise ConfigError(f"{name} ({source}) {kind} {EXAMPLES.get(name, '[profiles.work]')}")
        return said
    return {}


def _rule(name: str, table: object, _source: str) -> "Rule":
    from .rule import rule_of  # noqa: PLC0415  loads the store, to read filters

    return rule_of(name, table)


def _keys(name: str, keys: object, source: str) -> str:
    if not isinstance(keys, str) or not keys.strip():
        raise ConfigError(f'keymap.{name} ({source}) is a text such as "A", and is {keys!r}')
    return keys


def _asked(name: str, table: object) -> dict[str, str]:
    """Words for another program, of which none may be an option of its."""
    if not isinstance(table, dict):
        raise ConfigError(f"{name} is a table")
    only(name, table, ASKED)
    for key, value in table.items():
        if key == "port":
            port(value, f"{name}.port")
        elif not isinstance(value, str) or not value or value.startswith("-"):
            raise ConfigError(f"{name}.{key} is a text that does not begin with -, and is {value!r}")
    return {key: str(value) for key, value in table.items()}


def _listed(name: str, value: object, source: str) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
        raise ConfigError(f"secrets.{name} ({source}) is a text, or a list of them")
    return tuple(listed)
