"""The tunnel on the board: its proof in the top line, what is loud, its screen, and the URL for a provider."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.board import NARROW, Stand, morning, stand
from tests.reached import URL, Told, given, lost, none, verified
from tests.until import until
from tui.tunnelling.tunnel import DEAF, TunnelScreen


@asynccontextmanager
async def reached(folder: Path, told: Told, **more: object) -> AsyncIterator[Stand]:
    async with stand(folder, given=given(told), **more) as there:  # type: ignore[arg-type]
        await there.board.look_out()
        await there.settle()
        yield there


def said(there: Stand) -> str:
    """All that was told in toasts."""
    return "\n".join(one.text for one in there.board._said)


async def test_the_age_of_the_proof_stands_in_the_top_line_however_narrow_it_is(tmp_path: Path) -> None:
    async with reached(tmp_path, Told(verified())) as there:
        assert "127.0.0.1:8010 ⇄ https://hooks.example.test ✓ 12s" in there.text()
        await there.resize(NARROW)
        assert "hooks.example.test ✓ 12s" in there.text()
        await there.resize((60, 20))
        assert "✓ 12s" in there.text().splitlines()[0]


async def test_without_a_tunnel_nothing_is_said_of_one(tmp_path: Path) -> None:
    async with reached(tmp_path, Told(none())) as there:
        assert "⇄" not in there.text()
        await there.press("t")
        assert "No tunnel runs" in there.text()


async def test_a_tunnel_that_is_lost_is_told_and_so_is_its_return(tmp_path: Path) -> None:
    told = Told(verified())
    async with reached(tmp_path, told) as there:
        told.said = lost(was="")
        await there.board.look_out()
        await there.settle()
        assert "✗ degraded" in there.text().splitlines()[0]
        assert "the edge was lost" in said(there)
        told.said = verified()
        await there.board.look_out()
        assert "the tunnel is verified" in said(there)


async def test_another_url_is_loud_until_it_is_looked_at(tmp_path: Path) -> None:
    told = Told(verified(url="https://old.test/t"))
    async with reached(tmp_path, told) as there:
        assert "NEW URL" not in there.text()
        told.said = verified(was="https://old.test")
        await there.board.look_out()
        await there.settle()
        assert "NEW URL" in there.text().splitlines()[0]
        assert f"another URL: {URL}. Tell your provider; it was https://old.test" in said(there)
        assert f"{URL}/telnyx" in there.text()  # on the card
        await there.press("t")
        assert "✖ https://old.test" in there.text()
        await there.press("escape")
        assert "NEW URL" not in there.text()


async def test_before_the_first_callback_the_url_of_a_provider_is_two_keys_away(tmp_path: Path) -> None:
    async with reached(tmp_path, Told(verified())) as there:
        await there.press("y", "u")
        assert "The URL for" in there.text()
        await there.press("j", "j", "enter")
        assert there.board.clipboard == f"{URL}/telnyx"


async def test_a_row_knows_its_provider(tmp_path: Path) -> None:
    async with reached(tmp_path, Told(verified()), fill=morning) as there:
        await there.press("y", "u")
        assert there.board.clipboard == f"{URL}/telnyx"


async def test_the_screen_says_all_and_nothing_that_the_program_says_drives_the_terminal(tmp_path: Path) -> None:
    async with reached(tmp_path, Told(verified()), fill=morning) as there:
        await there.press("t")
        shown = there.text()
        for text in ("✓ verified  there and back in 184 ms, 12s ago", "Cloudflare", f"{URL}/plivo", "␛]0;OWNED␇"):
            assert text in shown
        assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("keys", "does"),
    [
        (("p",), [{"probe": True}]),
        (("R",), [{"start": "cloudflared"}]),
        (("X",), []),
        (("X", "X"), [{"start": "none"}]),
        (("enter", "enter"), [{"start": "cloudflared"}]),
        (("enter", "j", "enter"), []),
        (("enter", "j", "j", "j", "enter"), [{"start": "localhost.run"}]),
    ],
)
async def test_its_keys_do_what_they_say(tmp_path: Path, keys: tuple[str, ...], does: list[dict[str, object]]) -> None:
    """One that cannot be had is not started, and to stop takes a second key."""
    told = Told(verified())
    async with reached(tmp_path, told) as there:
        await there.press("t", *keys)
        assert told.done == does


async def test_one_that_cannot_be_had_says_why_when_it_is_chosen(tmp_path: Path) -> None:
    async with reached(tmp_path, Told(none())) as there:
        await there.press("t", "enter", "j", "enter")
        assert "ngrok is not installed" in said(there)


async def test_a_receiver_that_says_nothing_or_nonsense_leaves_what_was_known(tmp_path: Path) -> None:
    told = Told(verified())
    async with reached(tmp_path, told) as there:
        for nonsense in ({"state": "dancing"}, {"proved": "never"}, {"lines": 7}):
            told.said = nonsense
            await there.board.look_out()
            assert there.board.reach.url == URL
        told.said = {}
        await there.board.look_out()
        await until(lambda: there.board.reach.state == "none")


async def test_a_receiver_that_hangs_or_breaks_off_is_told_and_holds_up_no_key(tmp_path: Path) -> None:
    class Broken(Told):
        """Looked at it answers, and hangs until it is let go; then it breaks off."""

        let_go = asyncio.Event()

        async def __call__(self, **words: object) -> Mapping[str, object]:
            said = await super().__call__(**words)
            if self.done and words and "all" not in words:
                await self.let_go.wait()
                raise TimeoutError
            return said

    broken = Broken(verified())
    async with reached(tmp_path, broken) as there:
        await there.press("t")
        await until(lambda: "Cloudflare" in there.text())
        for key in ("p", "R", "X", "X", "escape"):  # none waits for what the one before has set off
            there.board.simulate_key(key)
        await until(lambda: not isinstance(there.board.screen, TunnelScreen))
        await until(lambda: len(broken.done) == 3)
        broken.let_go.set()
        await until(lambda: said(there).count(DEAF) == 3)
