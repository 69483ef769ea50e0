"""With versions that were not tried, forks are compared with a kernel first, and given up where they differ."""

import json
import logging
import sys

import light_preload
import pytest
from small_notebooks import VALUES, write_notebook
from test_engine import outputs_of

from r4v_analysis.render import preload
from r4v_analysis.render.execution import engine, probe, workers

SAID = "Each page starts a kernel of its own instead, which takes longer."
SABOTAGE = """
import sys
from r4v_analysis.render.execution import shell, template
send = shell.PipeSession.send
def silent(self, stream, kind, *arguments, **options):
    if not isinstance(kind, dict) or kind["msg_type"] != "stream":
        return send(self, stream, kind, *arguments, **options)
shell.PipeSession.send = silent
template.main(int(sys.argv[1]), sys.argv[2])
"""
"""A template whose forks lose what a cell prints, as they might with another ipykernel."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


@pytest.fixture
def untried(tmp_path, monkeypatch):
    """Versions that nobody has tried, in an environment of this test's own; the record is returned."""
    monkeypatch.setattr(probe, "TRIED", frozenset())
    monkeypatch.setattr(probe, "RECORD", tmp_path / "environment" / "probe.json")
    monkeypatch.setattr(workers, "_is_proven", False)
    monkeypatch.setattr(workers, "_is_given_up", False)
    monkeypatch.delenv(workers.ENGINE, raising=False)
    workers.stop()
    yield probe.RECORD
    workers.stop()


@pytest.fixture
def probes(monkeypatch):
    """How often each way of running the probe was asked: `forked` answers as a kernel that prints `ours`."""
    asked = {"ours": "1", "forked": 0, "kernel": 0}

    def kernel(_folder):
        asked["kernel"] += 1
        return {"print": "1", "ending": ""}

    monkeypatch.setattr(probe, "answers", kernel)
    return asked


def forked_of(asked):
    def forked(_folder):
        asked["forked"] += 1
        return {"print": asked["ours"], "ending": ""}

    return forked


def call(notebook, ready=preload):
    return workers.call(engine.execute, notebook, VALUES, cwd=notebook.parent, preload=ready.__name__, env={})


def test_the_installed_versions_are_among_the_tried():
    assert probe.installed() in probe.TRIED  # where not: run test_parity with them, then add the line


def test_nothing_is_asked_with_versions_that_were_tried(probes):
    assert probe.difference(forked_of(probes)) == ""
    assert (probes["forked"], probes["kernel"]) == (0, 0)


def test_what_came_of_a_probe_is_remembered_for_these_versions_only(untried, probes, monkeypatch):
    assert probe.difference(forked_of(probes)) == ""
    assert probe.difference(forked_of(probes)) == ""
    assert (probes["forked"], probes["kernel"]) == (1, 1)
    monkeypatch.setattr(probe, "installed", lambda: "ipykernel 99")
    assert probe.difference(forked_of(probes)) == ""
    assert (probes["forked"], probes["kernel"]) == (2, 2)
    assert json.loads(untried.read_text())["versions"][0] == "ipykernel 99"


def test_a_difference_is_believed_when_it_is_found_twice_and_remembered_too(untried, probes):
    probes["ours"] = "2"
    expected = f"expected forks to show what kernels show with {probe.installed()}, found otherwise in 'print'."
    assert probe.difference(forked_of(probes)) == expected
    assert probes["forked"] == 2
    assert probe.difference(forked_of(probes)) == expected
    assert probes["forked"] == 2
    assert untried.is_file()


def test_a_spoilt_record_is_none(untried, probes):
    untried.parent.mkdir()
    untried.write_text('{"versions": 3')
    assert probe.difference(forked_of(probes)) == ""
    assert probes["forked"] == 1


def test_forks_that_pass_are_used(untried, tmp_path, caplog):
    notebook = write_notebook(tmp_path / "any.ipynb", "print('printed')")
    with caplog.at_level(logging.WARNING):
        assert outputs_of(call(notebook), "code-1")[0].text == "printed\n"
    assert json.loads(untried.read_text())["different"] == ""
    assert caplog.messages == []


def test_where_forks_show_something_else_kernels_take_over_and_it_is_said_once(untried, tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(workers, "_START", SABOTAGE)
    monkeypatch.setattr(probe, "TIMES", 1)
    for name, value in light_preload.FINDABLE.items():
        monkeypatch.setenv(name, value)
    notebook = write_notebook(tmp_path / "any.ipynb", "print('printed')")
    for _time in range(2):
        with pytest.raises(workers.NoWorker):
            call(notebook, light_preload)
    (said,) = caplog.messages
    assert f"with {probe.installed()}, found otherwise in 'print', 'streams', 'flushed' and " in said
    assert said.endswith(SAID)
    assert workers._template is None
