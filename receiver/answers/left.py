"""What is left of the rules about answers: a receiver that is started again after its end goes on with that."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..keeping.beside import write
from ..respond import BOARD, Standing
from .retort import Retort, retort_of


def left_path(log: Path) -> Path:
    return log.with_suffix(".answers.json")


def keep(log: Path, standing: Sequence[Standing]) -> None:
    """As they stand now. Answers are given all the same where that cannot be written."""
    path = left_path(log)
    with suppress(OSError):
        if standing:
            write(path, [{"number": one.number, "line": one.line, "given": one.given} for one in standing])
        else:
            path.unlink(missing_ok=True)


def left(log: Path, retorts: Sequence[Retort]) -> tuple[Standing, ...]:
    """As they stood; anew where that cannot be read."""
    anew = tuple(Standing(number, one) for number, one in enumerate(retorts, 1))
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads(left_path(log).read_bytes())
        first = {one.number: one.retort for one in anew}
        return tuple(
            Standing(one["number"], retort_of(one["line"], BOARD), one["given"], one["line"])
            if one["line"]
            else Standing(one["number"], first[one["number"]], one["given"])
            for one in said
        )
    return anew
