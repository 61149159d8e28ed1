"""Answers as the user says: from settings to the receiver, and between board and receiver while both run."""

from typing import TYPE_CHECKING

from .frame import CONFIG, USAGE, Failure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from receiver.answers.retort import Retort

    from ..config.settings import Settings
    from ..responding.standing import Respond, Standing


def retorts(chosen: "Settings") -> "tuple[Retort, ...]":
    """What is to be answered instead of 200; a route's own comes last."""
    from receiver.answers.retort import below, retort_from, retort_of

    from ..config.tables import FLAG, Respond

    of_routes = [(Respond(f"routes.{name}", one.answer), one.path) for name, one in chosen.routes.items() if one.answer]
    made = []
    for (source, said), path in (*((one, "") for one in chosen.respond), *of_routes):
        try:
            one = retort_of(said, source) if isinstance(said, str) else retort_from(said, source)
        except ValueError as error:
            raise Failure(f"{source}: {error}", USAGE if source == FLAG else CONFIG) from error
        made.append(below(one, path) if path else one)
    return tuple(made)


def responder(chosen: "Settings", *, acts: bool = True) -> "Respond":
    """What `O` does: the receiver is told what to answer, unless the board is only to look at."""
    from receiver.control import NotRunning, ask
    from store import StoreError

    from ..responding.standing import Standing

    async def respond(said: "Mapping[str, object]") -> "Sequence[Standing]":
        if said and not acts:
            raise StoreError("this board is to look at: `callboard web --allow-actions` lets it act")
        try:
            answer = await ask(chosen.store, "respond", **said)
        except NotRunning:
            raise StoreError("no receiver runs for this store: nobody is answered anything") from None
        rules = answer.get("rules")
        if not isinstance(rules, list):
            raise StoreError(str(answer.get("error", "the receiver did not answer")))
        return tuple(Standing(**one) for one in rules)

    return respond
