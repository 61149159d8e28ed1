"""Rules that are checked: what the README says, what is imported when, what the code must not do."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from receiver.found import found
from tests.running import environment
from tui.guide.keymap import declared

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = [path for room in ("store", "receiver", "tui") for path in (ROOT / room).rglob("*.py")]
ARCHITECTURE_WORDS = (
    "provider capture event key reading verdict entry attempt entity timeline cursor picked door sample"
)


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_the_readme_names_every_provider_and_its_path() -> None:
    rows = re.findall(r"^\| ([^|]+) \| `/(\w+)` \|", section("Point a provider at it"), re.MULTILINE)
    assert [(title.strip(), name) for title, name in rows] == [(one.title, one.name) for one in found()[0]]


def test_the_readme_names_every_command() -> None:
    from tui.cli import cli

    named = set(re.findall(r"^\| `callboard (\w+)`", section("Commands"), re.MULTILINE))
    assert named == set(cli.commands)


def test_the_readme_names_every_option_of_every_command() -> None:
    from tui.cli import cli

    known = {
        name
        for command in (cli, *cli.commands.values())
        for option in command.params
        if not getattr(option, "hidden", False)
        for name in option.opts
        if name.startswith("-")
    }
    for name in known - {"--help", "-h", "--version", "--quiet"}:
        assert f"`{name}" in section("Commands"), name


def test_the_readme_names_every_key() -> None:
    import tui

    names_of_rooms = [one.name for one in walk_packages(tui.__path__, "tui.") if ".cli" not in one.name]
    rooms = [vars(import_module(name)).values() for name in names_of_rooms if name != "tui.__main__"]
    keys = {key for one in _bindings(rooms) for key in one.key.split(",")} - {"super+c"}
    names = {"right_square_bracket": "]", "left_square_bracket": "[", "question_mark": "?"}
    names |= {
        "slash": "/",
        "colon": ":",
        "comma": ",",
        "semicolon": ";",
        "plus": "+",
        "percent_sign": "%",
        "minus": "-",
    }
    assert len(keys) > 20
    for key in keys:
        assert f"`{names.get(key, key)}`" in section("Keys"), key


def test_every_key_of_ours_has_a_name_of_its_own_for_the_keymap() -> None:
    """A screen or pane of the board is known once `tui.app` is: the keymap is checked then."""
    code = "import tui.app; from tui.guide.keymap import bindings; print(*bindings())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    known = set(done.stdout.split())
    kinds = {kind for kind in _kinds() if kind.__module__.startswith("tui.")}
    every = [(kind, binding) for kind in kinds for binding in declared(kind)]
    nameless = [f"{kind.__name__}: {binding.key} {binding.description}" for kind, binding in every if not binding.id]
    assert nameless == [], "these bindings lack an id such as area.verb"
    names = [str(binding.id) for _, binding in every]
    assert sorted(name for name in set(names) if names.count(name) > 1) == [], "these ids stand twice"
    assert [name for name in names if not re.fullmatch(r"[a-z]+\.[a-z-]+", name)] == []
    assert set(names) - known == set(), "the board does not import what has these"
    assert len(names) > 40


def _kinds() -> Iterator[type[DOMNode]]:
    import tui

    for one in walk_packages(tui.__path__, "tui."):
        if ".cli" not in one.name and one.name != "tui.__main__":
            import_module(one.name)
    kinds: list[type[DOMNode]] = [DOMNode]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())
    return iter(kinds)


def _bindings(rooms: Iterable[Iterable[object]]) -> Iterator[Binding]:
    """Those of classes, and those that stand in lists for several classes."""
    for thing in (thing for room in rooms for thing in room):
        own = isinstance(thing, type) and thing.__module__.startswith("tui.")
        listed = vars(thing).get("BINDINGS") if own else thing
        if isinstance(listed, list | tuple):
            yield from (one for one in listed if isinstance(one, Binding))


def test_the_readme_says_the_glossary() -> None:
    for word in ARCHITECTURE_WORDS.split():
        assert re.search(rf"^\| \*\*{word}", section("Glossary"), re.MULTILINE), word


def test_no_file_names_a_place_of_the_machine_that_made_it() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for path in files:
        text = (ROOT / path).read_text(encoding="utf-8", errors="replace")
        assert str(ROOT) not in text, path
        assert f"{Path.home()}/" not in text, path


LOADED = "import sys; import {}; print(*sorted(name.partition('.')[0] for name in sys.modules))"


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("store", {"receiver", "tui", "starlette", "uvicorn", "textual", "rich", "click", "httpx"}),
        ("receiver.service", {"tui", "textual", "rich", "httpx"}),
        ("receiver.found", {"tui", "textual", "rich", "click", "uvicorn"}),
        ("receiver.unread", {"tui", "textual", "rich", "click", "uvicorn", "httptools", "httpx"}),
        ("tui.app", {"receiver", "uvicorn", "httpx", "aiohttp"}),
        ("tui.cli", {"store", "receiver", "textual", "rich", "uvicorn", "pydantic", "aiosqlite", "httpx", "aiohttp"}),
        ("tui.listing", {"receiver", "textual", "rich", "uvicorn", "httpx"}),
    ],
)
def test_what_a_room_loads(module: str, never: set[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(module)],
        capture_output=True,
        text=True,
        check=True,
        env=environment(tmp_path),
    )
    assert not set(done.stdout.split()) & never


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said


def test_nothing_asks_for_the_time_in_a_provider_or_a_pane() -> None:
    for path in (*(ROOT / "receiver" / "providers").rglob("*.py"), *(ROOT / "tui" / "panes").glob("*.py")):
        assert not re.search(r"\.now\(|time\.time\(|utcnow", path.read_text(encoding="utf-8")), path


def test_digests_are_compared_in_constant_time() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                assert "hexdigest" not in ast.unparse(node), f"{path}:{node.lineno}"
