"""A digest that is equal for what says the same, however it is written."""

import hashlib
import json

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def digest(said: object) -> str:
    """Of a JSON value: the order of keys and white space do not count."""
    return hashlib.blake2b(CANONICAL.encode(said).encode(), digest_size=16).hexdigest()
