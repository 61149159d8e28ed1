"""The panels of the statistics, one a file."""

from tui.statistics.panel import Panel

from .codes import Codes
from .funnel import Funnel
from .groups import Groups
from .health import Health
from .lagging import Lagging
from .statuses import Statuses

PANELS: tuple[type[Panel], ...] = (Statuses, Lagging, Funnel, Groups, Codes, Health)
"""In the order of the tab key."""

__all__ = ["PANELS", "Codes", "Funnel", "Groups", "Health", "Lagging", "Statuses"]
