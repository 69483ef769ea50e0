import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

from r4v_analysis.cli import console
from r4v_analysis.render.job import Event
from r4v_analysis.render.run import Summary


class Terminal(io.StringIO):
    def isatty(self):
        return True


def event(status, notebook="funding_gap", errors=()):
    return Event("PER_2023-05_2023-07", notebook, "en", status, "new", 1.0, Path("page.html"), errors)


def test_a_terminal_has_a_bar_with_rate_and_time_left_of_what_is_to_do(monkeypatch):
    for name, value in {"TERM": "xterm", "COLUMNS": "120"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", Terminal())
    with console.progress(5) as show:
        for status in ("current", "current", "rendered", "rendered", "failed"):
            show(event(status, errors=["it said no."] if status == "failed" else ()))
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", sys.stderr.getvalue())
    assert re.search(r"3/3 \d+ a minute 0:00:0\d so far, 0:00:00 left", text)
    assert "PER_2023-05_2023-07 funding_gap en: failed (1.0 s), see page.html" in text
    assert "error: it said no." in text
    assert "current" not in text


def test_elsewhere_each_render_is_a_line(capsys):
    with console.progress(2) as show:
        show(event("current"))
        show(event("rendered"))
    assert capsys.readouterr().err == "[2/2] PER_2023-05_2023-07 funding_gap en: rendered (new, 1.0 s)\n"


def test_an_event_is_an_object_a_line(capsys):
    console.event_line(event("rendered"))
    console.summary_line({"rendered": 1, "current": 0, "failed": 0})
    first, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert list(first) == ["event", "report", "notebook", "lang", "status", "reason", "seconds", "peak_mb"]
    assert last == {"event": "summary", "rendered": 1, "current": 0, "failed": 0}


def test_the_summary_of_a_run_has_the_most_memory_of_each_worker(capsys):
    console.summary_line({"rendered": 3}, [181.5, 190.0])
    assert json.loads(capsys.readouterr().out) == {
        "event": "summary", "rendered": 3, "worker_peaks_mb": [190.0, 181.5],
    }  # fmt: skip


def test_a_summary_keeps_the_most_that_a_worker_held_in_any_of_its_renders():
    summary = Summary(Path("index.html"))
    for worker, peak_mb in ((7, 180.0), (8, 150.5), (7, 170.0), (0, 0.0)):
        summary.count(replace(event("rendered"), worker=worker, peak_mb=peak_mb))
    assert summary.peaks == {7: 180.0, 8: 150.5}


def test_no_rate_is_given_before_there_is_one():
    assert console.rate(0, 0.0) == ""
    assert console.rate(17, 30.0) == "34 a minute"
