"""`r4v preview`: what it serves and to whom, what it renders anew."""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time

import pytest
import synthetic
from small_notebooks import write_notebook, write_project

from r4v_analysis.cli import app
from r4v_analysis.errors import UsageError
from r4v_analysis.render.execution import workers
from r4v_analysis.sharing import preview

PAGE = f"{synthetic.REPORT_ID}/one.en.html"
FAULT = "one, cell 3 (code-1), `1 / 0`: ZeroDivisionError: division by zero"
QUICK = """
import pathlib, sys
text, page, failure = pathlib.Path(sys.argv[1]).read_text(), *map(pathlib.Path, sys.argv[2:])
made = failure if "1 / 0" in text else page
made.parent.mkdir(parents=True, exist_ok=True)
made.write_text("<p>made</p>")
sys.exit("error: ZeroDivisionError" if made == failure else 0)
"""
"""Stands in for the command that renders, which takes seconds."""


@pytest.fixture
def project(tmp_path, data_dir, monkeypatch):
    """A project of one small notebook: a kernel of its own costs less than a template that is used once."""
    folder = write_project(tmp_path / "project", data_dir, one=("1",))
    monkeypatch.chdir(folder)
    monkeypatch.setenv(workers.ENGINE, "fresh")
    return folder


def get(address, path, host=""):
    name = address.removeprefix("http://").strip("/")
    connection = http.client.HTTPConnection(name, timeout=60)
    connection.request("GET", path, headers={"Host": host or name})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def state(address):
    return json.loads(get(address, "/state")[1])


def wait_for(address, version):
    for _attempt in range(1800):
        if state(address)["version"] >= version:
            return state(address)
        time.sleep(0.1)
    raise TimeoutError(version)


def quick_command(self):
    pages = [str(self.folder / path) for path in (self.job.page, self.job.failure)]
    return [sys.executable, "-c", QUICK, str(self.job.notebook.path), *pages]


def test_what_renders_is_the_command_that_a_person_would_use(project, tmp_path):
    with preview.previewed("one", synthetic.REPORT_ID, "en") as (_address, follow):
        watched = follow.args[0]
        assert app.main(watched.command[3:]) == 0
        written = (watched.folder / PAGE).read_text(encoding="utf-8")
    assert "<iframe" not in written  # the page is the rendered file, nothing is put into it
    assert "/state" not in written
    assert not (project / "outputs").exists()


def test_the_page_follows_its_notebook_and_data_and_a_fault_is_shown_in_place_of_it(project, monkeypatch):
    monkeypatch.delenv(workers.ENGINE)
    stop, said = threading.Event(), []
    notebook = project / "notebooks" / "one.ipynb"
    with preview.previewed("one", synthetic.REPORT_ID, "en") as (address, follow):
        thread = threading.Thread(target=follow, args=(said.append, stop))
        thread.start()
        try:
            assert wait_for(address, 1) == {"version": 1, "page": PAGE, "lines": []}
            assert "42 now" not in get(address, f"/{PAGE}")[1]
            write_notebook(notebook, "print(6 * 7, 'now')")
            assert wait_for(address, 2) == {"version": 2, "page": PAGE, "lines": []}
            assert "42 now" in get(address, f"/{PAGE}")[1]
            write_notebook(notebook, "1 / 0")
            failed = wait_for(address, 3)
            assert failed["lines"] == [f"error: {synthetic.REPORT_ID}, en: {FAULT}"]
            assert "failures/" in failed["page"]
            assert get(address, f"/{failed['page']}")[0] == 200
            synthetic.edit_cell(project / "data", "reports.csv", 2, "period_end", "never")
            damaged = wait_for(address, 4)["lines"]
            assert [line for line in damaged if "reports.csv" in line and "'never'" in line]
        finally:
            stop.set()
            thread.join(60)
    assert said[:3] == [f"Rendered {PAGE}."] * 2 + [f"error: {synthetic.REPORT_ID}, en: {FAULT}"]
    assert said[3:] == damaged


def test_what_is_saved_while_the_first_page_is_made_is_rendered_too(project, monkeypatch):
    stop, notebook, render = threading.Event(), project / "notebooks" / "one.ipynb", preview.Preview.render

    def saved_after(self, changed=()):
        before = self.state
        after = render(self, changed)
        if not before.version:
            write_notebook(notebook, "print('saved meanwhile')")
        return after

    monkeypatch.setattr(preview.Preview, "render", saved_after)
    with preview.previewed("one", synthetic.REPORT_ID, "en") as (address, follow):
        thread = threading.Thread(target=follow, args=([].append, stop))
        thread.start()
        try:
            wait_for(address, 2)
            assert "saved meanwhile" in get(address, f"/{PAGE}")[1]
        finally:
            stop.set()
            thread.join(60)


def test_a_change_of_the_library_has_fresh_processes_render_from_then_on(project, monkeypatch):
    monkeypatch.setattr(preview.Preview, "command", property(quick_command))
    with preview.previewed("one", synthetic.REPORT_ID, "en") as (_address, follow):
        watched = follow.args[0]
        watched.render([project / "notebooks" / "one.ipynb"])
        assert (watched.folder / PAGE).read_text(encoding="utf-8") != "<p>made</p>"
        for changed in (preview.PACKAGE / "site.py", project / "notebooks" / "one.ipynb"):
            (watched.folder / PAGE).unlink()
            assert watched.render([changed]).lines == ()
            assert (watched.folder / PAGE).read_text(encoding="utf-8") == "<p>made</p>"
        write_notebook(project / "notebooks" / "one.ipynb", "1 / 0")
        failed = watched.render([])
        assert failed.lines == ("error: ZeroDivisionError",)
        assert "failures/" in failed.page


def test_a_bug_is_shown_and_the_preview_goes_on(project, monkeypatch):
    with preview.previewed("one", synthetic.REPORT_ID, "en") as (_address, follow):
        watched = follow.args[0]
        with monkeypatch.context() as patch:
            patch.setattr(preview.plan, "plan", lambda *_given, **_options: {}["gone"])
            assert watched.render().lines == ("error: KeyError: 'gone'",)
        assert watched.render() == preview.State(2, PAGE)


@pytest.fixture
def quiet(project):
    """The address of a preview that renders nothing."""
    with preview.previewed("one", synthetic.REPORT_ID, "es") as (address, _follow):
        yield address


def test_a_request_under_another_hosts_name_is_refused_for_every_path(quiet):
    for path in ("/", "/state", f"/{PAGE}"):
        assert get(quiet, path, host="evil.example")[0] == 403
        assert get(quiet, path, host="127.0.0.1.evil.example:80")[0] == 403
    assert quiet.startswith("http://127.0.0.1:")


def test_nothing_outside_of_the_preview_is_served_and_no_folder_listed(quiet):
    for path in ("/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/nothing.html", f"/{synthetic.REPORT_ID}/"):
        assert get(quiet, path)[0] == 404


def test_the_frame_is_in_the_readers_language_and_fetches_only_its_own_address(quiet):
    status, text = get(quiet, "/")
    assert status == 200
    assert '<html lang="es">' in text
    assert "http://" not in text
    assert "https://" not in text


def test_only_what_can_change_the_page_is_watched(project):
    with preview.previewed("one", synthetic.REPORT_ID, "en") as (_address, follow):
        watched = follow.args[0].is_watched
    assert watched(1, str(project / "notebooks" / "one.ipynb"))
    assert watched(1, str(project / "notebooks" / "one.es.po"))
    assert watched(1, str(project / "data" / "reports.csv"))
    assert watched(1, str(preview.PACKAGE / "templates" / "style.css"))
    assert not watched(1, str(project / "notebooks" / "other.ipynb"))
    assert not watched(1, str(project / "notebooks" / ".one.ipynb"))
    assert not watched(1, str(project / "outputs" / "index.html"))


def test_what_can_not_be_previewed_is_said_before_anything_is_served(project):
    with pytest.raises(UsageError, match="Nearest: 'one'"), preview.previewed("onee", synthetic.REPORT_ID, "en"):
        pass
    with (
        preview.previewed("one", synthetic.REPORT_ID, "en") as (address, _follow),
        pytest.raises(UsageError, match="--port: expected a free port"),
        preview.previewed("one", synthetic.REPORT_ID, "en", port=int(address.strip("/").rpartition(":")[2])),
    ):
        pass
