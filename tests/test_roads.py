"""Routes on the board, and providers that call an old URL."""

from dataclasses import replace
from pathlib import Path

from store import Caller, Calls
from tests.board import Books, message, stand
from tests.make import later
from tests.until import until
from tui.config.route import Route
from tui.given import Given
from tui.tunnelling.roads import host, lines, stray_lines, strays
from tui.words import plain

ROUTES = {
    "staging": Route("/staging", "https://staging.example", "telnyx", ("env:HUSH",), answer="503 x2"),
    "local": Route("/hooks/plivo", provider="plivo", forward="http://127.0.0.1:3000/p"),
}


def test_a_line_a_route_says_what_holds_there_and_no_secret() -> None:
    calls = {"/staging": Calls(1204, later(5))}
    said = [plain(line) for line in lines(ROUTES, calls, later(9))]
    assert said[1] == (
        "staging     /staging            1,204  12:00:05  "
        "telnyx with a secret of its own · is https://staging.example · answers 503 x2"
    )
    assert said[2] == "local       /hooks/plivo            0  –         plivo · → http://127.0.0.1:3000/p"
    assert "HUSH" not in "".join(said)


def test_without_routes_it_says_how_to_have_one() -> None:
    assert "[routes.staging]" in plain(next(lines({}, {}, later(0))))


OLD = Caller("plivo", "old.example", "/hooks/plivo", later(0))


def test_who_calls_another_host_than_the_public_one_is_told() -> None:
    new = Caller("telnyx", "new.example:443", "/telnyx", later(0))
    staged = Caller("mta", "staging.example", "/staging", later(0))
    assert strays([OLD, new, staged], "https://new.example", ROUTES) == (OLD,)
    [line] = stray_lines([OLD], "https://new.example/", later(0))
    assert plain(line) == (
        "▲ plivo called last under old.example, at 12:00:00; the public URL is now new.example:"
        " give it https://new.example/hooks/plivo"
    )


def test_behind_a_token_the_path_is_said_once() -> None:
    for path in ("/t0k3n/plivo", "/plivo"):
        [line] = stray_lines([replace(OLD, path=path)], "https://new.example/t0k3n", later(0))
        assert plain(line).endswith("give it https://new.example/t0k3n/plivo")


def test_without_a_public_url_nobody_can_tell() -> None:
    for public in ("", "http://127.0.0.1:8010", "http://localhost:8010"):
        assert strays([OLD], public, {}) == ()


def test_the_usual_port_is_none() -> None:
    assert [host(url) for url in ("https://A.example:443/x", "http://a.example:80", "http://a.example:81")] == [
        "a.example",
        "a.example",
        "a.example:81",
    ]


async def called(books: Books) -> None:
    old = ((b"Host", b"old.example"),)
    await books.receive(message(1, provider="plivo"), target="/hooks/plivo?a=1", headers=old, ago=61)


async def test_the_screen_counts_the_calls_of_each_route(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=called, given=Given(routes=ROUTES)) as there:
        await there.press("O")
        await until(lambda: "/hooks/plivo            1  14:01:31" in there.text())


async def test_an_old_url_is_in_the_top_line_until_the_provider_calls_the_new_one(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=called) as there:
        there.board._card.place = replace(there.board._card.place, public_url="https://new.example")
        await until(lambda: "OLD URL plivo" in there.text())
        await there.press("O")
        assert "called last under old.example" in there.text()
        await there.press("escape")
        new = ((b"Host", b"new.example"),)
        await there.books.receive(message(2, provider="plivo"), target="/hooks/plivo", headers=new, ago=1)
        await until(lambda: there.board._strays == ())
        await there.settle()
        assert "OLD URL" not in there.text()
