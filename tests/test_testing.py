"""The pytest plugin, in a project of its own: a small app, tested as its developer would."""

import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

from tests.running import environment

ROOT = Path(__file__).parent.parent
PROJECT = ROOT / "tests" / "sample_project"


INSTALLED = any(one.name == "callboard" for one in entry_points(group="pytest11"))
"""In an environment that callboard was installed into before it had a plugin, it is named."""


def test_a_project_that_tests_its_app_with_it_passes(tmp_path: Path) -> None:
    shutil.copytree(PROJECT, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n", encoding="utf-8"
    )
    done = subprocess.run(
        (sys.executable, "-m", "pytest", "-q", *([] if INSTALLED else ["-p", "tui.testing"]), "project"),
        cwd=tmp_path,
        env={**environment(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed" in done.stdout


def test_the_readme_shows_a_test_that_runs() -> None:
    shown = (PROJECT / "test_readme.py").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"```python\n{shown.partition(chr(10) * 2)[2]}```" in readme
