"""Files as people have them: encodings, sheets, organisations, one bad row. All numbers are synthetic."""

import json
import shutil
from datetime import date

import pytest
from openpyxl import Workbook
from synthetic import edit_cell
from test_imports import HDX, NAME, NEW, bring, content, fts, fts_line, new_row, sheet, table, totals, write

from r4v_analysis.analysis.funding.plan_years import plan_years
from r4v_analysis.data.check.check import check
from r4v_analysis.data.load import load, load_unchecked
from r4v_analysis.errors import UsageError
from r4v_analysis.imports.source import ImportFailed
from r4v_analysis.sharing import rows as exports

SHORT = "Platform,Country,Admin1,Month,Subsector,Monthly Total Beneficiaries,Consolidated Total"
LATER = "2032-03-01"


def reached(folder, basis="period_total"):
    return {row[0]: row[1] for row in totals(folder, "sector", "people_reached", "basis") if row[2] == basis}


def short(tmp_path, *lines, name="r4v.csv", encoding="utf-8", header=SHORT):
    path = tmp_path / name
    path.write_bytes("\r\n".join([header, *lines, ""]).encode(encoding))
    return str(path)


def book(path, sheets, hidden=()):
    """A workbook with these sheets: lists of rows by name."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        page.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            page.append(row)
    made.save(path)
    return str(path)


# --- bytes, separators, headers -------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_csv_file_comes_in_whatever_excel_saved_it_as(folder, tmp_path, encoding):
    path = short(tmp_path, "GTRM,Perú,Nivel nacional,2031-01,Nutrición,10,12", encoding=encoding)
    bring("r4v", path, folder=folder, as_of=LATER)
    assert reached(folder) == {"nutrition": "10"}


@pytest.mark.parametrize(("mark", "first"), [(";", ""), ("\t", ""), ("|", ""), (";", "sep=;\r\n")])
def test_cells_stand_between_whatever_a_locale_puts_there(folder, tmp_path, mark, first):
    path = short(
        tmp_path,
        mark.join(["", "Peru", "Lima", "2031-01", "Salud", "1.884", "4.883"]),
        header=first + SHORT.replace(",", mark),
    )
    if mark == ";":
        said = bring("r4v", path, folder=folder, as_of=LATER)
        assert any("1.884 is read as 1884" in line for line in said)
        assert [row["people_reached"] for row in table(folder, "sector_reach")] == ["1884", "4883"]
    else:
        with pytest.raises(ImportFailed, match=r"Monthly Total Beneficiaries 1\.884, which is 1884 or 1\.884"):
            bring("r4v", path, folder=folder, as_of=LATER)


def test_headers_and_sectors_in_spanish_are_r4v_s_own(folder, tmp_path):
    header = "Plataforma,País,Departamento,Mes,Subsector,Beneficiarios mensuales total,Consolidado total"
    header += ",Consolidado en destino"
    names = {
        "Agua y saneamiento": "wash",
        "Agua, Saneamiento e Higiene (WASH)": "wash",
        "Protección (VBG)": "protection_gbv",
        "Protección (Protección de la Infancia)": "protection_child",
        "Protección (Trata y Tráfico de Personas)": "protection_trafficking",
        "Protección (General)": "protection_general",
        "Transferencias Monetarias Multipropósito (MPC)": "mpc",
        "Multipurpose Cash Assistance (MPC)": "mpc",
        "Transporte Humanitario": "humanitarian_transportation",
    }
    lines = [
        f'GTRM,Perú,Nivel nacional,2031-{number:02},"{name}",{number},{number},{number}'
        for number, name in enumerate(names, 1)
    ]
    bring("r4v", short(tmp_path, *lines, header=header), folder=folder, as_of=LATER)
    found = [row["sector"] for row in table(folder, "sector_reach") if row["basis"] == "period_total"]
    assert found == list(names.values())
    assert {row["population_group"] for row in table(folder, "sector_reach")} == {"all", "in_destination"}


def test_a_row_with_errors_of_excel_is_no_row_of_tags(folder, tmp_path):
    rows = [NEW, new_row("Education", **{NEW[5]: "#N/A", NEW[7]: "#REF!"}), new_row("Health")]
    said = bring("r4v", book(tmp_path / "a.xlsx", {"S": rows}), folder=folder, as_of=LATER)
    assert said[1] == "  left out, a number that can't be read, 1 row: Monthly Total Beneficiaries #N/A (row 2)."
    assert reached(folder) == {"health": "10"}


def test_a_formula_that_no_program_has_computed_is_told_by_its_column(folder, tmp_path):
    rows = [NEW, new_row("Education", **{NEW[5]: "=5+5"}), new_row("Health")]
    said = bring("r4v", book(tmp_path / "a.xlsx", {"S": rows}), folder=folder, as_of=LATER)
    assert said[1].endswith("Monthly Total Beneficiaries a formula whose value was not saved, =5+5 (row 2).")


# --- sheets ---------------------------------------------------------------------------------------------


def test_all_sheets_that_fit_are_read_and_the_others_are_named(folder, tmp_path):
    sheets = {
        "Léeme": [["Notas"], ["x"]],
        "Peru": [NEW, new_row("Education", month="soon"), new_row("Health")],
        "Chile": [NEW, new_row("WASH", country="Chile")],
        "Old": [NEW, new_row("Nutrition")],
    }
    path = book(tmp_path / "m.xlsx", sheets, hidden=["Old"])
    said = bring("r4v", path, folder=folder, as_of=LATER)
    assert said[0] == "m.xlsx: R4V consolidated report, 3 rows read, 2 taken, 1 left out."
    assert "soon (row Peru!2)" in said[1]
    assert said[2:4] == [
        "  sheet 'Léeme' was not read: it has no header of this kind.",
        "  hidden sheet 'Old' was not read. Name it with --sheet if it counts.",
    ]
    assert reached(folder) == {"health": "10", "wash": "10"}
    bring("r4v", path, folder=folder, as_of=LATER, sheets=["old"])
    assert reached(folder) == {"health": "10", "wash": "10", "nutrition": "10"}
    with pytest.raises(UsageError, match=r"--sheet: expected a sheet of m\.xlsx, found 'Chille'"):
        bring("r4v", path, folder=folder, sheets=["Chille"])


# --- rows of one key ------------------------------------------------------------------------------------

BY_ORGANISATION = "Country,Admin1,Appealing_org,Month,Subsector,Monthly Total Beneficiaries,Consolidated Total"


def test_rows_of_organisations_are_added(folder, tmp_path):
    lines = [
        "Peru,Country level,A,2031-01,Health,10,10",
        "Peru,Country level,B,2031-01,Health,48,40",
        "Peru,Country level,A,2031-02,Health,5,13",  # B reports nothing in February
        "Peru,Country level,A,2031-02,Intersector,5,5",
    ]
    said = bring("r4v", short(tmp_path, *lines, header=BY_ORGANISATION), folder=folder, as_of=LATER)
    assert totals(folder, "month", "basis", "people_reached") == [
        ("2031-01-01", "period_total", "58"),
        ("2031-01-01", "cumulative_ytd", "50"),
        ("2031-02-01", "period_total", "5"),
        ("2031-02-01", "cumulative_ytd", "13"),
    ]
    assert any("rows of 2 organisations were summed" in line for line in said)
    assert "R4V's country row of one organisation: no sum over organisations, 1 row: row 5" in said[1]
    assert b"Org" not in (folder / "sector_reach.csv").read_bytes()


def test_of_rows_of_one_key_with_different_numbers_none_is_taken(folder, tmp_path):
    lines = [
        f"GTRM,Peru,Country level,2031-01,{sector},{number},0"
        for sector, number in (("Health", 100), ("WASH", 7), ("Health", 250))
    ]
    said = bring("r4v", short(tmp_path, *lines), folder=folder, as_of=LATER)
    assert said[1] == (
        "  left out, rows of one key with different numbers, 2 rows: Monthly Total Beneficiaries 100, 250 (rows 2, 4)."
    )
    assert reached(folder) == {"wash": "7"}


def test_rows_of_clusters_are_not_the_plan_s(folder, tmp_path):
    header = "countryCode,id,name,code,startDate,endDate,year,clusterCode,cluster,requirements,funding,percentFunded"
    line = f"PER,77,{NAME},RREG31,2031-01-01,2031-12-31,2031,5,Health,1000,400,40"
    with pytest.raises(ImportFailed, match=r"of one cluster, not the plan's own, Health \(row 2\)"):
        bring("fts", write(tmp_path, "f.csv", header, line), folder=folder, as_of=LATER)


# --- one bad row ----------------------------------------------------------------------------------------


def test_a_row_that_the_check_refuses_is_left_out_by_the_user_s_own_row(folder, tmp_path):
    lines = [
        fts_line(funding="-50", percent="-5"),
        fts_line("ECU"),
        fts_line("CHL", requirements="2000", funding="1800", percent="9"),
    ]
    said = bring("fts", fts(tmp_path, *lines), folder=folder)
    assert [row["country_iso3"] for row in table(folder, "plan_funding")] == ["ECU"]
    told = " ".join(said)
    assert "coverage_printed: expected at least 0, found '-0.05' (row 2)" in told
    assert "coverage_printed: expected 0.90, which is funding over requirements, found 0.09 (row 4)" in told
    assert "plan_funding.csv, row" not in told


def test_many_rows_with_one_fault_are_all_left_out(folder, tmp_path):
    lines = [fts_line(year=2031 + n, code=f"RREG{31 + n}", funding="-50", percent="-5") for n in range(6)]
    bring("fts", fts(tmp_path, *lines, fts_line("ECU"), name="fts_2040-01-01.csv"), folder=folder)
    assert [row["country_iso3"] for row in table(folder, "plan_funding")] == ["ECU"]


# --- plans ----------------------------------------------------------------------------------------------


def test_a_plan_is_known_by_its_name_and_its_code_is_what_fts_uses(folder, tmp_path):
    other = fts_line("ECU", code="RREG31").replace(NAME, "Regional Refugee Response Plan for another crisis 2031")
    said = bring("fts", fts(tmp_path, fts_line(code="RREG31b"), other), folder=folder)
    assert [row["plan_funding_id"] for row in table(folder, "plan_funding")] == ["PER_2031_RREG31b_v1"]
    assert "another plan, 1 row: RREG31 (row 3)" in said[1]
    assert not [problem for problem in check(folder) if problem.severity == "error"]


def test_the_regional_part_of_2020_is_no_country_s_own_and_displaces_no_printed_requirement(data_dir, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data_dir, folder)
    name = NAME.replace("2031", "2020")
    line = f"ECU,944,{name},RREG20,111,Regional,2020-01-01,2020-12-31,2020,59659922,95691308,160"
    bring("fts", write(tmp_path, "f.csv", HDX, line), folder=folder, as_of="2020-12-31")
    rows = {row["plan_funding_id"]: row for row in table(folder, "plan_funding")}
    brought = max(rows, key=lambda name: int(name.rpartition("_v")[2]) if name.startswith("ECU_2020") else 0)
    assert (rows[brought]["requirements_scope"], rows[brought]["requirements_published_usd"]) == ("derived", "59659922")
    assert rows["ECU_2020_RREG20_v1"]["requirements_usd"] == "199300000"
    report = load(folder).report("ECU_2021-01_2021-12")
    (year,) = (item for item in plan_years(report) if (item.country_iso3, item.year) == ("ECU", 2020))
    assert (year.requirements.value, year.funding.value) == (259_007_070 - 59_659_922, 95_691_308)


def test_a_requirement_of_0_is_no_amount_repeated(folder, tmp_path):
    lines = [fts_line(country, requirements="0", percent="") for country in ("PER", "ECU", "CHL")]
    bring("fts", fts(tmp_path, *lines), folder=folder)
    assert {row["requirements_scope"] for row in table(folder, "plan_funding")} == {"own"}


def test_the_plan_s_own_totals_are_the_region_s_row(folder, tmp_path, data_dir):
    answer = {
        "status": "ok",
        "data": {
            "requirements": {
                "totalRevisedReqs": 1000,
                "objects": [{"objectType": "Location", "id": 1, "name": "Peru", "revisedRequirements": 700}],
            },
            "report3": {
                "fundingTotals": {
                    "total": 260,
                    "objects": [
                        {"objectsBreakdown": [{"type": "Location", "id": 1, "name": "Peru", "totalFunding": 200}]}
                    ],
                }
            },
        },
    }
    path = write(tmp_path, "planid-1069.json", json.dumps(answer))  # codes/plans.csv knows the plan of this number
    for _again in range(2):
        said = bring("fts", path, folder=folder, as_of="2022-10-25")
    assert said[-1].endswith("0 rows added, 0 new versions, 0 rows dated, 0 confirmed, 2 unchanged.")
    found = {
        row["country_iso3"]: (row["requirements_usd"], row["funding_usd"]) for row in table(folder, "plan_funding")
    }
    assert found == {"PER": ("700", "200"), "XRG": ("1000", "260")}


def test_an_overview_of_plans_and_ocha_s_list_give_the_region_s_row(folder, tmp_path):
    plan = {
        "id": 77,
        "name": NAME,
        "code": "RREG31",
        "requirements": {"revisedRequirements": 900},
        "funding": {"totalFunding": 90},
    }
    others = {"id": 8, "name": "Venezuela Humanitarian Response Plan 2031", "code": "HVEN31"}
    said = bring(
        "fts", write(tmp_path, "o.json", json.dumps({"data": {"plans": [plan, others]}})), folder=folder, as_of=LATER
    )
    assert "another plan, 1 row: HVEN31 (row 2)" in said[1]
    listed = (
        "code,internalId,startDate,endDate,planVersion,categories,locations,years,origRequirements,revisedRequirements"
    )
    line = f"RREG31,77,2031-01-01,2031-12-31,{NAME},Regional,Colombia | Peru,2031,800,950"
    for _again in range(2):
        bring("fts", write(tmp_path, "plans.csv", listed, line), folder=folder, as_of="2032-04-01")
    rows = table(folder, "plan_funding")
    assert [(row["country_iso3"], row["requirements_usd"], row["funding_usd"]) for row in rows] == [
        ("XRG", "900", "90"),
        ("XRG", "950", "90"),
    ]
    assert (rows[1]["requirements_original_usd"], rows[1]["note"]) == ("800", "funding_usd of: o.json.")


def test_hapi_s_columns_are_those_of_the_same_numbers(folder, tmp_path):
    header = "location_code,appeal_code,appeal_name,appeal_type,requirements_usd,funding_usd,funding_pct"
    header += ",reference_period_start,reference_period_end"
    line = f"PER,RREG31,{NAME},Regional,1000.0,400.0,40.0,2031-01-01T00:00:00,2031-12-31T23:59:59"
    bring("fts", write(tmp_path, "h.csv", header, line), folder=folder, as_of=LATER)
    (row,) = table(folder, "plan_funding")
    assert (row["year"], row["requirements_usd"], row["funding_usd"], row["coverage_printed"]) == (
        "2031",
        "1000",
        "400",
        "0.4",
    )


# --- versions -------------------------------------------------------------------------------------------


def test_an_older_file_after_a_newer_one_says_that_the_same_was_known_before(folder, tmp_path):
    for day in ("2032-04-01", "2032-02-01", "2032-03-01"):
        bring("fts", fts(tmp_path, fts_line(), name="f.csv"), folder=folder, as_of=day)
    (row,) = table(folder, "plan_funding")
    assert (row["known_from"], row["confirmed_on"]) == ("2032-02-01", "2032-03-01 2032-04-01")


def test_a_later_poorer_file_takes_away_neither_cash_nor_organizations(folder, tmp_path):
    rich = SHORT + ",Monthly CVA Beneficiaries,Number of reporting organizations"
    bring(
        "r4v",
        short(tmp_path, "GTRM,Peru,Country level,2031-01,Health,10,10,4,3", header=rich),
        folder=folder,
        as_of="2032-01-01",
    )
    bring("r4v", short(tmp_path, "GTRM,Peru,Country level,2031-01,Health,10,10"), folder=folder, as_of="2032-02-01")
    assert totals(folder, "people_reached", "people_reached_cva", "version")[0] == ("10", "4", "1")


def test_parts_of_an_older_total_are_not_shown_beside_the_new_one(folder, tmp_path):
    bring(
        "r4v", sheet(tmp_path, NEW, new_row("Health", month="2023-05"), name="a.csv"), folder=folder, as_of="2023-06-30"
    )
    bring("r4v", short(tmp_path, "GTRM,Peru,Country level,2023-05,Health,6,6"), folder=folder, as_of="2023-07-15")
    assert not [problem for problem in check(folder) if "AGDBreakdown" in problem.message]
    (report_id,) = load(folder).report_ids
    report = load(folder).report(report_id)
    parts = [
        len(report.known_of("sector-reach", "PER", day))
        for day in (report.vintage.replace(2023, 6, 30), report.vintage.replace(2023, 7, 20))
    ]
    assert parts == [13, 2]


@pytest.mark.parametrize(("day", "limit"), [("2019-01-01", "2030-07-01"), ("2030-06-30", "2030-07-01")])
def test_a_day_before_any_plan_of_the_year_is_refused(folder, tmp_path, day, limit):
    with pytest.raises(
        ImportFailed, match=f"a plan of 2031 can have had such numbers, found {day}, which is before {limit}"
    ):
        bring("fts", fts(tmp_path, fts_line(), name="f.csv"), folder=folder, as_of=day)


def test_a_day_to_come_is_asked_about(folder, tmp_path):
    said = bring("fts", fts(tmp_path, fts_line(), name="f.csv"), folder=folder, as_of="2062-02-01")
    assert said[1] == (
        "  2062-02-01 lies in the future by this machine's clock. If it is a slip, import again with the right --as-of "
        f"after: r4v undo --data {folder}"
    )


def test_what_is_exported_comes_in_again_without_a_change_each_row_on_its_day(folder, tmp_path):
    bring(
        "fts",
        fts(tmp_path, fts_line(), fts_line("ECU"), fts_line("CHL"), name="a.csv"),
        folder=folder,
        as_of="2032-01-01",
    )
    bring(
        "fts",
        fts(tmp_path, fts_line("PER", requirements="2000", percent="20"), name="b.csv"),
        folder=folder,
        as_of="2032-02-01",
    )
    before = content(folder)
    rows, _left = exports.fts(load(folder))
    path = tmp_path / "x.csv"
    path.write_text("\ufeff" + exports.csv_text(rows, exports.FTS), encoding="utf-8")
    assert {row["requirementsScope"] for row in rows} == {"repeated", "own"}
    said = bring("fts", str(path), folder=folder)
    assert said[-1].endswith("0 rows added, 0 new versions, 0 rows dated, 0 confirmed, 3 unchanged.")
    after = content(folder)
    assert {name: raw for name, raw in after.items() if name.endswith(".csv")} == {
        name: raw for name, raw in before.items() if name.endswith(".csv")
    }


# --- reports made of monthly rows -----------------------------------------------------------------------


def test_a_report_of_a_month_says_where_it_comes_from_and_no_day_of_publication(folder, tmp_path):
    bring(
        "r4v",
        short(tmp_path, "GTRM,Perú,Country level,2022-09,Health,10,12"),
        folder=folder,
        as_of="2022-11-30",
        has_reports=True,
    )
    row = table(folder, "reports")[-1]
    assert (row["published"], row["known_from"], row["plan_code"]) == ("", "2022-11-30", "RREG22")
    assert row["title_es"] == "Monitoreo de R4V, Perú, septiembre de 2022"
    assert len(row["source_sha256"]) == 64
    report = load(folder).report("PER_2022-09_2022-09_r4v")
    assert report.own_as_of.isoformat() == "2022-11-30"


# --- people in need and targets -------------------------------------------------------------------------


def needs(path, need=1000, target=300):
    sheets = {
        "PiN 2031": [
            ["PiN Platform", "PiN Country", "PiN Admin1", "Subsector", "PiN Total", "PiN Dest Total"],
            ["Chile", "Chile", "Country level", "Education", need, 800],
        ],
        "Target": [
            ["Target Platform", "Target Country", "Target Admin1", "Subsector", "Target Total", "Target Dest Total"],
            ["Chile", "Chile", "Country level", "Education", target, 300],
        ],
    }
    return book(path, sheets)


def test_people_in_need_and_targets_come_in_twice_without_change(folder, tmp_path):
    path = needs(tmp_path / "Proportions.xlsx")
    bring("r4v", path, folder=folder, as_of="2031-02-17")
    rows = {row["population_group"]: row for row in table(folder, "people_in_need")}
    assert (rows["all"]["people_in_need"], rows["all"]["people_targeted"], rows["all"]["year"]) == (
        "1000",
        "300",
        "2031",
    )
    assert rows["all"]["note"] == "The source's groups add up to 800 in people_in_need."
    assert (rows["in_destination"]["people_in_need"], rows["in_destination"]["people_targeted"]) == ("800", "300")
    said = bring("r4v", path, folder=folder, as_of="2031-02-17")
    assert said[-1].endswith("0 rows added, 0 new versions, 0 rows dated, 0 confirmed, 2 unchanged.")
    with pytest.raises(ImportFailed, match=r"expected the day from which its numbers are known, found none"):
        bring("r4v", path, folder=folder)


def test_other_people_in_need_are_a_later_version_and_a_day_has_its_own(folder, tmp_path):
    bring("r4v", needs(tmp_path / "Proportions.xlsx"), folder=folder, as_of="2031-02-17")
    said = bring("r4v", needs(tmp_path / "b.xlsx", need=1200), folder=folder, as_of="2031-03-17")
    assert said[-1].endswith("0 rows added, 1 new versions, 0 rows dated, 1 confirmed, 0 unchanged.")
    bring("r4v", needs(tmp_path / "b.xlsx", need=1200), folder=folder, as_of="2031-03-17")
    ids = {row["people_in_need_id"]: row["people_in_need"] for row in table(folder, "people_in_need")}
    assert ids == {
        "CHL_2031_education_all": "1000",
        "CHL_2031_education_in_destination": "800",
        "CHL_2031_education_all_v2": "1200",
    }
    assert not [problem for problem in check(folder) if problem.severity == "error"]
    report = load_unchecked(folder).report(load_unchecked(folder).report_ids[0])
    known = {day: report.known_of("people-in-need", "CHL", date.fromisoformat(day)) for day in ("2031-03-01", LATER)}
    assert [list(rows["people_in_need"]) for rows in known.values()] == [[1000.0, 800.0], [800.0, 1200.0]]


def test_a_measure_that_a_later_file_has_not_stays_with_its_source(folder, tmp_path):
    bring("r4v", needs(tmp_path / "Proportions.xlsx"), folder=folder, as_of="2031-02-17")
    rows = [["PiN Country", "PiN Admin1", "Subsector", "PiN Total"], ["Chile", "Country level", "Education", 900]]
    path = book(tmp_path / "later.xlsx", {"PiN 2031": rows})
    bring("r4v", path, folder=folder, as_of="2031-05-01")
    last = table(folder, "people_in_need")[-1]
    assert (last["people_in_need"], last["people_targeted"]) == ("900", "300")
    assert last["note"] == "people_targeted of: Proportions.xlsx."
    bring("r4v", path, folder=folder, as_of="2031-01-01")  # known before: nothing comes back from later days
    first = table(folder, "people_in_need")[-1]
    assert (first["known_from"], first["people_targeted"]) == ("2031-01-01", "")


def test_the_day_of_numbers_that_are_known_is_filled_in_once(folder, tmp_path):
    path = fts(tmp_path, fts_line(), name="fts.csv")
    bring("fts", path, folder=folder, as_of="2032-02-01")
    edit_cell(folder, "plan_funding.csv", 2, "as_of", "")
    assert bring("fts", path, folder=folder, as_of="2032-02-01")[-1].endswith("1 rows dated, 0 confirmed, 0 unchanged.")
    assert table(folder, "plan_funding")[0]["as_of"] == "2032-02-01"
    assert bring("fts", path, folder=folder, as_of="2032-02-01")[-1].endswith("0 confirmed, 1 unchanged.")


# --- what is not taken is named -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "header", "told"),
    [
        ("r4v", HDX, "It is a file of FTS's requirements and funding: r4v import fts "),
        ("fts", ",".join(NEW), "It is an R4V consolidated report: r4v import r4v "),
        (
            "r4v",
            "date,budgetYear,srcOrganization,destOrganization,amountUSD",
            "It is a file of FTS's flows of money: r4v import fts ",
        ),
        ("r4v", "Country,In Need,Targeted", "It is an HPC caseload, people in need and targets by sector"),
        ("fts", "País,Fecha,Población", "It is a table of refugees and migrants by country: r4v import r4v "),
        ("r4v", "Platform,Country,Month,Subsector,Monthly Total Beneficiaries", "missing Consolidated Total"),
        ("r4v", "Foo,Bar", "found Foo, Bar. Check that it is the file as its publisher gives it"),
    ],
)
def test_a_file_of_another_kind_is_named_with_what_to_do(folder, tmp_path, source, header, told):
    with pytest.raises(ImportFailed, match=r"^[^\n]*$") as error:
        bring(source, write(tmp_path, "x.csv", header, "1,2,3"), folder=folder)
    step = f"{told}{tmp_path / 'x.csv'} --data {folder}" if told.endswith(" ") else told
    assert step in str(error.value)


def test_what_is_left_out_of_a_long_file_fits_in_short_lines(folder, tmp_path):
    lines = [fts_line(f"Z{number:02}") for number in range(90)]
    said = bring("fts", fts(tmp_path, fts_line(), *lines), folder=folder)
    assert max(map(len, said)) < 400
    assert "and 82 more" in said[1]


def test_check_refuses_a_part_of_a_person_in_any_table_of_people(folder, tmp_path):
    bring("r4v", short(tmp_path, "GTRM,Peru,Country level,2031-01,Health,884,884"), folder=folder, as_of=LATER)
    path = folder / "sector_reach.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",884,", ",1.884,"), encoding="utf-8")
    (problem, other) = (problem for problem in check(folder) if problem.rule == "reached_are_whole")
    assert problem.message == (
        "expected a whole number of people, found 1.884. Write 1884 if the point is a mark of thousands."
    )
    assert other.where.endswith("sector_reach.csv, row 3, people_reached")
