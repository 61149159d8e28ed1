"""Sample callbacks: a real request in a file, kept beside the adapters."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from store import Capture, Header

FOLDER = Path(__file__).parent.parent / "providers" / "samples"


@dataclass(frozen=True, slots=True)
class Sample:
    """One request, as the provider would send it."""

    name: str
    """`telnyx/phone_assignment_success`: the provider and the case."""
    method: str
    target: str
    headers: tuple[Header, ...]
    body: bytes

    @property
    def provider(self) -> str:
        return self.name.partition("/")[0]

    def captured(self, received_at: datetime, seq: int = 0) -> Capture:
        """The request as the log would have it, posted from this machine."""
        return Capture(
            seq=seq,
            received_at=received_at,
            method=self.method,
            target=self.target,
            http_version="1.1",
            headers=self.headers,
            body=self.body,
            peer="127.0.0.1",
        )


def parse_http(name: str, raw: bytes) -> Sample:
    """A request as text: request line, headers, an empty line, and the body as it is, less one newline at the end."""
    head, _, body = raw.partition(b"\r\n\r\n" if b"\r\n" in raw.partition(b"\n\n")[0] else b"\n\n")
    line, *lines = head.decode("latin-1").splitlines()
    method, target, _ = line.split(" ")
    return Sample(name, method, target, tuple(map(_header, lines)), body.removesuffix(b"\n"))


def _header(line: str) -> Header:
    name, _, value = line.partition(":")
    return name.encode("latin-1"), value.strip().encode("latin-1")


@cache
def samples() -> tuple[Sample, ...]:
    """All of them, by name."""
    files = sorted(FOLDER.glob("*/*.http"))
    return tuple(parse_http(f"{file.parent.name}/{file.stem}", file.read_bytes()) for file in files)


@cache
def kinds() -> Mapping[str, str]:
    """Of each sample how it came to be, as `INDEX.md` says: verbatim, adapted, constructed or guess."""
    said = (FOLDER / "INDEX.md").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for section in said.split("\n## ")[1:]:
        provider = section.partition("\n")[0].strip()
        for kind, cases in re.findall(r"^(verbatim|adapted|constructed|guess): (.+)$", section, re.MULTILINE):
            found |= {f"{provider}/{case}": kind for case in re.findall(r"`(\w+)`", cases)}
    return found


def pick(patterns: Iterable[str]) -> tuple[Sample, ...]:
    """The samples that the patterns name, in their order: `telnyx` is all of Telnyx's, `*` stands for any text."""
    picked = {sample: None for pattern in patterns for sample in _matching(pattern)}
    return tuple(picked)


def _matching(pattern: str) -> tuple[Sample, ...]:
    found = tuple(sample for sample in samples() if pattern == sample.provider or fnmatchcase(sample.name, pattern))
    if not found:
        names = [sample.name for sample in samples()]
        near = get_close_matches(pattern, [*names, *dict.fromkeys(sample.provider for sample in samples())], n=3)
        raise ValueError(f"no sample is called {pattern}" + (f"; near: {', '.join(near)}" if near else ""))
    return found
