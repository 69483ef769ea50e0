"""What other tools get: CSV, HXL, FTS's columns, the workbook, the data package, citations."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from small_notebooks import contents
from synthetic import append_row, read_rows

from r4v_analysis.cli.app import main
from r4v_analysis.data.load import load_unchecked
from r4v_analysis.data.sheet import defused
from r4v_analysis.errors import UsageError
from r4v_analysis.imports.run import import_files
from r4v_analysis.sharing import formats
from r4v_analysis.sharing import rows as rows_module

PERU = "PER_2023-05_2023-07"
CARIBBEAN = "XCB_2021-01_2021-12"


@pytest.fixture(scope="module")
def request_for(data):
    def made(*report_ids, lang="en", as_of=None):
        reports = [data.report(report_id) for report_id in report_ids or data.report_ids]
        return formats.Request(data, reports, lang, as_of, bool(report_ids))

    return made


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_every_printed_number_with_its_words_and_bounds(request_for, data):
    rows = rows_of(formats.export("csv", request_for()).content)
    assert len(rows) == len(data.tables["observations"])
    reached = next(row for row in rows if row["report_id"] == PERU and row["observation_id"] == "people_reached")
    assert (reached["value"], reached["value_low"], reached["value_high"]) == ("281700", "281650", "281750")
    assert reached["printed"] == "281,7K"
    enrolments = next(row for row in rows if row["observation_id"] == "cpp_enrolments")
    assert (enrolments["value"], enrolments["value_low"], enrolments["value_high"]) == ("42600", "42600", "")


def test_csv_keeps_a_dash_apart_from_zero(request_for):
    rows = rows_of(formats.export("csv", request_for(PERU)).content)
    dashes = [row for row in rows if row["stream"] == "non_rmrp"]
    assert len(dashes) == 10
    assert {(row["value"], row["printed"]) for row in dashes} == {("", "-")}


@pytest.mark.parametrize("text", ["=1+1", "+51 1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_can_not_become_a_formula(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("value", ["-", "", "a=b", -5, -0.5, date(2023, 7, 31)])
def test_numbers_and_dashes_stay_as_they_are(value):
    assert defused(value) == value


def test_hxl_has_a_tag_row_and_says_what_is_left_out(request_for):
    done = formats.export("hxl", request_for(PERU))
    header, tags, *rows = list(csv.reader(io.StringIO(done.content)))
    assert tags[header.index("reached")] == "#reached"
    assert tags[header.index("requirements_usd")] == "#value+funding+required+usd"
    assert [tag for tag in tags if not tag.startswith("#")] == []
    found = [dict(zip(header, row, strict=True)) for row in rows if row[header.index("report")] == PERU]
    money = {name: [row[name] for row in found if row[name]] for name in ("requirements_usd", "funding_usd")}
    assert money == {"requirements_usd": ["318000000"], "funding_usd": ["22700000"]}
    assert [row["funding_percent"] for row in found if row["funding_percent"]] == ["7.1"]
    assert ["42600", "At least this."] in [[row["regularization"], row["warning"]] for row in found]
    assert len(done.remarks) == 1


def test_hxl_never_puts_two_measures_in_one_row(request_for):
    header, _tags, *rows = list(csv.reader(io.StringIO(formats.export("hxl", request_for()).content)))
    measures = ("population", "in_need", "targeted", "reached", "requirements_usd", "funding_usd", "funding_percent")
    places = [header.index(name) for name in (*measures, "regularization")]
    assert {sum(bool(row[place]) for place in places) for row in rows} == {1}


def test_fts_has_hdx_columns_and_the_percent_that_was_printed(request_for):
    rows = rows_of(formats.export("fts", request_for()).content)
    assert list(rows[0]) == list(formats.export_rows.FTS)
    years = {row["year"]: row for row in rows if row["countryCode"] == "PER"}
    assert (years["2022"]["requirements"], years["2022"]["funding"]) == ("304046314", "103262439")
    assert years["2022"]["percentFunded"] == "34"
    assert not [row for row in rows if row["countryCode"].startswith("X")]


def test_fts_gives_what_was_known_on_a_day(request_for):
    before, after = (
        rows_of(formats.export("fts", request_for(PERU, as_of=day)).content)
        for day in (date(2026, 4, 17), date(2026, 4, 18))
    )
    assert [(row["year"], row["funding"]) for row in before] == [("2020", "50714489"), ("2022", "43101065")]
    assert [row["year"] for row in after] == ["2019", "2020", "2021", "2022"]
    assert {row["funding"] for row in after}.isdisjoint({"50714489", "43101065"})


def test_fts_gives_a_country_s_own_requirement_where_a_later_amount_is_one_for_many(copied_data):
    own, later = "BOL_2022_RREG22_v3", "BOL_2022_RREG22_v4"
    header, *rows = read_rows(copied_data / "plan_funding.csv")
    cells = next(dict(zip(header, row, strict=True)) for row in rows if row[0] == own)
    cells |= {"plan_funding_id": later, "version": "4", "requirements_usd": "59000000", "funding_usd": "123"}
    cells |= {"requirements_scope": "repeated", "known_from": "2026-09-01", "confirmed_on": ""}
    append_row(copied_data, "plan_funding.csv", **cells)
    found, _left_out = rows_module.fts(load_unchecked(copied_data), ["BOL"])
    (row,) = [row for row in found if row["year"] == "2022"]
    required = next(row[header.index("requirements_usd")] for row in rows if row[0] == own)
    assert (row["requirements"], row["requirementsScope"], row["funding"]) == (required, "own", "123")


def test_fts_can_be_imported_again_without_a_change(request_for, copied_data, tmp_path, capsys):
    file = tmp_path / "fts.csv"
    file.write_text(formats.export("fts", request_for()).content, encoding="utf-8")
    before = (copied_data / "plan_funding.csv").read_bytes()
    assert main(["import", "fts", str(file), "--as-of", "2026-04-18", "--data", str(copied_data)]) == 0
    assert (copied_data / "plan_funding.csv").read_bytes() == before


def test_the_workbook_holds_typed_cells_and_says_what_they_mean(request_for):
    content = formats.export("xlsx", request_for(PERU)).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[:4] == ["Notes", "Reports", "Printed numbers", "Derived numbers"]
    numbers = list(book["Printed numbers"].iter_rows(values_only=True))
    head = numbers[0]
    reached = dict(zip(head, next(row for row in numbers if row[4] == "people_reached"), strict=True))
    assert (reached["Value"], reached["As printed"]) == (281700, "281,7K")
    assert reached["Period to"] == datetime(2023, 7, 31)
    notes = [" ".join(filter(None, row)) for row in book["Notes"].iter_rows(values_only=True)]
    assert any("Sectors overlap" in note for note in notes)
    assert any("cumulative_ytd" in note for note in notes)
    assert {row[0] for row in book["Derived numbers"].iter_rows(min_row=2, values_only=True)} == {PERU}
    assert content == formats.export("xlsx", request_for(PERU)).content


def test_no_cell_of_the_workbook_is_a_formula(copied_data):
    path = copied_data / "observations" / f"{PERU}.csv"
    hostile = path.read_text(encoding="utf-8").replace("Includes refugees", '=HYPERLINK("http://x")')
    path.write_text(hostile.replace("281,7K", "=281,7K"), encoding="utf-8")
    from r4v_analysis.data.load import load_unchecked
    from r4v_analysis.sharing.workbook import workbook

    data = load_unchecked(copied_data)
    book = openpyxl.load_workbook(io.BytesIO(workbook(data, [data.report(CARIBBEAN)])))
    assert [c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []
    printed = openpyxl.load_workbook(io.BytesIO(workbook(data, [data.report(PERU)])))["Printed numbers"]
    found = [c for row in printed.iter_rows() for c in row if str(c.value).startswith("=")]
    assert found
    assert {c.data_type for c in found} == {"s"}


def test_the_data_package_is_the_folder_s_files_valid_and_the_same_each_time(request_for, data, tmp_path):
    content = formats.export("datapackage", request_for()).content
    assert content == formats.export("datapackage", request_for()).content
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    assert contents(tmp_path).items() <= contents(data.folder).items()
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stdout[-2000:]
    report = json.loads(run.stdout)
    assert (report["valid"], report["stats"]["errors"]) == (True, 0)


def test_citations_name_version_data_and_report(request_for, data):
    text = formats.export("bibtex", request_for(PERU)).content
    assert f"@techreport{{{PERU}," in text
    assert data.digest[:12] in text
    items = {item["id"]: item for item in json.loads(formats.export("csl", request_for(PERU)).content)}
    assert items[PERU]["issued"] == {"date-parts": [[2023, 7, 31]]}
    assert "SHA-256" in items[PERU]["note"]
    assert items["r4v-analysis"]["type"] == "software"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["exel"], "format: expected one of"),
        (["datapackage", PERU], "expected no report"),
        (["pptx"], "expected one report, found "),
        (["csv", "--as-of", "2023-01-01"], "expected it with fts alone"),
        (["csv", "--lang", "pt"], "lang: expected a language"),
        (["csv", "PER_2023-05_2023-08"], "Nearest: 'PER_2023-05_2023-07'"),
        (["csv", "-o", "/proc/x/y"], "expected to write it"),
    ],
)
def test_wrong_usage_is_one_line(arguments, message, capsys):
    assert main(["export", *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_a_format_is_not_known_by_its_nearest_name(request_for):
    with pytest.raises(UsageError, match="Nearest: 'xlsx'"):
        formats.export("xls", request_for())


def test_text_goes_to_stdout_and_a_file_is_named(tmp_path, monkeypatch, capsys, data_dir):
    monkeypatch.chdir(tmp_path)
    assert main(["export", "csv", CARIBBEAN, "--data", str(data_dir)]) == 0
    assert capsys.readouterr().out.startswith("report_id,country_iso3,")
    assert main(["export", "xlsx", CARIBBEAN, "--data", str(data_dir)]) == 0
    assert capsys.readouterr().out == f"{CARIBBEAN}.xlsx\n"
    assert [path.name for path in tmp_path.iterdir()] == [f"{CARIBBEAN}.xlsx"]


# --- what is exported comes in again ---------------------------------------------------------------------

TABLES = ("plan_funding", "people_in_need", "sector_reach", "population", "donor_funding")


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", ["xlsx", "hxl"])
def test_what_is_exported_is_imported_again_without_a_change(request_for, data, copied_data, tmp_path, name, lang):
    content = formats.export(name, request_for(PERU, lang=lang)).content
    path = tmp_path / f"out.{'xlsx' if name == 'xlsx' else 'csv'}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8-sig"))
    said = import_files("r4v", [str(path)], data_dir=str(copied_data))
    counted = [line for line in said if ".csv: " in line and "rows added" in line]
    assert len(counted) == 4
    assert all(": 0 rows added, 0 new versions, 0 rows dated, 0 confirmed, " in line for line in counted)
    assert all(
        (copied_data / f"{table}.csv").read_bytes() == (data.folder / f"{table}.csv").read_bytes() for table in TABLES
    )


def test_a_number_that_was_changed_in_the_workbook_is_a_new_version(request_for, copied_data, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(formats.export("xlsx", request_for(PERU, lang="es")).content))
    page = book["Personas con necesidades"]
    heads = [cell.value for cell in page[1]]
    row = next(cell.row for cell in page["A"] if cell.value == "PER_2022_education_all")
    page.cell(row, heads.index("Población objetivo") + 1).value = 7
    book.save(tmp_path / "changed.xlsx")
    said = import_files("r4v", [str(tmp_path / "changed.xlsx")], data_dir=str(copied_data))
    assert [line for line in said if "people_in_need.csv: 0 rows added, 1 new versions" in line]


def test_hxl_has_the_plan_s_people_and_monthly_reach_and_marks_the_current_version(request_for):
    rows = rows_of(formats.export("hxl", request_for(PERU)).content)[1:]
    found = {}
    for row in rows:
        found.setdefault(row["row_id"].partition("/")[0], []).append(row)
    assert {"people_in_need", "plan_funding", "sector_reach", "population", PERU} == set(found)
    plans = [
        row
        for row in found["plan_funding"]
        if row["row_id"].startswith("plan_funding/PER_2022_") and row["funding_usd"]
    ]
    assert [row["funding_usd"] for row in plans if row["current"] == "true"] == ["103262439"]
    assert any(row["current"] == "false" for row in plans)
    assert {row["authority"] for row in found["population"]} >= {"R4V", "UNHCR"}
    assert {row["authority"] for row in found[PERU] if row["regularization"]} == {"SNM"}
    assert {row["authority"] for row in plans} == {""}


def test_a_spanish_workbook_has_spanish_names_of_codes_and_prints_on_its_width(request_for):
    book = openpyxl.load_workbook(io.BytesIO(formats.export("xlsx", request_for(PERU, lang="es")).content))
    assert [cell.value for page in book for cell in page[1] if "_" in str(cell.value)] == []  # no column's own name
    page = book["Alcance mensual por sector"]
    first = dict(zip((cell.value for cell in page[1]), (cell.value for cell in page[2]), strict=True))
    assert (first["País"], first["Sector"], first["Base"]) == ("Perú", "Educación", "total del período")
    assert first["Versión vigente"] is True
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    amounts = book["Financiamiento de los planes"]
    place = [cell.value for cell in amounts[1]].index("Requerimientos, US$")
    assert amounts.cell(2, place + 1).number_format == "#,##0"
    words = [str(cell.value) for sheet in book for cell in sheet[1] if cell.value] + [
        str(cell.value) for sheet in book for cell in sheet["A"] if cell.value
    ]
    assert not [
        word
        for word in words
        if re.search(r"\b(the|of|and|version|people)\b", word.lower().replace("_", "-"))
        and not re.search(r"_id$|^\w+$|^r4v", word)
    ]
