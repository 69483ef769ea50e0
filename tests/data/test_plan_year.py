"""FTS's plan years as reports. Every row here is synthetic."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from r4v_analysis.analysis.funding import metrics, sentences
from r4v_analysis.data.load import load
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits.exhibit import Prose

REPORT = "URY_2031-01_2031-12_fts"


def append(path: Path, **cells: str) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        header = next(csv.reader(handle))
    with path.open("a", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerow([cells.get(name, "") for name in header])


@pytest.fixture
def folder(copied_data: Path) -> Path:
    append(
        copied_data / "reports.csv",
        report_id=REPORT,
        country_iso3="URY",
        platform="OCHA FTS",
        title="Synthetic",
        period_start="2031-01-01",
        period_end="2031-12-31",
        published="2032-06-30",
        known_from="2032-06-30",
        known_from_basis="printed",
        language="en",
    )
    for version, day, usd in (("1", "2032-03-01", "100"), ("2", "2032-06-30", "300"), ("3", "2032-12-31", "999")):
        plan(copied_data, version=version, known_from=day, funding_usd=usd)
    return copied_data


def plan(folder: Path, **cells: str) -> None:
    row = {
        "plan_funding_id": f"URY_2031_RREG31_v{cells['version']}",
        "country_iso3": "URY",
        "year": "2031",
        "plan_code": "RREG31",
        "plan_name": "Synthetic",
        "requirements_usd": "1200",
        "requirements_scope": "own",
        "known_from_basis": "printed",
        "source_file": "synthetic.csv",
    }
    append(folder / "plan_funding.csv", **{**row, **cells})


def report_of(folder: Path) -> Report:
    return load(folder).report(REPORT)


def plain(prose: Prose) -> str:
    return BeautifulSoup(" ".join(prose.sentences), "html.parser").get_text()


def test_its_numbers_are_the_row_that_its_day_of_publication_knew(folder: Path) -> None:
    rows = report_of(folder).observations
    assert rows[["observation_id", "value", "printed", "note"]].to_numpy().tolist() == [
        ["requirements", 1200.0, "1,200", "plan_funding/URY_2031_RREG31_v2"],
        ["funding", 300.0, "300", "plan_funding/URY_2031_RREG31_v2"],
    ]
    gap = metrics.metrics(report_of(folder))
    assert gap["coverage.since_january"].quantity.value == 0.25
    assert "coverage.reporting_period" not in gap


def test_a_requirement_that_is_no_country_s_own_gives_it_no_number(folder: Path) -> None:
    text = (folder / "plan_funding.csv").read_text(encoding="utf-8")
    (folder / "plan_funding.csv").write_text(text.replace(",1200,own,", ",1200,repeated,"), encoding="utf-8")
    assert report_of(folder).observations.empty


def test_its_page_says_whose_numbers_they_are_and_nothing_of_a_pace_after_december(folder: Path) -> None:
    report = report_of(folder)
    gap = metrics.metrics(report)
    text = plain(sentences.bottom_line(report, gap, "en"))
    assert "25% of the requirements of 2031 was funded" in text
    assert "To close the gap" not in text
    assert plain(sentences.caveats(report, gap, "en")) == (
        "No situation report: these are the requirements and funding of FTS, as they stood on 30 June 2032."
    )


def test_what_was_known_within_the_year_is_no_end_of_it_whatever_the_report_s_day(folder: Path) -> None:
    """The regional plan of 2022: 303,529,144 was known in October 2022, less than Colombia alone had in the end."""
    text = (folder / "plan_funding.csv").read_text(encoding="utf-8")
    for day in ("2032-03-01", "2032-06-30"):
        text = text.replace(f",{day},", ",2031-10-25,")
    (folder / "plan_funding.csv").write_text(text, encoding="utf-8")
    reports = (folder / "reports.csv").read_text(encoding="utf-8")
    (folder / "reports.csv").write_text(reports.replace("2032-06-30", "2032-03-01"), encoding="utf-8")
    report = report_of(folder)
    assert report.observations.empty
    gap = metrics.metrics(report)
    assert plain(sentences.bottom_line(report, gap, "en")) == (
        "FTS, as of 25 October 2031: US$300 of the US$1,200 that the plan asks for 2031, which is 25%; US$900 was "
        "still missing. How the year ended is not known. Share of requirements funded in other finished years: "
        "20.8% (2020); 3.30% (2021); 10.1% (2022)."
    )
    assert "as they stood on 25 October 2031." in plain(sentences.caveats(report, gap, "en"))
