"""The head of a report: country and period are read where it says them, else guessed, and then no row is sure.

Each text is made up; the reading expected of it was written down first.
"""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.document import DocumentError
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft
from r4v_analysis.intake.intake import open_desk

ROW = "In all 2,140 persons received food kits."


@pytest.fixture
def drafted(tables, tmp_path):
    def made(head, *, text=ROW, report_id=""):
        path = tmp_path / "report.txt"
        path.write_text(f"{head}\n\nSituation\n\n{text}\n", encoding="utf-8")
        return draft(read_document(path), tables, report_id=report_id)

    return made


@pytest.mark.parametrize(
    ("head", "report_id"),
    [
        ("Peru Situation Report, February 1 – April 30, 2022", "PER_2022-02_2022-04"),
        ("Peru Situation Report, December 1, 2021 to February 28, 2022", "PER_2021-12_2022-02"),
        ("Informe de situación, Perú, del 1 de febrero al 30 de abril de 2022", "PER_2022-02_2022-04"),
        ("Peru\n\nKey Figures\n\n2021 year-end figures", "PER_2021-01_2021-12"),
        ("R4V Regional Situation Report, May 2022", "XRG_2022-05_2022-05"),
        ("Peru\nMarch 2022\nNeeds for six months (April - September 2022)", "PER_2022-03_2022-03"),
    ],
)
def test_a_head_that_says_country_and_period_leaves_its_rows_sure(drafted, head, report_id):
    found = drafted(head)
    assert found.report.report_id == report_id
    assert [row.state for row in found.rows if "2,140" in row.cells["printed"]] == ["captured"]


@pytest.mark.parametrize(
    ("head", "text", "language"),
    [
        ("Perú - Informe de situación - Mayo 2022", "Personas alcanzadas por sector: 2.140", "es"),
        ("Peru Situation Report, May 2022", "People reached: 2,140", "en"),
    ],
)
def test_a_document_of_few_words_has_the_language_that_these_are_in(drafted, head, text, language):
    assert drafted(head, text=text).report.cells["language"] == language


GUESSED = [
    ("Peru and Chile Situation Report - March 2022", ROW),
    ("Update on the response in the south - March 2022", f"Partners met in Peru.\n\n{ROW}"),
    ("Chile Multi-Country Office - March 2022", f"The multi-country office covers Chile and Uruguay.\n\n{ROW}"),
    ("Chile - March 2022", f"The multi-country office works in three countries.\n\n{ROW}"),
    ("Chile: mixed movements in the sub-region - March 2022", ROW),
    ("Chile Update - March 2022", f"Peru saw rain. Peru opened its border. The coast of Peru was calm.\n\n{ROW}"),
    ("Chile Update - March 2022\nApril - June 2022", ROW),
    ("RMRP Mid-Year Report - March 2022", f"Partners met in Chile.\n\n{ROW}"),
]


@pytest.mark.parametrize(("head", "text"), GUESSED)
def test_no_row_is_sure_under_a_head_that_is_guessed_until_a_person_names_the_report(drafted, head, text):
    found = drafted(head, text=text)
    assert "captured" not in {row.state for row in found.rows}
    (told,) = [doubt for doubt in found.report.doubts if "no row is sure" in doubt]
    assert f"--report {found.report.report_id}" in told
    named = drafted(head, text=text, report_id="CHL_2022-03_2022-03")
    assert [row.state for row in named.rows if "2,140" in row.cells["printed"]] == ["captured"]


@pytest.mark.parametrize(
    "head",
    [
        "UNICEF LACRO Humanitarian Situation Report No. 3 (people on the move and other needs), March 1 – May 31, 2022",
        "Venezuela Situation Report - March 2022",
        "Migration flows in Latin America and the Caribbean: Situation Report No. 7 of our agency - March 2022",
    ],
)
def test_a_report_of_no_country_of_the_response_is_refused(drafted, head):
    with pytest.raises(DocumentError, match="expected a country of the response in the title"):
        drafted(head, text=f"Partners met in Bolivia, Brazil and Peru. {ROW}")


@pytest.mark.parametrize(("code", "name"), [("HND", "Honduras"), ("VEN", "Venezuela")])
def test_a_report_that_a_person_names_may_be_of_a_country_that_is_not_of_the_response(drafted, code, name):
    found = drafted(f"{name} Situation Report, May 2022", report_id=f"{code}_2022-05_2022-05")
    assert found.report.cells["country_iso3"] == code
    assert found.report.cells["title"] == f"{name} situation report, May 2022"
    assert [row.state for row in found.rows if "2,140" in row.cells["printed"]] == ["captured"]


def test_a_code_that_no_table_has_is_told_with_where_to_add_it(drafted):
    with pytest.raises(DocumentError, match=r"--report: ZZZ is no country of data/codes/countries\.csv\. Correct it,"):
        drafted("Situation Report, May 2022", report_id="ZZZ_2022-05_2022-05")


def test_a_report_of_the_response_as_a_whole_is_proposed_as_the_region_s(drafted):
    found = drafted("RMRP Mid-Year Report, January - June 2022", text=f"Partners met in Chile. {ROW}")
    assert found.report.report_id == "XRG_2022-01_2022-06"


def test_a_draft_that_is_opened_again_keeps_the_doubt_about_its_head_until_the_report_is_named(tmp_path, data_dir):
    document, folder = tmp_path / "report.txt", tmp_path / "draft"
    document.write_text(f"Peru and Chile Update - March 2022\n\nSituation\n\n{ROW}\n", encoding="utf-8")
    states = [
        {row.state for row in open_desk(document, folder, data_dir=str(data_dir), report_id=report_id).made.rows}
        for report_id in ("", "", "PER_2022-03_2022-03")
    ]
    assert states == [{"proposed"}, {"proposed"}, {"captured"}]


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("Peru Situation Report: Tumbes - March 2022", ROW),
        (
            "Informe de situación del departamento de Aurora, Perú - marzo 2022",
            "Unas 2.140 personas recibieron comida.",
        ),
        ("Peru Flash Update\n9 March 2022", "The number of Venezuelans in Peru reached 2.48 million."),
        ("Peru Flash Update\n9 March 2022", "Since the beginning of the year 2,140 persons received food kits."),
    ],
)
def test_a_named_report_settles_no_part_of_a_country_and_no_day_within_its_months(drafted, head, text):
    rows = drafted(head, text=text, report_id="PER_2022-03_2022-03").rows
    assert {row.state for row in rows} == {"proposed"}


@pytest.mark.parametrize(
    ("head", "text", "report_id", "doubt"),
    [
        ("Operational update", "Partners in Syria reached 2,140 people.", "COL_2022-03_2022-03", "and never that of"),
        (
            "Operational update",
            "Partners in Peru reached 2,140 people.",
            "COL_2022-03_2022-03",
            "and never that of the id that was given: check the id [Peru]",
        ),
        ("Operational update", "Partners in Colombia reached 2,140 people.", "COL_2022-03_2022-03", ""),
        ("Operational update", "GTRM partners in Lima reached 2,140 people.", "PER_2022-03_2022-03", ""),
        ("Operational update", "GIFMM partners reached 2,140 people.", "PER_2022-03_2022-03", "never names"),
        ("Operational update", "Partners in Peru reached 2,140 people.", "XRG_2022-03_2022-03", "and never that of"),
        ("Operational update", "R4V partners in Peru reached 2,140 people.", "XRG_2022-03_2022-03", ""),
        ("GTRM Peru, March 2022", ROW, "PER_2022-04_2022-04", "other months than the id that was given [PER_2022-03"),
        ("GTRM Peru, March 2022", ROW, "PER_2022-03_2022-03", ""),
    ],
)
def test_an_id_that_the_document_contradicts_is_to_be_looked_at(drafted, head, text, report_id, doubt):
    doubts = [said for said in drafted(head, text=text, report_id=report_id).report.doubts if "platform" not in said]
    assert bool(doubts) == bool(doubt)
    assert doubt in "".join(doubts)
