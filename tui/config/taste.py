"""What the user has set of the board itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textual.theme import Theme

from .survey import Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """Nothing of it must keep the board from starting."""

    keymap: Mapping[str, str] = field(default_factory=dict)
    """For an action, by its name, keys as Textual spells them."""
    theme: str = ""
    themes: Sequence[Theme] = ()
    """The user's own."""
    troubles: Sequence[str] = ()
    """What is wrong, to be told."""
    settings: Sequence[Held] = ()
    """All that is set, to be shown."""
    files: Sequence[str] = ()
    """Where settings may be written, the strongest first."""


PLAIN = Taste()
"""Nothing is set."""
