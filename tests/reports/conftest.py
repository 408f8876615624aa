"""Golden files: `pytest tests/reports --update-golden` accepts what the reports say now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the switch that accepts new golden files."""
    parser.addoption("--update-golden", action="store_true", help="accept the reports as they are now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a golden file, or accepts it where that was asked for."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden", default=False):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{name} is new: look at it and run `pytest tests/reports --update-golden`"
        assert text == path.read_text(encoding="utf-8"), f"{name} changed: run with --update-golden if that is right"

    return compare
