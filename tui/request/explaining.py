"""A signature explained: what was signed, what came, and what would have matched."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from ..privacy import RAW
from ..text import Spans, safe
from .pretty import target_spans

LONGEST = 2000
"""Letters of the signed text that are shown: a body may have a million."""


class Reason(Protocol):
    """What `receiver.meaning.reasons.Reason` says."""

    @property
    def scheme(self) -> str: ...
    @property
    def header(self) -> str: ...
    @property
    def given(self) -> tuple[str, ...]: ...
    @property
    def expected(self) -> tuple[str, ...]: ...
    @property
    def signed(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def url_from(self) -> str: ...
    @property
    def age(self) -> int | None: ...
    @property
    def refusal(self) -> str | None: ...
    @property
    def would_match(self) -> str | None: ...
    @property
    def advice(self) -> str | None: ...
    @property
    def would_match_with(self) -> str | None: ...


class Signer(Protocol):
    """What is asked of `receiver.provider.Provider`."""

    @property
    def title(self) -> str: ...
    @property
    def signs(self) -> str | None: ...


def unknown() -> Iterator[Spans]:
    """Nobody knows whose it is."""
    yield (("the provider is not known, so there is nothing to check: post to /<provider>", "attention"),)


def lines(provider: Signer, reasons: Sequence[Reason], *, known: bool) -> Iterator[Spans]:
    """Every signature of a request, or why there is none to explain."""
    yield _fact("signs", provider.signs or f"{provider.title} signs nothing, as far as is known")
    yield _fact("secret", "set" if known else "not set: nothing can be checked")
    if not reasons:
        yield (("the request carries no signature that is known of this provider", "attention"),)
    for reason in reasons:
        yield ()
        yield from _explained(reason)


def _explained(reason: Reason) -> Iterator[Spans]:
    good = reason.refusal is None
    yield (
        ("✓ " if good else "✗ ", "verified" if good else "rejected"),
        (safe(reason.refusal or "it matches"), "strong"),
    )
    yield _fact("scheme", reason.scheme)
    yield _fact("header", reason.header)
    yield _fact("found", ", ".join(f"{given}…" for given in reason.given))
    if reason.expected:
        yield _fact("expected", " or ".join(f"{one}…" for one in reason.expected))
    yield ((_name("url"), "key"), *target_spans(reason.url), (f"  (from {safe(reason.url_from)})", ""))
    if reason.age is not None:
        yield _fact("signed", f"{abs(reason.age)} s {'before' if reason.age >= 0 else 'after'} it was received")
    yield from _would_match(reason)
    yield _fact("signed text", reason.signed[:LONGEST], RAW)


def _would_match(reason: Reason) -> Iterator[Spans]:
    if reason.would_match:
        yield (
            (_name("would match"), "attention"),
            *target_spans(reason.would_match, "strong"),
            (f"   {safe(reason.advice or '')}", "dim"),
        )
    if reason.would_match_with:
        yield (
            (_name("would match"), "attention"),
            (f"with the secret that is set for {safe(reason.would_match_with)}", "strong"),
        )


def _fact(name: str, value: str, style: str = "") -> Spans:
    return ((_name(name), "key"), (safe(value), style))


def _name(name: str) -> str:
    return f"  {name:<12} "
