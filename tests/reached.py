"""What a receiver says of its tunnel, as it was told on the control socket, for boards that have none."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from tests.board import NOW
from tui.given import Given

URL = "https://hooks.example.test/9tYxQ2mLr0aB7vKe"
PROVIDERS = ("plivo", "signalwire", "telnyx", "twilio")
OTHERS = (
    ("cloudflared", "cloudflared quick tunnel", "Cloudflare", ""),
    ("ngrok", "ngrok", "ngrok", "ngrok is not installed: from https://ngrok.com/download, and an account"),
    ("ssh", "ssh -R to your own server", "nobody but that server", "say which server: --tunnel ssh:me@my.example"),
    ("localhost.run", "localhost.run", "localhost.run", ""),
)
LINES = (
    (2471, "2026-11-22T13:21:20Z INF |  https://hooks.example.test  |"),
    (2469, "2026-11-22T13:21:22Z INF Registered tunnel connection location=lhr13 protocol=quic"),
    (10, "ERR \x1b]0;OWNED\x07 Lost connection with the edge connIndex=0"),
)
STEPS = (
    (2472, "starting", ""),
    (2471, "announced", "https://hooks.example.test"),
    (2469, "connected", ""),
    (2468, "verified", ""),
)


def ago(seconds: float) -> str:
    return (NOW - timedelta(seconds=seconds)).isoformat()


def verified(**more: object) -> dict[str, object]:
    """A tunnel that works."""
    return {
        "state": "verified",
        "at": ago(2468),
        "name": "cloudflared",
        "url": URL,
        "proved": ago(12),
        "title": "cloudflared quick tunnel",
        "lifetime": "a random name, another at every start; no promise of uptime",
        "limits": "200 requests at a time, then 429 to the sender",
        "sees": "Cloudflare",
        "adds": ["X-Forwarded-For", "X-Forwarded-Proto", "Cf-Connecting-Ip"],
        "token": True,
        "pid": 4121,
        "restarts": 1,
        "command": ["cloudflared", "tunnel", "--url", "http://127.0.0.1:40123"],
        "probes": [{"at": ago(12 + 30 * n), "took": None if n == 7 else 0.184 + n / 1000} for n in reversed(range(20))],
        "steps": [{"at": ago(when), "state": state, "reason": why} for when, state, why in STEPS],
        "lines": [{"at": ago(when), "text": text} for when, text in LINES],
        **others(),
        **more,
    }


def lost(**more: object) -> dict[str, object]:
    """One that had another URL before, and does not answer now."""
    why = "the edge was lost; cloudflared tries again"
    steps = [{"at": ago(10), "state": "degraded", "reason": why}]
    was = {"was": "https://old-hen.trycloudflare.com"}
    return verified(**{"state": "degraded", "reason": why, "steps": steps, **was, **more})


def others() -> dict[str, object]:
    names = ("name", "title", "sees", "missing")
    return {"others": [dict(zip(names, one, strict=True)) for one in OTHERS]}


def none() -> dict[str, object]:
    return {"state": "none", **others()}


class Told:
    """Answers what it is told to, and remembers what it was asked to do."""

    def __init__(self, said: Mapping[str, object]) -> None:
        self.said = said
        self.asked: list[Mapping[str, object]] = []

    async def __call__(self, **words: object) -> Mapping[str, object]:
        self.asked.append(words)
        return self.said

    @property
    def done(self) -> Sequence[Mapping[str, object]]:
        """What was more than a look."""
        return [words for words in self.asked if words and "all" not in words]


def given(said: Mapping[str, object] | Told) -> Given:
    """A board whose receiver says this."""
    return Given(tunnel=said if isinstance(said, Told) else Told(said), providers=PROVIDERS)
