"""The text index: what is in it, how it is built, and how it is asked."""

from .grams import expression, free, phrase, slow
from .index import Index, IndexLost, drop_index, prepare_index, search_path
from .looking import NEWEST, Asked, Found, Looking, Search

__all__ = [
    "NEWEST",
    "Asked",
    "Found",
    "Index",
    "IndexLost",
    "Looking",
    "Search",
    "drop_index",
    "expression",
    "free",
    "phrase",
    "prepare_index",
    "search_path",
    "slow",
]
