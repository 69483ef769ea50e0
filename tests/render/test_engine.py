import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from processes import LONG, wait_until
from small_notebooks import VALUES, write_notebook

from r4v_analysis.render.execution import engine, kernel
from r4v_analysis.render.execution.canonical import canonical, to_text
from r4v_analysis.render.execution.engine import RenderFailed
from r4v_analysis.render.execution.limits import Limits

SEEN = """
import json, os, sys
print(json.dumps({
    "python": sys.executable, "cwd": os.getcwd(), "pid": os.getpid(), "output_dir": output_dir,
    "hash_seed": os.environ["PYTHONHASHSEED"], "checked": os.environ.get("R4V_CHECKED_DATA"),
    "backend": os.environ.get("MPLBACKEND"), "ipython": os.environ["IPYTHONDIR"],
    "connection": get_ipython().kernel.config["IPKernelApp"]["connection_file"],
}), file=open(os.path.join(output_dir, "seen.json"), "w"))
""".strip()
SPEAK = """
import sys, time, warnings
print("one", flush=True); time.sleep(0.3); print("two", file=sys.stderr, flush=True); print("three")
warnings.warn("odd")
""".strip()
SHOW = (
    'from IPython.display import HTML, display\nprint("before")\ndisplay(HTML("<p>shown</p>"))\nprint("after")\n6 * 7'
)
ODD_FOLDER = "fol der {x}"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """One notebook run in two folders, the second time from a home that holds a broken kernelspec."""
    results = []
    for name in ("one", "two"):
        folder = tmp_path_factory.mktemp(name) / ODD_FOLDER
        notebook = write_notebook(folder / "small.ipynb", SEEN, SPEAK, SHOW)
        (folder / "out").mkdir()
        with pytest.MonkeyPatch.context() as patch:
            if name == "two":
                break_home(folder / "home", patch)
            parameters = {**VALUES, "data_dir": str(folder), "output_dir": str(folder / "out")}
            before = notebook.read_bytes()
            executed = engine.execute(notebook, parameters, cwd=folder, env={"R4V_CHECKED_DATA": "abc"})
        seen = json.loads((folder / "out" / "seen.json").read_text())
        assert notebook.read_bytes() == before
        results.append((folder, executed, seen))
    return results


def break_home(home: Path, patch) -> None:
    """A home folder whose kernelspec, start-up file and settings would each spoil a page."""
    spec = home / ".local/share/jupyter/kernels/python3"
    startup = home / ".ipython/profile_default/startup"
    for folder in (spec, startup):
        folder.mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["false"], "display_name": "Broken", "language": "python"}')
    (startup / "00.py").write_text("print('from the home folder')")
    (home / "startup.py").write_text("print('from the home folder')")
    changes = {"HOME": home, "JUPYTER_PATH": home / ".local/share/jupyter", "PYTHONSTARTUP": home / "startup.py"}
    for name, value in {**changes, "MPLBACKEND": "TkAgg", "COLUMNS": 7, "JUPYTER_PREFER_ENV_PATH": 0}.items():
        patch.setenv(name, str(value))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("failing")


def failure_of(folder: Path, *codes: str, **options) -> RenderFailed:
    notebook = write_notebook(folder / "failing.ipynb", *codes)
    with pytest.raises(RenderFailed) as caught:
        engine.execute(notebook, VALUES, cwd=folder, **options)
    return caught.value


def outputs_of(notebook, cell_id):
    return next(cell.outputs for cell in notebook.cells if cell.id == cell_id)


def test_the_kernel_is_of_this_interpreter_in_the_given_folder_and_environment(runs):
    for folder, _executed, seen in runs:
        assert seen["python"] == sys.executable
        assert Path(seen["cwd"]) == folder
        assert seen["output_dir"] == str(folder / "out")
        assert (seen["hash_seed"], seen["checked"]) == ("0", "abc")
        assert seen["backend"] == "module://matplotlib_inline.backend_inline"


def test_kernel_and_its_private_folder_are_gone_afterwards(runs):
    for _folder, _executed, seen in runs:
        assert not Path(seen["connection"]).parent.exists()
        assert Path(seen["ipython"]).parent == Path(seen["connection"]).parent
        with pytest.raises(ProcessLookupError):
            os.kill(seen["pid"], 0)


def test_this_process_stays_in_its_own_folder(runs):
    assert Path.cwd() not in [folder for folder, _executed, _seen in runs]


def test_same_inputs_give_the_same_bytes_in_any_folder_and_home(runs):
    first, second = (to_text(executed) for _folder, executed, _seen in runs)
    assert first == second


def test_the_executed_notebook_is_a_valid_one(runs):
    nbformat.validate(nbformat.reads(to_text(runs[0][1]), as_version=4))


def test_what_differs_from_run_to_run_is_not_recorded(runs):
    folder, executed, _seen = runs[0]
    assert executed.metadata.papermill == {"parameters": {**VALUES, "data_dir": "", "output_dir": ""}}
    assert executed.metadata.kernelspec.display_name == "Python 3"
    assert "version" not in executed.metadata.language_info
    assert [dict(cell.metadata) for cell in executed.cells] == [
        {}, {"tags": ["parameters"]}, {"tags": ["injected-parameters"]}, {}, {}, {},
    ]  # fmt: skip
    assert str(folder) not in to_text(executed)


def test_the_injected_cell_has_a_fixed_id_and_names_no_folder(runs):
    cell = runs[0][1].cells[2]
    assert cell.id == "injected-parameters"
    assert cell.source == (
        '# Parameters\nreport_id = "ECU_2031-01_2031-03"\nlang = "en"\nas_of = ""\ndata_dir = ""\noutput_dir = ""\n'
    )


def test_streams_between_displays_are_one_each_and_name_no_temporary_file(runs):
    outputs = [(output.name, output.text) for output in outputs_of(runs[0][1], "code-2")]
    assert outputs == [
        ("stdout", "one\nthree\n"),
        ("stderr", 'two\n<cell>:3: UserWarning: odd\n  warnings.warn("odd")\n'),
    ]


def test_displays_keep_their_place_between_streams(runs):
    kinds = [output.get("text") or output.data["text/plain"] for output in outputs_of(runs[0][1], "code-3")]
    assert kinds == ["before\n", "<IPython.core.display.HTML object>", "after\n", "42"]


def test_an_error_names_notebook_cell_and_its_first_line(folder):
    failed = failure_of(folder, "1 + 1", "# divide\ndef half():\n    return 1 / 0\nhalf()", "print('never')")
    assert str(failed) == "failing, cell 4 (code-2), `# divide`: ZeroDivisionError: division by zero"
    assert (failed.name, failed.message, failed.is_known) == ("ZeroDivisionError", "division by zero", False)
    assert failed.source.splitlines()[2] == "    return 1 / 0"
    assert "in half()" in failed.traceback
    assert "\x1b" not in failed.traceback
    assert "ipykernel_" not in failed.traceback
    assert outputs_of(failed.executed, "code-1")[0].data["text/plain"] == "2"
    assert outputs_of(failed.executed, "code-3") == []


def test_a_known_error_comes_out_as_its_own_lines(folder):
    code = "from r4v_analysis.errors import DataError, Problem\n" + (
        "raise DataError([Problem('a.csv, row 2', 'expected 1, found 2.', 'x'), Problem('b.csv', 'no rows.', 'y')])"
    )
    failed = failure_of(folder, code)
    assert failed.is_known
    assert failed.lines == [
        "failing, cell 3 (code-1): a.csv, row 2: expected 1, found 2.",
        "failing, cell 3 (code-1): b.csv: no rows.",
    ]


def test_a_kernel_that_dies_is_a_failure_of_the_cell_that_it_died_in(folder):
    failed = failure_of(folder, "import os\nprint('last', flush=True)\nos._exit(0)", "print('never')")
    assert failed.lines == [
        "failing, cell 3 (code-1), `import os`: KernelDied: expected the interpreter to live, "
        "found that it ended in this cell, with exit code 0."
    ]
    assert outputs_of(failed.executed, "code-2") == []


def test_leaving_the_interpreter_politely_is_a_failure_too(folder):
    assert failure_of(folder, "raise SystemExit(0)", "1").name == "SystemExit"


def test_a_notebook_that_takes_too_long_is_stopped(folder):
    failed = failure_of(folder, "print('begun', flush=True)\nimport time\ntime.sleep(60)", limits=Limits(5))
    assert failed.message == "expected an end within 5 s, found none. Raise the time-out or mend the cell."
    assert failed.output == "begun\n"


def test_an_error_that_its_cell_allows_is_no_failure(folder):
    notebook = write_notebook(folder / "allowed.ipynb", "1 / 0", "2 + 2")
    content = nbformat.read(notebook, as_version=4)
    content.cells[2].metadata["tags"] = ["raises-exception"]
    nbformat.write(content, notebook)
    executed = engine.execute(notebook, VALUES, cwd=folder)
    assert [cell.id for cell in executed.cells] == ["title", "parameters", "injected-parameters", "code-1", "code-2"]
    assert outputs_of(executed, "code-1")[0].ename == "ZeroDivisionError"
    assert outputs_of(executed, "code-2")[0].data["text/plain"] == "4"


def test_a_kernel_that_cannot_start_says_what_it_wrote(folder, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(folder / "shadow"))
    (folder / "shadow").mkdir()
    (folder / "shadow" / "ipykernel_launcher.py").write_text("raise ImportError('no kernel here')")
    failed = failure_of(folder, "1")
    assert failed.cell == "kernel"
    assert failed.name == "KernelNotStarted"
    assert "ImportError: no kernel here" in failed.traceback


def test_where_a_socket_path_would_be_too_long_the_kernel_speaks_tcp(tmp_path):
    assert kernel._manager(tmp_path / ("x" * 100)).transport == "tcp"
    if os.name == "posix":
        assert kernel._manager(Path("/short")).transport == "ipc"


def test_cells_of_an_old_format_get_ids_by_their_place(tmp_path):
    notebook = write_notebook(tmp_path / "old.ipynb", "1")
    content = json.loads(notebook.read_text())
    content["nbformat_minor"] = 2
    for cell in content["cells"]:
        del cell["id"]
    notebook.write_text(json.dumps(content))
    assert [cell.id for cell in engine._stored(notebook.read_text()).cells] == ["cell-1", "cell-2", "cell-3"]


def test_chunks_of_a_stream_do_not_show():
    def executed(*chunks):
        outputs = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in chunks]
        cells = [nbformat.v4.new_code_cell("print()", outputs=outputs, id="a")]
        return to_text(canonical(nbformat.v4.new_notebook(cells=cells), {}))

    assert executed(("stdout", "a"), ("stderr", "x"), ("stdout", "b")) == executed(("stdout", "ab"), ("stderr", "x"))


def test_stop_kernels_ends_a_running_kernel_with_its_children(tmp_path):
    started = tmp_path / "started"
    code = (
        "import os, subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep({LONG})'])\n"
        f"open({str(started)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}} ')\n"
        f"time.sleep({LONG})"
    )
    notebook = write_notebook(tmp_path / "sleeping.ipynb", code)
    script = (
        "import sys, threading, time\nfrom pathlib import Path\n"
        "from r4v_analysis.render.execution import engine; from r4v_analysis.render.execution import kernel\n"
        f"def stop():\n    while not Path({str(started)!r}).exists() or not Path({str(started)!r}).read_text():\n"
        "        time.sleep(0.05)\n    kernel.stop_kernels()\n"
        "threading.Thread(target=stop).start()\n"
        f"try:\n    engine.execute(Path({str(notebook)!r}), {VALUES!r}, cwd=Path({str(tmp_path)!r}))\n"
        "except kernel.KernelStopped:\n    print('stopped')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.stdout == "stopped\n"
    wait_until(lambda: not any(is_alive(int(pid)) for pid in started.read_text().split()))


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
