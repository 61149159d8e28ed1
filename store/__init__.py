"""The store: the log of captures, the view that is read from it, and the three doors to them."""

from .answer import Answer
from .asking import VIEWS, Asking, TooLong, Wrong
from .body import DEPTH, Json, form_pairs, is_form, json_body, query_pairs
from .bringing import LONGEST as LONGEST_LINE
from .bringing import Seen, request_of
from .callers import LOOPBACK, Caller, Calls
from .classes import uncount
from .database import LOOK, StoreError, Unstorable, prepare_folder
from .deliveries import Delivery
from .export import capture_json, capture_line, entity_json, event_json, line, rfc3339, unseen
from .extent import Extent
from .family import Branch
from .fields import PATIENCE, Patience, Table, closed_values, field_names
from .figures import (
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
from .grammar import ALL, Filter, FilterError, parse
from .intake import Intake, check_log, prepare_log
from .ledger import Ledger, drop_view, offer_view, prepare_view
from .lock import Locked, holder, lock_path, locked, note
from .marks import LONGEST_NOTE, Mark, NoSuchCapture, Remark
from .models import (
    Capture,
    Entity,
    Entry,
    Event,
    Flag,
    Habits,
    Header,
    Kind,
    KnownAs,
    Oddity,
    Phase,
    Reading,
    Request,
    Schedule,
    Trust,
    Verdict,
)
from .onward import LEFT, Onward
from .paging import Tally
from .patterns import Pattern, PatternError, compiled
from .projection import fold, refold, stamp
from .pruning import Cut, Keeping
from .query import sql_of
from .reader import Reader
from .salvage import Gap, LogDamaged, damaged
from .search import Found, Index, IndexLost, IndexState, drop_index, index_state, search_path, slow
from .sent import Outcome, Sent, Why
from .sorting import MOST_SORTED, Key, Order, orders
from .taking import Page
from .tallies import Counts, Cursors
from .trial import Trial
from .upkeep import Upkeep

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
