"""The whole way: the shipped data and notebooks through the command line, in two places."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from small_notebooks import contents

from r4v_analysis.analysis.record import silences
from r4v_analysis.cli import app
from r4v_analysis.language.formats import LANGUAGES

ROOT = Path(__file__).parent.parent.parent
REPORT = "PER_2023-05_2023-07"
SOME = (REPORT, "PER_2020-06_2020-06")
TO_OTHERS = re.compile(rb'\n?<nav class="r4v-bar r4v-neighbours".*?</nav>', re.DOTALL)
"""What a page has more where its neighbours are rendered, too."""
NOTEBOOKS = ["funding_gap", "regularization_uptake", "sector_reach"]
INDEXES = ("index.html", "index.es.html")


def stems(data, reports):
    """Paths of the pages of some reports, without suffix: those of the questions on which each says something."""
    return {
        f"{report}/{name}.{lang}"
        for report in reports
        for name in NOTEBOOKS
        if name not in silences(data.report(report), "en")
        for lang in LANGUAGES
    }


def kind(data, report_id):
    """A report's country and the questions on which it says nothing."""
    return report_id[:3], *silences(data.report(report_id), "en")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """Where a run over two reports wrote in a copy of the project, for another user."""
    other = tmp_path_factory.mktemp("an other place")
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, other / name)
    settings = {**os.environ, "HOME": str(other), "TZ": "Asia/Tokyo", "LC_ALL": "C", "COLUMNS": "40"}
    command = [sys.executable, "-m", "r4v_analysis.cli", "render", *SOME, "-j", "1"]
    place = {"cwd": other / "notebooks", "env": settings}
    run = subprocess.run(command, **place, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == "outputs/index.html"
    return other / "notebooks" / "outputs"


def test_a_run_over_two_reports_makes_the_same_bytes_as_one_over_many_in_another_place(elsewhere, rendered_output):
    some, every = contents(elsewhere), contents(rendered_output)
    pages = sorted(path for path in some if path.startswith(SOME))
    assert len(pages) > 3 * len(NOTEBOOKS) * len(LANGUAGES)
    assert pages == sorted(path for path in every if path.startswith(SOME))
    assert [path for path in pages if some[path] != TO_OTHERS.sub(b"", every[path])] == []


def test_every_report_has_a_page_for_each_question_that_it_says_something_on_and_no_other_file(rendered_output, data):
    files = sorted(contents(rendered_output))
    asked = sorted({path.partition("/")[0] for path in files if "/" in path})
    documents = {report_id for report_id in data.report_ids if data.report(report_id).is_document}
    assert {kind(data, report_id) for report_id in documents & {*asked}} == {kind(data, id_) for id_ in documents}
    every = stems(data, asked)
    assert {f"{stem}.{kind}" for stem in every for kind in ("html", "ipynb")} <= set(files)
    languages = "|".join(LANGUAGES)
    kinds = rf"metrics.json|summary\.({languages})\.html|figures/\w+\.({languages})\.svg|tables/\w+\.csv"
    known = rf"[\w-]+/({kinds})"
    others = [path for path in files if path.removesuffix(".html").removesuffix(".ipynb") not in every]
    assert [path for path in others if not re.fullmatch(known, path)] == [
        "index.es.html",
        "index.html",
        "manifest.json",
    ]
    assert {f"{report}/metrics.json" for report in asked} <= set(files)
    assert len([path for path in files if path.startswith(f"{REPORT}/figures/")]) >= 8 * len(LANGUAGES)


def test_no_output_names_a_place_on_this_machine(elsewhere):
    traces = [str(ROOT), str(elsewhere.parent.parent), str(Path.home()) + "/", "ipykernel_", sys.executable]
    for path, content in contents(elsewhere).items():
        text = content.decode("utf-8", errors="replace")
        assert [trace for trace in traces if trace in text] == [], path


def test_executed_notebooks_are_valid_and_ran_without_an_error_or_a_warning(elsewhere):
    for name in NOTEBOOKS:
        notebook = nbformat.read(elsewhere / REPORT / f"{name}.en.ipynb", as_version=4)
        nbformat.validate(notebook)
        kinds = {output.output_type for cell in notebook.cells for output in cell.get("outputs", [])}
        assert kinds == {"display_data"}


def test_metrics_hold_what_the_report_prints(elsewhere):
    content = json.loads((elsewhere / REPORT / "metrics.json").read_text(encoding="utf-8"))
    values = {metric["id"]: metric for metric in content["metrics"]}
    assert values["people_reached"]["value"] == 281_700
    assert (values["people_reached"]["low"], values["people_reached"]["high"]) == (281_650, 281_750)
    assert values["people_reached"]["from"] == [f"{REPORT}/people_reached"]


def test_a_second_run_makes_no_page_and_in_another_place_the_same_indexes(
    elsewhere, data, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(ROOT)
    here = Path(shutil.copytree(elsewhere, tmp_path / "outputs"))
    for index in here.glob("index*"):
        index.unlink()
    before = {path: path.stat().st_mtime_ns for path in here.rglob("*.*") if path.name != "manifest.json"}
    app.main(["render", *SOME, "--json", "-o", str(here)])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    pages, asked = len(stems(data, SOME)), len(SOME) * len(NOTEBOOKS) * len(LANGUAGES)
    counts = {"rendered": 0, "current": pages, "skipped": asked - pages, "failed": 0}
    assert lines[-1] == {"event": "summary", **counts}
    assert asked > pages
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert {path: (here / path).read_bytes() for path in INDEXES} == {
        path: (elsewhere / path).read_bytes() for path in INDEXES
    }
    unchanged = {path: path.stat().st_mtime_ns for path in here.rglob("*")}
    assert app.main(["render", *SOME, "-o", str(here)]) == 0
    assert {path: path.stat().st_mtime_ns for path in here.rglob("*")} == unchanged


def test_another_date_and_a_target_render_beside_the_reports_own_pages(elsewhere, monkeypatch, capsys):
    monkeypatch.chdir(elsewhere.parent)
    monkeypatch.setenv("R4V_ENGINE", "fresh")
    arguments = [
        REPORT,
        "--lang",
        "en",
        "--notebook",
        "regularization_uptake",
        "--as-of",
        "2023-08-31",
        "-p",
        "target",
        "70000",
    ]
    code = app.main(["render", *arguments, "-o", str(elsewhere)])
    out, err = capsys.readouterr()
    assert code == 0, err
    page = elsewhere / REPORT / "as-of-2023-08-31" / "regularization_uptake.en.html"
    assert out.splitlines()[0] == str(page)
    assert "<code>target = 70000</code>" in page.read_text(encoding="utf-8")
    assert (elsewhere / REPORT / "as-of-2023-08-31" / "figures").is_dir()
    assert "target = 70000" not in (elsewhere / REPORT / "regularization_uptake.en.html").read_text(encoding="utf-8")
