"""Who may come in: a browser on this machine that was given the token, and asks for our own page."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from secrets import compare_digest, token_urlsafe

from aiohttp import web

LOOPBACK = ("127.0.0.1", "localhost")
COOKIE = "callboard"
OURSELVES = (None, "none", "same-origin")
"""What a browser says of who asks, where that is the user, our page, or where it says nothing."""
PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")
"""What a tunnel or a proxy adds: nobody on this machine's own browser comes so."""
REFUSED = "callboard: not from here. Open the address that `callboard web` printed.\n"
CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self' "
)
"""Inline styles are xterm's: it writes its colours and sizes so. Some browsers want a socket's address in full."""
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "clipboard-read=(), camera=(), microphone=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "Server": "callboard",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Gate:
    """The secrets of one run. The cookie is not the token, and is for a path that nobody can guess: cookies know no
    ports, and other programs of this machine serve pages to the same browser."""

    port: int
    token: str = field(default_factory=lambda: token_urlsafe(32), repr=False)
    cookie: str = field(default_factory=lambda: token_urlsafe(32), repr=False)
    place: str = field(default_factory=lambda: f"/{token_urlsafe(12)}/", repr=False)

    @property
    def url(self) -> str:
        """What the user opens."""
        return f"http://{LOOPBACK[0]}:{self.port}/?token={self.token}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """What browsers on this machine call us."""
        return tuple(f"{name}:{self.port}" for name in LOOPBACK)

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """The token for a cookie, and out of the address bar."""
        if not _same(request.query.get("token"), self.token):
            raise web.HTTPForbidden(text=REFUSED)
        answer = web.HTTPSeeOther(self.place)
        answer.set_cookie(COOKIE, self.cookie, path=self.place, httponly=True, samesite="Strict")
        raise answer

    def admits(self, method: str, path: str, headers: Mapping[str, str], cookies: Mapping[str, str]) -> bool:
        """Whether the request is one of ours; at the door, `enter` looks at the token."""
        return self._of_here(method, headers) and (path == "/" or _same(cookies.get(COOKIE), self.cookie))

    def _of_here(self, method: str, headers: Mapping[str, str]) -> bool:
        """Against pages of others, names that were bound anew to this machine, and tunnels."""
        host, origin = headers.get("Host"), headers.get("Origin")
        return (
            method == "GET"
            and host in self.hosts
            and origin in ({None, f"http://{host}"} if "Upgrade" not in headers else {f"http://{host}"})
            and headers.get("Sec-Fetch-Site") in OURSELVES
            and not any(name in headers for name in PASSED_ON)
        )


def guarded(gate: Gate) -> web.Application:
    """An application that only answers whom the gate admits, and tells browsers to be careful with what it answers."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not gate.admits(request.method, request.path, request.headers, request.cookies):
            raise web.HTTPForbidden(text=REFUSED)
        return await handler(request)

    async def careful(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = CONTENT + " ".join(f"ws://{host}" for host in gate.hosts)

    app = web.Application(middlewares=[check])
    app.on_response_prepare.append(careful)
    return app


def _same(given: str | None, ours: str) -> bool:
    return compare_digest((given or "").encode("utf-8", "backslashreplace"), ours.encode())
