"""Fixtures that every test module can use."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from r4v_analysis.data.report import Report, load

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


@pytest.fixture(scope="session")
def rendered_output(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The output folder of one run over all reports, to be read only: made once, whichever process asks first."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, done = shared / "all-reports" / "outputs", shared / "all-reports-done"
    with FileLock(shared / "all-reports.lock"):
        if not done.exists():
            command = [sys.executable, "-m", "r4v_analysis.cli", "report", "-o", str(folder)]
            run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
            assert run.returncode == 0, run.stderr
            assert run.stdout == f"{folder / 'index.html'}\n"
            done.touch()
    return folder
