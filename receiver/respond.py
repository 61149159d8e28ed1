"""Answers as the user says: the first rule that is for a request and has something left holds, else 200."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from store import Capture, Filter, Request, Trial

from .answers.reply import Answers, Reply
from .answers.retort import Retort, retort_of
from .control import Said
from .meaning.reading import named, read
from .meaning.trust import Keys
from .provider import Provider

MOST = 30
"""Rules at once: what is not asked for any more is taken away, and not kept for ever."""
BOARD = "board"


@dataclass(slots=True)
class Standing:
    """A rule, and how often it was used."""

    number: int
    retort: Retort
    given: int = 0
    line: str = ""
    """As it was written on a board."""

    @property
    def left(self) -> int | None:
        """None: it never ends."""
        return None if self.retort.times is None else self.retort.times - self.given

    @property
    def ahead(self) -> str:
        """As it was written, and what of it is still to come."""
        return (
            f"{self.retort.text}, {self.left} of them left"
            if self.left is not None and self.given
            else self.retort.text
        )

    def said(self) -> dict[str, object]:
        """For the control socket."""
        told = {"number": self.number, "text": self.retort.text, "left": self.left, "given": self.given}
        return {**told, "source": self.retort.source}


@dataclass(slots=True)
class Fitting:
    """Whom a filter means. A request is interpreted only if one asks."""

    providers: Sequence[Provider]
    keys: Keys
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _trial: Trial | None = None

    def fits(self, retort: Retort, request: Request) -> bool:
        below = tuple(f"{path}/" for path in self.keys.known.also(retort.path.rstrip("/")))
        if retort.path and not f"{request.path}/".startswith(below):
            return False
        return retort.where is None or self._finds(retort.where, request)

    def _finds(self, where: Filter, request: Request) -> bool:
        if asked := _only_provider(where):
            said = named(request.path, self.providers, self.keys.below)
            if said:
                return said.name == asked
        self._trial = self._trial or Trial()
        capture = Capture(seq=1, **{name: getattr(request, name) for name in Request.__slots__})
        try:
            return self._trial.found(capture, read(capture, self.providers, self.keys), where, self.clock())
        except sqlite3.Error:  # what could not be asked finds nothing: the request is answered as without it
            return False


@dataclass(slots=True)
class Respond:
    """The rules as they stand."""

    fitting: Fitting
    otherwise: Answers
    """Who answers where no rule is for a request."""
    standing: tuple[Standing, ...] = ()
    keep: Callable[[Sequence[Standing]], None] = lambda _standing: None
    """Is told whenever something else is left of them."""
    _left: tuple[Standing, ...] = ()
    """Those with something left: nothing, as a rule."""
    _last: int = 0
    """The highest number: none is given twice."""

    def say(self, retorts: Iterable[Retort], line: str = "") -> None:
        """Add rules, in their order, before those that stand."""
        new = tuple(Standing(number, one, line=line) for number, one in enumerate(retorts, self._last + 1))
        self.stand((*new, *self.standing))

    def stand(self, standing: tuple[Standing, ...]) -> None:
        """These, and nothing else."""
        self.standing = standing
        self._left = tuple(one for one in standing if one.left != 0)
        self._last = max((self._last, *(one.number for one in standing)))
        self.keep(standing)

    def planned(self, request: Request, /) -> Reply | None:
        for one in self._left:
            if self.fitting.fits(one.retort, request):
                one.given += 1
                if one.left is not None:
                    self.stand(self.standing)
                return one.retort.reply
        return self.otherwise.planned(request)

    async def found(self, seq: int, request: Request, /) -> Reply:
        return await self.otherwise.found(seq, request)

    async def told(self, said: Said) -> Said:
        """The control socket: `add` a text, `take` a number, `clear`; the rules as they stand then."""
        try:
            self._change(said)
        except ValueError as error:
            return {"error": str(error)}
        return {"ok": True, "rules": [one.said() for one in self.standing]}

    def _change(self, said: Said) -> None:
        if "add" in said:
            if len(self.standing) >= MOST:
                raise ValueError(f"{MOST} rules stand already: take some away")
            line = str(said["add"])
            self.say([retort_of(line, BOARD)], line)
        elif "take" in said:
            self.stand(tuple(one for one in self.standing if one.number != said["take"]))
        elif said.get("clear"):
            self.stand(())


def _only_provider(where: Filter) -> str | None:
    """The one provider that a filter asks for, if it asks for nothing else."""
    if where.join == "and" and len(where.parts) == 1:
        return _only_provider(where.parts[0])
    term = where.term
    if term and term.field == "provider" and term.op == ":" and term.value.isidentifier():
        return term.value.lower()
    return None
