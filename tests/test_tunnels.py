"""What each tunnel's lines mean: recorded where one could be run or is documented, else as its source has them."""

import re
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

from receiver import tunnels
from receiver.outside.tunnel import Asked, News, Tunnel

ASKED = Asked(port=8010, host="me@my.example")


def every() -> dict[str, Tunnel]:
    found = [import_module(f"receiver.tunnels.{one.name}").TUNNEL for one in iter_modules(tunnels.__path__)]
    return {one.name: one for one in found}


BOX = "2026-11-22T14:01:20Z INF |  https://rare-fox-two.trycloudflare.com                                 |"
SAID = [
    ("cloudflared", BOX, News.ANNOUNCED, "https://rare-fox-two.trycloudflare.com"),
    ("cloudflared", "INF Registered tunnel connection connIndex=0 location=lhr13 protocol=quic", News.CONNECTED, ""),
    ("cloudflared", "ERR Connection terminated error=timeout connIndex=0", News.LOST, "tries again"),
    (
        "cloudflared",
        'failed to unmarshal quick Tunnel: status_code="429 Too Many Requests"',
        News.FAILED,
        "wait a minute",
    ),
    ("cloudflared", "failed to request quick Tunnel: dial tcp: no such host", News.FAILED, "network"),
    (
        "ngrok",
        '{"lvl":"info","msg":"started tunnel","name":"command_line","url":"https://a1.ngrok-free.app"}',
        News.ANNOUNCED,
        "https://a1.ngrok-free.app",
    ),
    ("ngrok", "ERROR:  authentication failed: … ERR_NGROK_4018", News.FAILED, "add-authtoken"),
    ("ngrok", '{"err":"ERR_NGROK_108 limited to 1 simultaneous"}', News.FAILED, "stop that one"),
    ("ngrok", "ERR_NGROK_9999", News.FAILED, "ERR_NGROK_9999"),
    (
        "ssh",
        "Allocated port 34567 for remote forward to 127.0.0.1:8010",
        News.ANNOUNCED,
        "http://my.example:34567",
    ),
    ("ssh", "me@my.example: Permission denied (publickey).", News.FAILED, "`ssh me@my.example`"),
    ("ssh", "Host key verification failed.", News.FAILED, "connect once by hand"),
    ("ssh", "Error: remote port forwarding failed for listen port 80", News.FAILED, "AllowTcpForwarding"),
    ("ssh", "Connection to my.example closed by remote host.", News.FAILED, "was cut"),
    (
        "localhost.run",
        "7d8e1c2f3a4b5c.lhr.life tunneled with tls termination, https://7d8e1c2f3a4b5c.lhr.life",
        News.ANNOUNCED,
        "https://7d8e1c2f3a4b5c.lhr.life",
    ),
    (
        "localhost.run",
        '{"event":"tcpip-forward","address":"7d8e1c.lhr.life","message":"…"}',
        News.ANNOUNCED,
        "https://7d8e1c.lhr.life",
    ),
    (
        "serveo",
        "Forwarding HTTP traffic from https://abc.serveo.net\x1b[0m",
        News.ANNOUNCED,
        "https://abc.serveo.net",
    ),
    ("pinggy", "https://rnxyz-12-34.a.free.pinggy.link", News.ANNOUNCED, "https://rnxyz-12-34.a.free.pinggy.link"),
    ("localtunnel", "your url is: https://odd-cat-1.loca.lt", News.ANNOUNCED, "https://odd-cat-1.loca.lt"),
    (
        "localtunnel",
        "Error: connection refused: localtunnel.me:34567 (check your firewall settings)",
        News.FAILED,
        "does not answer",
    ),
    ("tailscale", "https://box.tail1234.ts.net/", News.ANNOUNCED, "https://box.tail1234.ts.net"),
    ("tailscale", "Logged out.", News.FAILED, "`tailscale up`"),
    ("tailscale", "To enable, visit: https://login.tailscale.com/f/funnel?node=n1", News.FAILED, "f/funnel?node=n1"),
]


@pytest.mark.parametrize(("name", "line", "news", "text"), SAID)
def test_a_line_means(name: str, line: str, news: News, text: str) -> None:
    said = every()[name].read(line, ASKED)
    assert said
    assert (said.news, text in said.text) == (news, True)


@pytest.mark.parametrize("name", every())
def test_most_lines_mean_nothing_and_hostile_ones_break_nothing(name: str) -> None:
    for line in ("", "INF Starting metrics server", "Welcome to localhost.run!", "{", "[1]", "null", "\x1b]52;c;!\x07"):
        assert every()[name].read(line, ASKED) is None


@pytest.mark.parametrize(
    ("asked", "line", "url"),
    [
        (
            Asked(port=1, host="ssh://me@my.example:22", remote=90),
            "debug1: remote forward success for: listen 90, connect 127.0.0.1:1",
            "http://my.example:90",
        ),
        (
            Asked(port=1, host="me@my.example", remote=90, name="https://hooks.my.example"),
            "debug1: remote forward success for: listen 0.0.0.0:90, connect 127.0.0.1:1",
            "https://hooks.my.example",
        ),
        (
            Asked(port=1, host="bastion", server="my.example"),
            "Allocated port 7 for remote forward to 127.0.0.1:1",
            "http://my.example:7",
        ),
    ],
)
def test_ones_own_server_is_called_as_it_is_set(asked: Asked, line: str, url: str) -> None:
    said = every()["ssh"].read(line, asked)
    assert said
    assert (said.news, said.text) == (News.ANNOUNCED, url)


def test_ones_own_server_may_have_a_port_of_its_own() -> None:
    command = every()["ssh"].command(Asked(port=1, host="me@my.example:2222", remote=90))
    assert (command[-1], command[-2]) == ("ssh://me@my.example:2222", "90:127.0.0.1:1")
    assert every()["ssh"].read("debug1: connect: Connection refused", Asked(port=1, host="a", remote=90)) is None


def test_who_asks_for_too_many_names_rests() -> None:
    said = every()["cloudflared"].read('status_code="429 Too Many Requests"', ASKED)
    assert said
    assert said.rest >= 30


def test_a_name_that_was_given_to_somebody_else_is_no_success() -> None:
    said = every()["localtunnel"].read("your url is: https://odd-cat-1.loca.lt", Asked(port=1, name="mine"))
    assert said
    assert (said.news, "odd-cat-1" in said.text) == (News.FAILED, True)


@pytest.mark.parametrize("name", every())
def test_each_points_to_our_port_on_this_machine_and_asks_nobody(name: str) -> None:
    tunnel = every()[name]
    command = tunnel.command(ASKED)
    assert command[0] == tunnel.program or (tunnel.without and command[0] == sys.executable)
    assert re.search(r"\b8010\b", " ".join(command))
    assert "ssh" not in command[0] or "BatchMode=yes" in command


@pytest.mark.parametrize("name", every())
def test_each_says_what_a_user_has_to_know(name: str) -> None:
    tunnel = every()[name]
    assert all((tunnel.title, tunnel.install, tunnel.lifetime, tunnel.limits, tunnel.sees))
