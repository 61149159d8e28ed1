"""What was said in this run."""

from pathlib import Path

from tests.board import morning, stand
from tui.guide.messages import TAIL, tail


async def test_toasts_and_banners_are_kept_newest_last(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        there.board.notify("first [b]not bold[/b] \x1b[2J", severity="warning", markup=False)
        there.receiver.state, there.receiver.sentence = "restarting", "the receiver was killed by signal 9"
        await there.settle()
        while not there.board.status.banner:
            await there.board._look()
        await there.press("E")
        lines = [line for line in there.text().splitlines() if "14:02:32 ▲ " in line or "14:02:32 ✖ " in line]
        assert len(lines) == 2
        assert "first [b]not bold[/b] ␛[2J" in lines[0]
        assert "killed by signal 9" in lines[1]
        await there.press(*"signal")
        assert "not bold" not in there.text()


def test_the_end_of_a_log_is_read_and_drives_nothing(tmp_path: Path) -> None:
    log = tmp_path / "receiver.log"
    assert tail(log) == ()
    log.write_bytes(b"old\n" * TAIL + b"last \x1b]52;c;UE5Y\x07\n\xff\n")
    assert tail(log)[-2:] == ("last ␛]52;c;UE5Y␇", "\\xff")
    assert len(tail(log)) <= 1000
