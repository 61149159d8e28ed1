"""Messages and whether they were delivered."""

from store import Kind
from tui.rows.entities import Entities


class Messages(Entities):
    """One line a message."""

    TITLE = "Messages"
    KEY = "4"
    HELP = "Messages and their deliveries; last changed first."
    KIND = Kind.MESSAGE
    EMPTY = ("No messages yet.", "The first status or reply of a message shows here.")
