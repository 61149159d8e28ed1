"""DuckDB opens the files of a store, as the README says."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.board import books, morning


async def test_duckdb_reads_events_entities_and_captures(tmp_path: Path) -> None:
    async with books(tmp_path) as (store, reader):
        await morning(store)
        entries = await reader.entries(limit=1000)
    duck = import_module("duckdb").connect()
    spec = find_spec("duckdb_extension_sqlite_scanner")
    assert spec
    assert spec.origin
    [extension] = Path(spec.origin).parent.rglob("*.duckdb_extension")  # from PyPI: `INSTALL sqlite` asks the network
    duck.execute(f"LOAD '{extension}'")
    for name in ("callboard", "callboard.view"):
        alias = name.replace("callboard.view", "calls").replace("callboard", "log")
        duck.execute(f"ATTACH '{tmp_path / name}.db' AS {alias} (TYPE sqlite, READ_ONLY)")
    told = duck.execute(
        "SELECT seq::BIGINT, id, status, epoch_us(received_at::TIMESTAMP) FROM calls.events ORDER BY 1 DESC"
    ).fetchall()
    assert [row[:3] for row in told] == [(one.seq, one.event.id, one.event.status) for one in entries]
    assert all(abs(row[3] / 1e6 - one.received_at.timestamp()) < 0.001 for row, one in zip(told, entries, strict=True))
    joined = "SELECT count(*) FROM calls.events e JOIN log.captures c ON c.seq = e.capture::BIGINT"
    assert duck.execute(joined).fetchone() == (len(entries),)
    assert duck.execute("SELECT count(*) FROM calls.entity_states WHERE events::BIGINT > 0").fetchone()[0] > 0
