"""Adapters are told of, all or some."""

import json

import pytest

from tui.cli import cli
from tui.cli.frame import Failure


def test_providers_are_told_of_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["providers", "mta", "--json"], standalone_mode=False)
    assert [json.loads(one)["name"] for one in capsys.readouterr().out.splitlines()] == ["mta"]
    with pytest.raises(Failure, match="there is no provider mat; there are bandwidth, bird"):
        cli.main(["providers", "mat"], standalone_mode=False)
