"""Views have names: they are saved, loaded and deleted by keys."""

from pathlib import Path

from .board import Stand, morning, stand


async def made(there: Stand) -> None:
    """A filter, an order, columns and a layout; named."""
    await there.press("slash", *"phase:failed", "enter", "S", "j", "j", "enter", "minus", "minus")
    await there.press("4", "c", "g", "space", "escape", "5", "V", "n", *"my fails", "enter", "escape")


async def test_a_view_is_named_and_loaded_again(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await made(there)
        there_then = there.text()
        assert "SORTED by lag ▾" in there_then
        await there.press("slash", "escape", "S", "g", "enter", "minus", "minus", "4", "c", "0", "escape", "5")
        assert "FOLLOW" in there.text()
        assert there.text() != there_then
        await there.press("V")
        assert "my fails             events phase:failed · events by lag · layout events" in there.text()
        await there.press("enter")
        assert there.text() == there_then


async def test_a_view_is_deleted_after_asking(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("V")
        assert "No view has a name yet." in there.text()
        await there.press("D", "enter")
        for name in ("one", "two"):
            await there.press("n", *name, "enter")
        await there.press("D")
        assert "D once more deletes one" in there.text()
        await there.press("j", "D")
        assert "D once more deletes two" in there.text()
        await there.press("D")
        assert "two" not in there.text()
        assert "▸one" in there.text()


async def test_a_name_that_is_not_given_saves_nothing(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("V", "n", *"x", "escape", "n", "enter")
        assert "No view has a name yet." in there.text()
        await there.press("escape")
        assert "1 Brands" in there.text()


async def test_views_come_back_after_a_restart(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await made(there)
    async with stand(tmp_path) as there:
        await there.press("V")
        assert "my fails" in there.text()
