"""Where requests may be sent on to: judged by what a name resolves to, before anybody is connected to."""

import sys
from collections.abc import Iterable

import pytest

from receiver.onward.sending import Line
from receiver.onward.target import Refused, Target, Unknown, check, dialled
from tests.make import request


class Resolver:
    """Says the same each time, or the next of several answers; and how often it was asked."""

    def __init__(self, *answers: Iterable[str]) -> None:
        self._answers = [tuple(one) for one in answers]
        self.asked = 0

    def __call__(self, _name: str, _port: int) -> tuple[str, ...]:
        self.asked += 1
        return self._answers[min(self.asked, len(self._answers)) - 1]


REFUSED = {
    "metadata": ("http://169.254.169.254/latest", ["169.254.169.254"]),
    "metadata by IPv6": ("http://[fd00:ec2::254]/", ["fd00:ec2::254"]),
    "a private network": ("http://10.0.0.7/", ["10.0.0.7"]),
    "a home network": ("http://192.168.1.1:8080/", ["192.168.1.1"]),
    "the internet": ("https://example.com/", ["93.184.216.34"]),
    "a name of a private address": ("http://app.test/", ["10.0.0.7"]),
    "one address of two": ("http://app.test/", ["127.0.0.1", "10.0.0.7"]),
    "mapped": ("http://[::ffff:10.0.0.7]/", ["::ffff:10.0.0.7"]),
    "NAT64": ("http://[64:ff9b::a00:7]/", ["64:ff9b::a00:7"]),
    "6to4": ("http://[2002:a00:7::]/", ["2002:a00:7::"]),
    "Teredo": ("http://[2001:0:4136:e378:8000:63bf:f5ff:fff8]/", ["2001:0:4136:e378:8000:63bf:f5ff:fff8"]),
    "reserved": ("http://240.0.0.1/", ["240.0.0.1"]),
    "unspecified": ("http://0.0.0.0:3000/", ["0.0.0.0"]),  # noqa: S104
    "unspecified IPv6": ("http://[::]:3000/", ["::"]),
    "multicast": ("http://224.0.0.1/", ["224.0.0.1"]),
    "its own port": ("http://127.0.0.1:8010/hooks", ["127.0.0.1"]),
    "its own port, mapped": ("http://[::ffff:127.0.0.1]:8010/", ["::ffff:127.0.0.1"]),
}
MALFORMED = {
    "decimal": "http://2130706433/",
    "hex": "http://0x7f000001/",
    "short": "http://127.1/",
    "octal": "http://0177.0.0.1/",
    "user and password": "http://me:secret@127.0.0.1/",
    "another host before it": "http://127.0.0.1@evil.example/",
    "a file": "file:///etc/passwd",
    "gopher": "gopher://127.0.0.1:70/",
    "no scheme": "127.0.0.1:3000",
    "no host": "http:///path",
    "a zone": "http://[fe80::1%25eth0]/",
    "port 0": "http://127.0.0.1:0/",
    "no port at all": "http://127.0.0.1:99999/",
}


@pytest.mark.parametrize(("url", "addresses"), REFUSED.values(), ids=REFUSED)
def test_f1_what_is_not_this_machine_is_refused(url: str, addresses: list[str]) -> None:
    with pytest.raises(Refused):
        dialled(Target(url), own_ports=[8010], resolve=Resolver(addresses))


@pytest.mark.parametrize("url", MALFORMED.values(), ids=MALFORMED)
def test_f1_an_odd_url_is_refused_before_anybody_is_asked(url: str) -> None:
    asked = Resolver(["127.0.0.1"])
    with pytest.raises(Refused) as refused:
        dialled(Target(url, named=True), resolve=asked)
    assert asked.asked == 0
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:3000/hook", "http://localhost:3000", "http://[::1]:3000/"])
def test_this_machine_needs_no_leave(url: str) -> None:
    assert dialled(Target(url), own_ports=[8010]) in {"127.0.0.1", "::1"}


def test_another_machine_is_dialled_where_the_settings_name_it() -> None:
    assert dialled(Target("http://app.test:3000", named=True), resolve=Resolver(["10.0.0.7"])) == "10.0.0.7"


@pytest.mark.parametrize("name", ["mapped", "NAT64", "6to4", "Teredo"])
def test_f1_an_address_within_another_is_the_one_that_is_meant(name: str) -> None:
    assert dialled(Target("http://app.test:3000", named=True), resolve=Resolver(REFUSED[name][1])) == "10.0.0.7"


@pytest.mark.parametrize(
    "name", ["metadata", "metadata by IPv6", "unspecified", "multicast", "reserved", "its own port"]
)
def test_f1_some_are_refused_also_where_the_settings_name_them(name: str) -> None:
    url, addresses = REFUSED[name]
    with pytest.raises(Refused):
        dialled(Target(url, named=True), own_ports=[8010], resolve=Resolver(addresses))


def test_f2_a_name_that_resolves_to_another_address_a_moment_later_is_dialled_where_it_was_judged() -> None:
    turning = Resolver(["127.0.0.1"], ["10.0.0.7"])
    assert dialled(Target("http://app.test:3000"), resolve=turning) == "127.0.0.1"
    assert turning.asked == 1


def test_a_name_that_nobody_knows_is_said() -> None:
    with pytest.raises(Refused, match="not known here"):
        dialled(Target("http://no-such-host.invalid/"))


async def test_f1_twenty_forms_are_refused_before_a_connection_is_made() -> None:
    connected = list[object]()
    listening = [connected]
    sys.addaudithook(lambda name, args: listening[-1].append(args) if listening and name == "socket.connect" else None)
    forms = [url for url, (address, *_) in REFUSED.values() if address in url] + list(MALFORMED.values())
    assert len(forms) >= 20
    for url in forms:
        async with Line.open(Target(url), own_ports=[8010]) as line:
            answer = await line.send(request())
        assert (answer.status, bool(answer.trouble)) == (None, True), url
    listening.clear()
    assert connected == []


def test_a_name_that_nobody_knows_yet_is_only_waited_for_where_the_settings_say_it() -> None:
    check(Target("http://nobody.invalid:3000", named=True), [8010])
    with pytest.raises(Unknown):
        check(Target("http://nobody.invalid:3000"), [8010])
    with pytest.raises(Refused, match="own port"):
        check(Target("http://127.0.0.1:8010", named=True), [8010])
