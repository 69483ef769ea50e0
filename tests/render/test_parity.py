"""The forked engine against a stock kernel, output by output, on a notebook made to tell them apart."""

import json
import sys
from contextlib import contextmanager
from itertools import groupby

import light_preload
import nbformat
import probe_notebook
import pytest
from small_notebooks import write_notebook

from r4v_analysis.render import preload
from r4v_analysis.render.execution import workers

LAST = [{"output_type": "stream", "name": "stdout", "text": "last\n"}]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


@pytest.fixture(scope="module", autouse=True)
def template():
    """A template that can import what these tests send it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in light_preload.FINDABLE.items():
            patch.setenv(name, value)
        patch.delenv(workers.ENGINE, raising=False)
        yield
        workers.stop()


def both(path, folder, timeout=None):
    with as_outside_pytest():
        stock = probe_notebook.answers(path, folder, timeout)
    return stock, forked(path, folder, timeout)


def forked(path, folder, timeout=None):
    with as_outside_pytest():
        return workers.call(probe_notebook.answers, path, folder, timeout, preload=preload.__name__, env={})


@contextmanager
def as_outside_pytest():
    """An environment in which a kernel does not take itself for one under test, and watches descriptors."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)  # pytest sets it anew when a test is called
        yield


def test_every_cell_puts_out_the_same(tmp_path):
    nbformat.write(probe_notebook.notebook(), tmp_path / "probe.ipynb")
    (stock, *ending), (ours, *our_ending) = map(joined, both(tmp_path / "probe.ipynb", tmp_path))
    assert len(stock) == len(probe_notebook.CELLS) + 2
    assert [name for name, count, _outputs in stock if count is None] == []
    different = {name: (one, other) for (name, _, one), (_, _, other) in zip(stock, ours, strict=True) if one != other}
    assert different == {}, json.dumps(different, indent=1)
    assert (stock, ending) == (ours, our_ending)


def joined(answer):
    """An answer with neighbouring chunks of one stream as one: on a busy machine a kernel cuts a line in two."""
    cells, *ending = answer
    return [[(name, count, list(_joined(outputs))) for name, count, outputs in cells], *ending]


def _joined(outputs):
    for name, group in groupby(outputs, lambda output: output.get("name", "")):
        chunks = list(group)
        yield from [{**chunks[0], "text": "".join(chunk["text"] for chunk in chunks)}] if name else chunks


@pytest.mark.parametrize("name", sorted(probe_notebook.ENDING))
def test_a_notebook_that_does_not_reach_its_end_ends_alike(tmp_path, name):
    path = write_notebook(tmp_path / f"{name}.ipynb", *probe_notebook.ENDING[name], "print('never')")
    stock, ours = map(joined, both(path, tmp_path, 4 if name in ("hangs", "floods") else None))
    assert ours[1] == stock[1]
    if name in ("hangs", "floods"):  # nbclient's clean-up interrupts the cell and its kernel speaks once more
        assert ours[0] == [(cell, count, without_errors(outputs)) for cell, count, outputs in stock[0]]
    elif name in ("dies", "killed", "crashes"):  # a kernel's own thread dies with what it was to send, or not
        assert ours[0][2][2] == LAST
        assert stock[0][2][2] in (LAST, [])
    else:
        assert ours == stock


def without_errors(outputs):
    return [output for output in outputs if output["output_type"] != "error"]


def test_what_a_cell_writes_past_python_at_its_very_end_is_its_own(tmp_path):
    code = "import os\nfor _ in range(2000): pass\nos.write({}, b'{}')\nNone"
    cells = [code.format(1 + number % 2, number) for number in range(30)]
    path = write_notebook(tmp_path / "late.ipynb", *cells)
    outputs, *_ending = forked(path, tmp_path)
    found = ["".join(output["text"] for output in shown) for _name, _count, shown in outputs]
    assert found[-30:] == [str(number) for number in range(30)]


STOPS_ITS_READER = """
import os, signal, subprocess
subprocess.Popen(["sh", "-c", f"sleep 0.5; kill -CONT {os.getppid()}"])
os.kill(os.getppid(), signal.SIGSTOP)
1 / 0
"""


def test_an_error_that_its_cell_does_not_allow_ends_the_notebook_there(tmp_path):
    path = write_notebook(tmp_path / "wrong.ipynb", STOPS_ITS_READER, "open('after', 'w')")
    forked(path, tmp_path)
    assert not (tmp_path / "after").exists()


def test_what_a_dead_interpreter_wrote_to_its_stderr_is_kept(tmp_path):
    workers.stop()  # a new template sees a test in its environment: nothing takes what goes to descriptor 2
    path = write_notebook(tmp_path / "dies.ipynb", *probe_notebook.ENDING["dies"])
    stock = probe_notebook.answers(path, tmp_path)
    ours = workers.call(probe_notebook.answers, path, tmp_path, preload=light_preload.__name__, env={})
    assert ours[1:] == stock[1:]
    assert ours[2] == "bye"
