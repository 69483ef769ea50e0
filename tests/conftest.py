"""Fixtures that every test module can use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from r4v_analysis.data import Report, load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The project's own data, to be read only."""
    return ROOT / "data"


@pytest.fixture
def copied_data(tmp_path: Path, data_dir: Path) -> Path:
    """A copy of the project's data that a test can damage."""
    return Path(shutil.copytree(data_dir, tmp_path / "data"))


@pytest.fixture(scope="session")
def report(data_dir: Path) -> Report:
    """The shipped report of Peru, May to July 2023."""
    return load(data_dir).report("PER_2023-05_2023-07")
