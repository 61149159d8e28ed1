"""Plays a provider's lifecycle: the requests that it would make, in their order, as long as they are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from random import Random

from store import Capture

from ..provider import Provider
from .lifecycle import Slot, Stand, Told, When
from .mould import Mould, named, written
from .plot import Plan, Planned, Plot, in_order, length
from .sample import pick

MOST_PACE = 60.0
"""Times are told as fast as the story goes, up to this; what is faster lies in the past, or many things would happen
at the same second."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a story."""

    due: float
    """Seconds from the beginning of the story."""
    name: str
    """Of the sample that it is made of."""
    attempt: int
    oddity: str
    """`again`, `late`, `early`, or nothing."""
    request: Capture
    """Unsigned, and numbered from 1."""
    planned: Planned

    @property
    def target(self) -> str:
        return self.request.target


class Story:
    """One play of a lifecycle: the same seed, the same requests but for their times."""

    def __init__(
        self, provider: Provider, plan: Plan, *, now: datetime, times: float | None = None, url: str = ""
    ) -> None:
        """It begins now and goes so many times as fast as it says, or without that as fast as it is read. `url` is what
        the provider was told to call. `ValueError` where the provider has no lifecycle."""
        if provider.lifecycle is None:
            raise ValueError(f"{provider.title} has no lifecycle")
        self._lifecycle, self._name, self._url = provider.lifecycle, provider.name, url
        self._chance = Random(f"{provider.name}/{plan.seed}")  # noqa: S311  a story, and no secret
        self._plot = Plot(provider.lifecycle, plan, self._chance)
        self._pace = times if times and times <= MOST_PACE else 1.0
        all_of_it = length(provider.lifecycle, plan)
        took = all_of_it / times if times else 0.0
        self._began = now - timedelta(seconds=all_of_it / self._pace - took)
        self._moulds: dict[int, Mould] = {}
        self._taken: set[tuple[Slot, str]] = set()

    @property
    def told(self) -> dict[str, int]:
        """So far: how many messages were `delivered`, `failed` and `received`, and how many callbacks are odd."""
        return dict(self._plot.told)

    def calls(self) -> Iterator[Call]:
        """In the order in which they are made; what is not under way yet, or done, takes no room."""
        for number, one in enumerate(in_order(self._plot.groups()), 1):
            yield self._call(one, number)

    def again(self, call: Call, after: float) -> Call:
        """The next delivery of the same event, so many seconds later."""
        one = call.planned
        later = replace(one, due=one.due + after, attempt=one.attempt + 1, oddity="again")
        return self._call(later, call.request.seq)

    def _call(self, one: Planned, number: int) -> Call:
        mould = self._mould(one)
        sample = mould.sample
        request = sample.captured(self._at(one.due), number)
        request.body = mould.body(partial(self._filled, one, b""))
        request.target = mould.target(partial(self._filled, one, request.body))
        return Call(one.due, sample.name, one.attempt, one.oddity, request, one)

    def _filled(self, one: Planned, body: bytes, stand: Stand) -> str:
        """What takes the place of what stands in the sample; in the target the body is known."""
        if isinstance(stand, Slot):
            return named(stand, one.scopes, self._chance, self._taken)
        if isinstance(stand, When):
            return written(stand, one.times, self._at)
        told = {Told.URL: self._url, Told.ATTEMPT: str(one.attempt)}
        return told.get(stand) or sha256(body).hexdigest()

    def _mould(self, one: Planned) -> Mould:
        """Cast when it is first used."""
        step = one.step
        if id(step) not in self._moulds:
            [sample] = pick([f"{self._name}/{step.sample}"])
            stands = {**step.stands, **self._lifecycle.stands, **step.stands}  # the step's own first, and theirs hold
            self._moulds[id(step)] = Mould(sample, step.says, stands)
        return self._moulds[id(step)]

    def _at(self, seconds: float) -> datetime:
        return self._began + timedelta(seconds=seconds / self._pace)
