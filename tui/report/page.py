"""The whole page: its head, what it covers, and its sections one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from store import ALL
from tui.statistics.telling import counted

from .callbacks import health, rejected
from .glossary import glossary
from .groups import groups
from .ink import Ink
from .lags import lags
from .markup import Html, Inside, joined, tag
from .matter import Matter
from .messages import codes, funnel, undelivered
from .overtime import overtime
from .registered import registered
from .summary import attention, tiles
from .trouble import failed, waiting

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = Path(__file__).with_name("report.css")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said besides the numbers."""

    ink: Ink
    texts: bool = False
    """The texts of messages, too."""


def page(matter: Matter, wanted: Wanted) -> Iterator[str]:
    """A section at a time."""
    ink = wanted.ink
    yield "<!doctype html>\n"
    yield '<html lang="en">\n'
    yield _head(ink)
    yield "\n<body>\n<main>\n"
    yield _covers(matter, wanted)
    yield tag("section", tiles(matter), attention(matter, ink), id="summary")
    for name, title, inside in _sections(matter, wanted):
        yield "\n" + tag("section", tag("h2", title), inside, id=name)
    yield "\n</main>\n</body>\n</html>\n"


def _sections(matter: Matter, wanted: Wanted) -> Iterator[tuple[str, str, Inside]]:
    ink, figures = wanted.ink, matter.figures
    yield "registered", "Brands, campaigns and numbers", registered(matter, ink)
    yield "failed", "What failed, and why", failed(matter, ink)
    yield "waiting", "What waits for longer than usual", waiting(matter, ink)
    newest = undelivered(matter.undelivered, ink, texts=wanted.texts)
    yield "messages", "Do messages arrive?", (funnel(figures, ink), codes(figures, ink), newest)
    yield "overtime", "Over time", overtime(figures, ink)
    yield "groups", f"By {figures.by}", groups(figures, ink)
    yield "lags", "How soon we are told", lags(figures, ink)
    yield "callbacks", "Can the callbacks be believed?", (health(figures, ink), rejected(matter.rejected, ink))
    yield "glossary", "What the words mean", glossary()


def _head(ink: Ink) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"callboard report, {ink.now:%-d %b %Y}"),
        tag("style", Html(STYLE.read_text(encoding="utf-8"))),
    )


def _covers(matter: Matter, wanted: Wanted) -> Html:
    """What the report is about, so that it can be read next year."""
    ink, figures, scope = wanted.ink, matter.figures, matter.scope
    asked = tag("code", ink.words(scope.text, 500)) if scope.text.strip() else "everything that arrived"
    some = f", of which {figures.counted:,} count" if figures.counted < figures.entries else ""
    facts = {
        "Covers": asked,
        "Period": joined(ink.when(figures.since), " to ", ink.when(min(figures.until, ink.now)))
        if figures.entries
        else "no event",
        "Events": f"{counted(figures.entries, 'event')}{some}",
        "Made": joined(ink.when(ink.now), f" {ink.now:%Z}", f" by callboard {version('callboard')}"),
    }
    shown = (tag("div", tag("dt", name), tag("dd", said)) for name, said in facts.items())
    return tag(
        "header",
        tag("p", "callboard", class_="mark"),
        tag("h1", "Messaging report"),
        tag("dl", shown),
        _notes(matter, ink),
    )


def _notes(matter: Matter, ink: Ink) -> Html:
    said = ["Brands, campaigns and numbers are as they stood when the report was made, whatever the period."]
    if matter.scope.things != ALL:
        said.append("They are those that the filter finds, and what belongs to them.")
    if not matter.scope.narrows:
        said.append("The filter is about events only: of brands, campaigns and numbers all are here.")
    if ink.mask:
        said.append("Telephone numbers, addresses and texts are masked.")
    return tag("p", " ".join(said), class_="dim")
