"""The forked engine against a stock kernel, output by output, on a notebook made to tell them apart."""

import os
import sys
from pathlib import Path

import nbformat
import probe_notebook
import pytest
from small_notebooks import write_notebook

from r4v_analysis import workers

LAST = [{"output_type": "stream", "name": "stdout", "text": "last\n"}]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


@pytest.fixture(scope="module", autouse=True)
def template():
    """A template that can import what these tests send it."""
    path = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH")]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", path)
        patch.delenv(workers.ENGINE, raising=False)
        yield
        workers.stop()


@pytest.fixture
def without_pytest(monkeypatch):
    """An environment in which a kernel does not take itself for one under test, and watches descriptors."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST", raising=False)


def both(path, folder, timeout=None):
    stock = probe_notebook.answers(path, folder, timeout)
    return stock, workers.call(probe_notebook.answers, path, folder, timeout, env={})


def test_every_cell_puts_out_the_same(tmp_path, without_pytest):
    nbformat.write(probe_notebook.probe(), tmp_path / "probe.ipynb")
    (stock, *ending), (forked, *forked_ending) = both(tmp_path / "probe.ipynb", tmp_path)
    assert len(stock) == len(probe_notebook.CELLS) + 2
    assert [name for name, count, _outputs in stock if count is None] == []
    different = {
        name: (one, other) for (name, _, one), (_, _, other) in zip(stock, forked, strict=True) if one != other
    }
    assert different == {}
    assert (stock, ending) == (forked, forked_ending)


@pytest.mark.parametrize("name", sorted(probe_notebook.ENDING))
def test_a_notebook_that_does_not_reach_its_end_ends_alike(tmp_path, without_pytest, name):
    path = write_notebook(tmp_path / f"{name}.ipynb", *probe_notebook.ENDING[name], "print('never')")
    stock, forked = both(path, tmp_path, 2 if name in ("hangs", "floods") else None)
    assert forked[1] == stock[1]
    if name in ("hangs", "floods"):  # nbclient's clean-up interrupts the cell and its kernel speaks once more
        assert forked[0] == [(cell, count, without_errors(outputs)) for cell, count, outputs in stock[0]]
    elif name in ("dies", "killed", "crashes"):  # a kernel's own thread dies with what it was to send, or not
        assert forked[0][2][2] == LAST
        assert stock[0][2][2] in (LAST, [])
    else:
        assert forked == stock


def without_errors(outputs):
    return [output for output in outputs if output["output_type"] != "error"]


def test_what_a_dead_interpreter_wrote_to_its_stderr_is_kept(tmp_path):
    workers.stop()  # a new template sees a test in its environment: nothing takes what goes to descriptor 2
    path = write_notebook(tmp_path / "dies.ipynb", *probe_notebook.ENDING["dies"])
    stock, forked = both(path, tmp_path)
    assert forked[1:] == stock[1:]
    assert forked[2] == "bye"
