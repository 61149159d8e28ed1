"""The store: the log of captures, the view that is read from it, and the three doors to them."""

from .body import DEPTH, Json, form_pairs, is_form, json_body, query_pairs
from .database import StoreError, Unstorable, prepare_folder
from .export import capture_json, entity_json, event_json, line, rfc3339
from .family import Branch
from .fields import PATIENCE, Patience, Table, closed_values, field_names
from .grammar import ALL, Filter, FilterError, parse
from .intake import Intake, check_log, prepare_log
from .ledger import Ledger, LogDamaged, drop_view, prepare_view
from .lock import Locked, holder, lock_path, locked, note
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
    Trust,
    Verdict,
)
from .projection import fold, refold
from .query import sql_of
from .reader import Counts, Cursors, Delivery, Reader
from .sorting import MOST_SORTED, Key, Order, orders

__all__ = [
    "ALL",
    "DEPTH",
    "MOST_SORTED",
    "PATIENCE",
    "Branch",
    "Capture",
    "Counts",
    "Cursors",
    "Delivery",
    "Entity",
    "Entry",
    "Event",
    "Filter",
    "FilterError",
    "Flag",
    "Habits",
    "Header",
    "Intake",
    "Json",
    "Key",
    "Kind",
    "KnownAs",
    "Ledger",
    "Locked",
    "LogDamaged",
    "Oddity",
    "Order",
    "Patience",
    "Phase",
    "Reader",
    "Reading",
    "Request",
    "StoreError",
    "Table",
    "Trust",
    "Unstorable",
    "Verdict",
    "capture_json",
    "check_log",
    "closed_values",
    "drop_view",
    "entity_json",
    "event_json",
    "field_names",
    "fold",
    "form_pairs",
    "holder",
    "is_form",
    "json_body",
    "line",
    "lock_path",
    "locked",
    "note",
    "orders",
    "parse",
    "prepare_folder",
    "prepare_log",
    "prepare_view",
    "query_pairs",
    "refold",
    "rfc3339",
    "sql_of",
]
