"""Requests sent on to an app: what goes out, and what is taken of the answer."""

import asyncio
import gzip
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from receiver.onward.sending import KEPT, Line, came_back
from receiver.onward.target import Target
from store import Answer, Header, Request
from tests.an_app import HUGE, OK, Answers, app, half, reset, stall

WHEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
SIGNED = (
    (b"hOsT", b"rare-fox.example"),
    (b"Telnyx-Signature-Ed25519", b"c2ln"),
    (b"X-Twice", b"a"),
    (b"x-twice", b"b"),
    (b"Connection", b"keep-alive, telnyx-signature-ed25519"),
    (b"Content-Length", b"999"),
    (b"X-Forwarded-Proto", b"https"),
)


def request(
    target: str = "/telnyx?b=%20&a", body: bytes = b'{"a": 1.0}', headers: tuple[Header, ...] = SIGNED
) -> Request:
    return Request(
        received_at=WHEN,
        method="POST",
        target=target,
        http_version="1.1",
        headers=headers,
        body=body,
        peer="127.0.0.1",
    )


async def sent(url: str, what: Request | None = None, own_ports: tuple[int, ...] = ()) -> Answer:
    async with Line.open(Target(url), own_ports) as line:
        return await line.send(what or request())


async def test_f6_what_goes_out_is_what_came_but_for_what_belongs_to_the_connection() -> None:
    async with app() as there:
        answer = await sent(there.url)
    assert (answer.status, answer.good) == (204, True)
    assert there.requests == [
        b"POST /telnyx?b=%20&a HTTP/1.1\r\n"
        + f"Host: 127.0.0.1:{there.port}\r\n".encode()
        + b"Telnyx-Signature-Ed25519: c2ln\r\n"
        b"X-Twice: a\r\n"
        b"x-twice: b\r\n"
        b"X-Forwarded-Host: rare-fox.example\r\n"
        b"X-Forwarded-Proto: https\r\n"
        b"X-Forwarded-For: 127.0.0.1\r\n"
        b"X-Callboard-Hop: 1\r\n"
        b"Content-Length: 10\r\n\r\n"
        b'{"a": 1.0}'
    ]


async def test_a_target_with_a_path_gets_everything_there_with_its_query() -> None:
    async with app() as there:
        await sent(f"{there.url}/webhooks")
    assert there.requests[0].startswith(b"POST /webhooks?b=%20&a HTTP/1.1\r\n")


async def test_f5_what_callboard_sent_on_is_known_when_it_comes_back() -> None:
    async with app() as there:
        await sent(there.url)
    names = [tuple(line.split(b": ", 1)) for line in there.requests[0].split(b"\r\n\r\n")[0].split(b"\r\n")[1:]]
    assert came_back(request(headers=tuple((name, value) for name, value in names)))
    assert not came_back(request())


async def test_f2_it_is_connected_to_what_was_judged_whatever_the_name_is_a_moment_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = list[str]()

    def turning(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    async with app() as there:
        monkeypatch.setattr(socket, "getaddrinfo", turning)
        answer = await sent(f"http://app.test:{there.port}")
    assert (answer.status, asked) == (204, ["app.test"])
    assert f"Host: app.test:{there.port}".encode() in there.requests[0]


async def test_f9_no_connection_is_kept_that_could_break_off_under_the_next() -> None:
    def said_and_done(writer: asyncio.StreamWriter) -> None:
        peers.add(writer.get_extra_info("peername"))
        writer.write(OK)

    peers = set[object]()
    async with app(said_and_done) as there, Line.open(Target(there.url)) as line:
        assert [(await line.send(request())).status for _ in range(3)] == [204] * 3
    assert len(peers) == 3


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_f3_a_redirect_is_shown_and_not_followed(status: int) -> None:
    async with app() as elsewhere, app() as there:
        there.answer = f"HTTP/1.1 {status} X\r\nLocation: {elsewhere.url}/\r\nContent-Length: 0\r\n\r\n".encode()
        answer = await sent(there.url)
    assert (answer.status, elsewhere.requests) == (status, [])
    assert elsewhere.url in answer.trouble


async def test_f4_a_proxy_in_the_environment_gets_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with app() as proxy, app() as there:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        netrc = tmp_path / "netrc"
        netrc.write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
        monkeypatch.setenv("NETRC", str(netrc))
        assert (await sent(there.url)).status == 204
    assert proxy.requests == []
    assert b"authorization" not in there.requests[0].lower()


async def test_f7_of_a_long_answer_a_mebibyte_is_kept() -> None:
    async with app(HUGE) as there:
        answer = await sent(there.url)
    assert (answer.status, len(answer.body), answer.cut) == (200, KEPT, True)


async def test_f7_a_compressed_answer_stays_so() -> None:
    bomb = gzip.compress(bytes(50 * 2**20))
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    async with app(head + bomb) as there:
        answer = await sent(there.url)
    assert (answer.body, answer.cut) == (bomb, False)


def nonsense(writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")
    writer.close()


def huge_head(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 10 * 2**20)


@pytest.mark.parametrize("how", [reset, half, nonsense, huge_head])
async def test_f9_an_app_that_breaks_off_is_told_and_breaks_nothing(how: Answers) -> None:
    async with app(how) as there:
        answer = await sent(there.url)
    assert answer.status is None
    assert answer.trouble


async def test_f7_an_app_that_stalls_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("receiver.onward.sending.TOTAL", 0.2)
    async with app(stall) as there:
        answer = await sent(there.url)
    assert (answer.status, answer.trouble) == (None, "no whole answer within 0.2 s")


async def test_f8_nobody_there_and_our_own_port_are_told() -> None:
    async with app(OK) as there:
        port = there.port
        assert "own port" in (await sent(there.url, own_ports=(port,))).trouble
    assert "ConnectError" in (await sent(f"http://127.0.0.1:{port}")).trouble
    assert there.requests == []


async def test_f13_a_certificate_that_nobody_vouches_for_is_refused_unless_told(tmp_path: Path) -> None:
    key, certificate = _self_signed(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    async with app() as there:
        server = await asyncio.start_server(there.serve, "127.0.0.1", 0, ssl=context)
        url = f"https://localhost:{server.sockets[0].getsockname()[1]}"
        refused = await sent(url)
        async with Line.open(Target(url, cacert=str(certificate))) as line:
            vouched = await line.send(request())
        async with Line.open(Target(url, insecure=True)) as line:
            anyway = await line.send(request())
        async with Line.open(Target(url.replace("localhost", "127.0.0.1"), cacert=str(certificate))) as line:
            other_name = await line.send(request())
        server.close()
        await there.hang_up()
    assert (refused.status, vouched.status, anyway.status) == (None, 204, 204)
    assert "certificate" in refused.trouble.lower()
    assert (other_name.status, other_name.reached) == (None, False)


def _self_signed(folder: Path) -> tuple[Path, Path]:
    from datetime import timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    return folder / "key.pem", folder / "cert.pem"
