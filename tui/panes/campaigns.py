"""Campaigns and what the carriers say to them."""

from store import Kind
from tui.rows.entities import Entities


class Campaigns(Entities):
    """One line a campaign."""

    TITLE = "Campaigns"
    KEY = "2"
    HELP = "Campaigns: submitted, accepted, suspended; last changed first."
    KIND = Kind.CAMPAIGN
    EMPTY = ("No campaigns yet.", "Submitting or accepting one brings the first.")
