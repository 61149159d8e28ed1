"""Reads and sets hooks over a provider's API, and says in a sentence what went wrong and what to do."""

import json
import shlex
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from store import Json

from .account import Account, Call, Fields, Hook, Recipe, Unclear

PATIENCE = 15.0
"""Seconds that an API may take."""
LARGEST = 2**20
WORDS = 300
"""Letters of an API's own words that are told."""
TELLING = ("detail", "message", "msg", "title", "error")
"""Under these names APIs say what is wrong."""
HERE = ("", "localhost", "::1", "0.0.0.0")  # noqa: S104  nothing is bound
CREDENTIALS, NOT_THERE, TOO_MANY, OWN_FAULT = (401, 403), 404, 429, 500


class Refused(Exception):
    """The API did not do it; the text says why, and what to do."""


class Unknown(Refused):
    """Whether the API did it is not known."""


@dataclass(frozen=True, slots=True)
class Api:
    """The API of one account."""

    account: Account
    base: str
    client: httpx.AsyncClient

    @classmethod
    @asynccontextmanager
    async def open(cls, account: Account, base: str, key: str) -> AsyncIterator["Api"]:
        """Nothing from the environment, and no redirect is followed: the key goes to this address only."""
        headers = {"Authorization": f"Bearer {key}", "Accept": "application/json"}
        async with httpx.AsyncClient(
            headers=headers, timeout=PATIENCE, trust_env=False, follow_redirects=False
        ) as client:
            yield cls(account, base.rstrip("/"), client)

    async def held(self, hook: Hook) -> Fields:
        """What is there now; nothing where the hook is yet to be made. Raises `Refused`, and nothing is changed."""
        try:
            return hook.found(await self._asked(hook.reads, hook))
        except Unclear as error:
            raise Refused(f"{self.account.title}: {error}") from error

    async def do(self, call: Call, hook: Hook) -> None:
        """Once, and never again by itself. Raises `Refused` where nothing was changed, `Unknown` where that is not
        known."""
        await self._asked(call, hook)

    async def _asked(self, call: Call, hook: Hook) -> Json:
        request = self.client.build_request(call.method, f"{self.base}{call.path}", json=call.body)
        try:
            answer = await self.client.send(request, stream=True)
            try:
                body = await _body(answer)
            finally:
                await answer.aclose()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _lost(error, self.account.title, self.base) from error
        if not answer.is_success:
            why = refusal(self.account, hook.what, answer, body)
            raise (Unknown if answer.status_code >= OWN_FAULT else Refused)(why)
        return _read(body, self.account.title) if call is hook.reads else None


async def _body(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > LARGEST:
            break
    return bytes(body)


def _lost(error: Exception, title: str, base: str) -> Refused:
    """A connection that never was has changed nothing; of any other that is not known."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.InvalidURL):
        return Refused(f"{title} is not reached at {base} ({str(error) or type(error).__name__}): try again when it is")
    if isinstance(error, httpx.TimeoutException):
        return Unknown(f"{title} did not answer within {PATIENCE:g} s: look again later")
    return Unknown(f"{title} broke the connection off ({type(error).__name__}): look again later")


def refusal(account: Account, what: str, answer: httpx.Response, body: bytes) -> str:
    """Why, and what to do."""
    title, status = account.title, answer.status_code
    if status in CREDENTIALS:
        name = f"CALLBOARD_KEY_{account.name.upper()}"
        return f"{title} does not take the API key ({status}): check {name}, or key under [accounts.{account.name}]"
    if status == NOT_THERE:
        return f"{title} knows no {what} (404): check the id, and that the key is of the same account"
    if status == TOO_MANY:
        wait = answer.headers.get("retry-after", "")
        return f"{title} was asked too often (429): try again {f'after {wait} s' if wait.isdecimal() else 'later'}"
    if status >= OWN_FAULT:
        return f"{title} has a trouble of its own ({status}): try again later"
    if answer.has_redirect_location:
        return f"{title} points elsewhere ({status}), where the key does not go: check url under [accounts]"
    return f"{title} refuses it ({status}): {words(body) or 'it does not say why'}"


def words(body: bytes) -> str:
    """What an API says is wrong, wherever in its answer."""
    try:
        said = " · ".join(dict.fromkeys(_told(json.loads(body))))
    except (ValueError, RecursionError):
        said = body.decode("utf-8", "replace").strip()
    return said[:WORDS]


def _told(answer: Json) -> Iterator[str]:
    if isinstance(answer, dict):
        yield from (value for name in TELLING if isinstance(value := answer.get(name), str))
    for inner in answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ():
        yield from _told(inner)


def _read(body: bytes, title: str) -> Json:
    try:
        answer: Json = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{title} answers what is no JSON: is the address that of its API?") from error
    return answer


def sent(call: Call, base: str, hidden: tuple[str, ...] = ()) -> dict[str, Json]:
    """A call as it is made, less what is secret."""
    body: dict[str, Json] = {name: "…" if name in hidden else value for name, value in (call.body or {}).items()}
    return {"method": call.method, "url": f"{base.rstrip('/')}{call.path}", "body": body or None}


def shown(call: Call, base: str, hidden: tuple[str, ...] = ()) -> str:
    """The same in two lines."""
    said = sent(call, base, hidden)
    line = f"{said['method']} {said['url']}"
    return f"{line}\n{json.dumps(said['body'])}" if said["body"] else line


def curl(recipe: Recipe, account: Account, base: str) -> str:
    """The request as a command: what is secret, as variables of the shell; what the user knows, in capitals."""
    lines = [f'curl -X {recipe.call.method} "{base.rstrip("/")}{recipe.call.path}"']
    lines += [account.login] if account.login else []
    lines += ["-H 'Content-Type: application/json'"]
    lines += [f"-d {shlex.quote(json.dumps(recipe.call.body))}"]
    return " \\\n  ".join(lines)


def callable_url(url: str) -> bool:
    """Whether a provider could call it: it is no address of this machine."""
    host = urlsplit(url).hostname or ""
    return host not in HERE and not host.startswith("127.") and not host.endswith(".localhost")
