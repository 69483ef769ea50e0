"""Fixtures that every test module can use."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from rendered import RENDERED

from r4v_analysis.data.load import load
from r4v_analysis.data.report import Data, Report

ROOT = Path(__file__).parent.parent
TESTS = Path(__file__).parent

MARKED = {
    "browser": ("browser/", "render/test_printing.py"),
    "docs": ("cli/test_docs.py",),
    "process": (
        "cli/test_cli.py",
        "data/test_check.py::test_the_check_imports_neither",
        "data/test_data_folder.py::test_the_data_dictionary_is_that",
        "data/test_reads.py::test_files_that_a_process_opens",
        "data/test_vintage.py",
        "intake/test_intake.py",
        "intake/test_pdf.py",
        "notebook/test_lab_notebooks.py",
        "notebook/test_notebooks.py",
        "notebooks/",  # what nbval runs, each notebook in a kernel
        "render/test_batch.py",
        "render/test_cluster.py",
        "render/test_disk.py",
        "render/test_engine.py",
        "render/test_faults.py",
        "render/test_limits.py",
        "render/test_lock.py",
        "render/test_parity.py",
        "render/test_pipeline.py",
        "render/test_probe.py",
        "render/test_site.py::test_the_module_loads_without",
        "render/test_site.py::test_the_same_input_gives_the_same_bytes_in_another",
        "render/test_workers.py",
        "sharing/test_bundle.py",
        "sharing/test_export.py::test_the_data_package_is_the_folder",
        "sharing/test_preview.py",
    ),
}
"""What is marked: folders, modules, and single tests of other modules."""

STARTS = {"os.fork", "os.forkpty", "os.posix_spawn", "subprocess.Popen"}
"""What Python tells an audit hook of a process that begins."""

_quick: list[str] = []
"""The test that runs and is not marked as one that may start a process."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by where they are, and those that look at pages of a whole run; files with marked tests come first.

    They take longest: begun last, one of them would keep a worker busy long after the others are done.
    """
    for item in items:
        place = f"{item.path.relative_to(TESTS).as_posix()}::{item.name}"
        for marker, places in MARKED.items():
            if place.startswith(places):
                item.add_marker(marker)
        if "rendered_output" in getattr(item, "fixturenames", ()):
            item.add_marker("process")
    slow = {item.path for item in items if any(map(item.get_closest_marker, MARKED))}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """`make quick` stays quick: a test that starts a process is marked, or fails."""
    _quick[:] = [] if any(map(item.get_closest_marker, MARKED)) else [item.nodeid]
    try:
        return (yield)
    finally:
        _quick.clear()


def _no_process(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in STARTS and _quick:
        pytest.fail(f"{_quick[0]}: expected no process ({event}). Mark it `process`, `browser` or `docs`.")


sys.addaudithook(_no_process)
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores Ctrl-C: `make test &`


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The project's own data, to be read only."""
    return ROOT / "data"


@pytest.fixture
def copied_data(tmp_path: Path, data_dir: Path) -> Path:
    """A copy of the project's data that a test can damage."""
    return Path(shutil.copytree(data_dir, tmp_path / "data"))


@pytest.fixture(scope="session")
def data(data_dir: Path) -> Data:
    """The same, loaded."""
    return load(data_dir)


@pytest.fixture(scope="session")
def report(data_dir: Path) -> Report:
    """The shipped report of Peru, May to July 2023."""
    return load(data_dir).report("PER_2023-05_2023-07")


@pytest.fixture(scope="session")
def rendered_output(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The output folder of one run over the reports of `RENDERED`, to be read only: made by who asks first."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, done = shared / "all-reports" / "outputs", shared / "all-reports-done"
    with FileLock(shared / "all-reports.lock"):
        if not done.exists():
            command = [sys.executable, "-m", "r4v_analysis.cli", "render", *RENDERED, "-o", str(folder)]
            run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
            assert run.returncode == 0, run.stderr
            assert run.stdout.splitlines()[-1] == str(folder / "index.html")
            done.touch()
    return folder
