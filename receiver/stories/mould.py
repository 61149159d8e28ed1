"""A sample as a mould: what is the same each time, and where the values of a story go."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from random import Random

from .lifecycle import Of, Slot, Stand, Stands, When
from .sample import Sample

Values = dict[Slot, str]
Scopes = dict[Of, Values]
"""What a story, its number, its message and the event are called already."""

Fill = Callable[[Stand], str]
Parts = Sequence[str | Stand]


class Mould:
    """Cast once, filled for each callback: no field can be in what it makes that is not in the sample."""

    def __init__(self, sample: Sample, says: Mapping[str, str], stands: Stands) -> None:
        self.sample = sample
        text = _compact(sample.body.decode())
        for was, now in says.items():
            if was not in text:
                raise ValueError(f"{sample.name} does not say {was}")
            text = text.replace(was, now)
        self._body, self._target = _parted(text, stands), _parted(sample.target, stands)

    def body(self, fill: Fill) -> bytes:
        return _filled(self._body, fill).encode()

    def target(self, fill: Fill) -> str:
        return _filled(self._target, fill)


def named(slot: Slot, scopes: Scopes, chance: Random, taken: set[tuple[Slot, str]]) -> str:
    """The value of a slot where it holds, made if it is new; no two numbers are the same."""
    values = scopes[slot.of]
    if slot not in values:
        made = slot.make(chance)
        while slot.of is Of.NUMBER and (slot, made) in taken:
            made = slot.make(chance)
        if slot.of is Of.NUMBER:
            taken.add((slot, made))
        values[slot] = made
    return values[slot]


def written(when: When, times: tuple[float, ...], at: Callable[[float], datetime]) -> str:
    """The time of its step, or of the event itself where it has not come so far."""
    step = len(times) - 1 if when.step is None else min(when.step, len(times) - 1)
    return when.write(at(times[step]) + when.later)


def _compact(body: str) -> str:
    """JSON as it is sent; a form as it is."""
    if not body.startswith(("{", "[")):
        return body
    return json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False)


def _filled(parts: Parts, fill: Fill) -> str:
    return "".join([part if isinstance(part, str) else fill(part) for part in parts])


def _parted(text: str, stands: Stands) -> Parts:
    """Constant text and what takes its place, in turn; where two patterns fit, the first holds."""
    found = re.compile("|".join(f"(?P<s{n}>{pattern})" for n, pattern in enumerate(stands)))
    meant = list(stands.values())
    parts: list[str | Stand] = []
    end = 0
    for match in found.finditer(text):
        parts += [text[end : match.start()], meant[int((match.lastgroup or "s0")[1:])]]
        end = match.end()
    return [*parts, text[end:]]
