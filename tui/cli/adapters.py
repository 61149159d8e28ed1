"""The adapters as the user has set them, and their secrets."""

from typing import TYPE_CHECKING

import click

from .frame import CONFIG, Failure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from receiver.meaning.trust import Keys, Routes
    from receiver.provider import Provider

    from ..config.settings import Settings

    Known = Mapping[str, Provider]


def providers(chosen: "Settings") -> "tuple[Provider, ...]":
    """The adapters, following the user's settings; one that would not load is said on stderr."""
    from receiver.found import found

    try:
        ready, broken = found(chosen.providers)
    except ValueError as error:
        raise Failure(error, CONFIG) from error
    for one in broken:
        click.echo(f"callboard: the adapter {one.name} cannot be loaded: {one.why}", err=True)
    return ready


def keys(chosen: "Settings") -> "Keys":
    """The secrets and the public URL, for checking signatures."""
    from receiver.meaning.trust import Keys
    from receiver.outside.known import known as tunnelled

    known = {one.name: one for one in providers(chosen)}
    secrets = {name: _resolved(name, given) for name, given in chosen.secrets.items()}
    for name, values in secrets.items():
        _check_known("secrets", name, known)
        _check_secrets(name, known[name], values)
    routes = _routes(chosen, known)
    return Keys(secrets, chosen.public_url or None, routes, chosen.trust_forwarded, tunnelled(chosen.store))


def _routes(chosen: "Settings", known: "Known") -> "Routes":
    """With the secrets themselves, each of a provider that there is."""
    from receiver.meaning.trust import Route

    return tuple(
        Route(one.path, one.public_url, one.provider, _own(f"routes.{name}", one.provider, one.secrets, known))
        for name, one in chosen.routes.items()
    )


def _own(name: str, provider: str, given: tuple[str, ...], known: "Known") -> tuple[str, ...]:
    """A route's own secrets."""
    if provider:
        _check_known(name, provider, known)
    values = _resolved(name, given)
    if values:
        _check_secrets(name, known[provider], values)
    return values


def secret_of(name: str, given: str) -> str:
    return _resolved(name, (given,))[0]


def _resolved(name: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """The secrets themselves, which may stand in files or come from programs."""
    from ..config.secret import resolved
    from ..config.values import ConfigError

    try:
        return resolved({name: given})[name]
    except ConfigError as error:
        raise Failure(error, CONFIG) from error


def _check_known(where: str, provider: str, known: "Known") -> None:
    if provider not in known:
        raise Failure(f"{where}: there is no provider {provider}; there are {', '.join(known)}", CONFIG)


def _check_secrets(name: str, provider: "Provider", values: "Sequence[str]") -> None:
    if flaw := next(filter(None, map(provider.secret_flaw, values)), None):
        raise Failure(f"the secret of {name} cannot be right: {flaw}", CONFIG)
