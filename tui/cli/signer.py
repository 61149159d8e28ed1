"""Signs what callboard itself posts, as the provider would."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from .frame import USAGE, Failure, keys, providers

if TYPE_CHECKING:
    from receiver.meaning.trust import Keys
    from receiver.provider import Provider
    from store import Capture, Header

    from ..config.settings import Settings


@dataclass(frozen=True)
class Signer:
    """With a secret that is set, or with the test key of the store."""

    chosen: "Settings"

    @cached_property
    def keys(self) -> "Keys":
        return keys(self.chosen)

    @cached_property
    def trial(self) -> bytes:
        from receiver.stories.trialkey import kept

        try:
            return kept(self.chosen.store)
        except (OSError, ValueError) as error:
            raise Failure(f"the test key beside {self.chosen.store} cannot be read or made: {error}") from error

    def headers(self, posted: "Capture", provider: "Provider", url: str) -> "tuple[Header, ...]":
        """Those of the request as it will arrive, signed for this URL, now."""
        import time
        from uuid import uuid4

        from receiver.meaning.trust import secrets_for
        from receiver.stories.signed import signed
        from receiver.stories.trialkey import signs_with

        known = secrets_for(posted.path, provider.name, self.keys)
        try:
            secret = signs_with(provider, known, self.trial)
            return signed(posted, provider, secret, url, int(time.time()), uuid4().hex)
        except ValueError as error:
            raise Failure(error, USAGE) from error

    def arriving(self, request: "Capture", provider: "Provider", url: str) -> "tuple[Header, ...]":
        """The same, for a request that is posted to this URL: whoever receives it there checks it with the URL that
        the world knows, where that is set."""
        from receiver.meaning.trust import called

        posted = _as_posted(request, url)
        headers = self.headers(posted, provider, called(posted, self.keys)[0])
        added = {header for header in posted.headers if header not in request.headers}
        return tuple(header for header in headers if header not in added)

    def lines(self) -> str:
        """What has to stand in a settings file, so that what the test key signs is believed."""
        from receiver.stories.trialkey import public

        signing = [one for one in providers(self.chosen) if one.signing]
        return "\n".join(["[secrets]", *(f'{one.name} = "{public(self.trial, one)}"' for one in signing)])


def _as_posted(request: "Capture", url: str) -> "Capture":
    """The request as the receiver at the URL will have it, through a tunnel where the URL is one's."""
    from httpx import URL, InvalidURL

    try:
        there = URL(url)
    except InvalidURL as error:
        raise Failure(f"{url} is no URL: {error}", USAGE) from error
    headers = (*request.headers, (b"Host", there.netloc), (b"X-Forwarded-Proto", there.raw_scheme))
    return replace(request, target=there.raw_path.decode("latin-1"), headers=headers)
