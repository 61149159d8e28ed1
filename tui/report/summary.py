"""The report in a few words: how much of everything there is, and what needs somebody."""

from collections.abc import Iterator, Sequence

from store import Entity, Kind, Phase, Statistics, Step, Trust
from tui.marks import PLURALS, lag
from tui.statistics.telling import percent

from .ink import Ink, plural, unsourced
from .markup import Html, Inside, joined, tag
from .matter import Matter, Stand
from .state import counts

NAMES = 3
"""Of what failed, named in a sentence."""
MEANING = 100


def tiles(matter: Matter) -> Html:
    """The numbers that are asked for first."""
    stands = [stand for stand in matter.stands.values() if stand.kind is not Kind.ORDER]
    shown = [_tile(PLURALS[stand.kind], f"{stand.many:,}", counts(stand.phases)) for stand in stands]
    return tag("div", shown, _delivered(matter.figures), _arrival(matter.figures), class_="tiles")


def _tile(title: str, large: str, below: Inside) -> Html:
    return tag("div", tag("h3", title), tag("p", large, class_="large"), below, class_="tile")


def _delivered(figures: Statistics) -> Html:
    steps = by_name(figures)
    every, arrived = steps["accepted"].messages, steps["delivered"].messages
    if not every:
        return _tile("Messages", "0", tag("p", "none in this time", class_="dim"))
    told = tag("p", f"{arrived:,} of {plural(every, 'message')} delivered", class_="dim")
    return _tile("Delivered", percent(arrived, every), told)


def _arrival(figures: Statistics) -> Html:
    half, most = figures.lags.p50, figures.lags.p99
    if half is None or most is None:
        return _tile("Heard within", "–", tag("p", "no callback says when it happened", class_="dim"))
    told = tag("p", f"for half of the callbacks; {lag(most.total_seconds())} for 99 of 100", class_="dim")
    return _tile("Heard within", lag(half.total_seconds()), told)


def attention(matter: Matter, ink: Ink) -> Html:
    """What needs somebody, each with where more of it stands."""
    items = [tag("li", tag("a", words, href=f"#{where}")) for where, words in _items(matter, ink)]
    if not items:
        return tag("p", "Nothing needs attention.", class_="fine lead")
    return joined(tag("h2", f"{plural(len(items), 'thing')} to look at"), tag("ul", items, class_="todo"))


def _items(matter: Matter, ink: Ink) -> Iterator[tuple[str, str]]:
    for stand in matter.stands.values():
        yield from _registration(stand, ink)
    yield from _messages(matter.figures, ink)
    yield from _callbacks(matter.figures)


def _registration(stand: Stand, ink: Ink) -> Iterator[tuple[str, str]]:
    of = f"of {plural(stand.many, stand.kind.value)}"
    for phase, does in ((Phase.FAILED, "failed"), (Phase.ATTENTION, "needs attention")):
        if n := stand.phases.get(phase, 0):
            named = _named([one for one in stand.listed if one.phase is phase], n, ink)
            verb = does if n == 1 or phase is Phase.FAILED else "need attention"
            yield "failed", f"{n:,} {of} {verb}: {named}."
    if stand.overdue:
        waits = "waits" if stand.overdue == 1 else "wait"
        named = _named([one for one in stand.listed if one.overdue], stand.overdue, ink)
        yield "waiting", f"{stand.overdue:,} {of} {waits} for longer than usual: {named}."


def _named(entities: Sequence[Entity], many: int, ink: Ink) -> str:
    """The first of them by name, and how many more there are."""
    first = ", ".join(map(ink.called, entities[:NAMES]))
    return f"{first} and {many - NAMES:,} more" if many > NAMES else first


def _messages(figures: Statistics, ink: Ink) -> Iterator[tuple[str, str]]:
    steps = by_name(figures)
    every = steps["accepted"].messages
    lost = steps["undelivered"].messages + steps["failed"].messages
    if lost:
        were = "was" if lost == 1 else "were"
        said = f"{plural(lost, 'message')} ({percent(lost, every)}) {were} not delivered"
        yield "messages", f"{said}{_mostly(figures, ink)}."
    if open_ := steps["no final"].messages:
        oldest = steps["no final"].oldest
        since = f", the oldest for {ink.ago(oldest)}" if oldest else ""
        have = "has" if open_ == 1 else "have"
        yield "messages", f"{plural(open_, 'message')} {have} no final state yet{since}."


def _mostly(figures: Statistics, ink: Ink) -> str:
    """For what code, and what that means where it is published."""
    steps = by_name(figures)
    codes = sorted((*steps["undelivered"].codes, *steps["failed"].codes), key=lambda one: -one[1])
    if not codes:
        return ""
    meaning = next((one.meaning for one in figures.codes if one.code == codes[0][0] and one.meaning), "")
    means = f" ({ink.words(unsourced(meaning), MEANING)})" if meaning else ""
    return f", most often for {ink.words(codes[0][0], 40)}{means}"


def _callbacks(figures: Statistics) -> Iterator[tuple[str, str]]:
    health = figures.health
    if rejected := health.verdicts.get(Trust.REJECTED, 0):
        yield "callbacks", f"{plural(rejected, 'event')} came with a signature that does not hold, and changed nothing."
    if unread := health.unrecognised + health.unreadable:
        yield "callbacks", f"{plural(unread, 'event')} could not be read."


def by_name(figures: Statistics) -> dict[str, Step]:
    return {step.name: step for step in figures.steps}
