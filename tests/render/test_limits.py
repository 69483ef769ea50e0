"""A render that takes too much fails by itself, with a message that says what it took."""

import json
import os
import sys

import pytest
from small_notebooks import VALUES, contents, write_notebook, write_project

from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import UsageError
from r4v_analysis.render import plan as planning
from r4v_analysis.render import run as batch
from r4v_analysis.render.execution import engine, limits, workers
from r4v_analysis.render.execution.engine import RenderFailed
from r4v_analysis.render.execution.limits import Limits, checked_limits

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are Linux's")
BAD = {
    "flood": (
        "import time\nwhile True:\n    print('x' * 100_000)\n    time.sleep(0.005)",
        "OutputLimit: expected at most 1 MB of output, found more. Print less",
    ),
    "memory": ("a = bytearray(300 << 20)", "MemoryError: expected at most 150 MB of memory, found that the cell asks"),
    "numpy": ("import numpy\na = numpy.ones(300 << 17)", "MemoryError: expected at most 150 MB of memory"),
    "crash": ("import ctypes\nctypes.string_at(0)", "found that it ended in this cell, by SIGSEGV."),
    "killed": ("import os\nos.kill(os.getpid(), 9)", "by SIGKILL, as a system does that is short of memory."),
    "raises": ("print('last words')\n1 / 0", "ZeroDivisionError: division by zero"),
    "hang": ("import time\ntime.sleep(60)", "TimeoutError: expected an end within 8 s, found none."),
    "murder": ("import os\nos.kill(os.getppid(), 9)\nimport time\ntime.sleep(60)", "found that two died."),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory, data_dir):
    """A run in which every way to fail but one stands beside a good notebook, in forked workers."""
    notebooks = {name: (code,) for name, (code, _message) in BAD.items()}
    project = write_project(tmp_path_factory.mktemp("project"), data_dir, **notebooks, good=("6 * 7",))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        patch.delenv(workers.ENGINE, raising=False)
        patch.setenv(CHECKED, folder_digest(project / "data"))
        plan = planning.plan(languages=["en"])
        found = []
        batch.render(plan, project / "outputs", limits=Limits(8, 150), on_event=found.append)
    workers.stop()
    return project / "outputs", {event.notebook: event for event in found}


@on_linux
def test_each_bad_render_fails_by_itself_with_its_reason(run):
    _output, events = run
    assert events.pop("good").status == "rendered"
    for name, event in events.items():
        assert event.status == "failed"
        assert BAD[name][1].replace(" 1 MB", " 10 MB") in event.errors[0], name


@on_linux
def test_each_has_a_page_and_a_log_and_nothing_else_is_left(run):
    output, _events = run
    failed = [path for path in contents(output) if path.startswith("failures/")]
    assert len(failed) == 2 * len(BAD)
    log = next(output / path for path in failed if path.endswith("raises.en.log")).read_text()
    assert log.startswith("Error\n    ECU_2031-01_2031-03, en: raises, cell 3 (code-1), `print('last words')`: ZeroDiv")
    for words in (
        "Parameters\n    report_id = ECU",
        "Code\n    print('last",
        "Traceback\n",
        "End of the output\n    last",
    ):
        assert words in log
    assert not list(output.glob(".*"))
    assert {render["status"] for render in json.loads((output / "manifest.json").read_text())["renders"]} == {
        "rendered",
        "failed",
    }


@on_linux
def test_the_end_of_a_flood_is_kept_and_not_all_of_it(run):
    output, events = run
    assert "xxx" in events["flood"].page.read_text()
    assert sum(path.stat().st_size for path in (output / "failures").iterdir() if "flood" in path.name) < 1_000_000


@on_linux
def test_a_fresh_kernel_has_the_same_limits(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "LONGEST_OUTPUT", 1 << 20)
    for name in ("flood", "memory"):
        with pytest.raises(RenderFailed) as caught:
            notebook = write_notebook(tmp_path / f"{name}.ipynb", BAD[name][0])
            engine.execute(notebook, VALUES, cwd=tmp_path, limits=Limits(60, 150))
        assert BAD[name][1] in caught.value.lines[0]


def test_without_a_limit_each_render_has_a_share_of_the_machine(monkeypatch):
    monkeypatch.setattr(limits, "machine_memory_mb", lambda: 8000)
    assert checked_limits(600, None, 4) == Limits(600, 2000)
    assert checked_limits(0, 0, 4) == Limits(None, None)
    assert checked_limits(5, 100, 4) == Limits(5, 100)


def test_a_container_has_less_than_its_machine(tmp_path, monkeypatch):
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    monkeypatch.setattr(limits, "_CGROUP", tmp_path / "memory.max")
    for content, expected in (("104857600\n", 100), ("max\n", whole)):
        (tmp_path / "memory.max").write_text(content)
        assert limits.machine_memory_mb() == expected


def test_where_memory_cannot_be_limited_it_is_said(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert checked_limits(5, None).memory_mb is None
    with pytest.raises(UsageError, match="--memory: expected Linux"):
        checked_limits(5, 100)
