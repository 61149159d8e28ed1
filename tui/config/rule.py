"""Rules as settings hold them: a filter, and what is to be done when something arrives that it finds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import chain

from store import Entry, Filter, FilterError, Oddity, parse, sql_of

from .values import DURATION, SECONDS, ConfigError, only

KEYS = ["when", "do", "command", "quiet", "hours"]
BELL, TOAST, DESKTOP, COMMAND = DOES = ["bell", "toast", "desktop", "command"]
QUIET = timedelta(seconds=30)
HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
WHENEVER = datetime(2000, 1, 1, tzinfo=UTC)
LATER = {"overdue", "missed"}
"""What nothing is as it arrives."""
"""A filter that can be read at one time can be read at any."""
Hours = tuple[time, time]


def summary(entry: Entry) -> str:
    return entry.event.summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is watched for, and what is done about it."""

    name: str
    when: str
    """The filter as it was written."""
    where: Filter
    does: tuple[str, ...] = (BELL, TOAST)
    command: tuple[str, ...] = ()
    """A program and its arguments; no shell reads them."""
    quiet: timedelta = QUIET
    """Between two notifications: what matches meanwhile is counted."""
    hours: Hours | None = None
    """From when to when it may disturb; None is always."""
    says: Callable[[Entry], str] = summary

    def awake(self, now: datetime) -> bool:
        """Whether it may disturb at this time of day."""
        if self.hours is None:
            return True
        begin, end = self.hours
        at = now.time()
        return begin <= at < end if begin < end else at >= begin or at < end


def drift(entry: Entry) -> str:
    """What a provider never sent before."""
    return "; ".join(flag.text for flag in entry.flags if flag.oddity is Oddity.DRIFT)


BUILT_IN = (
    Rule(
        name="drift",
        when="is:drift",
        where=parse("is:drift"),
        does=(TOAST,),
        quiet=timedelta(seconds=10),
        says=drift,
    ),
)
"""What is worth a word without any settings; nothing of it rings."""


def rule_of(name: str, table: object) -> Rule:
    """The rule of a `[rules.<name>]` table. Raises `ConfigError`."""
    if not isinstance(table, dict):
        raise ConfigError(f"[rules.{name}] is a table")
    only(f"[rules.{name}]", table, KEYS)
    when = table.get("when")
    if not isinstance(when, str) or not when.strip():
        raise ConfigError(f'[rules.{name}] needs a filter: when = "phase:failed"')
    command = _command(name, table.get("command"))
    return Rule(
        name=name,
        when=when,
        where=_filter(name, when),
        does=_does(name, table.get("do"), command),
        command=command,
        quiet=_quiet(name, table.get("quiet")),
        hours=_hours(name, table.get("hours")),
    )


def _filter(name: str, when: str) -> Filter:
    try:
        where = parse(when)
        sql_of(where, "entries", WHENEVER)
    except FilterError as error:
        raise ConfigError(f"[rules.{name}] when:\n{error}") from error
    if late := LATER & {value for field, value in _terms(where) if field == "is"}:
        said = late.pop()
        raise ConfigError(f"[rules.{name}] looks at what arrives, and what arrives is not {said}: say is:{said} in /")
    return where


def _terms(where: Filter) -> set[tuple[str, str]]:
    own = {(where.term.field or "", value) for value in where.term.value.split(",")} if where.term else set()
    return own | set(chain.from_iterable(map(_terms, where.parts)))


def _does(name: str, said: object, command: tuple[str, ...]) -> tuple[str, ...]:
    if said is None:
        return (BELL, TOAST, COMMAND) if command else (BELL, TOAST)
    if not isinstance(said, list) or not said or not all(isinstance(one, str) for one in said):
        raise ConfigError(f"rules.{name}.do is a list of {', '.join(DOES)}, and is {said!r}")
    only(f"rules.{name}.do", said, DOES)
    if (COMMAND in said) != bool(command):
        raise ConfigError(f'[rules.{name}]: "command" in do and a line command = ["…"] go together')
    return tuple(dict.fromkeys(said))


def _command(name: str, said: object) -> tuple[str, ...]:
    if said is None:
        return ()
    listed = isinstance(said, list) and said and all(isinstance(one, str) and "\0" not in one for one in said)
    if not listed or not isinstance(said, list) or not said[0]:
        raise ConfigError(
            f'rules.{name}.command is a list, a program and its arguments, such as ["notify-send", "news"], that no'
            f" shell reads; what happened is in CALLBOARD_… variables and on standard input. It is {said!r}"
        )
    return tuple(said)


def _quiet(name: str, said: object) -> timedelta:
    found = DURATION.fullmatch(said) if isinstance(said, str) else None
    if said is not None and not found:
        raise ConfigError(f"rules.{name}.quiet is a time such as 30s, 15m or 2h, and is {said!r}")
    return timedelta(seconds=int(found[1]) * SECONDS[found[2]]) if found else QUIET


def _hours(name: str, said: object) -> Hours | None:
    if said is None:
        return None
    found = HOURS.fullmatch(said) if isinstance(said, str) else None
    if not found:
        raise ConfigError(
            f'rules.{name}.hours is like "08:00-20:00", the times of day in which it may disturb: {said!r}'
        )
    return time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
