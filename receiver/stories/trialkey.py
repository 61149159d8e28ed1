"""The test key: what we sign with where the secret is not ours to know. It is made once and kept beside the store."""

import hmac
import os
import secrets
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

from ..provider import Provider, itself

NAME = "test.key"
SIZE = 32


def kept(store: Path) -> bytes:
    """The key of a store, made where there is none; nobody else may read it."""
    path = store.with_name(NAME)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(SIZE))
    except FileExistsError:
        pass
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def private(key: bytes, provider: Provider) -> str:
    """What this key signs with for a provider."""
    return b64encode(hmac.digest(key, provider.name.encode(), "sha256")).decode()


def public(key: bytes, provider: Provider) -> str:
    """What the receiver is to be told in its settings, so that it believes that."""
    return provider.public(private(key, provider))


def signs_with(provider: Provider, known: Iterable[str], key: bytes) -> str:
    """The secret to sign with, given those that the receiver knows: one of them, or where it knows none the test key.
    `ValueError` where only the provider has the other half."""
    known = tuple(known)
    if not known or public(key, provider) in known:
        return private(key, provider)
    if provider.public is not itself:
        raise ValueError(
            f"only {provider.title} has the key that belongs to the secret that is set: "
            "`callboard send --test-key` says another to try it with"
        )
    return known[0]
