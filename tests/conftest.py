"""What all tests share."""

import gc

import pytest

collect_ignore = ["sample_project"]
"""A project of its own: `test_testing.py` runs its tests as its developer would."""
YOUNG = 10_000
"""Objects that are made before garbage is looked for."""


def pytest_collection_finish() -> None:
    """What pytest and all tests are made of stays: a board has not much garbage, and looking through all of that for it
    took a third of a second each time."""
    gc.freeze()
    gc.set_threshold(YOUNG)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write expectations instead of comparing with them")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Expectations are to be written, and read by you."""
    return bool(request.config.getoption("--accept"))
