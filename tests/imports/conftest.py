"""Imports in tests: dates of made-up files lie years ahead, so the clock that asks about such days stands later."""

from datetime import date

import pytest
from synthetic import write_folder

from r4v_analysis.imports import dating


@pytest.fixture(autouse=True)
def _late_clock(monkeypatch):
    monkeypatch.setattr(dating, "today", lambda: date(2050, 1, 1))


@pytest.fixture
def folder(tmp_path, data_dir):
    """A data folder of the real schema and codes without a number in the tables that imports fill."""
    return write_folder(tmp_path / "data", data_dir)
