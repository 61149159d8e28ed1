"""Nobody comes in who was not given the token, and no page but ours may use a browser that was."""

import asyncio
from http.cookies import SimpleCookie

import aiohttp
import pytest

from tests.sites import get, ours, served
from tui.web.gate import COOKIE, HEADERS, Gate
from tui.web.site import LOADED

Change = dict[str, str | None]


def changed(gate: Gate, change: Change) -> dict[str, str]:
    """What our page's browser says, but for this; None leaves it out."""
    merged: Change = {**ours(gate), **change}
    return {name: said.replace("PORT", str(gate.port)) for name, said in merged.items() if said is not None}


async def test_the_token_is_exchanged_for_a_cookie_and_leaves_the_address_bar() -> None:
    async with served() as gate:
        assert gate.url == f"http://127.0.0.1:{gate.port}/?token={gate.token}"
        answer = await get(gate, f"/?token={gate.token}", {})
        assert (answer.status_code, answer.headers["Location"]) == (303, gate.place)
        assert gate.token not in gate.place
        cookie = SimpleCookie(answer.headers["Set-Cookie"])[COOKIE]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", gate.place)
        assert cookie["domain"] == cookie["max-age"] == cookie["expires"] == ""
        assert gate.token not in answer.headers["Set-Cookie"]
        page = await get(gate, gate.place, {"Cookie": f"{COOKIE}={cookie.value}"})
        assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_each_run_has_secrets_of_its_own_that_are_not_shown() -> None:
    one, other = Gate(1), Gate(1)
    assert len({one.token, one.cookie, one.place, other.token, other.cookie, other.place}) == 6
    assert min(len(one.token), len(one.cookie)) >= 43
    assert not any(secret in repr(one) for secret in (one.token, one.cookie, one.place))


@pytest.mark.parametrize("query", ["", "?token=", "?token=x", "?token=%C3%A9", "?token", "?other=1"])
async def test_without_the_token_there_is_nothing(query: str) -> None:
    async with served() as gate:
        answer = await get(gate, f"/{query}", {})
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
        assert not any(secret in answer.text for secret in (gate.token, gate.cookie, gate.place))


@pytest.mark.parametrize("cookie", [None, "callboard=", "callboard=x", "callboard=\xe9", "other=1"])
async def test_without_the_cookie_there_is_nothing(cookie: str | None) -> None:
    async with served() as gate:
        headers = changed(gate, {"Cookie": cookie})
        for path in ("", "ws", "none", *LOADED):
            assert (await get(gate, f"{gate.place}{path}", headers)).status_code == 403
        assert (await get(gate, f"{gate.place}?token={gate.token}", headers)).status_code == 403


HOSTS = ("evil.test", "evil.test:PORT", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.test:PORT", "[::1]:PORT", "")
"""A name that was bound anew to this machine comes with an Origin that fits it."""
FOREIGN: list[Change] = [
    *[Change(Host=host, Origin=None) for host in HOSTS],
    *[Change(Host=host, Origin=f"http://{host}") for host in HOSTS],
    {"Origin": "http://evil.test"},
    {"Origin": "https://127.0.0.1:PORT"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://127.0.0.1:PORT.evil.test"},
    {"Origin": "http://localhost:PORT"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"X-Forwarded-Host": "127.0.0.1:PORT"},
    {"X-Forwarded-For": "203.0.113.1"},
    {"Forwarded": "for=203.0.113.1"},
    {"Via": "1.1 proxy"},
]


@pytest.mark.parametrize("change", FOREIGN, ids=str)
async def test_the_right_cookie_does_not_let_other_pages_names_or_tunnels_in(change: Change) -> None:
    async with served() as gate:
        headers = changed(gate, change)
        for path in (gate.place, f"{gate.place}textual.js", f"/?token={gate.token}"):
            answer = await get(gate, path, headers)
            assert answer.status_code == 403
            assert gate.cookie not in str(answer.headers)
        assert await handshake(gate, headers) == 403


OURS: list[Change] = [
    {},
    {"Origin": None},
    {"Host": "localhost:PORT", "Origin": "http://localhost:PORT"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none", "Origin": None},
]


@pytest.mark.parametrize("change", OURS, ids=str)
async def test_our_own_page_is_let_in(change: Change) -> None:
    async with served() as gate:
        headers = changed(gate, change)
        assert (await get(gate, gate.place, headers)).status_code == 200
        assert await handshake(gate, headers) == (101 if "Origin" in headers else 403)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"])
async def test_nothing_can_be_sent_but_over_the_socket(method: str) -> None:
    async with served() as gate:
        for path in (gate.place, f"/?token={gate.token}", f"{gate.place}ws"):
            assert (await get(gate, path, ours(gate), method)).status_code == 403


async def test_every_answer_tells_the_browser_to_be_careful() -> None:
    async with served() as gate:
        for path in (gate.place, f"/?token={gate.token}", "/", f"{gate.place}none", f"{gate.place}page.js"):
            answer = await get(gate, path, ours(gate))
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self';")
            assert "frame-ancestors 'none'" in policy
            assert f" ws://127.0.0.1:{gate.port} " in policy


PATHS = (
    "../gate.py",
    "%2e%2e/gate.py",
    "..%2fgate.py",
    "./gate.py",
    "gate.py",
    "page.html",
    "js/textual.js",
    "/",
    "%00",
)


@pytest.mark.parametrize("path", [*PATHS, "//etc/passwd", "/etc/passwd"])
async def test_there_are_only_the_files_of_the_page(path: str) -> None:
    async with served() as gate:
        target = path if path.endswith("/passwd") else f"{gate.place}{path}"
        said = "".join(f"{name}: {value}\r\n" for name, value in ours(gate).items())
        reader, writer = await asyncio.open_connection("127.0.0.1", gate.port)
        writer.write(f"GET {target} HTTP/1.1\r\n{said}Connection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        assert answer.split()[1] in (b"403", b"404")
        assert b"import" not in answer
        assert b"root:" not in answer


async def handshake(gate: Gate, headers: dict[str, str]) -> int:
    url = f"http://127.0.0.1:{gate.port}{gate.place}ws"
    try:
        async with aiohttp.ClientSession() as session, session.ws_connect(url, headers=headers):
            return 101
    except aiohttp.WSServerHandshakeError as error:
        return error.status
