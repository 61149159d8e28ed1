"""The providers there are: our own, and those that another package brings."""

import re
import sys
from pathlib import Path

import pytest

from receiver.found import Broken, found
from receiver.provider import Provider
from store import Phase
from tests.make import capture

OURS = [
    "bandwidth",
    "bird",
    "commio",
    "infobip",
    "mta",
    "plivo",
    "signalwire",
    "sinch",
    "tcr",
    "teli",
    "telnyx",
    "twilio",
    "vonage",
    "wavix",
    "zipwhip",
]
ACME = """
from receiver.provider import Certainty, Provider
PROVIDER = Provider(
    name={name!r}, title="Acme", claims=lambda capture: Certainty.NO, interpret=lambda capture: (), reads=("all",)
)
"""


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with installed packages."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return tmp_path


def install(folder: Path, package: str, source: str, points: str) -> None:
    """As pip leaves a package: its module, and beside it what it says about itself."""
    (folder / f"{package}.py").write_text(source, encoding="utf-8")
    about = folder / f"{package}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[callboard.providers]\n{points}\n", encoding="utf-8")


def names(providers: tuple[Provider, ...]) -> list[str]:
    return [one.name for one in providers]


def test_our_own_are_found_by_name() -> None:
    ready, broken = found()
    assert names(ready) == OURS
    assert broken == ()


def test_a_package_brings_another_by_its_entry_point(elsewhere: Path) -> None:
    install(elsewhere, "callboard_acme", ACME.format(name="acme"), "acme = callboard_acme:PROVIDER")
    ready, broken = found()
    assert names(ready) == ["acme", *OURS]
    assert (ready[0].title, broken) == ("Acme", ())


def test_a_package_may_replace_one_of_ours(elsewhere: Path) -> None:
    install(elsewhere, "callboard_mta2", ACME.format(name="mta"), "mta = callboard_mta2:PROVIDER")
    ready, _ = found()
    assert names(ready) == OURS
    assert {one.name: one.title for one in ready}["mta"] == "Acme"


def test_what_does_not_load_is_told_and_stops_no_other(elsewhere: Path) -> None:
    source = ACME.format(name="good") + "ODD = 7\n"
    points = "gone = callboard_odd:GONE\ngood = callboard_odd:PROVIDER\nodd = callboard_odd:ODD"
    install(elsewhere, "callboard_odd", source, points)
    install(elsewhere, "callboard_bad", "raise RuntimeError('no licence')", "bad = callboard_bad:PROVIDER")
    ready, broken = found()
    assert names(ready) == sorted(["good", *OURS])
    why = {one.name: one.why for one in broken}
    assert set(why) == {"gone", "odd", "bad"}
    assert why["bad"] == "RuntimeError: no licence"
    assert "GONE" in why["gone"]
    assert why["odd"] == "callboard_odd:ODD is not a Provider"
    assert all(isinstance(one, Broken) for one in broken)


def test_a_table_configures_its_own_provider_and_no_other() -> None:
    plain = {one.name: one for one in found()[0]}
    ready = {one.name: one for one in found({"plivo": {"keys": {"status": ["zustand"]}}})[0]}
    assert [name for name in OURS if ready[name] != plain[name]] == ["plivo"]


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ({"plvo": {"x": 1}}, r"\[providers\.plvo\]: there is no provider plvo; there are .*mta, plivo"),
        ({"zipwhip": {"x": 1}}, r"\[providers\.zipwhip\]: Zipwhip has no settings"),
    ],
)
def test_a_table_that_nobody_takes_is_told(tables: dict[str, dict[str, object]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        found(tables)


def test_an_empty_table_asks_for_nothing() -> None:
    assert names(found({"zipwhip": {}})[0]) == OURS


def test_the_readmes_example_is_found_and_reads_what_comes(elsewhere: Path) -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    example = next(one for one in readme.split("```python\n") if "PROVIDER = " in one).partition("```")[0]
    point = re.search(r"`(acme = \"acme_callboard:PROVIDER\")`", readme)
    assert point
    install(elsewhere, "acme_callboard", example, point[1].replace('"', ""))
    [acme] = [one for one in found()[0] if one.name == "acme"]
    [event] = acme.interpret(capture(b'{"acme_id": "m1", "to": "+13125550100", "state": "failed"}'))
    assert (event.id, event.phase, event.recipient) == ("m1", Phase.FAILED, "+13125550100")
