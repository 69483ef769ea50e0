import importlib.util
import sys
from pathlib import Path

import pytest

from r4v_analysis.data.check.check import check
from r4v_analysis.data.load import load_unchecked
from r4v_analysis.data.tables import folder_digest


@pytest.fixture(scope="module")
def generator():
    """The generator that benchmarks use; its folder is no package."""
    path = Path(__file__).parent.parent.parent / "benchmarks" / "synthetic_reports.py"
    spec = importlib.util.spec_from_file_location("synthetic_reports", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(generator, tmp_path_factory):
    return generator.write_folder(tmp_path_factory.mktemp("synthetic") / "data", reports=20)


def test_a_synthetic_folder_has_no_error(folder):
    assert [str(problem) for problem in check(folder) if problem.severity == "error"] == []


def test_its_reports_are_as_full_as_the_shipped_one_and_say_that_they_are_synthetic(folder, report):
    loaded = load_unchecked(folder)
    made = loaded.report(loaded.report_ids[-1])
    assert len(loaded.report_ids) == 20
    assert len(made.observations) == len(report.observations)
    assert len(made.known_programmes) == 2
    assert "Synthetic" in made.row["title"]


def test_the_same_call_makes_the_same_bytes(generator, folder, tmp_path):
    again = generator.write_folder(tmp_path / "data", reports=20)
    assert folder_digest(again) == folder_digest(folder)
