"""The store: the log of captures, the view that is read from it, and the three doors to them."""

from .captures.body import DEPTH, Json, form_pairs, is_form, json_body, query_pairs
from .captures.marks import LONGEST_NOTE, Mark, NoSuchCapture, Remark
from .captures.request import Capture, Header, Request
from .database import LOOK, StoreError, Unstorable
from .export import capture_json, capture_line, entity_json, event_json, line, rfc3339, unseen
from .files.formats import prepare_folder
from .files.lock import Locked, holder, lock_path, locked, note
from .files.log import check_log, prepare_log
from .files.salvage import Gap, LogDamaged, damaged
from .filters.fields import PATIENCE, Patience, Table, closed_values, field_names
from .filters.grammar import ALL, Filter, FilterError, parse
from .filters.patterns import Pattern, PatternError, compiled
from .intake import Intake
from .keeping.extent import Extent
from .keeping.pruning import Cut, Keeping
from .keeping.upkeep import Upkeep
from .ledger import Ledger
from .lists.paging import Tally
from .lists.sorting import MOST_SORTED, Key, Order, orders
from .models import Entity, Entry, Event, Flag, Habits, Kind, KnownAs, Oddity, Phase, Reading, Schedule, Trust, Verdict
from .moving.bringing import LONGEST as LONGEST_LINE
from .moving.bringing import Seen, request_of
from .moving.taking import Page
from .projection import fold, refold, stamp
from .query import sql_of
from .reader import Reader
from .reading.asking import VIEWS, Asking, TooLong, Wrong
from .reading.callers import LOOPBACK, Caller, Calls
from .reading.deliveries import Delivery
from .reading.family import Branch
from .reading.tallies import Counts, Cursors
from .search import Found, Index, IndexLost, IndexState, drop_index, index_state, search_path, slow
from .sending.answer import Answer
from .sending.onward import LEFT, Onward
from .sending.sent import Outcome, Sent, Why
from .statistics.figures import (
    ALWAYS,
    LAGS,
    STEPS,
    Bucket,
    By,
    Coded,
    Group,
    Health,
    Lags,
    Period,
    Skew,
    Statistics,
    Step,
)
from .view.beginning import drop_view, offer_view, prepare_view
from .view.classes import uncount
from .view.trial import Trial

__all__ = [
    "ALL",
    "ALWAYS",
    "DEPTH",
    "LAGS",
    "LEFT",
    "LONGEST_LINE",
    "LONGEST_NOTE",
    "LOOK",
    "LOOPBACK",
    "MOST_SORTED",
    "PATIENCE",
    "STEPS",
    "VIEWS",
    "Answer",
    "Asking",
    "Branch",
    "Bucket",
    "By",
    "Caller",
    "Calls",
    "Capture",
    "Coded",
    "Counts",
    "Cursors",
    "Cut",
    "Delivery",
    "Entity",
    "Entry",
    "Event",
    "Extent",
    "Filter",
    "FilterError",
    "Flag",
    "Found",
    "Gap",
    "Group",
    "Habits",
    "Header",
    "Health",
    "Index",
    "IndexLost",
    "IndexState",
    "Intake",
    "Json",
    "Keeping",
    "Key",
    "Kind",
    "KnownAs",
    "Lags",
    "Ledger",
    "Locked",
    "LogDamaged",
    "Mark",
    "NoSuchCapture",
    "Oddity",
    "Onward",
    "Order",
    "Outcome",
    "Page",
    "Patience",
    "Pattern",
    "PatternError",
    "Period",
    "Phase",
    "Reader",
    "Reading",
    "Remark",
    "Request",
    "Schedule",
    "Seen",
    "Sent",
    "Skew",
    "Statistics",
    "Step",
    "StoreError",
    "Table",
    "Tally",
    "TooLong",
    "Trial",
    "Trust",
    "Unstorable",
    "Upkeep",
    "Verdict",
    "Why",
    "Wrong",
    "capture_json",
    "capture_line",
    "check_log",
    "closed_values",
    "compiled",
    "damaged",
    "drop_index",
    "drop_view",
    "entity_json",
    "event_json",
    "field_names",
    "fold",
    "form_pairs",
    "holder",
    "index_state",
    "is_form",
    "json_body",
    "line",
    "lock_path",
    "locked",
    "note",
    "offer_view",
    "orders",
    "parse",
    "prepare_folder",
    "prepare_log",
    "prepare_view",
    "query_pairs",
    "refold",
    "request_of",
    "rfc3339",
    "search_path",
    "slow",
    "sql_of",
    "stamp",
    "uncount",
    "unseen",
]
