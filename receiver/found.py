"""The providers there are: every file in `providers/`, and what other packages bring by entry point."""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from . import providers
from .provider import Provider

GROUP = "callboard.providers"


@dataclass(frozen=True, slots=True)
class Broken:
    """An adapter of another package that could not be loaded."""

    name: str
    why: str


def found(
    settings: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[tuple[Provider, ...], tuple[Broken, ...]]:
    """All providers, by name, each following its own `[providers.<name>]` table; and those that would not load.

    Raises `ValueError` for a table that is wrong or belongs to nobody.
    """
    own = [
        import_module(f"{providers.__name__}.{name}").PROVIDER
        for _, name, _ in pkgutil.iter_modules(providers.__path__)
    ]
    loaded = [_loaded(point) for point in entry_points(group=GROUP)]
    known = {one.name: one for one in [*own, *(one for one in loaded if isinstance(one, Provider))]}
    tables = settings or {}
    if strangers := sorted(set(tables) - set(known)):
        raise ValueError(
            f"[providers.{strangers[0]}]: there is no provider {strangers[0]}; there are {', '.join(sorted(known))}"
        )
    ready = tuple(_configured(known[name], tables.get(name)) for name in sorted(known))
    return ready, tuple(one for one in loaded if isinstance(one, Broken))


def _loaded(point: EntryPoint) -> Provider | Broken:
    try:
        provider = point.load()
    except Exception as error:  # noqa: BLE001  another package's fault must not stop the receiver
        return Broken(point.name, f"{type(error).__name__}: {error}")
    return provider if isinstance(provider, Provider) else Broken(point.name, f"{point.value} is not a Provider")


def _configured(provider: Provider, table: Mapping[str, object] | None) -> Provider:
    if not table:
        return provider
    if provider.configured is None:
        raise ValueError(f"[providers.{provider.name}]: {provider.title} has no settings")
    return provider.configured(provider, table)
