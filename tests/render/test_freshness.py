import os

import pytest
import synthetic
from small_notebooks import contents, write_notebook
from test_batch import REPORT, project, run  # noqa: F401  the fixture is used by name

from r4v_analysis.data import load
from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.files import file_digest
from r4v_analysis.render import manifest, orphans, tasks
from r4v_analysis.render import plan as planning
from r4v_analysis.render import run as batch
from r4v_analysis.render.freshness import Freshness


def reason(project, **options):  # noqa: F811
    """Why the notebook `one` would run in English."""
    plan = planning.plan(notebooks=["one"], languages=["en"])
    return Freshness(plan, manifest.read_manifest(project / "outputs"), **options).reason(plan.jobs[0])


def age(folder, seconds):
    """Files as if written that long ago, each of them before the manifest."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.name == "manifest.json"):
        if path.is_file():
            written = path.stat().st_mtime_ns - int(seconds * 1e9) + (10**9 if path.name == "manifest.json" else 0)
            os.utime(path, ns=(written, written))


@pytest.fixture
def rendered(project):  # noqa: F811
    """A project whose outputs are current, on record and a minute old."""
    run(project)
    age(project / "outputs", 60)
    run(project)
    return project


def test_a_file_is_read_again_only_where_size_or_time_is_another(rendered, monkeypatch):
    read = []
    real = file_digest
    monkeypatch.setattr("r4v_analysis.render.freshness.file_digest", lambda path: read.append(path.name) or real(path))
    assert reason(rendered) == ""
    assert read == []
    os.utime(rendered / "outputs" / REPORT / "one.en.html")
    assert reason(rendered) == ""
    assert read == ["one.en.html"]


def test_verify_reads_what_neither_size_nor_time_tells(rendered):
    page = rendered / "outputs" / REPORT / "one.en.html"
    before = page.stat()
    page.write_bytes(b"x" * before.st_size)
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert reason(rendered) == ""
    assert reason(rendered, verify=True) == "output missing or changed"


def test_a_file_as_young_as_the_manifest_is_read_whatever_its_time(rendered):
    page, book = rendered / "outputs" / REPORT / "one.en.html", rendered / "outputs" / "manifest.json"
    before = page.stat()
    page.write_bytes(b"x" * before.st_size)
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.utime(book, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert reason(rendered) == "output missing or changed"


def test_data_that_a_page_can_not_read_is_put_on_record_without_rendering(project, monkeypatch):  # noqa: F811
    monkeypatch.setattr(planning, "REFERENCE_TABLES", {"one": (), "two": ()})
    run(project)
    synthetic.append_row(project / "data", "population.csv", population_id="CHL_2031-01_arrived", country_iso3="CHL")
    monkeypatch.setenv(CHECKED, folder_digest(project / "data"))
    assert run(project) == {"one": ("current", ""), "two": ("current", "")}
    (record, *_others) = manifest.read_manifest(project / "outputs").records.values()
    assert record.inputs["data"] == folder_digest(project / "data")


def test_a_state_of_data_is_checked_once_for_all_runs_into_a_folder(project, monkeypatch):  # noqa: F811
    monkeypatch.delenv(CHECKED)
    run(project)
    load._load.cache_clear()
    monkeypatch.delenv(CHECKED, raising=False)
    monkeypatch.setattr("r4v_analysis.data.check.check.errors_in", lambda folder: pytest.fail("checked again"))
    planning.plan(output_dir=project / "outputs")
    monkeypatch.delenv(CHECKED)
    load._load.cache_clear()
    with pytest.raises(pytest.fail.Exception):
        planning.plan(output_dir=project / "elsewhere")


def test_outputs_of_a_notebook_that_is_gone_are_listed_and_removed_when_asked(project):  # noqa: F811
    write_notebook(project / "mine.ipynb", "1", title="Mine")
    run(project, notebooks=["one", "two", str(project / "mine.ipynb")])
    (project / "outputs" / "own.txt").write_text("not ours")
    (project / "notebooks" / "two.ipynb").unlink()
    expected = [f"{REPORT}/figures/two.svg", f"{REPORT}/two.en.html"]
    plan = planning.plan()
    listed = batch.orphans_in(plan, project / "outputs")
    assert list(listed) == expected
    assert set(listed.values()) == {"no notebook two"}
    before = contents(project / "outputs")
    run(project)
    assert set(contents(project / "outputs")) == set(before)
    run(project, prune=True)
    assert set(before) - set(contents(project / "outputs")) == set(expected)
    assert batch.orphans_in(plan, project / "outputs") == {}
    assert {key[1] for key in manifest.read_manifest(project / "outputs").records} == {"mine", "one"}


def test_an_output_that_someone_changed_is_not_removed(project):  # noqa: F811
    run(project)
    (project / "notebooks" / "two.ipynb").unlink()
    page = project / "outputs" / REPORT / "two.en.html"
    page.write_text("mine now")
    book = manifest.read_manifest(project / "outputs")
    assert f"{REPORT}/two.en.html" not in orphans.remove(planning.plan(), book)
    assert page.read_text() == "mine now"


def test_a_file_that_a_page_makes_no_more_is_one_too(project, monkeypatch):  # noqa: F811
    run(project)
    real = tasks.run

    def without_figures(task):
        result = real(task)
        files = {path: content for path, content in result.files.items() if not path.endswith(".svg")}
        return type(result)(files, result.seconds)

    monkeypatch.setattr("r4v_analysis.render.tasks.run", without_figures)
    run(project, notebooks=["one"], force=True)
    assert batch.orphans_in(planning.plan(), project / "outputs") == {f"{REPORT}/figures/one.svg": "not made again"}
