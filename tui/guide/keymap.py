"""The keys that a user wants for an action, by the names of the bindings."""

from collections.abc import Iterator, Mapping, Sequence

from textual.binding import Binding, BindingError, BindingsMap, InvalidBinding
from textual.dom import DOMNode

from ..config.values import ConfigError, Troubles, near
from ..drawing.keys import spelt, written
from ..text import safe

OURS = "tui."


def bindings() -> dict[str, Binding]:
    """Every binding of ours by its name."""
    return {binding.id: binding for kind in _kinds(DOMNode) for binding in declared(kind) if binding.id}


def declared(kind: type[object]) -> Iterator[Binding]:
    """Those that stand in the class itself."""
    own = vars(kind).get("BINDINGS", ()) if kind.__module__.startswith(OURS) else ()
    return (one for one in own if isinstance(one, Binding))


def _kinds(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    yield kind
    for under in kind.__subclasses__():
        yield from _kinds(under)


def checked(keymap: Mapping[str, str]) -> Mapping[str, str]:
    """The keymap as Textual spells it. Raises `ConfigError`, with all that is wrong."""
    names, troubles = sorted(bindings()), Troubles()
    ready: dict[str, str] = {}
    for name, keys in keymap.items():
        with troubles:
            ready[name] = _checked(name, keys, names)
    troubles.tell()
    return ready


def _checked(name: str, keys: str, names: list[str]) -> str:
    if name not in names:
        hint = near(name, names) or ": `callboard config show` and , on the board name them"
        raise ConfigError(f"[keymap]: there is no action {name}{hint}")
    try:
        return ",".join(spelt(keys))
    except (BindingError, InvalidBinding) as error:
        raise ConfigError(f'[keymap]: {name} needs keys such as "A" or "A,ctrl+g", and is {keys!r}') from error


def clashes(chain: Sequence[BindingsMap], keymap: Mapping[str, str]) -> Iterator[str]:
    """What one key of the keymap would do twice, from the pane up to the board: the first wins."""
    for name, keys in keymap.items():
        if any(name in _names(bindings) for bindings in chain):
            for key in keys.split(","):
                others = [other for bindings in chain for other in _at(bindings, key, keymap) if other != name]
                yield from (f"keymap: {written(key)} is {name}, and {other} too" for other in dict.fromkeys(others))


def _names(bindings: BindingsMap) -> set[str | None]:
    return {binding.id for _, binding in bindings}


def _at(bindings: BindingsMap, key: str, keymap: Mapping[str, str]) -> Iterator[str]:
    """The names of what a key does, with the keymap."""
    for own, binding in bindings:
        keys = keymap.get(binding.id, own) if binding.id else own
        if key in keys.split(","):
            yield binding.id or safe(binding.description)
