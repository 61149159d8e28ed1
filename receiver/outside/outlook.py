"""What a board is told of the tunnel, and what it may have done to it, over the control socket."""

import json
from collections import deque
from collections.abc import Mapping
from itertools import islice

from .exposing import Exposing
from .tunnelling import Running
from .which import NONE, every, offered

Said = Mapping[str, object]
MOST = 20_000
"""Bytes of the program's lines in an answer."""
STEPS = 40


async def told(exposing: Exposing, said: Said) -> Said:
    """With `start` another one, with `probe` a call now; with `all` everything that there is to see."""
    if "start" in said:
        return _started(exposing, str(said["start"]))
    if "probe" in said and exposing.running:
        exposing.running.probe_now()
    return {**_brief(exposing), **(_whole(exposing) if said.get("all") else {})}


def _started(exposing: Exposing, name: str) -> Said:
    known = [NONE, *(one.name for one in every())]
    if name not in known:
        return {"error": f"there is no tunnel {name}; there are {', '.join(known)}"}
    exposing.start(name)
    return {"ok": True}


def _brief(exposing: Exposing) -> Said:
    running = exposing.running
    if running is None or not running.steps:
        state = "failed" if exposing.fault else NONE if exposing.wish.name == NONE else "starting"
        return {"state": state, "reason": exposing.fault, "name": exposing.wish.name}
    step = running.steps[-1]
    good = next((probe for probe in reversed(running.probes) if probe.took is not None), None)
    return {
        "state": step.state,
        "reason": step.reason,
        "at": step.at.isoformat(),
        "name": running.tunnel.name,
        "url": exposing.url,
        "was": exposing.was,
        "proved": good.at.isoformat() if good else None,
        "trouble": running.probes[-1].trouble if running.probes else "",
    }


def _whole(exposing: Exposing) -> Said:
    there: dict[str, object] = {"others": list(offered(exposing.wish)), "token": exposing.wish.token}
    if running := exposing.running:
        tunnel = running.tunnel
        names = ("title", "program", "lifetime", "limits", "sees", "adds", "rewrites_host")
        there |= {name: getattr(tunnel, name) for name in names}
        there |= _course(running)
    return there


def _course(running: Running) -> Said:
    """What has happened to it so far."""
    steps = islice(running.steps, max(0, len(running.steps) - STEPS), None)
    return {
        "pid": running.pid,
        "restarts": running.restarts,
        "command": list(running.tunnel.command(running.asked)),
        "probes": [
            {"at": one.at.isoformat(), "took": one.took.total_seconds() if one.took else None, "trouble": one.trouble}
            for one in running.probes
        ],
        "steps": [{"state": one.state, "at": one.at.isoformat(), "reason": one.reason} for one in steps],
        "lines": _last(running),
    }


def _last(running: Running) -> list[Said]:
    """The newest lines, as many as an answer has room for."""
    kept: deque[Said] = deque()
    room = MOST
    for at, line in reversed(running.lines):
        said = {"at": at.isoformat(), "text": line[:400]}
        room -= len(json.dumps(said))
        if room < 0:
            break
        kept.appendleft(said)
    return list(kept)
