"""Files of FTS and R4V into data/. Every file here is synthetic: the formats are real, no number is."""

import csv
import json
import re
import shutil
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from synthetic import edit_cell, edit_descriptor, read_rows, write_folder, write_rows

from r4v_analysis.cli import app
from r4v_analysis.data.check.check import check
from r4v_analysis.data.load import load_unchecked
from r4v_analysis.errors import DataError, R4VError, UsageError
from r4v_analysis.imports.months import month_of
from r4v_analysis.imports.numbers import number
from r4v_analysis.imports.run import import_files
from r4v_analysis.imports.source import ImportFailed

HDX = "countryCode,id,name,code,typeId,typeName,startDate,endDate,year,requirements,funding,percentFunded"
TAGS = (
    "#country+code,#activity+appeal+id,#activity+appeal+name,#activity+appeal+code,,,,,#date+year,#value,#value,#value"
)
NAME = "Venezuela Regional Refugee and Migrant Response Plan (RMRP) 2031"
LATE = "consolidated_2031-06-30"
OLD = next(
    csv.reader(
        [
            "Platform,Country,Month,Sector,Subsector,Monthly_Beneficairies_Total,Monthly_CVABeneficiaries_Total,"
            "Consolidated Beneficiaries Total,Consolidated RyM In Destination,Consolidated RyM In Transit,"
            "Consolidated Host Community,Consolidated Pendulars,Consolidated Colombian Returnees,Consolidated Girls,"
            "Consolidated Boys,Consolidated Women,Consolidated Men,Consolidated CVA,"
            "Check PopType Breakdown,Check AGD Breakdown"
        ]
    )
)
NEW = next(
    csv.reader(
        [
            "Platform,Country,Admin1,Month,Subsector,Monthly Total Beneficiaries,Monthly CVA Beneficiaries,"
            "Consolidated Total,"
            "Consolidated In Destination,Consolidated In Transit,Consolidated Host Communities,Consolidated Pendular,"
            "Consolidated Returnees,Consolidated Girls,Consolidated Boys,Consolidated Women,Consolidated Men,"
            "Consolidated Other under 18,Consolidated Other above 18,Consolidated CVA Beneficiaries,"
            "Check PopType Breakdown,Check AGD Breakdown,Check CVA higher Total"
        ]
    )
)


def fts_line(country="PER", year=2031, requirements="1000", funding="400", percent="40", plan="77", code="RREG31"):
    name = NAME.replace("2031", str(year))
    about = f"{country},{plan},{name},{code},111,Regional,{year}-01-01,{year}-12-31,{year}"
    return f"{about},{requirements},{funding},{percent}"


def write(tmp_path, name, *lines):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def fts(tmp_path, *lines, name="fts_2032-02-01.csv"):
    return write(tmp_path, name, HDX, *lines)


def table(folder, name):
    header, *rows = read_rows(folder / f"{name}.csv")
    return [dict(zip(header, row, strict=True)) for row in rows]


def content(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def bring(source, *files, folder, **options):
    return import_files(source, files, data_dir=str(folder), **options)


def old_row(sector, month="2031-01", **cells):
    """A line of the layout of 2021: 10 people in destination, all women, in the month and since January."""
    values = dict.fromkeys(OLD, "0") | {"Country": "Ecuador", "Month": month, "Sector": sector, "Subsector": sector}
    values |= dict.fromkeys([OLD[5], OLD[7], OLD[8], "Consolidated Women"], "10")
    return [str({**values, **cells}[column]) for column in OLD]


def new_row(sector, place="Country level", month="2031-01", country="Perú", **cells):
    """The same in the layout of 2022."""
    values = dict.fromkeys(NEW, "0") | {"Country": country, "Admin1": place, "Month": month, "Subsector": sector}
    values |= dict.fromkeys([NEW[5], NEW[7], NEW[8], "Consolidated Women"], "10")
    return [str({**values, **cells}[column]) for column in NEW]


def sheet(tmp_path, header, *rows, name=f"{LATE}.csv"):
    write_rows(tmp_path / name, [header, *rows])
    return str(tmp_path / name)


def totals(folder, *columns):
    """The rows of all people together."""
    return [
        tuple(row[name] for name in columns)
        for row in table(folder, "sector_reach")
        if (row["population_group"], row["sex"]) == ("all", "")
    ]


# --- FTS, HDX's CSV ---------------------------------------------------------------------------------


@pytest.mark.parametrize("above", [(), (TAGS,)], ids=["plain", "with HXL tags"])
def test_hdx_gives_a_row_a_country_and_plan_year_and_says_what_it_leaves_out(folder, tmp_path, above):
    lines = [
        fts_line(),
        fts_line("ECU", requirements="", funding="0", percent=""),
        "PER,,Not specified,,,,,,2031,,99,",
        "ZWE,77," + fts_line().split(",", 2)[2],
        fts_line(plan="8", code="FPER31").replace(NAME, "Flash appeal"),
        fts_line("CHL", requirements="many"),
        fts_line(),
    ]
    said = bring("fts", fts(tmp_path, *above, *lines), folder=folder)
    first = len(above) + 2
    assert said == [
        "fts_2032-02-01.csv: FTS requirements and funding (HDX), 7 rows read, 2 taken, 5 left out.",
        f"  left out, no plan, 1 row: Not specified (row {first + 2}).",
        f"  left out, not a country or region of the plan, 1 row: ZWE (row {first + 3}).",
        f"  left out, another plan, 1 row: FPER31 (row {first + 4}).",
        f"  left out, a number that can't be read, 1 row: requirements many (row {first + 5}).",
        f"  left out, the same numbers stand in another row, 1 row: row {first + 6}.",
        "  dated 2032-02-01: the day in the file's name.",
        f"{folder}/plan_funding.csv: 2 rows added, 0 new versions, 0 rows dated, 0 confirmed, 0 unchanged.",
    ]
    peru, ecuador = table(folder, "plan_funding")
    assert peru == {
        "plan_funding_id": "PER_2031_RREG31_v1",
        "country_iso3": "PER",
        "year": "2031",
        "plan_id": "77",
        "plan_code": "RREG31",
        "plan_name": NAME,
        "requirements_usd": "1000",
        "requirements_scope": "own",
        "funding_usd": "400",
        "coverage_printed": "0.4",
        "as_of": "2032-02-01",
        "version": "1",
        "known_from": "2032-02-01",
        "known_from_basis": "address",
        "confirmed_on": "",
        "source_url": "",
        "source_file": "fts_2032-02-01.csv",
        "qualifier": "",
        "printed": "",
        "requirements_published_usd": "",
        "requirements_original_usd": "",
        "note": "",
    }
    assert (ecuador["requirements_usd"], ecuador["funding_usd"], ecuador["coverage_printed"]) == ("", "0", "")
    assert not [problem for problem in check(folder) if problem.severity == "error"]
    assert load_unchecked(folder).tables["plan-funding"]["requirements_usd"].isna().tolist() == [False, True]


def test_the_same_file_twice_changes_nothing_and_a_newer_one_adds_a_version(folder, tmp_path):
    old = fts(tmp_path, fts_line(), fts_line("ECU"))
    bring("fts", old, folder=folder)
    before = content(folder)
    assert bring("fts", old, folder=folder)[-1].endswith(
        "0 rows added, 0 new versions, 0 rows dated, 0 confirmed, 2 unchanged."
    )
    assert content(folder) == before
    newer = fts(tmp_path, fts_line(funding="450", percent="45"), fts_line("ECU"), name="fts_2032-08-01.csv")
    assert bring("fts", newer, folder=folder)[-1].endswith(
        "0 rows added, 1 new versions, 0 rows dated, 1 confirmed, 0 unchanged."
    )
    assert [
        (row["plan_funding_id"], row["funding_usd"], row["known_from"]) for row in table(folder, "plan_funding")
    ] == [
        ("PER_2031_RREG31_v1", "400", "2032-02-01"),
        ("ECU_2031_RREG31_v1", "400", "2032-02-01"),
        ("PER_2031_RREG31_v2", "450", "2032-08-01"),
    ]
    after = content(folder)
    for name in (old, newer):
        bring("fts", name, folder=folder)
    assert content(folder) == after


def test_a_number_that_goes_back_to_an_old_value_is_a_version_of_its_own(folder, tmp_path):
    for month, funding in ((1, "400"), (2, "450"), (3, "400")):
        bring(
            "fts", fts(tmp_path, fts_line(funding=funding, percent=""), name=f"a_2032-0{month}-01.csv"), folder=folder
        )
    assert [(row["version"], row["funding_usd"]) for row in table(folder, "plan_funding")] == [
        ("1", "400"),
        ("2", "450"),
        ("3", "400"),
    ]


def test_a_file_without_a_day_stays_undated_until_as_of_gives_one(folder, tmp_path):
    path = fts(tmp_path, fts_line(), name="fts.csv")
    said = bring("fts", path, folder=folder)
    assert said[1] == (
        "  undated: nothing gives its day, so it serves no dated analysis. Import it again with --as-of DATE."
    )
    (row,) = table(folder, "plan_funding")
    assert (row["as_of"], row["known_from"], row["known_from_basis"]) == ("", "", "")
    said = bring("fts", path, folder=folder, as_of="2032-03-01")
    assert said[1:] == [
        "  dated 2032-03-01: given with --as-of.",
        f"{folder}/plan_funding.csv: 0 rows added, 0 new versions, 1 rows dated, 0 confirmed, 0 unchanged.",
    ]
    (row,) = table(folder, "plan_funding")
    assert (row["as_of"], row["known_from"], row["known_from_basis"], row["version"]) == (
        "2032-03-01",
        "2032-03-01",
        "given",
        "1",
    )
    assert bring("fts", path, folder=folder)[-1].endswith("1 unchanged.")


def test_one_requirement_for_three_countries_is_no_country_s_own(folder, tmp_path):
    lines = [fts_line(country, percent="") for country in ("PER", "ECU", "CHL")]
    bring("fts", fts(tmp_path, *lines, fts_line("COL", requirements="2000", percent="")), folder=folder)
    assert [row["requirements_scope"] for row in table(folder, "plan_funding")] == ["repeated"] * 3 + ["own"]
    bring("fts", fts(tmp_path, fts_line("BOL", percent=""), name="bol_2032-03-01.csv"), folder=folder)
    assert table(folder, "plan_funding")[-1]["requirements_scope"] == "repeated"


# --- FTS, the API's JSON ----------------------------------------------------------------------------


def answer(*countries, kind="Location", shared=0, **meta):
    """An answer grouped by location: id (an int here, a string there), name, requirement, funding."""
    asked = [
        {"id": number, "name": name, "objectType": kind, "revisedRequirements": need}
        for number, (name, need, _) in enumerate(countries, 1)
    ]
    got = [
        {"type": kind, "id": str(number), "name": name, "totalFunding": funding, "sharedFunding": shared}
        for number, (name, _, funding) in enumerate(countries, 1)
        if funding is not None
    ]
    nobody = {"type": kind, "name": "Not specified", "totalFunding": 5}
    group = {"type": kind, "sharedFundingTotal": shared, "objectsBreakdown": [*got, nobody]}
    data = {"requirements": {"objects": asked}, "report3": {"fundingTotals": {"objects": [group]}}}
    return {"status": "ok", "data": data, "meta": meta}


def test_an_answer_of_the_api_grouped_by_location_gives_what_hdx_gives(folder, tmp_path):
    bring("fts", fts(tmp_path, fts_line()), folder=folder)
    names = [("Peru", 1000, 400), ("Bolivia, Plurinational State of", 300, None), ("Kenya", 9, 9)]
    path = write(tmp_path, "planid-77_2032-02-02.json", json.dumps(answer(*names, shared=60)))
    said = bring("fts", path, folder=folder)
    assert said[1:4] == [
        "  left out, not a country or region of the plan, 2 rows: Kenya (rows 3, 5).",
        "  left out, of no country: in the plan's own total alone, 1 row: Not specified (row 6).",
        "  in no row: US$60 that FTS records for several of them together.",
    ]
    assert said[-1].endswith("1 rows added, 0 new versions, 0 rows dated, 1 confirmed, 0 unchanged.")
    bolivia = table(folder, "plan_funding")[-1]
    assert (bolivia["plan_funding_id"], bolivia["requirements_usd"], bolivia["funding_usd"]) == (
        "BOL_2031_RREG31_v1",
        "300",
        "",
    )


def test_an_answer_grouped_by_plan_takes_its_country_from_the_file_s_name(folder, tmp_path):
    bring("fts", fts(tmp_path, fts_line(plan="1")), folder=folder)
    path = write(tmp_path, "countryISO3-PER_2032-03-01.json", json.dumps(answer((NAME, 1000, 500), kind="Plan")))
    bring("fts", path, folder=folder)
    assert [(row["version"], row["funding_usd"]) for row in table(folder, "plan_funding")] == [
        ("1", "400"),
        ("2", "500"),
    ]


BAD_ANSWERS = {
    "no plan in the name": ("a.json", answer(("Peru", 1, 1)), "expected the plan that it is about in its name"),
    "no country in the name": ("a.json", answer((NAME, 1, 1), kind="Plan"), "expected the country that it is about"),
    "by cluster": (
        "planid-77.json",
        answer(("WASH", 1, 1), kind="Cluster"),
        "found cluster. Ask for …/fts/flow?planid",
    ),
    "flows": ("planid-77.json", {"data": {"flows": []}}, "expected funding grouped by location or by plan, found none"),
    "an error": ("planid-77.json", {"status": "error", "message": "no"}, "expected an answer of FTS's API with data"),
    "one page": ("planid-77.json", answer(("Peru", 1, 1), nextLink="https://x"), "found one page of several"),
    "a list": ("planid-77.json", [1, 2], "expected an answer of FTS's API with data, found none"),
}


@pytest.mark.parametrize(("name", "told", "message"), BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_another_answer_of_the_api_is_refused_with_what_to_ask_for(folder, tmp_path, name, told, message):
    bring("fts", fts(tmp_path, fts_line()), folder=folder)
    with pytest.raises(ImportFailed, match=r"^[^\n]*$") as error:
        bring("fts", write(tmp_path, name, json.dumps(told)), folder=folder)
    assert message in str(error.value)


# --- R4V ---------------------------------------------------------------------------------------------


def test_the_layout_of_2021_gives_a_row_a_number_with_months_and_running_sums_apart(folder, tmp_path):
    rows = [
        old_row("WASH", **{OLD[6]: "3"}),
        old_row("Protection", Subsector="Protection (Human Trafficking & Smuggling)"),
        old_row("Country level", Subsector="All"),
        old_row("Multipurpose CBI"),
        old_row("Multisector"),
        old_row("Health", **dict.fromkeys(OLD[5:], "")),
    ]
    said = bring("r4v", sheet(tmp_path, OLD, *rows), folder=folder)
    assert said == [
        f"{LATE}.csv: R4V consolidated report, 6 rows read, 4 taken, 2 left out.",
        "  left out, not a sector, 1 row: Multisector (row 6).",
        "  left out, no number in the row, 1 row: row 7.",
        "  dated 2031-06-30: the day in the file's name.",
        f"{folder}/sector_reach.csv: 44 rows added, 0 new versions, 0 rows dated, 0 confirmed, 0 unchanged.",
    ]
    assert totals(folder, "sector", "basis", "people_reached", "people_reached_cva")[:2] == [
        ("wash", "period_total", "10", "3"),
        ("wash", "cumulative_ytd", "10", "0"),
    ]
    assert [row[0] for row in totals(folder, "sector", "basis") if row[1] == "period_total"] == [
        "wash",
        "protection_trafficking",
        "intersector",
        "mpc",
    ]
    wash = [row for row in table(folder, "sector_reach") if row["sector"] == "wash"]
    assert {row["basis"] for row in wash if row["population_group"] != "all" or row["sex"]} == {"cumulative_ytd"}
    assert [(row["population_group"], row["people_reached"]) for row in wash[2:7]] == [
        ("in_destination", "10"),
        ("in_transit", "0"),
        ("host_community", "0"),
        ("pendular", "0"),
        ("returnees", "0"),
    ]
    assert [(row["sex"], row["age_group"], row["people_reached"]) for row in wash[7:]] == [
        ("female", "child", "0"),
        ("male", "child", "0"),
        ("female", "adult", "10"),
        ("male", "adult", "0"),
    ]
    assert wash[0]["reach_id"] == "ECU_2031-01_wash_period_total_all_v1"
    assert wash[7]["reach_id"] == "ECU_2031-01_wash_cumulative_ytd_all_female_child_v1"
    assert not [problem for problem in check(folder) if problem.severity == "error"]


def test_the_layout_of_2022_has_places_which_are_found_without_accents_and_case(folder, tmp_path):
    rows = [
        new_row("salud", "ANCASH"),
        new_row("Education", "Áncash", country="PER"),
        new_row("Education", "Country level"),
        new_row("Education", "Atlantis"),
        new_row("Education", ""),
        new_row("Education", month="", place="Lima"),
        new_row("Education", month="soon", place="Lima"),
        new_row("Education", country="Kenya"),
        new_row("education", "country level"),
        new_row("Education", "Tacna", **{"Consolidated Girls": "-4"}),
    ]
    said = bring("r4v", sheet(tmp_path, NEW, *rows), folder=folder)
    assert said[1:-2] == [
        "  left out, a place that codes/places.csv lacks, 1 row: Atlantis, PER (row 5).",
        "  left out, missing admin1, 1 row: row 6.",
        "  left out, missing month, 1 row: row 7.",
        "  left out, a month that can't be read, or can be read in two ways, 1 row: soon (row 8).",
        "  left out, not a country of the plan, 1 row: Kenya (row 9).",
        "  left out, a number below 0, 1 row: row 11.",
        "  left out, the same numbers stand in another row, 1 row: row 10.",
    ]
    assert [row[:2] for row in totals(folder, "sector", "place", "basis") if row[2] == "period_total"] == [
        ("health", "PE02"),
        ("education", "PE02"),
        ("education", ""),
    ]


def test_months_of_period_totals_are_never_added(folder, tmp_path):
    rows = [new_row("WASH", month=f"2031-0{month}") for month in (1, 2, 3)]
    bring("r4v", sheet(tmp_path, NEW, *rows), folder=folder)
    found = totals(folder, "month", "basis", "people_reached")
    assert found == [
        (f"2031-0{month}-01", basis, "10") for month in (1, 2, 3) for basis in ("period_total", "cumulative_ytd")
    ]


def test_r4v_s_row_checks_are_told_by_name_and_marked_on_the_rows(folder, tmp_path):
    rows = [
        new_row("WASH", **{"Consolidated In Transit": "1"}),
        new_row("Health", **{"Consolidated Boys": "1"}),
        new_row("Shelter", **{"Monthly CVA Beneficiaries": "11"}),
        new_row("Nutrition", **{"Monthly Total Beneficiaries": "9"}),
        new_row("Education"),
        new_row("Nutrition", month="2031-02", **dict.fromkeys([NEW[7], NEW[8], "Consolidated Women"], "20")),
        new_row("Education", month="2031-02", **dict.fromkeys([NEW[7], NEW[8], "Consolidated Women"], "21")),
    ]
    said = bring("r4v", sheet(tmp_path, NEW, *rows), folder=folder)
    assert said[1:5] == [
        "  row check PopTypeBreakdown, 1 row, kept and marked: row 2.",
        "  row check AGDBreakdown, 1 row, kept and marked: row 3.",
        "  row check CVA higher than total, 1 row, kept and marked: row 4.",
        "  row check NewBenefvstotal, 2 rows, kept and marked: rows 5, 8.",
    ]
    marked = [row for row in totals(folder, "sector", "month", "basis", "checks") if row[3]]
    assert marked == [
        ("wash", "2031-01-01", "cumulative_ytd", "PopTypeBreakdown"),
        ("health", "2031-01-01", "cumulative_ytd", "AGDBreakdown"),
        ("shelter", "2031-01-01", "period_total", "CVA higher than total"),
        ("nutrition", "2031-01-01", "cumulative_ytd", "NewBenefvstotal"),
        ("education", "2031-02-01", "cumulative_ytd", "NewBenefvstotal"),
    ]
    assert [problem.rule for problem in check(folder)] == []


def test_blank_is_missing_and_gives_no_row_and_zero_is_a_number(folder, tmp_path):
    row = new_row("WASH", **dict.fromkeys([NEW[5], *NEW[9:]], ""))
    bring("r4v", sheet(tmp_path, NEW, row), folder=folder)
    found = [(row["basis"], row["population_group"], row["people_reached"]) for row in table(folder, "sector_reach")]
    assert found == [
        ("period_total", "all", ""),
        ("cumulative_ytd", "all", "10"),
        ("cumulative_ytd", "in_destination", "10"),
    ]


def workbook(path, *rows, saved):
    """A workbook whose data are on its second sheet."""
    book = Workbook()
    book.active.append(["A sheet of notes"])
    page = book.create_sheet("Data")
    for row in (NEW, *rows):
        page.append([int(cell) if cell.isdecimal() else cell for cell in row])
    page["D2"] = datetime(2031, 1, 1)
    book.save(path)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    core = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + saved.encode(), parts["docProps/core.xml"])
    with zipfile.ZipFile(path, "w") as packed:
        for name, raw in {**parts, "docProps/core.xml": core}.items():
            packed.writestr(name, raw)
    return str(path)


def test_a_workbook_reads_as_its_csv_does_and_its_last_saving_dates_nothing(folder, tmp_path, data_dir):
    said = bring("r4v", workbook(tmp_path / "a.xlsx", new_row("WASH"), saved="2031-05-04T10:00:00Z"), folder=folder)
    assert said[1:4] == [
        "  sheet 'Sheet' was not read: it has no header of this kind.",
        "  undated: nothing gives its day, so it serves no dated analysis. Import it again with --as-of DATE.",
        "  the workbook was last saved on 2031-05-04: --as-of 2031-05-04 if that is its day.",
    ]
    other = write_folder(tmp_path / "other", data_dir)
    bring("r4v", sheet(tmp_path, NEW, new_row("WASH")), folder=other)
    assert totals(folder, "reach_id", "people_reached") == totals(other, "reach_id", "people_reached")
    assert {row["known_from"] for row in table(folder, "sector_reach")} == {""}


def test_a_day_before_the_last_month_is_over_dates_nothing(folder, tmp_path):
    path = sheet(tmp_path, NEW, new_row("WASH"), name="consolidated_2031-01-15.csv")
    assert "undated" in bring("r4v", path, folder=folder)[1]
    with pytest.raises(
        UsageError, match=r"--as-of: expected 2031-01-31, the last day in .*, or later, found 2031-01-30"
    ):
        bring("r4v", path, folder=folder, as_of="2031-01-30")


# --- what holds for every import -----------------------------------------------------------------------


def test_all_files_go_in_or_none_does(folder, tmp_path):
    before = content(folder)
    with pytest.raises(ImportFailed, match="expected rows for data/, found none among 1"):
        bring("fts", fts(tmp_path, fts_line()), fts(tmp_path, fts_line("ZWE"), name="b.csv"), folder=folder)
    assert content(folder) == before


def test_nothing_is_written_where_the_result_would_not_pass_the_check(folder, tmp_path):
    write_rows(folder / "programmes.csv", [["programme"], ["x"]])
    before = content(folder)
    with pytest.raises(DataError) as error:
        bring("fts", fts(tmp_path, fts_line()), folder=folder)
    assert str(error.value).startswith(f"{folder}/programmes.csv, row 1: expected the column 'country_iso3'")
    assert content(folder) == before
    assert not list(tmp_path.glob("r4v-change-*"))


def test_a_hand_made_edit_of_a_row_is_kept(folder, tmp_path):
    path = fts(tmp_path, fts_line())
    bring("fts", path, folder=folder)
    edit_cell(folder, "plan_funding.csv", 2, "note", "Looked up by hand.")
    edit_cell(folder, "plan_funding.csv", 2, "funding_usd", "400.0")
    bring("fts", path, fts(tmp_path, fts_line("ECU"), name="b.csv"), folder=folder)
    assert [row["note"] for row in table(folder, "plan_funding")] == ["Looked up by hand.", ""]


def test_a_data_folder_without_the_table_says_where_it_is_to_be_had(folder, tmp_path):
    edit_descriptor(folder, "plan-funding", name="other")
    with pytest.raises(UsageError, match=r"expected the resource 'plan-funding', found none. Take it, and its file"):
        bring("fts", fts(tmp_path, fts_line()), folder=folder)


HOSTILE = {
    "empty": b"",
    "NUL": b"a,b\0c\n",
    "latin": "país,año\n".encode("cp1252"),
    "broken zip": b"PK\x03\x04" + b"\xff" * 60,
    "old Excel": b"\xd0\xcf\x11\xe0" + b"\0" * 60,
    "broken JSON": b'{"status": "ok", "data": {',
    "deep JSON": b"[" * 200_000,
    "no header": b"1,2,3\n4,5,6\n",
    "header only": HDX.encode() + b"\n",
    "other table": b"name,value\nPeru,3\n",
}


@pytest.mark.parametrize("source", ["fts", "r4v"])
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_can_t_be_read_is_one_line_with_its_name_and_what_to_do(folder, tmp_path, source, raw):
    path = tmp_path / "hostile.csv"
    path.write_bytes(raw)
    before = content(folder)
    with pytest.raises(ImportFailed, match=r"^[^\n]*hostile\.csv[^\n]*expected [^\n]*found [^\n]*(\.|--data \S+)$"):
        bring(source, str(path), folder=folder)
    assert content(folder) == before


def test_a_zip_that_is_no_workbook_is_refused(folder, tmp_path):
    shutil.make_archive(str(tmp_path / "a"), "zip", folder)
    with pytest.raises(ImportFailed, match="expected an Excel workbook, found one that can't be read"):
        bring("r4v", str(tmp_path / "a.zip"), folder=folder)


def test_a_missing_file_is_one_line(folder, tmp_path):
    for source in ("fts", "r4v"):
        with pytest.raises(ImportFailed, match=r"nowhere.csv: expected a file, found that it can't be read"):
            bring(source, str(tmp_path / "nowhere.csv"), folder=folder)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.one_of(st.binary(max_size=200), st.text(max_size=80).map(lambda text: f"{HDX}\n{text}".encode())))
def test_no_bytes_make_an_import_raise_anything_but_its_own_errors(tmp_path_factory, folder, raw):
    path = tmp_path_factory.mktemp("bytes") / "a.csv"
    path.write_bytes(raw)
    for source in ("fts", "r4v"):
        try:
            bring(source, str(path), folder=folder)
        except R4VError as error:
            assert str(error).count("\n") == 0


USAGE = {
    "unknown source": (["ftss", "a.csv"], "import: expected fts or r4v, found 'ftss'. Nearest: 'fts'."),
    "no file": (["r4v"], "import: expected a file, found none. Name one, or use --fetch for FTS."),
    "fetch of R4V": (["r4v", "--fetch"], "--fetch: expected the source fts, found r4v"),
    "fetch of a file": (["fts", "a.csv", "--fetch"], "--fetch: expected ids of FTS plans such as 1069, found 'a.csv'."),
    "no date": (["fts", "a.csv", "--as-of", "May"], "--as-of: expected a date such as '2023-07-31', found 'May'."),
    "empty date": (["fts", "a.csv", "--as-of", ""], "as_of: expected a date such as '2023-07-31', found ''."),
}


@pytest.mark.parametrize(("arguments", "message"), USAGE.values(), ids=USAGE)
def test_wrong_usage_is_exit_code_2_and_one_line(folder, capsys, arguments, message):
    assert app.main(["import", *arguments, "--data", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert message in err


def test_the_command_prints_what_was_done_and_fails_on_a_bad_file(folder, tmp_path, capsys):
    assert app.main(["import", "fts", fts(tmp_path, fts_line()), "--data", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert (out.splitlines()[-1], err) == (
        f"{folder}/plan_funding.csv: 1 rows added, 0 new versions, 0 rows dated, 0 confirmed, 0 unchanged.",
        "",
    )
    assert app.main(["import", "fts", str(tmp_path / "none.csv"), "--data", str(folder)]) == 1
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2031-02", 2),
        ("2031-12-31", 12),
        ("2031/3", 3),
        ("04/2031", 4),
        ("ene-31", 1),
        ("Setiembre de 2031", 9),
        ("AUG 2031", 8),
        ("2031-13", None),
        ("13/2031", None),
        ("31", None),
        ("", None),
    ],
)
def test_a_month_is_read_as_people_write_it(text, month):
    assert month_of(text) == (date(2031, month, 1) if month else None)


def test_a_number_is_read_whole_or_not_at_all():
    assert [number(text) for text in ("", "0", "1,234,567", "-3", "2.50")] == [None, 0, 1234567, -3, 2.5]
    for text in ("1.2.3", "1,234.5,6", "12O", "1e5", "2 M", "٣"):
        with pytest.raises(ValueError, match=r"."):
            number(text)
