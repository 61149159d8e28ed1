"""What a provider's account can be told of the URL that it calls: a value, made of pure functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import quote

from store import Json

from .. import accounts as files

Fields = Mapping[str, Json]


class Unclear(ValueError):
    """What was asked for, or what was answered, could mean several things, or none; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user named."""

    brand: str = ""
    campaign: str = ""
    shared_campaign: str = ""
    messaging_profile: str = ""
    events: tuple[str, ...] = ()
    webhook: str = ""
    secret: str = ""
    """What callbacks are to be signed with, where the account has to be told that."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an API."""

    method: str
    path: str
    body: Fields | None = None


@dataclass(frozen=True, slots=True)
class Hook:
    """A place in an account that holds the URL which is called."""

    what: str
    """For people, and what it is kept under: `messaging profile 4001`."""
    reads: Call
    found: Callable[[Json], Fields]
    """The fields of it in the answer; none where it is not there yet. Raises `Unclear`."""
    url: str
    """The field that holds the URL."""
    writes: Callable[[Fields, Json], Call]
    """Sets another URL, or none, given what is there."""
    beside: tuple[str, ...] = ()
    """Fields to be shown with it, which stay as they are."""
    removes: Callable[[Fields], Call] | None = None
    """Takes it away again, where setting the URL makes it."""
    hidden: tuple[str, ...] = ()
    """Fields of a call that are not to be shown."""
    facts: tuple[str, ...] = ()
    """What is documented, and what is not."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A request that only the user can send: it makes something, and needs what callboard does not know."""

    title: str
    call: Call
    facts: tuple[str, ...] = ()


def no_hooks(_: Wanted) -> tuple[Hook, ...]:
    return ()


def no_recipes(_: Wanted, _url: str) -> tuple[Recipe, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Account:
    """One provider's: one file of `receiver/accounts/`."""

    name: str
    title: str
    base: str
    """Where its API is."""
    hooks: Callable[[Wanted], tuple[Hook, ...]] = no_hooks
    """The places that are meant; raises `Unclear`."""
    recipes: Callable[[Wanted, str], tuple[Recipe, ...]] = no_recipes
    """The requests that set a URL where it can be set at creation only."""
    login: str = ""
    """How curl is told who asks, with variables of the shell for what is secret."""


def accounts() -> dict[str, Account]:
    """Those that are known, by the provider's name."""
    modules = (import_module(f"{files.__name__}.{one.name}") for one in iter_modules(files.__path__))
    return {module.ACCOUNT.name: module.ACCOUNT for module in modules}


def part(given: str) -> str:
    """An id as a part of a path."""
    return quote(given, safe="")


def object_in(answer: Json, *names: str) -> Fields:
    """The object under these names. Raises `Unclear`."""
    for name in names:
        answer = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(answer, dict):
        raise Unclear(f"the answer is not as documented: it holds no {'.'.join(names) or 'object'}")
    return answer
