"""`make bench`: each figure beside what it is to reach."""

import tempfile
import time
from pathlib import Path
from statistics import mean, median

import uvloop

from tests.bench import counted, keys, load, opening, starting
from tests.bench.servers import board, cpu_seconds, faulty, megabytes, noop, receiver

ROUNDS = 5
SECONDS = 4.0


def main() -> None:
    print("callboard: measured on this machine in this run; read the ratios\n")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        _first_frame(Path(folder))
        _opening(Path(folder) / "opening.db")
        _intake(Path(folder))
        _beside_the_board(Path(folder) / "beside.db")
        _sending_on(Path(folder))
        _memory(Path(folder) / "memory.db")
        _keys(Path(folder) / "keys.db")
        _growth(Path(folder) / "growth.db")
        _statistics(Path(folder))


def _first_frame(folder: Path) -> None:
    """Of a board with its receiver, over an empty store; and of a Textual app that shows a word."""
    took = starting.first_frames(folder)
    boards, bares = zip(*took, strict=True)
    print("  rounds: " + "   ".join(f"{board:.2f} s, bare {bare:.2f} s" for board, bare in took))  # noqa: T201
    _figure(
        "first frame, s; of that of a bare Textual app",
        f"{median(boards):.2f}; {mean(boards) / mean(bares):.1f}",
        "< 1",
    )


def _opening(store: Path) -> None:
    """A megabyte of JSON in the request pane, against only parsing it."""
    shown, worked = opening.shown(store)
    small, little = opening.shown(store.with_name("small.db"), opening.SMALL)
    print(f"  of a small body {small * 1000:.0f} ms, of which the board works {little * 1000:.0f} ms")  # noqa: T201
    _figure("from enter to a MiB of JSON on the screen, ms", f"{shown * 1000:.0f}", "< 200")
    _figure("CPU of the board meanwhile, ms", f"{worked * 1000:.0f}", "< 150")
    _figure("of that with a small body", f"{worked / little:.1f}", "≤ 1.6")
    took = opening.figures()
    print("  " + "   ".join(f"{name} {seconds * 1000:.1f} ms" for name, seconds in took.items()))  # noqa: T201
    _figure("open a MiB of JSON, of json.loads of it", f"{took['open'] / took['json.loads']:.1f}", "≤ 6")
    _figure("a page further in it, unfolded, of json.loads", f"{took['page'] / took['json.loads']:.2f}", "≤ 0.5")


def _intake(folder: Path) -> None:
    """Durable captures a second, against a bare uvicorn, in turns."""
    ratios = []
    for number in range(ROUNDS):
        with noop() as port:
            bare = uvloop.run(load.greedy(port, SECONDS, load.requests()))
        with receiver(folder / f"intake{number}.db") as (port, _):
            durable = uvloop.run(load.greedy(port, SECONDS, load.requests()))
        ratios.append(durable / bare)
        print(f"  round {number + 1}: no-op {bare:8,.0f}/s   durable {durable:8,.0f}/s   {ratios[-1]:.2f}")  # noqa: T201
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    _figure("durable captures/s, of a bare uvicorn no-op, 32 connections", f"{median(ratios):.2f} ({spread})", "≥ 0.30")


def _beside_the_board(store: Path) -> None:
    """The p99 of the answer without and with a board that repaints, and what the board costs."""
    with receiver(store) as (port, _):
        alone, beside = [], []
        for number in range(3):
            alone.append(_p99(uvloop.run(load.steady(port, SECONDS, 400, load.requests(number * 10**6)))))
            with board(store):
                times = uvloop.run(load.steady(port, SECONDS, 400, load.requests(number * 10**6 + 5 * 10**5)))
                beside.append(_p99(times))
        print(f"  p99 alone {_ms(alone)}, beside the board {_ms(beside)}")  # noqa: T201
        _figure(
            "p99 of the answer, board repainting against none, 400/s", f"{median(beside) / median(alone):.2f}", "≤ 1.5"
        )
        with board(store) as pid:
            uvloop.run(load.steady(port, 2, 1000, load.requests(10**8)))
            before, began = cpu_seconds(pid), time.perf_counter()
            uvloop.run(load.steady(port, 10, 1000, load.requests(2 * 10**8)))
            share = (cpu_seconds(pid) - before) / (time.perf_counter() - began)
        _figure("board's CPU at 1,000 events/s, of a core", f"{share:.2f}", "≤ 0.50")


def _sending_on(folder: Path) -> None:
    """The p99 of the answer without forward and with an app that fails, stalls, resets and answers 10 MB, in turns."""
    without, with_ = [], []
    for number in range(3):
        with receiver(folder / f"without{number}.db") as (port, _):
            without.append(_p99(_warm(port)))
        with faulty() as url, receiver(folder / f"with{number}.db", "--forward-to", url) as (port, _):
            with_.append(_p99(_warm(port)))
    print(f"  p99 without forward {_ms(without)}, with it {_ms(with_)}")  # noqa: T201
    _figure(
        "p99 of the answer, forward to a faulty app against none, 400/s",
        f"{median(with_) / median(without):.2f}",
        "≤ 1.5",
    )


def _warm(port: int) -> list[float]:
    """The times once every process has started."""
    uvloop.run(load.steady(port, 2, 50, load.requests(10**9)))
    return uvloop.run(load.steady(port, SECONDS, 400, load.requests()))


def _memory(store: Path) -> None:
    with receiver(store) as (port, pid):
        uvloop.run(load.exactly(port, 100_000, load.requests()))
        _figure("receiver's memory after 100,000 captures, MB", f"{megabytes(pid):.0f}", "< 120")


def _keys(store: Path) -> None:
    at_rest, beside = keys.echoes(store)
    print(f"  median at rest {median(at_rest) * 1000:.0f} ms, at 1,000 events/s {median(beside) * 1000:.0f} ms")  # noqa: T201
    _figure("from a key to the screen at 1,000 events/s, p95, ms", f"{_p95(beside) * 1000:.0f}", "< 100")


def _growth(store: Path) -> None:
    before, after = keys.growth(store)
    _figure(
        "board's memory after 100,000 events, of that after 1,000", f"{after / before:.2f} ({after:.0f} MB)", "≤ 1.2"
    )


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _statistics(folder: Path) -> None:
    """Ten times as many events: all of them, and those of a range."""
    (few, newest_of_few), (many, newest_of_many) = counted.both(folder)
    took = f"all {few:.3f} and {many:.3f} s, 15 minutes {newest_of_few:.3f} and {newest_of_many:.3f} s"
    print(f"  statistics of 10,000 and of 100,000 events: {took}")  # noqa: T201
    _figure("statistics of all events, at 100,000 of those at 10,000", f"{many / few:.1f}", "≤ 12")
    _figure("of 15 minutes of them", f"{newest_of_many / newest_of_few:.1f}", "≤ 1.5")


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


def _ms(times: list[float]) -> str:
    return " ".join(f"{seconds * 1000:.1f}" for seconds in times) + " ms"


def _figure(what: str, value: str, goal: str) -> None:
    print(f"{what:<66} {value:>20}   goal {goal}\n", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
