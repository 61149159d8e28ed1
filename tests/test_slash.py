"""`/` on the detail: a filter of the timeline, a search in the tree or in the request, whichever has the keys."""

from pathlib import Path

from store import Kind, Phase
from tests.board import Books, message, morning, stand, told
from tui.detail import Detail
from tui.panes.family import Family
from tui.panes.timeline import Timeline


async def story(books: Books) -> None:
    """A message of four events."""
    await morning(books)
    for number, status in enumerate(("queued", "sent", "sending", "delivered")):
        phase = Phase.OK if status == "delivered" else Phase.PENDING
        await books.receive(message(7, key=f"k{number}", status=status, phase=phase), ago=4 - number)


async def family(books: Books) -> None:
    """A brand with a campaign and numbers."""
    await books.receive(told("telnyx", "brand", Kind.BRAND, "BRX7Q2", "VERIFIED", Phase.OK, name="Acme Corp"))
    for name in ("CA1", "CA2"):
        await books.receive(told("telnyx", "campaign", Kind.CAMPAIGN, name, "ACTIVE", Phase.OK, brand="BRX7Q2"))
    for number in range(3):
        one = told("telnyx", "n", Kind.NUMBER, f"+1555010000{number}", "failed", Phase.FAILED, campaign="CA2")
        await books.receive(one.model_copy(update={"status": "failed" if number else "ok"}))


async def test_the_timeline_is_filtered_as_any_list_and_the_request_follows(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press("enter", "slash", *"status:sen")
        timeline = there.pane("timeline")
        assert isinstance(timeline, Timeline)
        assert "Timeline — 0 of 4 events" in there.text()
        await there.press("*", "enter")
        assert [entry.event.status for entry in timeline.entries] == ["sent", "sending"]
        assert "Timeline — 2 of 4 events" in there.text()
        assert "2 of 4" in there.text().splitlines()[1]
        assert there.board.picked
        assert there.board.picked.event.status == "sending"
        await there.press("left_square_bracket")
        assert there.board.picked.event.status == "sent"
        await there.press("escape")
        assert len(timeline.entries) == 4
        assert isinstance(there.board.screen, Detail)
        assert "/ status" not in there.text()
        await there.press("escape")
        assert not isinstance(there.board.screen, Detail)


async def test_what_comes_while_a_timeline_is_filtered_is_filtered_too(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press("enter", "slash", *"phase:pending", "enter")
        await there.books.receive(message(7, key="k9", status="failed", phase=Phase.FAILED))
        await there.settle()
        assert "Timeline — 3 of 5 events" in there.text()
        await there.press("slash", *" status:nobody", "enter")
        assert "None of 5 matches" in there.text()


async def test_in_the_tree_a_text_is_searched_and_n_goes_on(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=family) as there:
        await there.press("1", "enter", "shift+tab", "slash", *"failed")
        tree = there.pane("family")
        assert isinstance(tree, Family)
        first = tree.at
        assert "1/2" in there.text()
        await there.press("enter", "n")
        assert tree.at == first + 1
        assert "2/2" in there.text()
        await there.press("n")
        assert tree.at == first
        await there.press("N")
        assert tree.at == first + 1
        await there.press("escape")
        assert "2/2" not in there.text()
        assert tree.needle is None


async def test_a_search_moves_on_with_the_keys_from_the_tree_to_the_request(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=family) as there:
        await there.press("1", "enter", "shift+tab", "slash", *"acme", "enter", "tab", "tab", "slash", *"e1")
        tree = there.pane("family")
        assert isinstance(tree, Family)
        assert tree.needle is None
        assert "1/1" in there.text()
