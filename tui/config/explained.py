"""Every setting in a sentence, and the file that `callboard config init` writes."""

from collections.abc import Iterator

from .settings import DEFAULTS

SAYS = {
    "store": "The file that callbacks are kept in.",
    "host": "Where to listen.",
    "port": "Where to listen; 0 is any free port.",
    "color": "auto, always or never.",
    "log_level": "debug, info, warning or error.",
    "public_url": "The URL under which the world calls us, up to the path: some providers sign it.",
    "trust_forwarded": "Believe the X-Forwarded headers of a tunnel on this machine.",
    "forward_to": "The local app that every callback is sent on to, after it is stored.",
    "cacert": "The file with the certificate that the app's is signed with, if it has its own.",
    "answer_from_app": "Tell providers what that app answers, if it does so in time; 200 if not.",
    "tunnel": "What makes the port public: auto, cloudflared, ngrok, ssh:me@my.example, …; t on the board names them.",
    "path_token": "Through a tunnel only who knows a random token in the path is let in.",
    "private": "Begin masked: numbers and texts are not shown until P.",
    "theme": "The board's theme; empty for the one it had last. T on the board names them.",
}
TABLES = {
    "keymap": ("Other keys for an action; , on the board names every action.", ('"board.sample" = "C"',)),
    "overdue": (
        'For how long what may be pending, before it is shown as "no answer for …" (is:overdue).',
        ('brand = "3d"', 'campaign = "7d"', 'number = "1h"', 'message = "15m"', 'order = "1h"'),
    ),
    "retention": (
        "How long and how much is kept, whichever ends first; what is marked or noted stays. 0 days and size off are"
        " for ever.",
        ("days = 30", 'size = "1 GiB"'),
    ),
    "secrets": (
        "What providers sign with: a value, env:NAME, file:PATH or cmd:…, or a list of them.",
        ('telnyx = "file:~/telnyx.pub"', 'plivo = ["env:PLIVO_TOKEN", "cmd:pass plivo/old"]'),
    ),
    "accounts.telnyx": (
        "The key of a provider's API (or env:NAME, file:PATH, cmd:…), for `callboard register`, and where the API is.",
        ('key = "env:TELNYX_API_KEY"', 'url = "https://api.telnyx.com"'),
    ),
    "routes.staging": (
        "A path with settings of its own: the URL that the world calls for it, who calls, what they sign with, the app"
        " that hears of it, what is answered.",
        (
            'path = "/staging"',
            'public_url = "https://staging.example"',
            'provider = "telnyx"',
            'secret = "file:~/staging.pub"',
            'forward = "http://127.0.0.1:3000/hooks"',
            'answer = "500 x3"',
        ),
    ),
    "respond.outage": (
        "What is answered instead of 200: a status, time out or close; O on the board lists and changes it.",
        (
            'answer = "503"',
            "times = 3",
            'when = "provider:plivo"',
            'path = "/plivo"',
            'delay = "2s"',
            'headers = {Retry-After = "30"}',
            'body = "later"',
        ),
    ),
    "forward.app": (
        "Another app that callbacks are sent on to, also on another machine: which of them, and how.",
        (
            'to = "https://localhost:3443"',
            'filter = "provider:telnyx -verdict:rejected"',
            'path = "/telnyx"',
            "insecure = false",
            "concurrency = 4",
            "retries = 0",
            "redeliveries = false",
        ),
    ),
    "tunnels.ssh": (
        "What a tunnel is asked for: host and port of your own ssh server, a name, another server.",
        ('host = "me@my.example"', "port = 9000", 'name = "https://hooks.my.example"'),
    ),
    "providers.plivo.keys": (
        "Field names that callboard does not know: also endpoint, status, campaign, number, reason.",
        ('brand = ["marke"]',),
    ),
    "rules.failed": (
        "What the board watches for: a filter, and what is done (bell, toast, desktop, command); A lists them.",
        ('when = "phase:failed"', 'do = ["bell", "toast"]', 'quiet = "30s"', 'hours = "08:00-20:00"'),
    ),
    "profiles.work": ("Settings that hold with --profile work.", ("port = 8011",)),
}
"""For each table of a settings file what it is for, and lines that could stand in it."""
HEAD = (
    "# callboard's settings. Take the # away from a line to have it hold.",
    "# Flags come first, then CALLBOARD_… variables, ./callboard.toml, this file, and what callboard begins with.",
)


def template() -> str:
    """A settings file in which nothing holds yet."""
    return "\n".join((*HEAD, "", *_settings(), *_tables())) + "\n"


def toml(value: object) -> str:
    """A plain value as a settings file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _settings() -> Iterator[str]:
    for name, value in DEFAULTS.items():
        yield from (f"# {SAYS[name]}", f"#{name} = {toml(value)}", "")


def _tables() -> Iterator[str]:
    for name, (says, lines) in TABLES.items():
        yield from (f"# {says}", f"#[{name}]", *(f"#{line}" for line in lines), "")
