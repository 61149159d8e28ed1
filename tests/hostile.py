"""The corpus: what a stranger may send, what he may hear, and what may be stored of it."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

Answers = tuple[tuple[int, ...], ...]
"""Each a whole conversation: the statuses in order. The empty one is a connection closed without a word."""

OK: Answers = ((200,),)
BAD: Answers = ((400,),)
GONE: Answers = ((400,), ())
VERSION: Answers = ((505,), (400,))
LARGE_HEAD: Answers = ((431,),)
LATE: Answers = ((408,),)
SILENT: Answers = ((),)

CASE = "/case"
"""Stands for the path of the case in what is sent."""
HOST = b"Host: x"
CHUNKED = b"Transfer-Encoding: chunked"
END = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    group: str
    name: str
    sent: tuple[bytes, ...]
    """Parts, one after the other."""
    heard: Answers
    stored: int
    drip: int = 0
    """The last part comes in drops of so many bytes, with a moment before each."""
    half_close: bool = False
    """The sender says that it has said all, and reads on."""

    @property
    def path(self) -> str:
        return f"/{self.group}/{self.name}".replace(" ", "-").replace(",", "")

    @property
    def parts(self) -> tuple[bytes, ...]:
        parts = tuple(part.replace(CASE.encode(), self.path.encode()) for part in self.sent)
        return parts[:-1] + drops(parts[-1], self.drip) if self.drip else parts


def drops(sent: bytes, size: int) -> tuple[bytes, ...]:
    return tuple(sent[at : at + size] for at in range(0, len(sent), size))


def raw(*lines: bytes, start: bytes = b"POST /case HTTP/1.1", body: bytes = b"") -> bytes:
    """A request from its lines, sound or not."""
    return b"\r\n".join([start, *lines, b"", body])


def closing(*lines: bytes, start: bytes = b"POST /case HTTP/1.1", body: bytes = b"") -> bytes:
    """The same, and the sender wants the connection closed."""
    return raw(HOST, b"Connection: close", *lines, start=start, body=body)


def with_body(body: bytes, *lines: bytes) -> bytes:
    return closing(*lines, b"Content-Length: %d" % len(body), body=body)


def chunks(body: bytes, *lines: bytes) -> bytes:
    return closing(*lines, CHUNKED, body=body)


def sound(*names: str) -> bytes:
    """Requests one behind the other that are each sound; the last closes."""
    more = [raw(HOST, b"Content-Length: 2", body=b"{}") for _ in names[1:]]
    return b"".join([*more, closing(b"Content-Length: 2", body=b"{}")])


def case(group: str, heard: Answers, stored: int, rows: dict[str, bytes]) -> Iterable[Case]:
    return [Case(group=group, name=name, sent=(sent,), heard=heard, stored=stored) for name, sent in rows.items()]


def drip(heard: Answers, stored: int, rows: dict[str, tuple[int, *tuple[bytes, ...]]]) -> Iterable[Case]:
    """Slow senders: the bytes of a drop, and what is sent."""
    return [
        Case(group="drip", name=name, sent=tuple(sent), heard=heard, stored=stored, drip=size)
        for name, (size, *sent) in rows.items()
    ]


def smuggled(head: bytes) -> bytes:
    """A second request where a lenient reader would find one."""
    return head + raw(HOST, start=b"GET /case HTTP/1.1")


FRAMING = [
    *case(
        "framing",
        BAD,
        0,
        {
            "length and chunked": smuggled(raw(HOST, b"Content-Length: 5", CHUNKED, body=END)),
            "chunked and length": smuggled(raw(HOST, CHUNKED, b"Content-Length: 5", body=END)),
            "two lengths": smuggled(raw(HOST, b"Content-Length: 0", b"Content-Length: 5")),
            "two equal lengths": smuggled(raw(HOST, b"Content-Length: 0", b"Content-Length: 0")),
            "a list of lengths": smuggled(raw(HOST, b"Content-Length: 0, 0")),
            "length with a plus": smuggled(raw(HOST, b"Content-Length: +1", body=b"a")),
            "length below zero": smuggled(raw(HOST, b"Content-Length: -1")),
            "length in hex": smuggled(raw(HOST, b"Content-Length: 0x1", body=b"a")),
            "length with an underscore": smuggled(raw(HOST, b"Content-Length: 1_0", body=b"a" * 10)),
            "length with a space": smuggled(raw(HOST, b"Content-Length: 1 0", body=b"a")),
            "length with a point": smuggled(raw(HOST, b"Content-Length: 1.0", body=b"a")),
            "length with an exponent": smuggled(raw(HOST, b"Content-Length: 1e1", body=b"a")),
            "empty length": smuggled(raw(HOST, b"Content-Length:")),
            "length of letters": smuggled(raw(HOST, b"Content-Length: abc")),
            "length above 64 bits": smuggled(raw(HOST, b"Content-Length: 99999999999999999999999")),
            "length in arabic digits": smuggled(raw(HOST, "Content-Length: ١".encode())),
            "gzip coding": smuggled(raw(HOST, b"Transfer-Encoding: gzip", body=END)),
            "gzip then chunked": smuggled(raw(HOST, b"Transfer-Encoding: gzip, chunked", body=END)),
            "chunked then gzip": smuggled(raw(HOST, b"Transfer-Encoding: chunked, gzip", body=END)),
            "chunked twice": smuggled(raw(HOST, b"Transfer-Encoding: chunked, chunked", body=END)),
            "two codings": smuggled(raw(HOST, b"Transfer-Encoding: gzip", CHUNKED, body=END)),
            "two chunked": smuggled(raw(HOST, CHUNKED, CHUNKED, body=END)),
            "coding xchunked": smuggled(raw(HOST, b"Transfer-Encoding: xchunked", body=END)),
            "coding in quotes": smuggled(raw(HOST, b'Transfer-Encoding: "chunked"', body=END)),
            "coding identity": smuggled(raw(HOST, b"Transfer-Encoding: identity", body=END)),
            "empty coding": smuggled(raw(HOST, b"Transfer-Encoding:", body=END)),
            "coding after a tab": smuggled(raw(HOST, b"Transfer-Encoding: \x0bchunked", body=END)),
            "chunked in 1.0": smuggled(raw(HOST, CHUNKED, start=b"POST /case HTTP/1.0", body=END)),
            "space before the colon": smuggled(raw(HOST, b"Content-Length : 5")),
            "coding with a space before the colon": smuggled(raw(HOST, b"Transfer-Encoding : chunked", body=END)),
            "upgrade with two framings": smuggled(
                raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c", b"Content-Length: 1", CHUNKED, body=END)
            ),
            "upgrade with gzip": smuggled(
                raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c", b"Transfer-Encoding: gzip", body=END)
            ),
        },
    ),
    *case(
        "chunks",
        BAD,
        0,
        {
            "size in letters": smuggled(chunks(b"g\r\n")),
            "size with 0x": smuggled(chunks(b"0x1\r\na\r\n" + END)),
            "size below zero": smuggled(chunks(b"-1\r\na\r\n" + END)),
            "size with a plus": smuggled(chunks(b"+1\r\na\r\n" + END)),
            "size after a space": smuggled(chunks(b" 1\r\na\r\n" + END)),
            "size before a space": smuggled(chunks(b"1 \r\na\r\n" + END)),
            "no size": smuggled(chunks(b"\r\n")),
            "size above 64 bits": smuggled(chunks(b"fffffffffffffffff\r\na")),
            "longer than its size": smuggled(chunks(b"1\r\nab\r\n" + END)),
            "bare line feeds": smuggled(chunks(b"1\na\n0\n\n")),
            "bare return after the size": smuggled(chunks(b"1\ra\r\n" + END)),
            "line feed in an extension": smuggled(chunks(b"1;\na\r\na\r\n" + END)),
            "line end in a quoted extension": smuggled(chunks(b'1;a="\r\n0\r\n\r\n"\r\na\r\n' + END)),
            "length in a trailer": smuggled(chunks(b"1\r\na\r\n0\r\nContent-Length: 4\r\n\r\n")),
            "nul in a trailer": smuggled(chunks(b"1\r\na\r\n0\r\nX: \0\r\n\r\n")),
            "folded trailer": smuggled(chunks(b"1\r\na\r\n0\r\nX: a\r\n b\r\n\r\n")),
            "too much extension": chunks(b"1;" + b"a" * 600_000 + b"\r\na\r\n" + END),
            "too many trailers": chunks(b"1\r\na\r\n0\r\n" + b"X-T: y\r\n" * 80_000 + b"\r\n"),
            "too many small chunks": chunks(b"1\r\na\r\n" * 200_000 + END),
        },
    ),
    *case(
        "chunked",
        OK,
        1,
        {
            "plain": chunks(b"1\r\na\r\n" + END),
            "upper case": closing(b"TRANSFER-ENCODING: Chunked", body=b"A\r\n0123456789\r\n" + END),
            "empty": chunks(END),
            "leading zeros": chunks(b"0001\r\na\r\n" + END),
            "extension": chunks(b"1;a=b\r\na\r\n" + END),
            "trailer": chunks(b"1\r\na\r\n0\r\nX-T: y\r\n\r\n"),
            "one hundred chunks": chunks(b"1\r\na\r\n" * 100 + END),
            "a request behind the last": smuggled(chunks(b"1\r\na\r\n" + END)),
        },
    ),
    *case(
        "pipelined",
        ((200, 200, 200),),
        3,
        {"three": sound("a", "b", "c")},
    ),
    *case(
        "pipelined",
        ((200, 400),),
        1,
        {
            "rubbish behind": raw(HOST, b"Content-Length: 2", body=b"{}") + b"rubbish\r\n\r\n",
            "body longer than its length": raw(HOST, b"Content-Length: 2", body=b"{}{}{}"),
            "body without a length": raw(HOST, body=b'{"a":1}'),
            "no host behind": raw(HOST, b"Content-Length: 2", body=b"{}") + raw(),
        },
    ),
    *case(
        "pipelined",
        ((200, 200, 400),),
        2,
        {"rubbish behind two": raw(HOST) + raw(HOST) + b"rubbish\r\n\r\n"},
    ),
    *case(
        "pipelined",
        OK,
        1,
        {"behind a close": smuggled(closing()), "behind 1.0": smuggled(raw(HOST, start=b"GET /case HTTP/1.0"))},
    ),
    *case("pipelined", ((200, 408),), 1, {"half a request behind": raw(HOST) + b"POST /case HTT"}),
]

HEADERS = [
    *case(
        "head",
        BAD,
        0,
        {
            "no host": raw(),
            "two hosts": raw(HOST, HOST),
            "two different hosts": raw(HOST, b"host: y"),
            "two hosts in 1.0": raw(HOST, HOST, start=b"GET /case HTTP/1.0"),
            "folded": raw(HOST, b"X-A: v", b" w"),
            "folded with a tab": raw(HOST, b"X-A: v", b"\tw"),
            "folded first line": raw(b" Host: x"),
            "bare line feeds": b"POST /case HTTP/1.1\nHost: x\n\n",
            "bare line feed in a header": raw(HOST, b"X-A: a\nX-B: b"),
            "bare return in a header": raw(HOST, b"X-A: a\rX-B: b"),
            "nul in a value": raw(HOST, b"X-A: a\0b"),
            "nul in a name": raw(HOST, b"X\0A: b"),
            "escape in a value": raw(HOST, b"X-A: \x1b]0;title\x07"),
            "control in a value": raw(HOST, b"X-A: \x01"),
            "delete in a value": raw(HOST, b"X-A: \x7f"),
            "no name": raw(HOST, b": v"),
            "no colon": raw(HOST, b"X-A"),
            "space in a name": raw(HOST, b"X A: v"),
            "name above ascii": raw(HOST, b"X-\xe9: v"),
            "brackets in a name": raw(HOST, b"X(A): v"),
            "method in lower case": raw(HOST, start=b"post /case HTTP/1.1"),
            "unknown method": raw(HOST, start=b"FOO /case HTTP/1.1"),
            "no method": raw(HOST, start=b" /case HTTP/1.1"),
            "tunnel": raw(HOST, start=b"CONNECT x:443 HTTP/1.1"),
            "tunnel to a path": raw(HOST, start=b"CONNECT /case HTTP/1.1"),
            "star for a get": raw(HOST, start=b"GET * HTTP/1.1"),
            "target without a slash": raw(HOST, start=b"GET case HTTP/1.1"),
            "target of another scheme": raw(HOST, start=b"GET ftp://x/case HTTP/1.1"),
            "target of a file": raw(HOST, start=b"GET file:///case HTTP/1.1"),
            "space in the target": raw(HOST, start=b"GET /case b HTTP/1.1"),
            "tab in the target": raw(HOST, start=b"GET /case\tb HTTP/1.1"),
            "nul in the target": raw(HOST, start=b"GET /case\0 HTTP/1.1"),
            "escape in the target": raw(HOST, start=b"GET /case\x1b[31m HTTP/1.1"),
            "target above ascii": raw(HOST, start="GET /case/é HTTP/1.1".encode()),
            "version in lower case": raw(HOST, start=b"GET /case http/1.1"),
            "version 1.2": raw(HOST, start=b"GET /case HTTP/1.2"),
            "version 1.10": raw(HOST, start=b"GET /case HTTP/1.10"),
            "version 3": raw(HOST, start=b"GET /case HTTP/3.0"),
            "space after the version": raw(HOST, start=b"GET /case HTTP/1.1 "),
        },
    ),
    *case(
        "version",
        VERSION,
        0,
        {
            "none": raw(HOST, start=b"GET /case"),
            "0.9": raw(HOST, start=b"GET /case HTTP/0.9"),
            "2.0": raw(HOST, start=b"GET /case HTTP/2.0"),
        },
    ),
    *case(
        "large head",
        LARGE_HEAD,
        0,
        {
            "one header of 40 kB": raw(HOST, b"X-A: " + b"a" * 40_000),
            "one header of 1 MB": raw(HOST, b"X-A: " + b"a" * 1_000_000),
            "one name of 40 kB": raw(HOST, b"X" * 40_000 + b": a"),
            "target of 64 kB": raw(HOST, start=b"GET /case" + b"a" * 65_536 + b" HTTP/1.1"),
            "200 headers": raw(HOST, *[b"X-%d: a" % n for n in range(200)]),
            "129 headers": raw(*[b"X-%d: a" % n for n in range(128)], HOST),
            "40 kB of spaces and no end": raw(HOST, b"X-A: ")[:-4] + b" " * 40_000,
            "40 kB and no end": raw(HOST, b"X-A: " + b"a" * 40_000)[:-4],
        },
    ),
    *case(
        "sound head",
        OK,
        1,
        {
            "host in upper case": raw(b"HOST: x", b"Connection: close"),
            "empty host": raw(b"Host:", b"Connection: close"),
            "foreign host": raw(b"Host: evil.example", b"Connection: close"),
            "no host in 1.0": raw(start=b"POST /case HTTP/1.0"),
            "1.0 that wants to stay": raw(b"Connection: keep-alive", start=b"GET /case HTTP/1.0"),
            "128 headers": closing(*[b"X-%d: a" % n for n in range(126)]),
            "a header of 30 kB": closing(b"X-A: " + b"a" * 30_000),
            "value above ascii": closing(b"X-A: \xff\x80\xe9"),
            "empty value": closing(b"X-A:"),
            "tabs around a value": closing(b"X-A: \t v \t "),
            "odd name": closing(b"!#$%&'*+-.^_`|~: v"),
            "line ends before": b"\r\n\r\n" + closing(),
            "absolute target": closing(start=b"POST http://x/case?a=b HTTP/1.1"),
            "percent rubbish": closing(start=b"POST /case/%zz%00%c0%ae?%=& HTTP/1.1"),
            "markup in the target": closing(start=b'POST /case/[/bold]<script>"{}|\\^` HTTP/1.1'),
            "dots in the target": closing(start=b"POST /case/../../etc/passwd HTTP/1.1"),
            "fragment in the target": closing(start=b"POST /case#a HTTP/1.1"),
            "target of 20 kB": closing(start=b"POST /case" + b"a" * 20_000 + b" HTTP/1.1"),
            "spoofed peer": closing(b"X-Forwarded-For: 203.0.113.9", b"Forwarded: for=203.0.113.9"),
            "hop by hop signature": closing(b"Connection: telnyx-signature-ed25519", b"telnyx-signature-ed25519: a"),
            "delete": closing(start=b"DELETE /case HTTP/1.1"),
            "options": closing(b"Origin: https://a.example", start=b"OPTIONS /case HTTP/1.1"),
            "trace": closing(start=b"TRACE /case HTTP/1.1"),
            "propfind": closing(start=b"PROPFIND /case HTTP/1.1"),
            "head": closing(start=b"HEAD /case HTTP/1.1"),
        },
    ),
    *case(
        "upgrade",
        OK,
        1,
        {
            "websocket": raw(
                HOST,
                b"Connection: Upgrade",
                b"Upgrade: websocket",
                b"Sec-WebSocket-Version: 13",
                b"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==",
                start=b"GET /case HTTP/1.1",
            ),
            "h2c": raw(HOST, b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABk"),
            "h2c with a body": raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c", b"Content-Length: 3", body=b"abc"),
            "h2c with chunks": raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c", CHUNKED, body=b"3\r\nabc\r\n" + END),
            "a request behind": smuggled(raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c")),
            "a request behind the body": smuggled(
                raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c", b"Content-Length: 3", body=b"abc")
            ),
        },
    ),
    *case(
        "upgrade", BAD, 0, {"bad chunks": raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c", CHUNKED, body=b"x\r\n")}
    ),
]

TOO_LARGE: Answers = ((413,),)
CUT: Answers = ((413,), ())
"""A sender that does not listen may be cut off before it hears the answer."""

BODIES = [
    *case(
        "body",
        OK,
        1,
        {
            "none": with_body(b""),
            "of a get": closing(b"Content-Length: 3", start=b"GET /case HTTP/1.1", body=b"abc"),
            "deep json": with_body(b"[" * 100_000 + b"]" * 100_000),
            "json with nan": with_body(b'{"a":NaN,"b":-Infinity,"c":1e400}'),
            "lone surrogate": with_body(b'{"a":"\\ud800"}'),
            "integer of 5000 digits": with_body(b"9" * 5_000),
            "100 000 keys": with_body(b"{" + b",".join(b'"%d":1' % n for n in range(100_000))[:1_000_000] + b"}"),
            "duplicate keys": with_body(b'{"a":1,"a":2}'),
            "nul": with_body(b'{"a":"\0"}\0\0'),
            "utf-16": with_body('{"a":"é"}'.encode("utf-16")),
            "utf-32": with_body('{"a":"é"}'.encode("utf-32")),
            "byte order mark": with_body(b"\xef\xbb\xbf{}"),
            "invalid utf-8": with_body(b'{"a":"\xff\xfe\xc0\xaf\xed\xa0\x80"}'),
            "truncated json": with_body(b'{"a":'),
            "gzip that is none": with_body(b"\x1f\x8bnot gzip", b"Content-Encoding: gzip"),
            "escape sequences": with_body(b"\x1b]52;c;cm0gLXJmIC8=\x07\x1b[2J\x9b31m"),
            "markup": with_body(b"A[/bold]B[@click=app.quit]x[/]"),
            "a request": with_body(b"POST /case HTTP/1.1\r\nHost: x\r\n\r\n"),
            "the whole limit": with_body(b"a" * 2**20),
            "the whole limit in chunks": chunks(
                b"10000\r\n" + b"a" * 65536 + b"\r\n" + b"f0000\r\n" + b"a" * 983040 + b"\r\n" + END
            ),
            "expected": with_body(b"abc", b"Expect: 100-continue"),
            "expecting something else": with_body(b"abc", b"Expect: a miracle"),
            "multipart without an end": with_body(
                b"--x\r\nContent-Disposition: form-data", b"Content-Type: multipart/form-data; boundary=x"
            ),
            "form of 10 000 fields": with_body(b"a=1&" * 10_000, b"Content-Type: application/x-www-form-urlencoded"),
            "type that is none": with_body(b"abc", b'Content-Type: \xff/;;;="', b"Content-Type: b"),
        },
    ),
    *case(
        "large body",
        TOO_LARGE,
        1,
        {
            "one byte more": with_body(b"a" * (2**20 + 1)),
            "one byte more in chunks": chunks(b"100001\r\n" + b"a" * (2**20 + 1) + b"\r\n" + END),
            "a gigabyte declared": closing(b"Content-Length: 1073741824"),
            "a gigabyte declared and expected": closing(b"Content-Length: 1073741824", b"Expect: 100-continue"),
            "an exabyte declared": closing(b"Content-Length: 1152921504606846976"),
        },
    ),
    *case("large body", CUT, 1, {"eight megabytes in chunks": chunks(b"800000\r\n" + b"a" * 2**23 + b"\r\n" + END)}),
    Case(
        group="half close",
        name="whole",
        sent=(raw(HOST, b"Content-Length: 3", body=b"abc"),),
        heard=OK,
        stored=1,
        half_close=True,
    ),
    Case(
        group="half close",
        name="half a body",
        sent=(raw(HOST, b"Content-Length: 9", body=b"abc"),),
        heard=((), (400,)),
        stored=0,
        half_close=True,
    ),
    Case(
        group="half close",
        name="half a chunk",
        sent=(raw(HOST, CHUNKED, body=b"9\r\nabc"),),
        heard=((), (400,)),
        stored=0,
        half_close=True,
    ),
    Case(
        group="half close",
        name="half a head",
        sent=(b"POST /case HTTP/1.1\r\nHo",),
        heard=((), (400,)),
        stored=0,
        half_close=True,
    ),
    Case(group="half close", name="nothing", sent=(), heard=SILENT, stored=0, half_close=True),
]


SLOW = [
    *case("slow", SILENT, 0, {"nothing": b"", "line ends": b"\r\n\r\n\r\n"}),
    *case(
        "slow",
        LATE,
        0,
        {
            "half a method": b"PO",
            "half a line": b"POST /case HTT",
            "half a head": raw(HOST)[:-2],
            "no body": raw(HOST, b"Content-Length: 3"),
            "half a body": raw(HOST, b"Content-Length: 3", body=b"a"),
            "no chunk": raw(HOST, CHUNKED),
            "half a chunk": raw(HOST, CHUNKED, body=b"5\r\nab"),
            "no last chunk": raw(HOST, CHUNKED, body=b"2\r\nab\r\n"),
            "half a trailer": raw(HOST, CHUNKED, body=b"0\r\nX-T: a"),
            "expected and not sent": raw(HOST, b"Content-Length: 3", b"Expect: 100-continue"),
            "upgrade without its body": raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c", b"Content-Length: 3"),
        },
    ),
    *case("slow", OK, 1, {"stays and says no more": raw(HOST)}),
    *drip(
        LATE,
        0,
        {
            "head": (1, raw(HOST, b"X-A: " + b"a" * 500)),
            "body": (1, raw(HOST, b"Content-Length: 500"), b"a" * 500),
            "chunks": (6, raw(HOST, CHUNKED), b"1\r\na\r\n" * 500),
            "body of an upgrade": (
                1,
                raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c", b"Content-Length: 500"),
                b"a" * 500,
            ),
        },
    ),
    *drip(SILENT, 0, {"line ends": (1, b"\r\n" * 250)}),
    *drip(
        OK,
        1,
        {
            "in time": (8, closing(b"Content-Length: 3", body=b"abc")),
            "chunks in time": (9, chunks(b"1\r\na\r\n" + END)),
            "upgrade in time": (
                9,
                raw(HOST, b"Connection: Upgrade", b"Upgrade: h2c", b"Content-Length: 30", body=b"abc" * 10),
            ),
        },
    ),
]

RANDOM = random.Random(10)  # noqa: S311 (the same rubbish each time)

PROTOCOLS = [
    *case(
        "protocol",
        GONE,
        0,
        {
            "tls hello": bytes.fromhex("16030100c8010000c40303") + RANDOM.randbytes(189),
            "ssl 2 hello": bytes.fromhex("802e0100020015001000"),
            "http 2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
            "ssh": b"SSH-2.0-OpenSSH_9.6\r\n",
            "smtp": b"EHLO example.com\r\n",
            "redis": b"*1\r\n$4\r\nPING\r\n",
            "proxy line": b"PROXY TCP4 203.0.113.9 127.0.0.1 1 2\r\n" + raw(HOST),
            "proxy line 2": bytes.fromhex("0d0a0d0a000d0a515549540a21110c00") + bytes(12),
            "socks 5": b"\x05\x01\x00",
            "postgres": bytes.fromhex("0000000804d2162f"),
            "mqtt": bytes.fromhex("100c00044d5154540402003c0000"),
            "an answer": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "nul": bytes(64),
            "json": b'{"jsonrpc":"2.0"}\n',
            "icecast": raw(HOST, start=b"GET /case ICE/1.0"),
            **{f"random {n}": b"\xff" + RANDOM.randbytes(200) for n in range(8)},
        },
    ),
]

CASES = [*FRAMING, *HEADERS, *BODIES, *SLOW, *PROTOCOLS]
GROUPS = tuple(dict.fromkeys(each.group for each in CASES))
