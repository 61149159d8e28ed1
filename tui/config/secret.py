"""Secrets from where the user keeps them: never echoed, logged or put on a command line."""

import os
import shlex
import subprocess
from collections.abc import Mapping

from ..path import path_of
from .values import ConfigError

PATIENCE = 30
"""Seconds that a command may take to give a secret: it may ask for a password."""


def resolved(secrets: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The secrets themselves. Raises `ConfigError`, which names the place and never the secret."""
    return {name: tuple(_resolved(name, one) for one in given) for name, given in secrets.items()}


def _resolved(name: str, given: str) -> str:
    kind, mark, where = given.partition(":")
    readers = {"env": _variable, "file": _file, "cmd": _command}
    if not mark or kind not in readers:
        return given
    secret = readers[kind](name, where).strip()
    if not secret:
        raise ConfigError(f"the secret of {name} is empty: {kind}:{where} gave nothing")
    return secret


def _variable(name: str, where: str) -> str:
    if where not in os.environ:
        raise ConfigError(f"the secret of {name} is to be in the variable {where}, which is not set")
    return os.environ[where]


def _file(name: str, where: str) -> str:
    try:
        return path_of(where).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the secret of {name} is to be in {where}, which cannot be read: {error}") from error


def _command(name: str, where: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  the user's own command, from the user's own file
            shlex.split(where), capture_output=True, text=True, check=True, timeout=PATIENCE
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise ConfigError(f"the command for the secret of {name} failed: {type(error).__name__}") from None
    return done.stdout
