"""Brands and how far their registration is."""

from store import Kind
from tui.rows.entities import Entities


class Brands(Entities):
    """One line a brand."""

    TITLE = "Brands"
    KEY = "1"
    HELP = "Brands: registered, vetted, refused; last changed first."
    KIND = Kind.BRAND
    EMPTY = ("No brands yet.", "Registering or vetting one brings the first.")
