"""The panes of the board, one a file."""

from typing import Any

from tui.rows.stream import Stream

from .brands import Brands
from .campaigns import Campaigns
from .events import Events
from .messages import Messages
from .numbers import Numbers

PANES: tuple[type[Stream[Any]], ...] = (Brands, Campaigns, Numbers, Messages, Events)
"""In the order of their keys, 1 to 5."""

__all__ = ["PANES", "Brands", "Campaigns", "Events", "Messages", "Numbers"]
