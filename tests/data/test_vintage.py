"""What was not known yet leaks nowhere: not into a page, a figure, a file or metrics.json.

A copy of data/ gets, for the report of May to July 2023 and the one of August 2021, everything that
could have been learned the day after: another report, an extension, revised plans, counts,
population, targets, monthly reach. The numbers planted are synthetic, and easy to find: 77,7xx,xxx.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from synthetic import append_row, read_rows, write_rows

from r4v_analysis.analysis.comparison import hindsight
from r4v_analysis.analysis.record import metrics_json
from r4v_analysis.data.load import CHECKED, load
from r4v_analysis.data.schema import new_entry
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.language.formats import LANGUAGES
from r4v_analysis.render import plan, run
from r4v_analysis.render.work import end_workers

REPORTS = ["PER_2023-05_2023-07", "PER_2021-08_2021-08"]
CORRECTED = {REPORTS[0]: ("funding", "22700000"), REPORTS[1]: ("cpp_processed", "57500")}
"""A number of each report that turns out to be a misprint, as data/ holds it."""
CORRECTION = """
[[correction]]
table = "observations"
key = "{key}"
column = "value"
printed = "{printed}"
corrected = "77700007"
reason = "synthetic"
source_url = "https://example.org/synthetic"
known_from = {day}
"""
PLANTED = re.compile(r"(?<![\d.])77[,.]?700[,.]?0\d\d(?!\d)")


def plant(folder: Path, report_id: str) -> None:
    """Rows of every kind that became known on the day after a report's own date."""
    report = load(folder).report(report_id)
    later = (report.own_as_of + timedelta(days=1)).isoformat()
    year, end = str(report.period.end.year), report.period.end.isoformat()
    known = {"known_from": later, "known_from_basis": "assumed", "source_url": "https://example.org/synthetic"}
    programme = "cpp_2023" if year == "2023" else "cpp_2020"
    append_row(
        folder, "programme_events.csv", event_id="synthetic_extension", programme=programme, event="extension",
        date_low="2031-01-31", date_high="2031-01-31", printed="synthetic", **known,
    )  # fmt: skip
    append_row(
        folder, "programme_counts.csv", count_id="synthetic_count", programme=programme, stage="application",
        value="77700001", unit="people", qualifier="exact", basis="cumulative_programme", date_low=end, date_high=end,
        printed="77,700,001", **known,
    )  # fmt: skip
    append_row(
        folder, "population.csv", population_id="synthetic", country_iso3="PER", value="77700002", qualifier="exact",
        measure="present_in_country", series="from_2021_11", date_low=end, date_high=end, printed="77,700,002", **known,
    )  # fmt: skip
    for country in ("PER", "XRG"):
        append_row(
            folder, "plan_funding.csv", plan_funding_id=f"{country}_{year}_SYN_v1", country_iso3=country, year=year,
            plan_code="SYN", plan_name="Synthetic", requirements_usd="77700003", requirements_scope="own",
            funding_usd="77700004", version="1", as_of=end, **known,
        )  # fmt: skip
    append_row(
        folder, "people_in_need.csv", people_in_need_id=f"PER_{year}_health_all", country_iso3="PER", year=year,
        plan_type="rmrp", sector="health", population_group="all", people_in_need="77700006",
        people_targeted="77700005", **known,
    )  # fmt: skip
    for basis in ("period_total", "cumulative_ytd"):
        append_row(
            folder, "sector_reach.csv", reach_id=f"PER_{end[:7]}_health_{basis}_all_v1", country_iso3="PER",
            month=f"{end[:7]}-01", sector="health", basis=basis, population_group="all", people_reached="77700005",
            version="1", **known,
        )  # fmt: skip
    _plant_report(folder, report_id, later)
    with (folder / "corrections.toml").open("a", encoding="utf-8") as file:
        file.write(
            CORRECTION.format(key=f"{report_id}/{CORRECTED[report_id][0]}", printed=CORRECTED[report_id][1], day=later)
        )


def _plant_report(folder: Path, report_id: str, known_from: str) -> None:
    """A report of the next month that states all that the first one does, with other numbers."""
    month = "2023-08" if report_id.startswith("PER_2023") else "2021-09"
    later_id = f"PER_{month}_{month}_v9"
    append_row(
        folder, "reports.csv", report_id=later_id, country_iso3="PER", platform="GTRM", title="Synthetic report",
        period_start=f"{month}-01", period_end=f"{month}-30", known_from=known_from, known_from_basis="assumed",
        language="en",
    )  # fmt: skip
    header, *rows = read_rows(folder / f"observations/{report_id}.csv")
    columns = {name: header.index(name) for name in ("report_id", "value", "unit", "printed", "note", "qualifier")}
    for number, row in enumerate(rows):
        row[columns["report_id"]] = later_id
        if row[columns["value"]] and row[columns["unit"]] != "share":
            row[columns["value"]], row[columns["printed"]] = f"777{number:05d}", f"777{number:05d}"
            row[columns["qualifier"]] = "exact"
    write_rows(folder / f"observations/{later_id}.csv", [header, *rows])
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"].append(new_entry(f"observations/{later_id}.csv", package["resources"]))
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


@pytest.fixture(scope="module")
def planted(tmp_path_factory, data_dir):
    """For each report a copy of data/ in which the day after is known; unchecked, for its sums and windows are none."""
    folders = {}
    for report_id in REPORTS:
        folders[report_id] = Path(shutil.copytree(data_dir, tmp_path_factory.mktemp("planted") / "data"))
        plant(folders[report_id], report_id)
    before = os.environ.get(CHECKED)
    os.environ[CHECKED] = ",".join(map(folder_digest, folders.values()))
    yield folders
    os.environ.pop(CHECKED) if before is None else os.environ.update({CHECKED: before})
    end_workers()


def rendered(data: Path, report_id: str, lang: str, out: Path, others: Path | None = None, **asked) -> dict[str, str]:
    """Every file that a report's pages in one language make, beside those of another output folder."""
    planned = plan.plan([report_id], data_dir=data, languages=[lang], output_dir=others or out, **asked)
    assert run.render(planned, out, goes_on=True).counts["failed"] == 0
    return files(out / report_id, lang)


def files(folder: Path, lang: str) -> dict[str, str]:
    """Every file of a report but those in other languages, without the digest of what was read."""
    other = tuple(f".{name}{suffix}" for name in {*LANGUAGES} - {lang} for suffix in (".html", ".ipynb", ".svg"))
    found = (path for path in sorted(folder.rglob("*.*")) if not path.name.endswith(other))
    return {path.relative_to(folder).as_posix(): _without_digest(path.read_text("utf-8")) for path in found}


_DIGEST = re.compile(r"<b>([0-9a-f]{12})</b>([0-9a-f]{52})")


def _without_digest(text: str) -> str:
    """A page without the digest of what it read, which its footer and its citation name."""
    if found := _DIGEST.search(text):
        return _DIGEST.sub("", text).replace(found[1] + found[2], "").replace(found[1], "")
    return text


@pytest.mark.parametrize(("report_id", "lang"), [*zip(REPORTS, LANGUAGES, strict=True)])
def test_what_became_known_the_day_after_is_in_no_file_of_a_report(report_id, lang, planted, rendered_output, tmp_path):
    before = files(rendered_output / report_id, lang)
    after = rendered(planted[report_id], report_id, lang, tmp_path, rendered_output)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == []
    assert len([name for name in after if name.endswith((".html", ".ipynb", ".svg", ".csv", "metrics.json"))]) == len(
        after
    )
    assert not [name for name, text in after.items() if PLANTED.search(_without_pictures(text))]


def _without_pictures(text: str) -> str:
    """A page without fonts and coordinates, in which any digits can stand."""
    return re.sub(r"base64,[^\"')]+|<svg.*?</svg>|[0-9a-f]{64}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("report_id", REPORTS)
def test_the_day_after_all_of_it_is_hindsight_and_moves_no_number(report_id, planted):
    folder = planted[report_id]
    own = load(folder).report(report_id)
    later = load(folder).report(report_id, own.own_as_of + timedelta(days=1))
    assert metrics_json(later) == metrics_json(own)
    analyses = ("funding_gap", "sector_reach", "regularization_uptake")
    sources = {item.origin.source for name in analyses for item in hindsight.learned(later, name)}
    year = own.period.end.year
    assert {
        "programme_events/synthetic_extension",
        "programme_counts/synthetic_count",
        "population/synthetic",
        f"plan_funding/PER_{year}_SYN_v1",
        f"plan_funding/XRG_{year}_SYN_v1",
        f"people_in_need/PER_{year}_health_all",
        f"sector_reach/PER_{own.period.end:%Y-%m}_health_cumulative_ytd_all_v1",
    } <= sources
    assert any("_v9/" in source for source in sources)
    assert f"{report_id}/{CORRECTED[report_id][0]}" in sources
    assert load(folder).known_by(later.as_of).report(report_id).quantity(CORRECTED[report_id][0]) == own.quantity(
        CORRECTED[report_id][0]
    ), "a report keeps what it printed"


def test_the_page_of_a_later_day_has_it_in_its_marked_section_alone(planted, tmp_path):
    report_id = REPORTS[0]
    asked = {"as_of": "2023-08-01", "notebooks": ["regularization_uptake"]}
    made = rendered(planted[report_id], report_id, "en", tmp_path, **asked)
    page = made["as-of-2023-08-01/regularization_uptake.en.html"]
    first = page.index('<h2 id="what-became-known-later">')
    assert "77,700,001" in page[first:]
    assert "77,700,001" not in page[:first]
    table = next(csv.reader(io.StringIO(made["as-of-2023-08-01/tables/regularization_uptake_hindsight.csv"])))
    assert table[0] == "source"


def test_a_plan_year_is_one_row_whether_its_own_requirement_is_printed_or_derived(data_dir):
    report = load(data_dir).report("ECU_2020-08_2020-08")
    found = [report.known("plan-funding", day) for day in (date(2020, 12, 31), date(2021, 12, 31), date(2026, 12, 31))]
    years = [rows.loc[rows["year"] == 2020, ["requirements_scope", "requirements_usd"]] for rows in found]
    assert [year.to_numpy().tolist() for year in years] == [
        [["derived", 199_347_148.0]],
        [["own", 199_300_000.0]],
        [["derived", 199_347_148.0]],
    ]
