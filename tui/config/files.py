"""Settings files as they are read, and what is wrong with their keys."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from .tables import Table
from .values import ConfigError, Troubles, near

Names = list[str]
"""What may stand in one."""


def read(path: Path, names: Names, troubles: Troubles, *, must: bool) -> Table:
    """What a file says; nothing where there is none that `must` be there."""
    table: Table = {}
    with troubles:
        table = _parsed(path, must=must)
        _known(table, str(path), names)
    return table


def _parsed(path: Path, *, must: bool) -> Table:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (FileNotFoundError, NotADirectoryError):  # as below a home of /dev/null
        if must:
            raise ConfigError(f"there is no file {path}: leave --config away, or name one that is there") from None
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error


def _known(table: Table, where: str, names: Names) -> None:
    """All that is wrong with the keys, in one message."""
    wrong = [key for key in table if key not in names]
    if wrong:
        hints = [f"{key}{near(key, names)}" for key in wrong]
        raise ConfigError(f"{where}: unknown {'; '.join(hints)}. There are {', '.join(names)}")


def profile(name: object, files: Sequence[Table], names: Names, troubles: Troubles) -> Table:
    """A `[profiles.<name>]` of the first file that has it."""
    if not name:
        return {}
    for file in files:
        profiles = file.get("profiles", {})
        if isinstance(profiles, dict) and isinstance(table := profiles.get(name), dict):
            with troubles:
                _known(table, f"[profiles.{name}]", names)
            return table
    with troubles:
        raise ConfigError(f"no file has a table [profiles.{name}]: leave --profile away, or write one")
    return {}
