"""A request as text that can be edited, and read back: byte for byte where nothing was edited."""

import re
from base64 import b64decode, encodebytes
from dataclasses import dataclass, replace

from store import Capture, Header

from ..text import safe

METHOD = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}")
TARGET = re.compile(rb"/[\x21-\x7e\x80-\xff]*|\*")
NAME = re.compile(rb"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
SPOILT = re.compile(rb"[\0-\x08\x0a-\x1f\x7f]")
PLAIN = b"# Capture %d. The body begins behind the empty line; save and leave to go on, empty the file to go back.\n"
BASE64 = b"# The body is no text: it stands in base64.\n"
WAS = re.compile(rb" HTTP/[0-9.]+\s*$")


class Unread(ValueError):
    """A text that is no request; the text says where, and what should stand there."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that is being edited."""

    capture: Capture
    """As it came."""

    @property
    def binary(self) -> bool:
        """Whether an editor could not keep the body."""
        try:
            self.capture.body.decode("utf-8")
        except UnicodeDecodeError:
            return True
        return b"\0" in self.capture.body

    def text(self) -> bytes:
        """For an editor, which may end it with a line end of its own: one that is not the body's is there already."""
        capture = self.capture
        head = [f"{capture.method} {capture.target}".encode("latin-1")]
        head += [b"%b: %b" % header for header in capture.headers]
        told = PLAIN % capture.seq + (BASE64 if self.binary else b"")
        body = encodebytes(capture.body) if self.binary else capture.body
        return told + b"\n".join(head) + b"\n\n" + body + b"\n"

    def read(self, text: bytes) -> Capture | None:
        """What it says now; None where nothing is left of it. Raises `Unread`."""
        if text == self.text():
            return self.capture
        head, number = _head(text)
        if not head:
            return None
        body = text.split(b"\n", number + len(head) + 1)[number + len(head) + 1 :]
        method, target = _request(head[0].rstrip(b"\r"), number + 1)
        headers = tuple(_header(line.rstrip(b"\r"), number + at) for at, line in enumerate(head[1:], 2))
        return replace(
            self.capture, method=method, target=target, headers=headers, body=self._body(body[0] if body else b"")
        )

    def _body(self, text: bytes) -> bytes:
        if not self.binary:
            return text.removesuffix(b"\n")
        try:
            return b64decode(b"".join(text.split()), validate=True)
        except ValueError as error:
            raise Unread(f"the body is no base64: {error}") from error


def _head(text: bytes) -> tuple[list[bytes], int]:
    """The lines up to the empty one, and how many comments come before them."""
    lines = text.split(b"\n")
    number = next((at for at, line in enumerate(lines) if line.strip() and line[:1] != b"#"), len(lines))
    end = next((at for at, line in enumerate(lines[number:], number) if not line.strip()), len(lines))
    return lines[number:end], number


def _request(line: bytes, number: int) -> tuple[str, str]:
    method, _, target = WAS.sub(b"", line).strip().partition(b" ")
    if not METHOD.fullmatch(method) or not TARGET.fullmatch(target.strip()):
        raise Unread(f"line {number} is a method and a path, such as POST /telnyx?a=b, and is {_said(line)}")
    return method.decode("ascii"), target.strip().decode("latin-1")


def _header(line: bytes, number: int) -> Header:
    name, colon, value = line.partition(b":")
    value = value.removeprefix(b" ")
    if not colon or not NAME.fullmatch(name) or SPOILT.search(value):
        raise Unread(f"line {number} is a header, such as Content-Type: text/plain, and is {_said(line)}")
    return name, value


def _said(line: bytes) -> str:
    return f"“{safe(line.decode('utf-8', 'backslashreplace'), 40)}”"
