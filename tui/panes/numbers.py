"""Numbers and whether a campaign has them."""

from store import Kind
from tui.rows.entities import Entities


class Numbers(Entities):
    """One line a number."""

    TITLE = "Numbers"
    KEY = "3"
    HELP = "Numbers: assigned to a campaign or taken from it; last changed first."
    KIND = Kind.NUMBER
    EMPTY = ("No numbers yet.", "Assigning one to a campaign brings the first.")
