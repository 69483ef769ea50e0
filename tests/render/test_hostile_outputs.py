"""An output folder that somebody else has been at: its manifest, its pages, its drive."""

import errno
import fcntl
import hashlib
import json
import os
import sys
from pathlib import Path

import pytest
import synthetic
from small_notebooks import write_notebook, write_project
from test_batch import worker

from r4v_analysis.data.load import CHECKED, load
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import R4VError, UsageError
from r4v_analysis.render import lock, manifest, plan, run
from r4v_analysis.render.records import require_sound
from r4v_analysis.sharing import bundle

REPORT = synthetic.REPORT_ID
PAGE = f"{REPORT}/one.en.html"


@pytest.fixture
def project(tmp_path, data_dir, monkeypatch):
    """A project of two notebooks whose renders take no kernel."""
    folder = write_project(tmp_path / "project", data_dir, one=("1",), two=("2",))
    monkeypatch.chdir(folder)
    monkeypatch.setattr("r4v_analysis.render.tasks.run", worker)
    monkeypatch.setattr(manifest, "_told", set())
    monkeypatch.setenv("R4V_ENGINE", "fresh")
    monkeypatch.setenv(CHECKED, folder_digest(folder / "data"))
    return folder


def render(output, *names, **options):
    events = []
    planned = plan.plan(notebooks=names, languages=["en"], output_dir=output)
    run.render(planned, output, workers=1, on_event=events.append, **options)
    return {event.notebook: event.status for event in events}


def edited(output, change):
    path = output / manifest.NAME
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


WRONG = {
    "null": lambda text: "null",
    "a list": lambda text: "[]",
    "half": lambda text: text[: len(text) // 2],
    **{
        f"{name} {value!r}": lambda text, name=name, value=value: json.dumps(
            {**json.loads(text), "renders": [{**json.loads(text)["renders"][0], name: value}]}
        )
        for name in ("files", "stats", "inputs", "versions", "parameters", "lang", "report", "reads", "data", "status")
        for value in (None, 7, ["x"], {"x": 1})
        if not (name in ("parameters",) and isinstance(value, dict))
    },
    "a path upward": lambda text: text.replace('"left": {}', '"left": {"../victim": "0"}'),
    "an absolute path": lambda text: text.replace('"left": {}', '"left": {"/victim": "0"}'),
    "half of a letter": lambda text: text.replace('"left": {}', '"left": {"\\ud800": "0"}'),
}


def test_what_is_no_manifest_has_no_record_and_is_told_once(project, caplog):
    output = project / "outputs"
    render(output)
    path = output / manifest.NAME
    sound = path.read_text()
    for name, wrong in WRONG.items():
        path.write_text(wrong(sound))
        assert path.read_text() != sound, name
        caplog.clear()
        manifest._told.clear()
        assert manifest.read_manifest(output).records == {}, name
        manifest.read_manifest(output)
        (line,) = [record.getMessage() for record in caplog.records]
        assert line.startswith(f"{path}: expected a manifest, found: ")
        assert line.endswith(". It is made anew, with every page.")
    path.write_text(sound)
    assert len(manifest.read_manifest(output).records) == 2


@pytest.mark.parametrize("name", ["null", "files None", "stats 7", "a path upward"])
def test_it_is_made_anew_with_every_page(project, name):
    output = project / "outputs"
    render(output)
    path = output / manifest.NAME
    path.write_text(WRONG[name](path.read_text()))
    assert render(output) == {"one": "rendered", "two": "rendered"}
    require_sound(json.loads(path.read_text()))


def victim_of(project, place):
    victim = project / "victim"
    victim.write_text("mine\n")
    digest = hashlib.sha256(b"mine\n").hexdigest()
    output = project / "outputs"
    render(output)
    (output / "linked").symlink_to(project)

    def change(content):
        for record in content["renders"]:
            record["report"] = "XXX_2020-01_2020-01"
            record["files"] = {place.format(project=project): digest}
            record["stats"] = [[5, 0]]
        content["left"] = {place.format(project=project): digest}

    edited(output, change)
    return output, victim


@pytest.mark.parametrize("place", ["../victim", "{project}/victim", "linked/victim", "x/../../victim"])
def test_nothing_outside_the_folder_is_ever_pruned_or_bundled(project, place):
    output, victim = victim_of(project, place)
    with pytest.raises((UsageError, R4VError)):
        bundle.bundle(load("data"), output, [], ["XXX_2020-01_2020-01"], ["en"])
    render(output, prune=True)
    assert victim.read_text() == "mine\n"


def test_a_page_replaced_by_a_folder_fails_alone_and_says_what_to_do(project):
    output = project / "outputs"
    render(output)
    (output / PAGE).unlink()
    (output / PAGE).mkdir()
    assert render(output) == {"one": "failed", "two": "current"}
    log = (output / f"failures/{REPORT}.one.en.log").read_text()
    assert (
        "expected to write a file of this run there, found a folder of that name. Move it away, and run again." in log
    )
    (output / PAGE).rmdir()
    assert render(output) == {"one": "rendered", "two": "current"}


@pytest.mark.parametrize("name", [manifest.NAME, "index.html"])
def test_a_folder_in_place_of_manifest_or_index_is_one_line(project, name):
    (project / "outputs" / name).mkdir(parents=True)
    with pytest.raises(R4VError, match=rf"outputs/{name}': expected to write a file of this run there, found a folder"):
        render(project / "outputs")


def test_a_folder_in_place_of_metrics_fails_alone(project):
    (project / "outputs" / REPORT / "metrics.json").mkdir(parents=True)
    assert render(project / "outputs") == {"one": "rendered", "two": "rendered", "metrics.json": "failed"}


def test_a_page_replaced_by_a_link_to_a_copy_is_not_current(project):
    output = project / "outputs"
    render(output)
    (output / PAGE).rename(project / "copy.html")
    (output / PAGE).symlink_to(project / "copy.html")
    assert render(output) == {"one": "rendered", "two": "current"}
    assert not (output / PAGE).is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="flock is of POSIX")
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL])
def test_where_a_drive_has_no_locks_it_is_said_once_and_rendered(project, monkeypatch, caplog, number):
    def no_locks(*_given):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", no_locks)
    assert render(project / "outputs") == {"one": "rendered", "two": "rendered"}
    said = [record.getMessage() for record in caplog.records if record.name == "r4v_analysis.render.lock"]
    assert said == [
        f"output folder {str(project / 'outputs')!r}: expected a drive with locks, found none. "
        "Start one run at a time there."
    ]
    assert not list((project / "outputs").glob(".*"))


def test_the_locked_file_is_never_written_as_windows_demands(project, monkeypatch):
    written = Path.write_text

    def as_windows(self, *given, **named):
        if self.name == lock.NAME:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return written(self, *given, **named)

    monkeypatch.setattr(Path, "write_text", as_windows)
    assert render(project / "outputs") == {"one": "rendered", "two": "rendered"}
    assert not list((project / "outputs").glob(".*"))


def test_a_drive_without_modes_is_written_to(project, monkeypatch):
    def refused(self, mode, **_named):
        raise PermissionError(errno.EPERM, "Operation not permitted", str(self))

    render(project / "outputs")
    synthetic.edit_cell(project / "data", "reports.csv", 2, "title", "Changed")
    monkeypatch.setenv(CHECKED, folder_digest(project / "data"))
    monkeypatch.setattr(Path, "chmod", refused)
    assert render(project / "outputs") == {"one": "rendered", "two": "rendered"}


def test_without_a_folder_for_temporary_files_no_cell_is_blamed(project, monkeypatch):
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/nowhere"])
    with pytest.raises(R4VError, match=r"^temporary files: expected a folder for them, found none.*Set TMPDIR to one"):
        render(project / "outputs")


def test_names_that_no_page_can_have_are_refused(project):
    for name in ("summary", "Summary"):
        write_notebook(project / f"{name}.ipynb", "1")
        with pytest.raises(UsageError, match=rf"notebook '{name}': expected another name, found that of each report's"):
            plan.plan(notebooks=[f"{name}.ipynb"])
    write_notebook(project / "ONE.ipynb", "1")
    with pytest.raises(UsageError, match="expected names that differ in more than case, found 'ONE' and 'one'"):
        plan.plan(notebooks=["ONE.ipynb"])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_of_other_bytes_than_utf_8_is_told_so_that_it_can_be_read(project):
    name = os.fsdecode(b"m\xeds.ipynb")
    write_notebook(project / "mis.ipynb", "1").rename(project / name)
    with pytest.raises(UsageError, match=r"notebook 'm\\udceds': expected a file name in UTF-8, found other bytes"):
        plan.plan(notebooks=[name])


def linked(project, output, name):
    from r4v_analysis.render.html import context

    planned = plan.plan(notebooks=[name], languages=["en"], output_dir=output)
    job = planned.jobs[0]
    report = planned.data.report(job.report_id)
    found = context.context(job, report, planned.notebooks, "0" * 64, planned.is_there)
    return [link.href for link in (*found.siblings, *found.languages)], planned


def test_a_page_links_those_that_are_there_and_is_made_again_when_there_are_more(project):
    output = project / "outputs"
    hrefs, planned = linked(project, output, "one")
    assert hrefs == ["../index.html", "summary.en.html", "one.en.html", "one.en.html"]
    run.render(planned, output, workers=1)
    assert render(output, "two") == {"two": "rendered"}
    assert linked(project, output, "two")[0][2:4] == ["one.en.html", "two.en.html"]
    assert render(output, "one", "two") == {"one": "rendered", "two": "current"}
    assert render(output, "one", "two") == {"one": "current", "two": "current"}


def test_an_address_is_what_a_browser_asks_for(project):
    write_notebook(project / "50% #2? a:b.ipynb", "1")
    hrefs, _planned = linked(project, project / "outputs", "50% #2? a:b.ipynb")
    assert "50%25%20%232%3F%20a%3Ab.en.html" in hrefs
