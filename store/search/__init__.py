"""The text index: what is in it, how it is built, and how it is asked."""

from .grams import expression, free, phrase, slow
from .index import Index, IndexLost, drop_index, prepare_index, search_path
from .looking import Asked, Found, Looking, Search
from .state import IndexState, index_state

__all__ = [
    "Asked",
    "Found",
    "Index",
    "IndexLost",
    "IndexState",
    "Looking",
    "Search",
    "drop_index",
    "expression",
    "free",
    "index_state",
    "phrase",
    "prepare_index",
    "search_path",
    "slow",
]
