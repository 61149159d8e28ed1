"""`make bench-store`: ten thousand, a million and ten million events, in one run."""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

from store import Reader
from tests.bench import questions, running, taking, texts
from tests.bench.as_it_was import as_it_was
from tests.bench.base import fill
from tests.bench.multiply import multiply

BASE = 10_000
MILLION = 1_000_000
SIZES = (BASE, MILLION, 10_000_000)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""When the newest event was received."""
TIMES, MOST = 1.5, 0.010
"""How much slower a question may be at the largest size than at the smallest, and how many seconds it may take."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    place = Path(tempfile.gettempdir()) / "callboard-bench"
    asked.add_argument("--folder", type=Path, default=place, help="stores that are there are used again")
    asked.add_argument("--events", type=int, nargs="+", default=SIZES, help="multiples of 10,000, smallest first")
    given = asked.parse_args()
    print("callboard's store: measured on this machine in this run; read the ratios")  # noqa: T201
    print(  # noqa: T201
        f"{BASE:,} callbacks of the simulator, received over a day and read by the real doors; the larger stores "
        f"are copies of that day, made inside SQLite with other seqs, days, keys and ids. Kept in {given.folder}\n"
    )
    logs = {many: _made(given.folder, many) for many in given.events}
    _texts(logs)
    _space(logs)
    _questions(asyncio.run(_asked(logs)), given.events)
    _boards([running.board(log) for log in logs.values()])
    _rates(given.folder, logs[given.events[-1]])
    _taken_away(given.folder, logs[min(given.events, key=lambda many: abs(many - 1_000_000))])


def _made(folder: Path, many: int) -> Path:
    """The store with so many events, from an earlier run where there is one."""
    log, done = folder / str(many) / "callboard.db", folder / str(many) / "made"
    if not done.exists():
        began = time.perf_counter()
        log.parent.mkdir(parents=True, exist_ok=True)
        for part in log.parent.iterdir():
            part.unlink()
        if many == BASE:
            asyncio.run(fill(log, many, NOW))
        else:
            multiply(_made(folder, BASE), log, many // BASE)
        done.touch()
        print(f"  made {many:,} events in {time.perf_counter() - began:.0f} s")  # noqa: T201
    return log


async def _asked(logs: Mapping[int, Path]) -> dict[str, dict[int, float]]:
    """Each question, and how many seconds its answer takes; the larger stores are asked for as much as the smallest
    has."""
    async with AsyncExitStack() as opened:
        readers = {many: await opened.enter_async_context(Reader.open(log, lambda: NOW)) for many, log in logs.items()}
        rows = await questions.found(await questions.asks(next(iter(readers.values()))))
        asks = {many: await questions.asks(reader, rows) for many, reader in readers.items()}
        names = next(iter(asks.values()))
        return {name: await questions.timed({many: asked[name] for many, asked in asks.items()}) for name in names}


def _questions(took: Mapping[str, Mapping[int, float]], sizes: Sequence[int]) -> None:
    print(f"\n  {'question, median ms':<30}", *(f"{many:>12,}" for many in sizes), f"{'ratio':>8}")  # noqa: T201
    for name, by_size in took.items():
        each = [by_size[many] for many in sizes]
        ratio = each[-1] / each[0]
        # What takes less than a third of a millisecond is noise of the threads.
        well = each[-1] < MOST and (ratio <= TIMES or each[-1] < 0.0003)
        shown = " ".join(f"{seconds * 1000:12.2f}" for seconds in each)
        print(f"  {name:<30} {shown} {ratio:8.2f}{'' if well else '  ← more than is wanted'}")  # noqa: T201
    print(f"{'goal: at the largest ≤ ' + str(TIMES) + ' times the smallest, each < 10 ms':<66}\n")  # noqa: T201


def _texts(logs: Mapping[int, Path]) -> None:
    for many, log in logs.items():
        behind, took = asyncio.run(texts.build(log))
        print(f"  {behind:,} of {many:,} were indexed in {took:.0f} s")  # noqa: T201
        for name, seconds in asyncio.run(texts.found(log)).items() if many == MILLION else ():
            goal = "< 20 ms" if "word" in name and "part" not in name else "< 100 ms"
            _figure(f"free text, {name}, {many:,}", f"{seconds * 1000:.1f} ms", goal)


def _space(logs: Mapping[int, Path]) -> None:
    body = 0.0
    for many, log in logs.items():
        files = {"log": log, "view": log.with_name("callboard.view.db"), "search": log.with_name("callboard.search.db")}
        sizes = {name: running.used(path) / many for name, path in files.items() if path.exists()}
        parts = ", ".join(f"{name} {octets:.0f}" for name, octets in sizes.items())
        body = body or running.body(log)
        total = sum(sizes.values())
        print(f"  {many:,} events, bodies of {body:.0f} B: {parts}, {total / body:.2f} of a body")  # noqa: T201
        _figure(f"bytes an event on disk, {many:,}", f"{total:,.0f}", "≤ 1,320 (2.2 of a body of 600)")


def _boards(boards: Sequence[tuple[float, float]]) -> None:
    (first, small), (last, large) = boards[0], boards[-1]
    _figure("start to the first full board, largest of smallest", f"{last / first:.2f} ({last:.2f} s)", "≤ 1.5")
    _figure("the board's memory, largest of smallest", f"{large / small:.2f} ({large:.0f} MB)", "≤ 1.2")


def _rates(folder: Path, log: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as empty, as_it_was(log):
        acknowledged, ratio = asyncio.run(running.acknowledged(Path(empty) / "callboard.db", log))
        _figure("acknowledged captures/s, of those of an empty store", f"{ratio:.2f} ({acknowledged:,.0f}/s)", "≥ 0.85")
        small = asyncio.run(running.entered(Path(empty) / "callboard.db"))
        large = asyncio.run(running.entered(log))
    _figure("captures that the view takes a second of one core", f"{large:,.0f} (empty {small:,.0f})", "≥ 2,000")


def _taken_away(folder: Path, log: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        csv = taking.shell(log, place)
        for what, more in (("without secrets", ()), ("as it came (--raw)", ("--raw", "--yes"))):
            took = taking.exported(log, place, *more)
            ratios = f"{took.seconds / csv.seconds:.2f}, {took.processor / csv.processor:.2f}"
            said = f"export to ndjson {what}, of the sqlite3 shell's csv: time, time of the cores"
            _figure(said, f"{ratios} ({took.seconds:.0f} s)", "≤ 1.5")
            _figure("memory of it, MB", f"{took.megabytes:.0f}", "< 100")
        imported, captured = taking.brought(place / "out", place)
        _figure("import, of the door for captures", f"1/{captured / imported:.1f} ({imported:,.0f}/s)", "≥ 1/3")


def _figure(what: str, value: str, goal: str) -> None:
    print(f"{what:<80} {value:>20}   goal {goal}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
