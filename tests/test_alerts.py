"""The sheet of rules: how often each matched, and off and on."""

import asyncio
import re
from pathlib import Path

from tests.board import morning, stand
from tests.ruled import rules_of
from tests.test_alerting import FAILED, fail, toasts
from tests.until import until
from tui.given import Given


async def test_outside_of_its_hours_a_rule_only_keeps_a_note(tmp_path: Path) -> None:
    [night] = rules_of({"night": {"when": "phase:failed", "hours": "22:00-06:00"}})
    async with stand(tmp_path, fill=morning, given=Given(rules=[night])) as there:
        await fail(there.books, 0, 1)
        await until(lambda: bool(there.board._quietly))
        assert toasts(there) == []
        await there.press("A")
        assert "outside of its hours  night: m-0 failed" in there.text()


async def test_the_sheet_lists_rules_and_switches_them(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, given=Given(rules=FAILED)) as there:
        await fail(there.books, 0, 2)
        await there.settle()
        await there.press("A")
        assert re.search(r"▸●  failed +2  14:02:32 +bell, toast: phase:failed", there.text())
        assert re.search(r"●  drift +0  – +toast: is:drift", there.text())
        await there.press("enter")
        assert "▸○  failed" in there.text()
        await there.press("escape")
        await fail(there.books, 2, 4)
        await there.settle()
        assert there.board._watching.tallies[0].matched == 2


async def test_what_two_looks_at_once_find_is_counted_once(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, given=Given(rules=FAILED)) as there:
        await fail(there.books, 0, 2)
        await asyncio.gather(there.board._look(), there.board._look())
        assert there.board._watching.tallies[0].matched == 2
