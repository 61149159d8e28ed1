"""What all tests share."""

import pytest

collect_ignore = ["sample_project"]
"""A project of its own: `test_testing.py` runs its tests as its developer would."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write expectations instead of comparing with them")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Expectations are to be written, and read by you."""
    return bool(request.config.getoption("--accept"))
