"""What is sent on where, as the settings say it."""

from typing import TYPE_CHECKING

from .filtered import filter_of
from .frame import CONFIG, USAGE, Failure

if TYPE_CHECKING:
    from receiver.forward import Forward

    from ..config.forward import Forward as ForwardTable
    from ..config.settings import Settings


def forwards(chosen: "Settings") -> "tuple[Forward, ...]":
    """What is sent on where; the app of `--forward-to` is the first."""
    from receiver.forward import Forward

    told = chosen.sources.get("forward_to")
    named = told not in ("flag", "CALLBOARD_FORWARD_TO")
    app = [Forward(name="app", url=chosen.forward_to, named=named, cacert=chosen.cacert or None)]
    listed = [_forward(name, one) for name, one in chosen.forwards.items()]
    routes = [
        Forward(name=f"routes.{name}", url=one.forward, named=True, path=one.path)
        for name, one in chosen.routes.items()
        if one.forward
    ]
    found = (*(app if chosen.forward_to else ()), *listed, *routes)
    if chosen.answer_from_app and not found:
        raise Failure("--answer-from-app needs an app: say where it is with --forward-to", USAGE)
    return found


def _forward(name: str, table: "ForwardTable") -> "Forward":
    from receiver.forward import Forward

    try:
        filter_of(table.where)
    except Failure as error:
        raise Failure(f"forward.{name}.filter: {error.message}", CONFIG) from error
    return Forward(
        name=name,
        url=table.to,
        named=True,
        where=table.where,
        path=table.path,
        cacert=table.cacert or None,
        insecure=table.insecure,
        concurrency=table.concurrency,
        retries=table.retries,
        redeliveries=table.redeliveries,
    )
