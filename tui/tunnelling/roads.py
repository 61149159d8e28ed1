"""The routes and what came by them, and whether providers call under the URL that holds now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from store import LOOPBACK, Caller, Calls

from ..config.route import Route
from ..marks import clock
from ..text import Spans, safe, shorten

NAME, PATH, COUNT, LAST = 12, 18, 7, 10
MOST_SHOWN = 200


def lines(routes: Mapping[str, Route], calls: Mapping[str, Calls], now: datetime) -> Iterator[Spans]:
    """One a route: how often it was called, when last, and what is special about it."""
    if not routes:
        yield (("No route has a name: a table [routes.staging] with a path gives one settings of its own.", "dim"),)
        return
    yield ((f"{'route':<{NAME}}{'path':<{PATH}}{'calls':>{COUNT}}  {'last':<{LAST}}what holds there", "head"),)
    for name, route in routes.items():
        came = calls.get(route.path, Calls(0, None))
        last = clock(came.last, now, 8) if came.last else "–"
        yield (
            (f"{shorten(safe(name), NAME - 1):<{NAME}}", "strong"),
            (f"{shorten(safe(route.path), PATH - 1):<{PATH}}", "key"),
            (f"{came.count:>{COUNT},}  ", ""),
            (f"{last:<{LAST}}", "dim"),
            (" · ".join(_special(route)), ""),
        )


def _special(route: Route) -> Iterator[str]:
    if route.provider:
        yield safe(route.provider) + (" with a secret of its own" if route.secrets else "")
    if route.public_url:
        yield f"is {safe(route.public_url, MOST_SHOWN)}"
    if route.forward:
        yield f"→ {safe(route.forward, MOST_SHOWN)}"
    if route.answer:
        yield f"answers {safe(route.answer, MOST_SHOWN)}"


def strays(callers: Sequence[Caller], public: str, routes: Mapping[str, Route]) -> tuple[Caller, ...]:
    """The providers that called last under another host than the world's ways to us. Without a public URL nobody can
    tell."""
    origin = host(public)
    if not origin or LOOPBACK.fullmatch(origin.partition(":")[0]):
        return ()
    ours = {origin, *(host(route.public_url) for route in routes.values())}
    return tuple(one for one in callers if _plain(one.host) not in ours)


def stray_lines(strays: Sequence[Caller], public: str, now: datetime) -> Iterator[Spans]:
    """A sentence for each, with what to do."""
    for one in strays:
        said = f" called last under {safe(one.host, MOST_SHOWN)}, at {clock(one.at, now, 8)}; the public URL is now "
        then = f": give it {safe(_there(public.rstrip('/'), one.path), MOST_SHOWN)}"
        yield (("▲ ", "attention"), (safe(one.provider), "strong"), (said, ""), (safe(host(public)), "key"), (then, ""))


def _there(public: str, path: str) -> str:
    """The path under a public URL, which may end with the token that the path begins with."""
    token = urlsplit(public).path
    return public + (path.removeprefix(token) if token and f"{path}/".startswith(f"{token}/") else path)


def host(url: str) -> str:
    """Of a URL, with the port where it is not the usual one."""
    return _plain(urlsplit(url).netloc.rpartition("@")[2].lower())


def _plain(netloc: str) -> str:
    name, mark, port = netloc.rpartition(":")
    return name if mark and port in {"80", "443"} else netloc
