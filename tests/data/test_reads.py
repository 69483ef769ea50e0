import json
import os
import shutil
import sys
from dataclasses import replace

import poison
import pytest
from r4v_analysis.data.reads import Reads, State
from synthetic import append_row, edit_cell, read_rows

from r4v_analysis.analysis.record import metrics_json
from r4v_analysis.data import reads
from r4v_analysis.data.report import CHECKED, Data, folder_digest, load, read_tables
from r4v_analysis.render import manifest
from r4v_analysis.render import plan as planning
from r4v_analysis.render import run as batch
from r4v_analysis.render import work as jobs
from r4v_analysis.render.beside import noted_by
from r4v_analysis.render.execution.limits import NONE
from r4v_analysis.render.freshness import Freshness

PERU = "PER_2023-05_2023-07"
PAGES = [
    (PERU, "regularization_uptake"),
    ("PER_2021-08_2021-08", "sector_reach"),
    ("ECU_2020-08_2020-08", "funding_gap"),
]


@pytest.fixture(scope="module")
def data(data_dir):
    return load(data_dir)


@pytest.fixture
def unchecked(monkeypatch):
    """Lets folders that break the domain's rules be rendered."""
    return lambda *folders: monkeypatch.setenv(CHECKED, ",".join(map(folder_digest, folders)))


def noted_of(data, report_id, read, as_of=""):
    """What a call reads through a report, as noted."""
    report = data.noting(Reads()).report(report_id, as_of)
    read(report)
    return noted_by(report)


@pytest.mark.parametrize(("report_id", "notebook"), PAGES)
def test_nothing_that_is_not_on_record_moves_a_byte_of_a_page(
    data, rendered_output, tmp_path, unchecked, report_id, notebook
):
    record = manifest.read_manifest(rendered_output).records[report_id, notebook, "en", ""]
    assert State(data).digests(record.reads) == record.data
    changed, count = poison.poisoned(data, record.reads)
    assert count > 10_000
    folder = poison.write(changed, tmp_path / "data")
    unchecked(folder)
    plan = planning.plan([report_id], notebooks=[notebook], languages=["en"], data_dir=folder)
    fresh = Freshness(plan, manifest.read_manifest(rendered_output))
    assert plan.data.digest != record.inputs["data"]
    assert fresh.reason(plan.jobs[0]) == ""
    result = jobs.run(next(batch._tasks(plan.jobs, plan, NONE)))
    assert result.errors == []
    assert sorted(result.files) == sorted(record.files)
    for path, content in result.files.items():
        assert content == (rendered_output / path).read_bytes(), path


def test_what_a_later_date_adds_is_on_record_too(data):
    """Hindsight, in process: metrics and the rows learned, on data in which all else is changed."""
    from r4v_analysis.analysis.comparison import hindsight

    def read(report):
        questions = ("funding_gap", "sector_reach", "regularization_uptake")
        return metrics_json(report), [hindsight.section(report, question, "en") for question in questions]

    noted = noted_of(data, "PER_2021-08_2021-08", read, "2023-08-02")
    changed, count = poison.poisoned(data, noted)
    assert count > 3_000
    before, after = (read(each.report("PER_2021-08_2021-08", "2023-08-02")) for each in (data, changed))
    assert after[0] == before[0]
    assert [table.rows for table in after[1]] == [table.rows for table in before[1]]


def test_every_cell_of_a_row_that_was_read_is_told(data):
    noted = noted_of(data, PERU, metrics_json)
    before = State(data).digests(noted)
    rows = data.tables["programme-counts"]
    for column in rows.columns:
        changed = rows.copy()
        changed[column] = poison._changed(
            rows[column].fillna(rows[column].dropna().iloc[0] if rows[column].notna().any() else "x")
        )
        after = State(replace(data, tables={**data.tables, "programme-counts": changed})).digests(noted)
        assert after != before, column


def test_a_new_report_of_chile_leaves_peru_current(data, rendered_output, copied_data, unchecked):
    from r4v_analysis.data.schema import new_entry

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
    assert stale(copied_data, rendered_output) == {
        report_id: {"new"},
        "CHL_2021-10_2021-10": {"data (reports)"},  # its neighbour
    }


def test_a_changed_note_of_a_count_renders_what_reads_counts_of_the_country(rendered_output, copied_data, unchecked):
    column = read_rows(copied_data / "programme_counts.csv")[0].index("note")
    edit_cell(
        copied_data, "programme_counts.csv", 2, read_rows(copied_data / "programme_counts.csv")[0][column], "changed"
    )
    unchecked(copied_data)
    found = stale(copied_data, rendered_output)
    assert {report_id[:3] for report_id in found} == {"PER"}
    assert {reason for reasons in found.values() for reason in reasons} == {"data (programme-counts)"}
    assert "PER_2019-06_2019-06" in found
    plan = planning.plan([PERU], notebooks=["funding_gap"], data_dir=copied_data)
    assert Freshness(plan, manifest.read_manifest(rendered_output)).reason(plan.jobs[0]) == ""


def stale(folder, output):
    """Reasons of the stale renders of an output folder, by report."""
    plan = planning.plan(data_dir=folder)
    fresh = Freshness(plan, manifest.read_manifest(output))
    found = {}
    for job in plan.jobs:
        if reason := fresh.reason(job):
            found.setdefault(job.report_id, set()).add(reason)
    return found


def test_a_correction_known_later_moves_only_pages_that_know_it(data, tmp_path):
    folder = shutil.copytree(data.folder, tmp_path / "data")
    noted = {day: noted_of(data, PERU, lambda report: report.observations, day) for day in ("2023-07-31", "2023-12-31")}
    early = noted_of(data, "PER_2021-08_2021-08", lambda report: report.observations)
    (folder / "corrections.toml").write_text(
        "[[correction]]\n"
        f'table = "observations"\nkey = "{PERU}/funding"\ncolumn = "value"\nprinted = "22700000"\n'
        'corrected = "22700001"\nreason = "synthetic"\nsource_url = "https://example.org/synthetic"\n'
        "known_from = 2023-07-01\n",
        encoding="utf-8",
    )
    after = State(read_tables(folder))
    assert after.digests(early) == State(data).digests(early)
    assert after.digests(noted["2023-07-31"]) != State(data).digests(noted["2023-07-31"])


def test_a_table_that_is_taken_is_noted_whole(data):
    noted = noted_of(data, PERU, lambda report: report.data.tables["sector-reach"].head(1))
    assert ("table", "sector-reach") in noted["2023-07-31"]
    assert ("table", "sector-reach") in noted_of(data, PERU, lambda report: dict(report.data.tables))["2023-07-31"]


def test_views_share_the_tables_and_not_the_notes(data):
    first, second = data.noting(Reads()), data.noting(Reads())
    first.report(PERU)
    assert first.slices is second.slices is data.slices
    assert second.reads.noted() == {}
    assert isinstance(replace(first, tables=dict(data.tables)), Data)


def test_files_that_a_process_opens_by_itself_are_noted(data_dir, tmp_path):
    """As a notebook might: past the library, through another process, by a listing."""
    notes = tmp_path / "notes"
    code = {
        "file": f"open({str(data_dir / 'population.csv')!r}).read()",
        "pandas": f"import pandas; pandas.read_csv({str(data_dir / 'codes/../programmes.csv')!r})",
        "listing": f"import os; os.listdir({str(data_dir)!r})",
        "process": "import subprocess; subprocess.run(['true'])",
        "elsewhere": f"open({str(tmp_path / 'mine')!r}, 'w')",
        "library": f"import r4v_analysis as r4v; r4v.report({PERU!r}, data_dir={str(data_dir)!r}).partners",
    }
    environment = {
        **os.environ, reads.TO: str(notes), reads.OF: str(data_dir.resolve()), CHECKED: folder_digest(data_dir),
    }  # fmt: skip
    import subprocess

    found = {}
    for name, line in code.items():
        notes.unlink(missing_ok=True)
        program = f"from r4v_analysis.data import reads; reads.begin()\n{line}"
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)
        found[name] = {query for queries in reads.read_notes(notes).values() for query in queries}
    assert found["file"] == {("file", "population.csv")}
    assert ("file", "programmes.csv") in found["pandas"]
    assert found["listing"] == found["process"] == {("folder",)}
    assert found["elsewhere"] == set()
    assert found["library"] == {
        ("rows", "reports", "report_id", PERU),
        ("rows", "partners", "report_id", PERU),
    }
