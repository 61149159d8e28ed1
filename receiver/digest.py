"""A digest that is equal for what says the same, however it is written."""

import hashlib
import json


def digest(said: object) -> str:
    """Of a JSON value: the order of keys and white space do not count."""
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()
