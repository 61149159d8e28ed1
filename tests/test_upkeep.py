"""The running receiver keeps its store small, asks before it takes much, and answers meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from receiver.keeping.upkeep import Keeper
from store import Cut, Intake, Keeping, Upkeep, prepare_view
from tests.make import NOON, request
from tests.until import PATIENCE, until

MONTH = Keeping(age=timedelta(days=30))


class Orders(list[str]):
    def order(self, what: str) -> None:
        self.append(what)


@asynccontextmanager
async def keeping(
    log: Path, *ages: float, keeping: Keeping = MONTH, now: datetime = NOON
) -> AsyncIterator[tuple[Keeper, Intake, list[str], Orders]]:
    """A receiver's keeper over captures of so many days; what it says, and what it orders."""
    said, orders = list[str](), Orders()
    async with Intake.open(log) as intake:
        prepare_view(log)
        await asyncio.gather(
            *(intake.capture(replace(request(b"x" * 500), received_at=NOON - timedelta(days=age))) for age in ages)
        )
        keeper = Keeper(log, intake, keeping, said.append, lambda: now)
        working = asyncio.create_task(keeper.work(orders))
        yield keeper, intake, said, orders
        working.cancel()


async def there(intake: Intake) -> int:
    return await intake.aside(lambda db: int(db.execute("SELECT count(*) FROM captures").fetchone()[0]))


async def test_what_is_too_old_goes_by_itself_and_whoever_reads_is_told(tmp_path: Path) -> None:
    async with keeping(tmp_path / "callboard.db", 40, 2, 1, 0) as (_, intake, said, orders):
        await until(lambda: "news" in orders)
        assert await there(intake) == 3
        assert not said


async def test_more_than_half_is_only_told_of_until_somebody_is_sure(tmp_path: Path) -> None:
    ahead = NOON + timedelta(days=3650)
    async with keeping(tmp_path / "callboard.db", 3, 2, 1, 0, now=ahead) as (keeper, intake, said, orders):
        await until(lambda: bool(said))
        assert said[0].startswith("4 of 4 captures are older than they may be")
        assert await there(intake) == 4
        before = (ahead - timedelta(days=30)).timestamp()
        assert await keeper.asked({"before": before}) == {"ok": True}
        await until(lambda: "news" in orders)
        await until(lambda: keeper.busy is False)
        assert await there(intake) == 0


async def received(intake: Intake, folder: Path, *ages: int) -> None:
    """A capture of each age, in days."""
    prepare_view(folder / "callboard.db")
    await asyncio.gather(
        *(intake.capture(replace(request(b"x"), received_at=NOON - timedelta(days=age))) for age in ages)
    )


async def test_what_is_asked_for_while_other_things_go_is_done_next(tmp_path: Path) -> None:
    asked = []

    class Asking(Orders):
        def order(self, what: str) -> None:
            if not self:
                asked.append(asyncio.create_task(keeper.asked({"before": (NOON - timedelta(hours=36)).timestamp()})))
            super().order(what)

    async with Intake.open(tmp_path / "callboard.db") as intake:
        await received(intake, tmp_path, 40, 2, 1, 0)
        keeper = Keeper(tmp_path / "callboard.db", intake, MONTH, print, lambda: NOON)
        working = asyncio.create_task(keeper.work(Asking()))
        await until(lambda: bool(asked) and asked[0].done() and not keeper.busy)
        working.cancel()
        assert await asked[0] == {"ok": True}
        assert await there(intake) == 2


async def test_what_is_asked_for_makes_nobody_sure_of_what_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = NOON + timedelta(days=3650)
    asked = list[object]()

    async def cut(upkeep: Upkeep, *_: object) -> Cut | None:
        if not asked:  # while it is looked what is due
            asked.append(await keeper.asked({"before": (NOON - timedelta(hours=60)).timestamp()}))
        return await upkeep.older(ahead - timedelta(days=30), "age")

    monkeypatch.setattr(Upkeep, "cut", cut)
    async with Intake.open(tmp_path / "callboard.db") as intake:
        await received(intake, tmp_path, 3, 2, 1, 0)
        keeper = Keeper(tmp_path / "callboard.db", intake, MONTH, print, lambda: ahead)
        working = asyncio.create_task(keeper.work(Orders()))
        await until(lambda: bool(asked) and not keeper.busy)
        working.cancel()
        assert await there(intake) == 3


async def test_who_asks_hears_that_it_cannot_be_done(tmp_path: Path) -> None:
    async with keeping(tmp_path / "callboard.db", 3, 2, 1, 0) as (keeper, intake, said, _):
        refuse = "CREATE TRIGGER stuck BEFORE DELETE ON captures BEGIN SELECT raise(ABORT, 'stuck'); END"
        await intake.aside(lambda db: db.execute(refuse))
        assert await keeper.asked({"before": NOON.timestamp()}) == {"ok": True}
        assert "error" in await keeper.asked({"before": NOON.timestamp()}), "one after the other"
        await until(lambda: bool(said))
        assert await keeper.asked({}) == {"error": "not everything could be taken away: stuck"}
        assert await there(intake) == 4


async def test_nothing_goes_where_retention_is_off(tmp_path: Path) -> None:
    async with keeping(tmp_path / "callboard.db", 4000, 1, 0, keeping=Keeping()) as (keeper, intake, _, _):
        assert await keeper.asked({"before": "long ago"}) == {"error": "could not convert string to float: 'long ago'"}
        assert await there(intake) == 3


async def test_full_packs_are_packed_by_itself_while_little_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.keeping.packs.FULL", 20)
    monkeypatch.setattr("receiver.keeping.upkeep.EVERY", 0.01)
    packed = "SELECT count(*) FROM captures WHERE pack IS NOT NULL"
    async with keeping(tmp_path / "callboard.db", *[1] * 25) as (_, intake, _, _):
        async with asyncio.timeout(PATIENCE):
            while True:
                if await intake.aside(lambda db: db.execute(packed).fetchone()[0]):
                    return
                await asyncio.sleep(0.01)


async def test_what_is_free_in_the_file_is_given_back_in_a_few_steps(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake:
        await asyncio.gather(*(intake.capture(request(b"x" * 20_000)) for _ in range(300)))
        assert await Upkeep(intake).flush()
        full = log.stat().st_size
        await intake.aside(lambda db: db.execute("DELETE FROM captures WHERE seq < 280"))
        steps = 1
        while not await Upkeep(intake).flush():
            steps += 1
        assert log.stat().st_size < full / 2
    assert steps < 10
