"""Imports in tests: dates of made-up files lie years ahead, so the clock that asks about such days stands later."""

from datetime import date

import pytest

from r4v_analysis.imports import dating


@pytest.fixture(autouse=True)
def _late_clock(monkeypatch):
    monkeypatch.setattr(dating, "today", lambda: date(2050, 1, 1))
