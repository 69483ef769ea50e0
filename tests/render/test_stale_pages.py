"""A change of data renders the pages that can read it again, and no other."""

from __future__ import annotations

import json
from pathlib import Path

import poison
import pytest
from rendered import RENDERED
from small_notebooks import write_notebook
from synthetic import append_row, read_rows, write_rows

from r4v_analysis.analysis.record import REFERENCE_TABLES
from r4v_analysis.data.digest import PROGRAMME_OBSERVATIONS
from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.schema import new_entry
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.notebook.notebook_files import all_notebooks, read_notebook, reads_its_report
from r4v_analysis.render import manifest, run, work
from r4v_analysis.render import plan as planning
from r4v_analysis.render.execution.limits import NONE
from r4v_analysis.render.freshness import Freshness

PERU = "PER_2023-05_2023-07"
PAGES = [
    (PERU, "regularization_uptake"),
    ("PER_2021-08_2021-08", "sector_reach"),
    ("ECU_2020-08_2020-08", "funding_gap"),
]


@pytest.fixture
def unchecked(monkeypatch):
    """Lets folders that break the domain's rules be rendered."""
    return lambda *folders: monkeypatch.setenv(CHECKED, ",".join(map(folder_digest, folders)))


def stale(folder, output, *more):
    """Reasons of the stale renders of an output folder, by report and notebook; of more reports than were rendered."""
    plan = planning.plan([*RENDERED, *more], data_dir=folder, output_dir=output)
    fresh = Freshness(plan, manifest.read_manifest(output))
    return {job.identity[:2]: reason for job in plan.jobs if (reason := fresh.reason(job))}


def pages_of(folder, country=""):
    """Reports and notebooks that there are pages of, of a country or all."""
    jobs_of = planning.plan(RENDERED, data_dir=folder).jobs
    return {job.identity[:2] for job in jobs_of if job.report_id.startswith(country)}


@pytest.mark.parametrize(("report_id", "notebook"), PAGES)
def test_whatever_other_countries_rows_say_a_page_has_the_same_bytes(
    data_dir, rendered_output, tmp_path, unchecked, report_id, notebook
):
    """As a page is rendered: what it does not name in its footer, it does not read."""
    folder, country = tmp_path / "data", report_id[:3]
    poison.others_changed(data_dir, folder, {country, "XRG"}, without=REFERENCE_TABLES[notebook])
    unchecked(folder)
    asked = {"notebooks": [notebook], "languages": ["en", "es"], "output_dir": rendered_output}
    plan = planning.plan([report_id], data_dir=folder, **asked)
    fresh = Freshness(plan, manifest.read_manifest(rendered_output))
    assert [fresh.reason(job) for job in plan.jobs] == ["", ""]
    for task in run._tasks(plan.jobs, plan, NONE):
        result = work.run(task)
        assert result.errors == []
        assert f"{task.job.folder}/{notebook}.{task.job.lang}.html" in result.files
        for path, content in result.files.items():
            assert content == (rendered_output / path).read_bytes(), path


def test_a_changed_plan_of_ecuador_renders_ecuadors_pages(rendered_output, copied_data, unchecked):
    header, *rows = read_rows(copied_data / "plan_funding.csv")
    next(row for row in rows if "ECU" in row)[header.index("note")] = "synthetic"
    write_rows(copied_data / "plan_funding.csv", [header, *rows])
    unchecked(copied_data)
    found = stale(copied_data, rendered_output)
    reading = {name for name, tables in REFERENCE_TABLES.items() if "plan-funding" in tables}
    assert {id_[:3] for id_, notebook in found if notebook not in reading} == {"ECU"}
    assert {(id_, name) for id_, name in found if id_[:3] == "ECU"} == pages_of(copied_data, "ECU")
    assert set(found.values()) == {"data (plan-funding)"}


def test_a_changed_count_of_peru_renders_perus_pages(rendered_output, copied_data, unchecked):
    append_row(copied_data, "programme_counts.csv", count_id="synthetic", programme="ptp_2017", stage="application")
    unchecked(copied_data)
    found = stale(copied_data, rendered_output)
    reading = {name for name, tables in REFERENCE_TABLES.items() if "programme-counts" in tables}
    assert {id_[:3] for id_, notebook in found if notebook not in reading} == {"PER"}
    assert (PERU, "funding_gap") in found
    assert set(found.values()) == {"data (programme-counts)"}


def test_a_changed_code_renders_every_page(rendered_output, copied_data, unchecked):
    header, first, *rows = read_rows(copied_data / "codes/sectors.csv")
    first[header.index("name_en")] = "Synthetic"
    write_rows(copied_data / "codes/sectors.csv", [header, first, *rows])
    unchecked(copied_data)
    found = stale(copied_data, rendered_output)
    assert set(found) == pages_of(copied_data)
    assert set(found.values()) == {"data (sectors)"}


def test_a_new_report_of_chile_renders_chiles_pages(rendered_output, copied_data, unchecked):
    report_id = "CHL_2022-01_2022-01"
    append_row(
        copied_data, "reports.csv", report_id=report_id, country_iso3="CHL", platform="GTRM", title="Synthetic",
        period_start="2022-01-01", period_end="2022-01-31", known_from="2022-02-28", known_from_basis="assumed",
        language="en", source_url="https://example.org/synthetic",
    )  # fmt: skip
    source = copied_data / "observations/CHL_2021-10_2021-10.csv"
    text = source.read_text(encoding="utf-8").replace("CHL_2021-10_2021-10", report_id)
    (copied_data / f"observations/{report_id}.csv").write_text(text, encoding="utf-8")
    package = json.loads((copied_data / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"].append(new_entry(f"observations/{report_id}.csv", package["resources"]))
    (copied_data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    unchecked(copied_data)
    found = stale(copied_data, rendered_output, report_id)
    assert {id_[:3] for id_, _notebook in found} == {"CHL"}, "it prints nothing on a programme"
    assert {reason for (id_, _notebook), reason in found.items() if id_ == report_id} == {"new"}
    assert {found[id_, name] for id_, name in found if id_ != report_id} == {"data (observations, reports)"}


@pytest.mark.parametrize(("column", "cell"), [("value", "9999"), ("programme", "")])
def test_a_changed_count_in_a_report_renders_what_it_is_a_reference_case_of(
    rendered_output, copied_data, unchecked, column, cell
):
    path = copied_data / f"observations/{PERU}.csv"
    header, *rows = read_rows(path)
    next(row for row in rows if row[header.index("programme")])[header.index(column)] = cell
    write_rows(path, [header, *rows])
    unchecked(copied_data)
    found = stale(copied_data, rendered_output)
    reading = {name for name, tables in REFERENCE_TABLES.items() if PROGRAMME_OBSERVATIONS in tables}
    assert {id_[:3] for id_, notebook in found if notebook not in reading} == {"PER"}
    assert {id_[:3] for id_, notebook in found if notebook in reading} > {"PER"}
    assert {found[key] for key in found if key[0][:3] != "PER"} == {"data (programme-observations)"}


def test_the_shipped_notebooks_read_their_report_alone():
    assert {notebook.name: reads_its_report(notebook) for notebook in all_notebooks()} == dict.fromkeys(
        REFERENCE_TABLES, True
    )


@pytest.mark.parametrize(
    "code",
    [
        "import pandas as pd",
        "import r4v_analysis as r4v\nr4v.observations()",
        "report.data.tables['reports']",
        "r4v.report('PER_2019-06_2019-06')",
        "open('data/population.csv').read()",
        "!cat data/population.csv",
    ],
)
def test_code_that_may_read_more_is_told_from_what_does_not(tmp_path: Path, code: str) -> None:
    harmless = (
        "import r4v_analysis as r4v\nreport, show = r4v.open_report(report_id, lang, as_of, data_dir, output_dir)"
    )
    assert reads_its_report(read_notebook(write_notebook(tmp_path / "one.ipynb", harmless)))
    assert not reads_its_report(read_notebook(write_notebook(tmp_path / "two.ipynb", harmless, code)))


def test_a_notebook_of_ones_own_depends_on_all_of_the_data(rendered_output, copied_data, unchecked, tmp_path):
    mine = write_notebook(tmp_path / "mine" / "funding_gap.ipynb", "1")
    plan = planning.plan([PERU], notebooks=[str(mine)], data_dir=copied_data)
    shipped = planning.plan([PERU], notebooks=["funding_gap"], data_dir=copied_data)
    assert "descriptor" in plan.readable(plan.jobs[0].identity)
    assert "descriptor" not in shipped.readable(shipped.jobs[0].identity)
