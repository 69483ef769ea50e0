"""The project's own data: the whole report is in it, and its folder is sound."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from r4v_analysis.analysis.record import silences
from r4v_analysis.data.check.check import check
from r4v_analysis.data.dictionary import BEGIN, END, dictionary, main, with_dictionary
from r4v_analysis.data.load import load
from r4v_analysis.data.publisher import DOCUMENTLESS, publisher_of
from r4v_analysis.errors import UsageError
from r4v_analysis.imports.run import add_reports

PRINTED = """
1.5M | 281,7K | 7.1 | $22.7M | $318M | 60 days | 70 % | four years | 42,600 enrolments | 68,000 amnesties
51% | 2,300 school officials | 220 teachers | 63 schools | 90,000 warm meals | 8,200 primary | 2,500 refugees
440 Venezuelans | 115 were referred | 515 persons | 175 community actors | 100 Venezuelan women
705 individuals | 519 of whom | 21 refugees | 120 Venezuelans | 40 Peruvian | 3,840 refugees | 9 lactating
23 community leaders | 120 organizations | 45,600 refugees | 1,230 refugees | 172 of whom | 26 police
20 coordinators | 650 refugees | 205 new | Two plenary meetings | 140 | 250 attendees | 80% of | six new | 108
1,424 | 8,915 | 17,299 | 34 | 1,590 | 3,791 | 47,672 | 2,210 | 1,554 | 5,269
- | - | - | - | - | - | - | - | - | -
"""
"""Every number that the report prints, in the order of the observations, with a word or two beside it."""


@pytest.fixture(scope="module")
def rows(data_dir: Path) -> list[dict[str, str]]:
    """The observations of the report, as the file has them."""
    with (data_dir / "observations/PER_2023-05_2023-07.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def fragments() -> list[str]:
    return [part.strip() for line in PRINTED.strip().splitlines() for part in line.split("|")]


def test_every_number_that_the_report_prints_is_an_observation_in_order(rows: list[dict[str, str]]) -> None:
    expected = fragments()
    assert len(expected) == len(rows)
    assert [
        (fragment, row["printed"])
        for fragment, row in zip(expected, rows, strict=True)
        if fragment not in row["printed"]
    ] == []
    assert (
        len([row for row in rows if row["value"]]),
        len([row for row in rows if row["printed"] == "-"]),
    ) == (54, 10)


def test_the_sector_row_adds_up_to_the_sum_of_its_printed_cells(rows: list[dict[str, str]]) -> None:
    reached = [
        float(row["value"])
        for row in rows
        if row["section"] == "sector_table" and row["stream"] == "rmrp" and row["value"]
    ]
    assert (sum(reached), sum(reached) - 5269, max(reached)) == (89758, 84489, 47672)


def test_the_report_cites_the_digest_of_the_source_that_was_read(data_dir: Path) -> None:
    with (data_dir / "reports.csv").open(encoding="utf-8", newline="") as handle:
        (report,) = [row for row in csv.DictReader(handle) if row["report_id"] == "PER_2023-05_2023-07"]
    assert report["source_sha256"] == "78a99b13d44cbf8616111d9a29519a1d77a59bdf82e8d3175b641ded68487511"


def test_the_data_has_no_error_and_the_findings_that_reports_give_cause_for(data_dir: Path) -> None:
    found = check(data_dir)
    assert {problem.severity for problem in found} == {"finding"}
    path = "data/observations/PER_2023-05_2023-07.csv"
    told = [str(problem).replace(str(data_dir), "data") for problem in found]
    assert [line for line in told if "observations/" in line] == [
        # 35.35 of 148.64 is 23.78 %: the report prints 23,7
        "data/observations/PER_2020-08_2020-08.csv, row 4, value: the report prints a coverage of 23.7%, and its "
        "funding is 23.8% of its requirements: more than rounding explains. The analyses show both.",
        f"{path}, row 3, value: the headline is 281,700 people reached, outside what the sector rows allow "
        "for people counted once, 47,672 to 84,489 (89,758 with Cash-Based Interventions). Likely reasons: "
        "it covers a longer window than the sector rows, or people, such as those in transit, whom they "
        "leave out. The analyses show both.",
        f"{path}, row 45, value: the report states 108 partners, and its list has 111 entries, "
        "110 different names. The analyses show both.",
        f"{path}, row 56, value: the sector table reports no number of the stream 'non_rmrp' for any of its "
        "10 sectors: missing, not zero.",
        f"{path}, row 29, value: the text counts 3,840 people (trained) in 'nutrition', and the sector table 3,791 "
        "reached. Likely reasons: they were not assisted, or the two count on another basis or over other months. "
        "The analyses keep both apart.",
    ]
    # what R4V's tables say inconsistently: Mexico's and Panama's targets of cash, departments of eight countries
    # in people in need and of three in targets, and running totals of each of sixteen countries
    rules = Counter(problem.rule for problem in found if "observations/" not in problem.where)
    assert rules == {"target_above_need": 2, "parts_differ": 11, "running_totals_fall": 16}


def test_peru_s_plans_are_those_of_the_snapshot_and_2020_s_requirement_is_no_country_s_own(data_dir: Path) -> None:
    rows = [row for row in dict_rows(data_dir / "plan_funding.csv") if row["country_iso3"] == "PER"]
    snapshot = [row for row in rows if row["as_of"]]
    assert [
        (row["year"], row["requirements_usd"], row["funding_usd"], row["coverage_printed"], row["requirements_scope"])
        for row in snapshot
    ] == [
        ("2019", "106384465", "41120189", "0.39", "own"),
        ("2020", "136525462", "68131554", "1.14", "derived"),
        ("2021", "274663651", "95568938", "0.35", "own"),
        ("2022", "304046314", "103262439", "0.34", "own"),
    ]
    assert {row["known_from"] for row in snapshot} == {"2026-04-18"}
    assert [(row["year"], row["requirements_usd"], row["printed"]) for row in rows if row["printed"]] == [
        ("2021", "275000000", "275 millones de dólares"),
        ("2022", "304000000", "reunir US$ 304 millones"),
    ]


def test_versions_of_a_requirement_stand_in_the_order_in_which_they_were_known(data_dir: Path) -> None:
    rows = dict_rows(data_dir / "plan_funding.csv")
    by_plan_year: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_plan_year.setdefault(row["plan_funding_id"].rpartition("_v")[0], []).append(row)
    for versions in by_plan_year.values():
        days = [row["known_from"] for row in versions]
        assert days == sorted(days)
        assert sorted(int(row["version"]) for row in versions) == list(range(1, len(versions) + 1))
    region = [(row["requirements_usd"], row["known_from"]) for row in rows if row["plan_funding_id"][:8] == "XRG_2019"]
    assert region == [("738000000", "2018-12-18"), ("737611378", "2020-01-31")]


def test_the_sectors_targets_of_2022_add_to_far_more_than_people_counted_once(data_dir: Path) -> None:
    rows = [
        row
        for row in dict_rows(data_dir / "people_in_need.csv")
        if (row["country_iso3"], row["year"], row["population_group"]) == ("PER", "2022", "all")
        and not (row["restated_by"] or row["place"] or row["sex"])
    ]
    once = next(row for row in rows if row["sector"] == "intersector")
    assert (once["people_in_need"], once["people_targeted"]) == ("1695243", "893702")
    sectors = [row for row in rows if row["sector"] not in ("intersector", "mpc")]
    need = sum(int(row["people_in_need"]) for row in sectors)
    target = sum(int(row["people_targeted"]) for row in sectors)
    assert (round(need / 1695243, 2), round(target / 893702, 2)) == (5.88, 2.58)
    assert next(row for row in rows if row["sector"] == "mpc")["people_in_need"] == ""


def test_peru_s_monthly_reach_keeps_its_two_bases_apart_and_marks_what_is_odd(data_dir: Path) -> None:
    rows = [row for row in dict_rows(data_dir / "sector_reach.csv") if row["country_iso3"] == "PER"]
    rows = [row for row in rows if row["population_group"] == "all"]
    monthly = {(row["month"][:7], row["sector"]): row for row in rows if row["basis"] == "period_total"}
    running = {(row["month"][:7], row["sector"]): row for row in rows if row["basis"] == "cumulative_ytd"}
    assert len(monthly) == len(running) == len(rows) / 2 == 81
    # R4V's monthly country row is the plain sum over sectors
    for month in ("2022-01", "2022-06"):
        parts = [
            int(row["people_reached"])
            for (day, sector), row in monthly.items()
            if day == month and sector != "intersector"
        ]
        assert sum(parts) == int(monthly[month, "intersector"]["people_reached"])
    gbv = running["2022-03", "protection_gbv"]
    assert (gbv["people_reached"], monthly["2022-03", "protection_gbv"]["people_reached"]) == ("0", "974")
    assert "leave this sub-sector out" in gbv["note"]
    assert "Lower than the month before" in running["2022-05", "integration"]["note"]
    assert [key for key, row in running.items() if row["checks"]] == [
        ("2022-06", "education"),
        ("2022-06", "integration"),
    ]


def dict_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_data_dictionary_is_that_of_the_descriptor(data_dir: Path) -> None:
    readme = (data_dir / "README.md").read_text(encoding="utf-8")
    package = json.loads((data_dir / "datapackage.json").read_text(encoding="utf-8"))
    stale = "data/README.md is stale: run python -m r4v_analysis.data.dictionary"
    assert readme == with_dictionary(readme, package), stale


def test_the_dictionary_names_each_column_with_its_type_and_what_is_allowed() -> None:
    schema = {
        "fields": [
            {"name": "sector", "type": "string", "description": "a | b", "constraints": {"required": True}},
            {"name": "sex", "type": "string", "constraints": {"enum": ["female", "male"]}},
        ],
        "foreignKeys": [{"fields": ["sector"], "reference": {"resource": "sectors", "fields": ["sector"]}}],
    }
    sectors = {"name": "sectors", "path": "codes/sectors.csv", "schema": {"fields": []}}
    reach = {"name": "reach", "path": "reach.csv", "title": "Reach", "description": "D.", "schema": schema}
    assert dictionary({"resources": [reach, sectors]}).split("\n\n")[:3] == [
        "### Reach",
        "`reach.csv`: D.",
        "| column | type | what it holds | allowed |\n"
        "| --- | --- | --- | --- |\n"
        "| `sector` | string | a \\| b | required; in `codes/sectors.csv` |\n"
        "| `sex` | string |  | `female`, `male` |",
    ]


def test_the_dictionary_is_rewritten_between_its_marks_and_nothing_else(
    copied_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = copied_data / "README.md"
    whole = readme.read_text(encoding="utf-8")
    before, after = whole.split(BEGIN)[0], whole.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\nold\n{END}{after}", encoding="utf-8")
    assert main([str(copied_data)]) == 0
    assert readme.read_text(encoding="utf-8") == whole
    readme.write_text("no marks", encoding="utf-8")
    assert main([str(copied_data)]) == 2
    assert "expected the lines" in capsys.readouterr().err
    shutil.rmtree(copied_data)
    assert main([str(copied_data)]) == 2
    with pytest.raises(UsageError, match="expected the lines"):
        with_dictionary("", {"resources": []})


def observations(data_dir: Path, report_id: str) -> dict[str, dict[str, str]]:
    """A report's observations by id."""
    return {row["observation_id"]: row for row in dict_rows(data_dir / f"observations/{report_id}.csv")}


def test_every_document_has_an_observations_file_and_an_address_or_a_digest_of_its_source(data_dir: Path) -> None:
    reports = dict_rows(data_dir / "reports.csv")
    files = {path.stem for path in (data_dir / "observations").glob("*.csv")}
    documents = [row for row in reports if publisher_of(row["report_id"]) not in DOCUMENTLESS]
    assert {row["report_id"] for row in documents} == files
    assert [row["report_id"] for row in documents if not row["source_url"] and not row["source_sha256"]] == []
    assert [name for name in files if not observations(data_dir, name)] == []


def test_every_month_of_monitoring_and_every_finished_plan_year_is_a_report_that_says_what_it_is_made_of(
    copied_data: Path,
) -> None:
    """What the tables make is what reports.csv holds, cell by cell: no such row of a country was written by hand."""
    reports = dict_rows(copied_data / "reports.csv")
    made = [row for row in reports if is_made(row["report_id"])]
    text = (copied_data / "reports.csv").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines(keepends=True) if line.partition(",")[0] not in ids(made)]
    (copied_data / "reports.csv").write_text("".join(kept), encoding="utf-8")
    assert add_reports(str(copied_data)).endswith(f"reports.csv: {len(made)} reports added.")
    assert (copied_data / "reports.csv").read_text(encoding="utf-8") == text
    assert Counter(publisher_of(id_) for id_ in ids(made)) == {"r4v": 90, "fts": 67}
    assert all(row["plan_code"] and row["title_es"] and row["notes"].startswith("No document: made of") for row in made)


def is_made(report_id: str) -> bool:
    """Whether a report is made of rows of its country; those of the region have their countries' side by side."""
    return publisher_of(report_id) in DOCUMENTLESS and not report_id.startswith("XRG")


def ids(rows: list[dict[str, str]]) -> set[str]:
    return {row["report_id"] for row in rows}


def test_every_report_without_a_document_has_a_number(data_dir: Path) -> None:
    data = load(data_dir)
    made = [id_ for id_ in data.report_ids if is_made(id_)]
    assert [id_ for id_ in made if data.report(id_).observations.empty] == []
    region = [id_ for id_ in data.report_ids if publisher_of(id_) in DOCUMENTLESS and not is_made(id_)]
    assert [id_ for id_ in region if {"funding_gap", "sector_reach"} & set(silences(data.report(id_), "en"))] == []


def test_compound_cells_are_rows_of_their_own_and_parts_name_their_whole(data_dir: Path) -> None:
    august = observations(data_dir, "PER_2021-08_2021-08")
    pairs = [("cpp_issued", "cpp_processed"), ("residency_issued", "residency_being_processed")]
    assert [(august[part]["value"], august[whole]["value"], august[part]["part_of"]) for part, whole in pairs] == [
        ("5700", "57500", "cpp_processed"),
        ("1240", "14300", "residency_being_processed"),
    ]
    parts = [int(august[name]["value"]) for name in ("protection_orientations", "legal_counselling")]
    assert (sum(parts), august["orientations_and_counselling"]["value"]) == (19_600, "19600")
    june = observations(data_dir, "XRG_2021-01_2021-06")
    assert (june["health_reached_rm"]["value"], june["health_reached_host"]["value"]) == ("919841", "67812")
    assert june["health_reached_host"]["population_group"] == "host_community"


def test_ecuador_s_three_kinds_of_assistance_add_up_to_its_total(data_dir: Path) -> None:
    rows = observations(data_dir, "ECU_2019-05_2019-05")
    parts = [int(row["value"]) for row in rows.values() if row["part_of"] == "people_reached"]
    assert (sorted(parts), sum(parts)) == ([1_091, 30_111, 50_576], 81_778)
    assert rows["people_reached"]["value"] == "81778"


def test_processed_is_not_being_processed_and_an_expected_number_is_no_count(data_dir: Path) -> None:
    stages = {row["stage"] for row in dict_rows(data_dir / "codes/stages.csv")}
    assert {"processed", "being_processed", "not_processed", "in_process"} <= stages
    # the superintendent's "cerca de 100.000 personas" of 2 May 2023 was an expectation
    counts = dict_rows(data_dir / "programme_counts.csv")
    assert [row for row in counts if row["programme"] == "amnesty_2023"] == []


def test_conflicting_counts_of_one_day_are_all_kept(data_dir: Path) -> None:
    counts = dict_rows(data_dir / "programme_counts.csv")
    found = [
        (row["value"], row["qualifier"], row["date_low"], row["known_from"])
        for row in counts
        if (row["programme"], row["stage"], row["date_high"]) == ("ptp_2017", "application", "2018-12-31")
    ]
    assert found == [
        ("440000", "at_least", "2018-12-21", "2019-01-31"),
        ("495000", "about", "2018-12-31", "2019-03-31"),
    ]


def test_a_month_or_a_first_week_is_an_interval_of_days(data_dir: Path) -> None:
    counts = {row["count_id"]: row for row in dict_rows(data_dir / "programme_counts.csv")}
    week = counts["ptp_2017_granted_2018_10_07_andina"]
    assert (week["value"], week["date_low"], week["date_high"]) == ("106000", "2018-10-01", "2018-10-07")
    month = counts["cpp_2020_granted_2023_01_31_andina"]
    assert (month["value"], month["date_low"], month["known_from"], month["known_from_basis"]) == (
        "326801",
        "2023-01-01",
        "2023-04-27",
        "printed",
    )


def test_an_extension_is_known_later_than_the_deadline_that_it_moves(data_dir: Path) -> None:
    events = {row["event_id"]: row for row in dict_rows(data_dir / "programme_events.csv")}
    first, then, last = (events[f"cpp_2020_{name}"] for name in ("first_deadline", "extension_2022", "last_extension"))
    assert first["known_from"] < then["known_from"] < last["known_from"]
    assert (first["date_high"], then["date_low"], then["date_high"], last["date_high"]) == (
        "2022-01-05",
        "2022-04-01",
        "2022-04-30",
        "2023-04-30",
    )
    moved, before = events["ptp_2017_deadline"], events["ptp_2017_first_deadline"]
    assert (before["date_high"], moved["date_high"]) == ("2019-06-30", "2018-12-31")
    assert before["known_from"] < moved["known_from"] == "2018-07-19"
    kinds = {row["event"] for row in events.values() if "pre_registration" in row["event_id"]}
    assert kinds == {"pre_registration_opening", "pre_registration_closing"}


def test_arrived_is_not_living_in_the_country_and_the_change_of_method_is_marked(data_dir: Path) -> None:
    rows = {row["population_id"]: row for row in dict_rows(data_dir / "population.csv")}
    assert rows["PER_2019-01-31_arrived"]["value"] == "650000"
    assert rows["PER_2021-11-25_present_in_country"]["series"] == "from_2021_11"
    assert rows["PER_2020-05-05_present_in_country"]["series"] == "before_2021_11"
    assert {row["measure"] for row in rows.values()} == {
        "present_in_country",
        "arrived",
        "eligible",
        "expected_by_plan",
        *("refugees", "asylum_seekers", "oip", "ooc"),
    }
    assert {row["measure"] for row in rows.values() if row["series"] == "unhcr_end_year"} == {
        "refugees",
        "asylum_seekers",
        "oip",
        "ooc",
    }
