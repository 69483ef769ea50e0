import csv
import errno
import io
import json
import os
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import synthetic
from small_notebooks import DRAW, PARAMETERS, contents, write_notebook, write_project

from r4v_analysis.analysis import record as metrics
from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import DataError, R4VError, UsageError
from r4v_analysis.files import file_digest
from r4v_analysis.language import formats
from r4v_analysis.render import manifest, work
from r4v_analysis.render import plan as planning
from r4v_analysis.render import run as batch
from r4v_analysis.render.execution import kernel
from r4v_analysis.render.execution.limits import NONE

REPORT = synthetic.REPORT_ID
KNOWN = "from r4v_analysis.errors import UsageError\nraise UsageError('expected this, found that. Do so.')"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory, data_dir):
    """A project with a good and two failing notebooks, rendered once with real kernels."""
    root = tmp_path_factory.mktemp("project")
    project = write_project(root, data_dir, good=(DRAW, "6 * 7"), broken=("value = 0\n1 / value",), known=(KNOWN,))
    events = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project)
        patch.setattr(planning, "LANGUAGES", ("en",))
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("workers")))
        summary = batch.render(planning.plan(), project / "outputs", on_event=events.append)
    return project / "outputs", {event.notebook: event for event in events}, summary


@pytest.fixture
def project(tmp_path, data_dir, monkeypatch):
    """A project of two notebooks, whose renders take no kernel: see `worker`."""
    folder = write_project(tmp_path / "project", data_dir, one=("1",), two=("2",))
    monkeypatch.chdir(folder)
    monkeypatch.setattr("r4v_analysis.render.tasks.run", worker)
    monkeypatch.setattr(planning, "LANGUAGES", ("en",))
    monkeypatch.setenv("R4V_ENGINE", "fresh")  # what is put in a module's place here is not there in a worker
    monkeypatch.setenv(CHECKED, folder_digest(folder / "data"))
    return folder


def worker(task):
    """Makes a page out of the job's key and data, in no time."""
    job = task.job
    name = f"{job.folder}/{job.notebook.name}.{job.lang}"
    files = {
        f"{name}.html": f"{job.key} {job.inputs['data']}".encode(),
        f"{job.folder}/figures/{job.notebook.name}.svg": b"<svg/>",
    }
    return work.Result(files, 0.5)


def failing(task):
    """Fails for the notebook `two`."""
    if task.job.notebook.name == "one":
        return worker(task)
    return work.Result({task.job.failure: b"failed"}, 0.1, [f"{task.job.report_id}: two, cell 3 (code-1): no."])


def run(project, **options):
    """Render all; what became of each notebook."""
    asked = {key: options.pop(key) for key in ("notebooks", "as_of", "parameters", "has_png") if key in options}
    events = []
    batch.render(planning.plan(**asked), project / "outputs", on_event=events.append, **options)
    return {event.notebook: (event.status, event.reason) for event in events}


def errors_of(error, call, *arguments, **options):
    with pytest.raises(error) as caught:
        call(*arguments, **options)
    return str(caught.value).splitlines()


def test_a_render_writes_page_notebook_figures_and_metrics_where_the_contract_says(rendered):
    output, _events, _summary = rendered
    assert sorted(contents(output)) == [
        f"{REPORT}/figures/dots.en.svg",
        f"{REPORT}/good.en.html",
        f"{REPORT}/good.en.ipynb",
        f"{REPORT}/metrics.json",
        f"{REPORT}/summary.en.html",
        f"{REPORT}/tables/observations.csv",
        f"failures/{REPORT}.broken.en.html",
        f"failures/{REPORT}.broken.en.log",
        f"failures/{REPORT}.known.en.html",
        f"failures/{REPORT}.known.en.log",
        "index.es.html",
        "index.html",
        "manifest.json",
    ]


def test_what_a_report_prints_stands_beside_its_pages_with_the_words(rendered):
    written = contents(rendered[0])[f"{REPORT}/tables/observations.csv"].decode()
    with (rendered[0].parent / "data" / "observations" / f"{REPORT}.csv").open(encoding="utf-8") as file:
        known = {row["observation_id"]: row["printed"] for row in csv.DictReader(file)}
    assert {row["observation_id"]: row["printed"] for row in csv.DictReader(io.StringIO(written))} == known


def test_failures_name_report_notebook_cell_and_error_and_the_others_go_on(rendered):
    _output, events, summary = rendered
    assert summary.counts == {"rendered": 1, "current": 0, "skipped": 0, "failed": 2}
    assert events["good"].status == "rendered"
    assert events["broken"].errors == [
        f"{REPORT}, en: broken, cell 3 (code-1), `value = 0`: ZeroDivisionError: division by zero"
    ]
    assert events["known"].errors == [f"{REPORT}, en: known, cell 3 (code-1): expected this, found that. Do so."]


def test_a_failure_page_shows_error_parameters_and_code(rendered):
    output, events, _summary = rendered
    page = events["broken"].page.read_text()
    assert events["broken"].page == output / f"failures/{REPORT}.broken.en.html"
    for text in (
        "ZeroDivisionError: division by zero",
        "cell 3 (code-1)",
        f"report_id = {REPORT}",
        "1 / value</span></pre>",
    ):
        assert text in page


def test_the_page_has_its_notebooks_title_and_links_the_others(rendered):
    page = (rendered[0] / REPORT / "good.en.html").read_text()
    assert '<h1 dir="auto">Good</h1>' in page
    assert 'href="known.en.html">Known</a>' in page
    assert 'href="../index.html"' in page


def test_the_manifest_holds_what_each_render_was_made_from(rendered):
    output, _events, _summary = rendered
    content = json.loads((output / "manifest.json").read_text())
    assert content["version"] == 3
    assert [(render["notebook"], render["status"]) for render in content["renders"]] == [
        ("broken", "failed"), ("good", "rendered"), ("known", "failed"),
    ]  # fmt: skip
    good = content["renders"][1]
    assert good["parameters"] == {"report_id": REPORT, "lang": "en", "as_of": ""}
    assert sorted(good["inputs"]) == ["code", "data", "notebook", "other notebooks"]
    assert good["versions"]["matplotlib"].startswith("3.")
    assert good["files"][f"{REPORT}/good.en.html"] == file_digest(output / REPORT / "good.en.html")
    assert good["seconds"] > 0
    assert good["peak_mb"] > 1
    assert content["renders"][0]["files"] == {}


def test_the_index_links_what_was_rendered_and_says_what_failed(rendered):
    index = rendered[2].index.read_text()
    assert f'href="{REPORT}/good.en.html"' in index
    assert "the last attempt failed, no page yet: Broken and Known" in index
    assert f'href="{REPORT}/broken.en.html"' not in index


def test_workers_leave_nothing_in_the_temporary_folder(rendered, tmp_path_factory):
    (folder,) = tmp_path_factory.getbasetemp().glob("workers0")
    assert list(folder.iterdir()) == []


def test_a_render_makes_every_language_unless_one_is_asked_for(project, monkeypatch):
    monkeypatch.setattr(planning, "LANGUAGES", formats.LANGUAGES)
    pages = [job.page for job in planning.plan(notebooks=["one"]).jobs]
    assert pages == [f"{REPORT}/one.en.html", f"{REPORT}/one.es.html"]
    assert [job.page for job in planning.plan(notebooks=["one"], languages=["es"]).jobs] == pages[1:]


def test_what_is_current_does_not_run_again_and_no_file_is_touched(project):
    assert run(project) == {"one": ("rendered", "new"), "two": ("rendered", "new")}
    before = {path: path.stat().st_mtime_ns for path in (project / "outputs").rglob("*")}
    assert run(project) == {"one": ("current", ""), "two": ("current", "")}
    assert {path: path.stat().st_mtime_ns for path in (project / "outputs").rglob("*")} == before


def test_a_changed_notebook_renders_again_and_the_other_does_not(project):
    run(project)
    write_notebook(project / "notebooks" / "two.ipynb", "3", title="Two")
    assert run(project) == {"one": ("current", ""), "two": ("rendered", "notebook")}


def test_a_changed_title_renders_the_pages_that_link_it(project):
    run(project)
    write_notebook(project / "notebooks" / "two.ipynb", "2", title="Other")
    assert run(project) == {"one": ("rendered", "other notebooks"), "two": ("rendered", "notebook, other notebooks")}


def test_changed_data_renders_again(project):
    run(project)
    synthetic.edit_cell(project / "data", "reports.csv", 2, "title", "Another synthetic title")
    assert run(project, notebooks=["one"]) == {"one": ("rendered", "data (reports)")}


def test_changed_code_and_libraries_render_again(project, monkeypatch):
    run(project)
    monkeypatch.setattr(manifest, "code_digest", lambda: "other")
    monkeypatch.setattr(manifest, "versions", lambda: {"python": "4.0"})
    assert run(project, notebooks=["one"]) == {"one": ("rendered", "code, libraries")}


def test_figures_as_png_are_part_of_what_a_render_is_made_from(project):
    run(project)
    assert run(project, has_png=True)["one"] == ("rendered", "png")
    assert run(project, has_png=True)["one"] == ("current", "")
    assert run(project)["one"] == ("rendered", "png")


def test_a_changed_parameter_renders_only_the_notebook_that_has_it(project):
    write_notebook(project / "notebooks" / "two.ipynb", "2", parameters=PARAMETERS + "\ntarget = 0", title="Two")
    run(project)
    changed = {"one": ("current", ""), "two": ("rendered", "parameters")}
    assert run(project, parameters={"target": "70000"}) == changed
    record = manifest.read_manifest(project / "outputs").records[REPORT, "two", "en", ""]
    assert record.parameters["target"] == 70000


@pytest.mark.parametrize("path", [f"{REPORT}/one.en.html", f"{REPORT}/figures/one.svg"])
@pytest.mark.parametrize("damage", ["edit", "delete"])
def test_an_edited_or_deleted_output_renders_again(project, path, damage):
    run(project)
    target = project / "outputs" / path
    before = target.read_bytes()
    if damage == "edit":
        target.write_bytes(before + b" ")
    else:
        target.unlink()
    assert run(project)["one"] == ("rendered", "output missing or changed")
    assert target.read_bytes() == before


def test_force_renders_what_is_current(project):
    run(project)
    assert run(project, force=True)["one"] == ("rendered", "forced")


def test_a_failure_leaves_the_earlier_files_and_runs_again_next_time(project, monkeypatch):
    run(project)
    before = contents(project / "outputs" / REPORT)
    synthetic.edit_cell(project / "data", "reports.csv", 2, "title", "Another synthetic title")
    monkeypatch.setattr("r4v_analysis.render.tasks.run", failing)
    assert run(project)["two"] == ("failed", f"{REPORT}: two, cell 3 (code-1): no.")
    after = contents(project / "outputs" / REPORT)
    assert after["two.en.html"] == before["two.en.html"]
    assert after["one.en.html"] != before["one.en.html"]
    assert (project / "outputs" / "failures" / f"{REPORT}.two.en.html").read_bytes() == b"failed"
    assert "what is linked here is older" in (project / "outputs" / "index.html").read_text()
    monkeypatch.setattr("r4v_analysis.render.tasks.run", worker)
    assert run(project)["two"] == ("rendered", "failed before")
    assert not (project / "outputs" / "failures").exists()


def test_records_of_other_reports_are_kept(project):
    run(project)
    book = manifest.read_manifest(project / "outputs")
    record = book.records[REPORT, "one", "en", ""]
    other = batch.Record(**{**record_fields(record), "report": "CHL_2031-01_2031-03"})
    book.put(other)
    run(project, force=True)
    assert other.identity in manifest.read_manifest(project / "outputs").records


def record_fields(record):
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def test_a_manifest_that_cannot_be_read_is_not_believed(project):
    run(project)
    (project / "outputs" / "manifest.json").write_text('{"version": 1, "renders": [{')
    assert run(project)["one"] == ("rendered", "new")
    assert len(manifest.read_manifest(project / "outputs").records) == 2


def test_whatever_carries_a_render_may_break_and_the_others_go_on(project, monkeypatch):
    def first_fails_hard(task):
        if task.job.notebook.name == "one":
            raise RuntimeError("a bug in the worker")
        return worker(task)

    monkeypatch.setattr("r4v_analysis.render.tasks.run", first_fails_hard)
    assert run(project, workers=1) == {
        "one": ("failed", f"{REPORT}, en: one: RuntimeError: a bug in the worker"),
        "two": ("rendered", "new"),
    }
    log = (project / "outputs" / "failures" / f"{REPORT}.one.en.log").read_text()
    assert "in first_fails_hard" in log
    monkeypatch.setattr("r4v_analysis.render.tasks.run", worker)
    assert run(project) == {"one": ("rendered", "failed before"), "two": ("current", "")}
    assert not (project / "outputs" / "failures").exists()


def test_another_date_goes_to_a_folder_of_its_own(project):
    run(project)
    assert run(project, as_of="2031-02-28")["one"] == ("rendered", "new")
    files = contents(project / "outputs")
    assert f"{REPORT}/as-of-2031-02-28/one.en.html" in files
    assert f"{REPORT}/as-of-2031-02-28/metrics.json" in files
    assert b"One, as of 28 February 2031" in files["index.html"]
    assert run(project)["one"] == ("current", "")


def test_the_reports_own_date_is_no_other_date(project):
    run(project)
    assert run(project, as_of="2031-03-31")["one"] == ("current", "")


def test_everything_wrong_with_what_was_asked_for_is_listed_at_once(project):
    lines = errors_of(
        UsageError,
        planning.plan,
        ["ECU_2031-01_2031-04", "../x", ""],
        notebooks=["oen"],
        languages=["xx"],
        as_of="yesterday",
        parameters={"lang": "en", "target": "1"},
    )
    assert [line.partition(":")[0] for line in lines] == [
        "notebook", "lang", "as_of", "parameter lang", "parameter", "report_id", "report_id", "report_id",
    ]  # fmt: skip
    assert lines[0].endswith("found 'oen'. Nearest: 'one'.")
    assert lines[5].endswith(f"found 'ECU_2031-01_2031-04'. Nearest: '{REPORT}'.")


def test_a_parameter_of_another_notebook_is_unknown_where_only_one_is_chosen(project):
    write_notebook(project / "notebooks" / "two.ipynb", "2", parameters=PARAMETERS + "\ntarget = 0")
    assert planning.plan(parameters={"target": "5"}).jobs[1].parameters["target"] == 5
    (line,) = errors_of(UsageError, planning.plan, notebooks=["one"], parameters={"target": "5"})
    assert line.startswith("parameter: expected a parameter of the notebook, found 'target'.")


def test_bad_data_stops_the_plan(project):
    synthetic.edit_cell(project / "data", synthetic.OBSERVATIONS_PATH, 2, "value", "many")
    (line,) = errors_of(DataError, planning.plan)
    assert "row 2, value" in line


def test_a_notebook_can_be_named_by_its_path(project, tmp_path):
    write_notebook(tmp_path / "mine.ipynb", "1", title="My own")
    plan = planning.plan(notebooks=[str(tmp_path / "mine.ipynb"), "one", "one"])
    assert [job.page for job in plan.jobs] == [f"{REPORT}/mine.en.html", f"{REPORT}/one.en.html"]
    assert [notebook.title for notebook in plan.notebooks] == ["One", "Two", "My own"]


def test_two_notebooks_of_one_name_are_refused(project, tmp_path):
    write_notebook(tmp_path / "one.ipynb", "1")
    (line,) = errors_of(UsageError, planning.plan, notebooks=["one", str(tmp_path / "one.ipynb")])
    assert line == "notebook: expected one file called 'one', found two. Rename one."


def test_notebooks_are_found_upward(project, monkeypatch):
    (project / "notebooks" / "deep").mkdir()
    monkeypatch.chdir(project / "notebooks" / "deep")
    assert [job.notebook.name for job in planning.plan().jobs] == ["one", "two"]


def test_what_runs_is_the_notebook_that_was_planned(project, monkeypatch):
    plan = planning.plan(notebooks=["one"])
    planned = plan.jobs[0].notebook.text
    write_notebook(plan.jobs[0].notebook.path, "changed = True")
    run_texts = []
    monkeypatch.setattr("r4v_analysis.render.tasks.run", work.run)
    monkeypatch.setattr(
        "r4v_analysis.render.execution.engine.execute",
        lambda *_arguments, **options: run_texts.append(options["text"]) or {}["end"],
    )
    batch.render(plan, project / "outputs")
    assert run_texts == [planned]
    assert planning.plan(notebooks=["one"]).jobs[0].inputs["notebook"] != plan.jobs[0].inputs["notebook"]


def test_data_that_changes_during_a_run_is_a_failure_and_not_a_wrong_record(project, monkeypatch):
    plan = planning.plan(notebooks=["one"])
    monkeypatch.setattr("r4v_analysis.render.tasks.run", work.run)

    def executed(*arguments, **options):
        synthetic.edit_cell(project / "data", "reports.csv", 2, "title", "Changed meanwhile")

    monkeypatch.setattr("r4v_analysis.render.execution.engine.execute", executed)
    events = []
    batch.render(plan, project / "outputs", on_event=events.append)
    assert events[0].status == "failed"
    assert "was changed meanwhile. Run again." in events[0].errors[0]


def test_a_bug_past_the_notebook_is_a_failed_render_with_its_traceback(project, monkeypatch):
    monkeypatch.setattr("r4v_analysis.render.tasks.run", work.run)
    monkeypatch.setattr("r4v_analysis.render.execution.engine.execute", lambda *_arguments, **_options: {}["gone"])
    events = []
    batch.render(planning.plan(notebooks=["one"]), project / "outputs", on_event=events.append)
    assert events[0].errors == [f"{REPORT}, en: one: KeyError: 'gone'"]
    assert "in _files" in events[0].page.read_text()


def test_metrics_that_fail_are_a_failure_and_the_pages_go_on(project, monkeypatch):
    monkeypatch.setattr(metrics, "metrics_json", lambda report: {}["gone"])
    assert run(project) == {
        "metrics.json": ("failed", f"{REPORT}, metrics.json: KeyError: 'gone'"),
        "one": ("rendered", "new"),
        "two": ("rendered", "new"),
    }


def test_an_output_folder_that_is_a_file_is_one_clear_error(project):
    (project / "outputs").write_text("mine")
    for folder in ("outputs", "outputs/below"):
        (line,) = errors_of(UsageError, batch.render, planning.plan(), project / folder)
        assert (
            f"{str(project / folder)!r}: expected a folder, found that {str(project / 'outputs')!r} is a file." in line
        )
    assert (project / "outputs").read_text() == "mine"


@pytest.mark.parametrize(
    ("code", "advice"),
    [(errno.ENOSPC, "Free some space and run again"), (errno.EROFS, "Mend its permissions"), (errno.EACCES, "Mend")],
)
def test_an_output_folder_that_cannot_be_written_is_one_clear_error(project, monkeypatch, code, advice):
    def full(path, content):
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr(manifest, "write_atomic", full)
    (line,) = errors_of(R4VError, batch.render, planning.plan(), project / "outputs")
    assert f"expected to write it, found: {os.strerror(code)}. {advice}" in line


def test_any_executor_carries_the_jobs_and_is_not_shut_down(project):
    with ThreadPoolExecutor(1, thread_name_prefix="mine") as executor:
        assert run(project, executor=executor)["two"] == ("rendered", "new")
        assert executor.submit(lambda: threading.current_thread().name).result().startswith("mine")


def test_jobs_run_beside_each_other_as_far_as_asked(project, monkeypatch):
    together = threading.Barrier(2, timeout=60)

    def meet(task):
        together.wait()
        return worker(task)

    monkeypatch.setattr("r4v_analysis.render.tasks.run", meet)
    assert run(project, workers=2)["one"] == ("rendered", "new")


def test_a_report_is_whole_once_its_last_page_is_there_while_the_others_go_on(copied_data, monkeypatch):
    first, second = "CHL_2020-07_2020-07", "PER_2021-08_2021-08"
    for name in ("one", "two"):
        write_notebook(copied_data.parent / "notebooks" / f"{name}.ipynb", "1")
    monkeypatch.chdir(copied_data.parent)
    monkeypatch.setattr("r4v_analysis.render.tasks.run", worker)
    monkeypatch.setattr(planning, "LANGUAGES", ("en",))
    monkeypatch.setenv(CHECKED, folder_digest(copied_data))
    outputs = copied_data.parent / "outputs"
    beside, ended = {"metrics.json", "summary.en.html"}, []

    def look(event):
        folders = {report: outputs / report for report in (first, second)}
        whole = {report for report, folder in folders.items() if all((folder / name).is_file() for name in beside)}
        ended.append((event.report, event.notebook, whole))

    with ThreadPoolExecutor(1) as executor:
        batch.render(planning.plan([first, second]), outputs, executor=executor, on_event=look)
    assert ended == [
        (first, "one", set()),
        (first, "two", set()),
        (second, "one", {first}),
        (second, "two", {first}),
    ]
    assert beside <= {path.name for path in (outputs / second).iterdir()}


def test_an_interrupted_run_keeps_what_is_done_and_cancels_the_rest(project, monkeypatch):
    begun = []

    def slow(task):
        begun.append(task.job.notebook.name)
        time.sleep(2 if len(begun) > 1 else 0)  # long enough for the interrupt of the first to come before the last
        return worker(task)

    def interrupt(event):
        raise KeyboardInterrupt

    monkeypatch.setattr("r4v_analysis.render.tasks.run", slow)
    for name in ("three", "four", "five"):
        write_notebook(project / "notebooks" / f"{name}.ipynb", "1")
    with pytest.raises(KeyboardInterrupt), ThreadPoolExecutor(1) as executor:
        batch.render(planning.plan(), project / "outputs", executor=executor, on_event=interrupt)
    assert len(begun) < 5
    assert len(manifest.read_manifest(project / "outputs").records) == 1
    assert not list((project / "outputs").rglob(".*"))


def test_the_key_covers_every_file_of_the_package(tmp_path):
    for name, content in {"a.py": "1", "templates/page.html": "2", "__pycache__/a.pyc": "3", ".b.swp": "4"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    first = manifest.code_digest(tmp_path)
    (tmp_path / "__pycache__/a.pyc").write_text("5")
    (tmp_path / ".b.swp").write_text("5")
    assert manifest.code_digest(tmp_path) == first
    (tmp_path / "templates/page.html").write_text("5")
    assert manifest.code_digest(tmp_path) != first


def test_no_page_is_made_for_a_render_that_was_told_to_stop(project, monkeypatch):
    def stopped(*_arguments, **_options):
        raise kernel.KernelStopped("kernel: told to stop.")

    monkeypatch.setattr("r4v_analysis.render.execution.engine.execute", stopped)
    plan = planning.plan(notebooks=["one"])
    result = work.run(next(batch._tasks(plan.jobs, plan, NONE)))
    assert (result.files, result.errors) == ({}, ["kernel: told to stop."])
