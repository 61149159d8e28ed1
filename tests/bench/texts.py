"""Free text in a large store: the text index built to the end, and how soon the first two screens are found."""

import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from receiver.keeping.indexing import Indexing
from store import Reader, index_state, parse
from tests.bench.questions import ROWS

ROUNDS = 7


async def build(log: Path) -> tuple[int, float]:
    """How many captures were not in the index, and how many seconds it took until they were."""
    async with Reader.open(log) as reader:
        newest = (await reader.cursors()).read
    before = index_state(log)
    behind = newest if before is None else before.behind
    began = time.perf_counter()
    async with Indexing(log, print) as indexing:
        while await indexing.step():
            pass
    return behind, time.perf_counter() - began


async def found(log: Path) -> Mapping[str, float]:
    """What is looked for, and the median seconds until it is found."""
    async with Reader.open(log) as reader:
        newest = (await reader.cursors()).entry
        key = (await reader.entries(where=parse("kind:message"), top=newest // 2, limit=1))[0].event.key
        code = key.rpartition("-")[0] or key
        words = {
            "a word of one event": code,
            "a word of many": "delivered",
            "a word of some": "undelivered",
            "a word of none": "zebra",
            "a part of one word": code[2:9],
            "a part of many": "eliver",
            "a part of a number": "555012",
            "a phrase": '"ready to be picked"',
        }
        return {name: await _median(reader, word) for name, word in words.items()}


async def _median(reader: Reader, word: str) -> float:
    took, where = [], parse(word)
    for _ in range(ROUNDS):
        began = time.perf_counter()
        seqs = (await reader.search(where=where, least=ROWS, within=1)).seqs
        await reader.entries_at([(seq,) for seq in seqs[:ROWS]])
        took.append(time.perf_counter() - began)
    return median(took)
