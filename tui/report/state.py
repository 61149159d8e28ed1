"""A state as a glyph, our word and the provider's, in the colour that it has on the board."""

from collections.abc import Mapping

from store import Entity, Phase
from tui.marks import GENERIC, GLYPHS

from .ink import Ink
from .markup import Html, joined, tag


def badge(phase: Phase, words: str = "") -> Html:
    glyph = tag("span", GLYPHS[phase], aria_hidden="true", class_="glyph")
    said = tag("span", words, class_="theirs") if words else None
    return tag(
        "span",
        glyph,
        " ",
        tag("span", phase.value, class_="ours"),
        " " if said else None,
        said,
        class_=f"state {phase}",
    )


def state(entity: Entity, ink: Ink, *, coded: bool = True) -> Html:
    """With what the provider calls it, where that says more; of one that waits too long, for how long."""
    status = ink.words(entity.status, 60)
    told = status if status.lower() not in {*GENERIC, entity.phase.value} else ""
    code = ink.words(entity.code, 40) if coded and entity.code != entity.status else ""
    waits = tag("span", f"no answer for {ink.ago(entity.last_at)}", class_="late") if entity.overdue else None
    return joined(badge(entity.phase, " ".join(filter(None, (told, code)))), " " if waits else None, waits)


def counts(phases: Mapping[Phase, int]) -> Html:
    """How many are in each state, of those states in which there is any."""
    there = [tag("li", badge(phase, f"{n:,}")) for phase, n in phases.items() if n]
    return tag("ul", there, class_="counts") if there else tag("p", "none known", class_="dim")
