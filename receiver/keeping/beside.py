"""Small files beside the store: for the user's eyes only, and never half of one."""

import json
import os
from collections.abc import Sequence
from pathlib import Path


def write(path: Path, what: dict[str, object] | Sequence[dict[str, object]]) -> None:
    """In the place of what was there."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(what, file)
    new.replace(path)
