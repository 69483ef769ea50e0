"""Workers forked from a template: one environment, no trace of a job in the next, no process left behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import light_preload
import pytest
from processes import LONG, wait_until
from small_notebooks import VALUES, write_notebook
from test_engine import is_alive, outputs_of

from r4v_analysis.render import plan as planning
from r4v_analysis.render import preload, run, work
from r4v_analysis.render.execution import engine, workers
from r4v_analysis.render.execution.engine import RenderFailed
from r4v_analysis.render.execution.limits import NONE, Limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")

SEEN = """
import json, os, random, sys, threading
import numpy
print(json.dumps({
    "pid": os.getpid(), "parent": os.getppid(), "group": os.getpgrp(), "cwd": os.getcwd(),
    "random": [random.random(), float(numpy.random.random())],
    "open": [os.readlink(file).partition(":")[0] for file in map("/proc/self/fd/{}".format, range(3, 99))
             if os.path.islink(file)],
    "left": [hasattr(sys, "left_by_a_job"), "LEFT" in os.environ],
}))
sys.left_by_a_job = os.environ["LEFT"] = "yes"
""".strip()
SLEEPING = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep({long})"])
open({path!r}, "w").write(f"{{os.getppid()}} {{os.getpid()}} {{child.pid}} ")
time.sleep({long})
"""
CALLER = """
import os, sys, threading, time
from pathlib import Path
from r4v_analysis.render.execution import engine, environment, workers
options = {{"cwd": Path({folder!r}), "preload": {preload!r}, "env": {{}}}}
def call():
    try:
        workers.call(engine.execute, Path({notebook!r}), {values!r}, **options)
    except environment.KernelStopped:
        print("stopped")
thread = threading.Thread(target=call, daemon=True)
thread.start()
while not Path({started!r}).exists() or len(Path({started!r}).read_text().split()) < 3:
    time.sleep(0.02)
print(workers._template.process.pid, flush=True)
{then}
"""


@pytest.fixture(autouse=True)
def forked(monkeypatch):
    monkeypatch.delenv(workers.ENGINE, raising=False)
    for name, value in light_preload.FINDABLE.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module", autouse=True)
def end():
    yield
    workers.stop()


def execute(notebook, ready=light_preload, **options):
    return workers.call(
        engine.execute, notebook, VALUES, cwd=notebook.parent, preload=ready.__name__, env={}, **options
    )


def answer(notebook):
    return json.loads(outputs_of(execute(notebook), "code-1")[0].text)


def test_each_notebook_has_a_process_and_seeds_of_its_own(tmp_path):
    notebook = write_notebook(tmp_path / "seen.ipynb", SEEN)
    first, second = answer(notebook), answer(notebook)
    assert first["pid"] != second["pid"]
    assert first["parent"] == second["parent"]
    assert first["group"] == first["pid"]
    assert not set(first["random"]) & set(second["random"])
    assert second["left"] == [False, False]
    wait_until(lambda: not is_alive(first["pid"]))


def test_what_a_widget_takes_in_is_rendered_as_by_a_kernel(tmp_path):
    shown = "import ipywidgets\n@ipywidgets.interact(x=(0, 3))\ndef doubled(x):\n    print(2 * x)"
    taken = "out = ipywidgets.Output()\nwith out:\n    print('inside')\ndisplay(out)\nprint('outside')"
    executed = execute(write_notebook(tmp_path / "widgets.ipynb", shown, taken))
    kinds = [[output.output_type for output in outputs_of(executed, f"code-{number}")] for number in (1, 2)]
    assert kinds == [["display_data"], ["display_data", "stream"]]
    assert outputs_of(executed, "code-2")[1].text == "outside\n"


def test_an_interpreter_holds_no_file_of_its_worker(tmp_path):
    files = answer(write_notebook(tmp_path / "seen.ipynb", SEEN))["open"]
    assert files.count("socket") == 2  # its event loop's, to wake itself
    assert files.count("anon_inode") == 1  # its event loop


def test_a_failure_comes_to_the_caller_whole(tmp_path):
    with pytest.raises(RenderFailed) as caught:
        execute(write_notebook(tmp_path / "failing.ipynb", "half = 1 / 0"))
    failed = caught.value
    assert failed.lines == ["failing, cell 3 (code-1), `half = 1 / 0`: ZeroDivisionError: division by zero"]
    assert "half = " in failed.traceback
    assert failed.executed.cells[-1].outputs[0].ename == "ZeroDivisionError"


def test_what_runs_too_long_is_killed_with_its_children(tmp_path):
    started = tmp_path / "started"
    notebook = write_notebook(tmp_path / "sleeping.ipynb", SLEEPING.format(path=str(started), long=LONG))
    with pytest.raises(RenderFailed, match="expected an end within 5 s, found none"):
        execute(notebook, limits=Limits(5))
    worker, *rest = map(int, started.read_text().split())
    wait_until(lambda: not any(map(is_alive, rest)))
    assert is_alive(worker)


def test_a_changed_environment_starts_another_template(tmp_path, monkeypatch):
    notebook = write_notebook(tmp_path / "seen.ipynb", "import os\nprint(os.environ.get('GIVEN'))")
    execute(notebook)
    before = workers._template
    execute(notebook)
    assert workers._template is before
    monkeypatch.setenv("GIVEN", "a value")
    assert outputs_of(execute(notebook), "code-1")[0].text == "a value\n"
    assert before.process.poll() is not None
    assert not before.folder.exists()


def test_a_worker_that_is_killed_is_replaced_and_the_notebook_runs_again(tmp_path):
    mark = tmp_path / "mark"
    code = f"import os, signal, time\nif not os.path.exists({str(mark)!r}):\n    open({str(mark)!r}, 'w').close()\n" + (
        "    os.kill(os.getppid(), signal.SIGKILL)\n    time.sleep(60)\n'whole'"
    )
    executed = execute(write_notebook(tmp_path / "killing.ipynb", code))
    assert outputs_of(executed, "code-1")[0].data["text/plain"] == "'whole'"


def test_where_workers_cannot_be_had_it_is_said_once_and_no_more_is_tried(tmp_path, monkeypatch, caplog):
    workers.stop()
    monkeypatch.setattr(workers, "_is_given_up", False)
    monkeypatch.setattr(workers, "_START", "raise MemoryError('no room to fork')")
    for _attempt in range(2):
        with pytest.raises(workers.NoWorker):
            execute(write_notebook(tmp_path / "any.ipynb", "1"))
    assert [
        record.getMessage() for record in caplog.records if record.name == "r4v_analysis.render.execution.workers"
    ] == [
        "template: expected a process that forks, found: MemoryError: no room to fork "
        "Each page starts a kernel of its own instead, which takes longer."
    ]
    workers.stop()


def test_fresh_kernels_can_be_asked_for(monkeypatch):
    monkeypatch.setenv(workers.ENGINE, "fresh")
    with pytest.raises(workers.NoWorker):
        workers.call(os.getpid, preload=preload.__name__, env={})


@pytest.mark.parametrize(
    ("then", "printed"),
    [
        ("environment.stop_all(); thread.join()", "stopped\n"),
        ("os.kill(os.getpid(), 9)", ""),
        (f"workers._template.process.kill(); time.sleep({LONG})", None),
        ("os.kill(list(workers._template.busy)[0].pid, 9); time.sleep(0.5); os.kill(os.getpid(), 9)", ""),
    ],
    ids=["stopped", "caller killed", "template killed", "worker and caller killed"],
)
def test_nothing_is_left_running(tmp_path, then, printed):
    started = tmp_path / "started"
    notebook = write_notebook(tmp_path / "sleeping.ipynb", SLEEPING.format(path=str(started), long=LONG))
    script = CALLER.format(
        preload=light_preload.__name__,
        notebook=str(notebook),
        values=VALUES,
        folder=str(tmp_path),
        started=str(started),
        then=then,
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    caller = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        template = int(caller.stdout.readline())
        processes = [template, *map(int, started.read_text().split())]
        if printed is not None:
            assert caller.communicate(timeout=60)[0] == printed
        wait_until(lambda: not any(map(is_alive, processes)))
    finally:
        caller.kill()
        caller.wait()
    if printed is not None:
        wait_until(lambda: not list(tmp_path.glob("r4v-*")))


def test_the_shipped_notebooks_are_the_same_bytes_by_a_fresh_kernel(report):
    plan = planning.plan([report.report_id], languages=["en"])
    for task in run._tasks(plan.jobs, plan, NONE):
        forked, fresh = work.run(task), work.render(task)
        assert workers._template is not None
        assert (forked.errors, fresh.errors) == ([], [])
        assert forked.files == fresh.files


def test_the_template_is_ready_to_be_forked(tmp_path):
    execute(write_notebook(tmp_path / "any.ipynb", "1"), ready=preload)  # whatever pages need
    template = Path(f"/proc/{workers._template.process.pid}")
    assert len(list((template / "task").iterdir())) == 1
    opened = [str(path.readlink()).partition(":")[0] for path in (template / "fd").iterdir()]
    assert (opened.count("socket"), opened.count("anon_inode")) == (1, 0)
