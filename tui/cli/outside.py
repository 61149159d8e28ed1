"""What is wanted of tunnels, as the receiver understands it."""

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from .frame import CONFIG, USAGE, Failure, providers

if TYPE_CHECKING:
    from receiver.outside.tunnel import Asked
    from receiver.outside.which import Wish

    from ..config.settings import Settings


def wish(chosen: "Settings", *, must: bool) -> "Wish":
    """`must`: there is no point in receiving without it."""
    from receiver.outside.which import AUTO, NONE, Wish, every

    known = [one.name for one in every()]
    name, _, host = chosen.tunnel.partition(":")
    for said, where in ((name, "tunnel"), *((one, "tunnels") for one in chosen.tunnels)):
        if said not in (known if where == "tunnels" else [AUTO, NONE, *known]):
            _no_tunnel(said, chosen.sources.get(where, ""), known)
    if host and (name != "ssh" or host.startswith("-")):
        _no_tunnel(chosen.tunnel, chosen.sources["tunnel"], known)
    asked = {one: _asked(table) for one, table in chosen.tunnels.items()}
    if host:
        asked["ssh"] = replace(asked.get("ssh", _asked({})), host=host)
    hooks = (*(f"/{one.name}" for one in providers(chosen)), *(one.path.rstrip("/") for one in chosen.routes.values()))
    return Wish(name=name, asked=asked, token=chosen.path_token, hooks=hooks, must=must, environ=os.environ)


def _no_tunnel(name: str, source: str, known: list[str]) -> NoReturn:
    from ..config.values import near

    said = f"tunnel ({source}): there is no {name}{near(name, known)}. There are auto, none, {', '.join(known)}"
    raise Failure(said, USAGE if source == "flag" else CONFIG)


def _asked(table: Mapping[str, str]) -> "Asked":
    from receiver.outside.tunnel import Asked

    host, name, server = (table.get(word, "") for word in ("host", "name", "server"))
    return Asked(port=0, host=host, name=name, server=server, remote=int(table.get("port", 0)))
