"""Screens that were closed, of which Textual would keep all that was on them."""

from textual._styles_cache import StylesCache
from textual.dom import DOMNode


def forget_the_closed(node: DOMNode) -> None:
    """Nobody is told any more what this node knows, who was closed; nor are lines kept that were drawn."""
    # Textual forgets whom to tell of a value only when that value changes: some never do.
    for watchers in getattr(node, "__watchers", {}).values():
        watchers[:] = [watcher for watcher in watchers if not watcher[0]._closing]  # noqa: SLF001  as Textual does
    # It remembers a thousand colours together with the widgets they are for, and all that these drew.
    StylesCache.get_inner_outer.cache_clear()
