"""Who issued a document, and whose money its box prints. Each text is made up."""

from __future__ import annotations

import pytest

from r4v_analysis.errors import UsageError
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft
from r4v_analysis.intake.intake import open_desk

BOX = "{label}\nUS$ 50 million\n\nRequirements\n40%\nFunded\n\nSituation\n\n{text}"
OWN = [
    ("UNICEF Peru Situation Report - March 2022", "HAC 2022", "Partners met."),
    ("Peru Situation Report - March 2022", "UNHCR's financial requirements", "Partners met."),
    ("IOM Peru Situation Report - March 2022", "Key Figures (Source: R4V)", "The RMRP was launched."),
    ("Peru: Population Movement - March 2022", "Emergency Appeal", "Volunteers met."),
    ("Informe de situación ACNUR Perú - marzo 2022", "Cifras clave", "Los socios se reunieron."),
    ("Peru Operational Update - March 2022", "Funding", "UNHCR and a foundation launched a campaign."),
    ("Peru Operational Update - March 2022", "Funding (Source: R4V)", "Partners met (Source: R4V)."),
    ("Perú: respuesta a la emergencia - marzo 2022", "Financiamiento", "Los clústeres se reunieron."),
]
PLAN = [
    ("Peru Situation Report - March 2022", "Funding of the RMRP", "UNICEF distributed kits."),
    ("GTRM Peru Situation Report - March 2022", "Key Figures", "UNHCR and IOM took part."),
    ("Peru Situation Report - March 2022", "Key Figures", "R4V partners met, as did UNICEF."),
    ("UNHCR Peru Situation Report - March 2022", "Regional Response Plan (RMRP)", "Partners met."),
]


@pytest.fixture
def drafted(tables, tmp_path):
    def made(text, report_id="PER_2022-03_2022-03"):
        path = tmp_path / "report.txt"
        path.write_text(text, encoding="utf-8")
        return draft(read_document(path), tables, report_id=report_id)

    return made


def of_plan(found):
    return {
        row.cells["indicator"]: row.state
        for row in found.rows
        if row.cells["indicator"] in ("requirements", "funding", "coverage")
    }


@pytest.mark.parametrize(("title", "label", "text"), OWN)
def test_an_agency_s_own_appeal_is_not_surely_the_plan_s(drafted, title, label, text):
    found = drafted(f"{title}\n\n{BOX.format(label=label, text=text)}\n")
    assert "captured" not in of_plan(found).values()
    assert {row.cells["stream"] for row in found.rows} == {""}


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        (
            "Peru: Regional Refugee and Migrant Response Plan 2022\n\nFunding required US$ 50 million\n"
            "People targeted 1,200\n\nIOM Vision\n\nIOM met.",
            "requirements",
        ),
        (
            "Perú - R4V\n\nPoblación meta\n1.200\nRequerimientos financieros\nUS$ 50 millones\n\n"
            "¿Qué es el Sector de Agua, Saneamiento e Higiene?\n\nLos socios se reunieron.",
            "requirements",
        ),
    ],
)
def test_a_box_of_an_agency_or_of_one_sector_is_not_surely_the_whole_plan_s(drafted, text, indicator):
    found = {row.cells["indicator"]: row.state for row in drafted(text).rows}
    assert {found[indicator], found["people_targeted"]} == {"proposed"}


@pytest.mark.parametrize(("title", "label", "text"), PLAN)
def test_money_of_a_box_is_the_plan_s_where_it_or_the_platform_is_named(drafted, title, label, text):
    found = drafted(f"{title}\n\n{BOX.format(label=label, text=text)}\n")
    assert of_plan(found) == {"requirements": "captured", "coverage": "captured"}


@pytest.mark.parametrize(
    ("text", "platform", "doubts"),
    [
        ("WFP Peru Country Brief - March 2022\n\nSituation\n\nA survey was made (GTRM, 2021).", "WFP", 1),
        ("PERU\nMarch 2022\n\nSituation\n\nUNHCR in Peru supports the authorities.", "UNHCR", 1),
        ("Peru Situation Report - March 2022\n\nSituation\n\nGTRM partners and UNICEF met.", "GTRM", 0),
        ("Peru Situation Report - March 2022\n\nSituation\n\nPartners met.", "R4V", 1),
    ],
)
def test_the_platform_is_what_the_document_names(drafted, text, platform, doubts):
    report = drafted(text).report
    assert (report.cells["platform"], len(report.doubts)) == (platform, doubts)


@pytest.mark.parametrize(
    ("text", "report_id", "platform", "doubts"),
    [
        ("Colombia - March 2022\n\nGIFMM\n\nSituation\n\nPartners met.", "COL_2022-03_2022-03", "GIFMM", 0),
        ("GIFMM in Colombia met. The Regional Platform of R4V met.", "XRG_2022-03_2022-03", "R4V", 0),
        ("GIFMM in Colombia and partners in Chile met.", "CHL_2022-03_2022-03", "R4V", 1),
    ],
)
def test_a_national_platform_is_of_its_own_country_only(drafted, text, report_id, platform, doubts):
    report = drafted(text, report_id).report
    assert (report.cells["platform"], len(report.doubts)) == (platform, doubts)


TABLE = """Peru Situation Report - March 2022

R4V

Situation

Funding by sector{caption}

Sector\tPeople targeted\t{required}\tReceived (US$)\tCoverage (%)\tPledged
Education\t1,200\t{amount}\t250,000\t25\t7
Health\t2,300\t2,000,000\t400,000\t20\t-
Shelter\t4,400\t4,000,000\t2,000,000\t40\t9
"""


def cells_of(found, sector):
    return {row.cells["indicator"]: row for row in found.rows if row.cells["sector"] == sector}


def test_a_table_of_money_by_sector_gives_each_cell_its_sector_and_indicator(drafted):
    rows = cells_of(drafted(TABLE.format(caption="", required="Required (US$)", amount="1,000,000")), "education")
    found = {name: (row.cells["value"], row.cells["unit"], row.state) for name, row in rows.items()}
    assert found == {
        "people_targeted": ("1200", "people", "captured"),
        "requirements": ("1000000", "usd", "captured"),
        "funding": ("250000", "usd", "captured"),
        "coverage": ("0.25", "share", "captured"),
        "unclassified": ("7", "unknown", "left_out"),
    }
    assert rows["unclassified"].cells["note"] == "Row 'Education', column 'Pledged'."


def test_a_sector_whose_percent_is_not_funding_over_requirements_is_looked_at(drafted):
    rows = cells_of(drafted(TABLE.format(caption="", required="Required (US$)", amount="1,000,000")), "shelter")
    assert {rows[name].state for name in ("requirements", "funding", "coverage")} == {"proposed"}


def test_amounts_without_a_currency_are_sure_only_where_they_give_the_percent(drafted):
    for amount, state in (("1,000,000", "captured"), ("3,000,000", "proposed")):
        rows = cells_of(drafted(TABLE.format(caption="", required="Required", amount=amount)), "education")
        assert rows["requirements"].state == state


def test_a_caption_that_scales_money_does_not_scale_people_or_percents(drafted):
    text = TABLE.format(caption=", in millions of US$", required="Required", amount="1")
    rows = cells_of(drafted(text), "education")
    values = {name: rows[name].cells["value"] for name in ("people_targeted", "coverage", "requirements")}
    assert values == {"people_targeted": "1200", "coverage": "0.25", "requirements": "1000000"}


def test_two_sectors_are_a_table_where_every_column_is_of_money(drafted):
    text = """Peru Situation Report - March 2022

R4V

Funding by sector (in millions of US$)

Sector\tRequirements\tFunding received
Education\t12.4\t3.15
Health\t22.6\t8.9
"""
    rows = cells_of(drafted(text), "education")
    found = {name: (row.cells["value"], row.cells["unit"], row.state) for name, row in rows.items()}
    assert found == {"requirements": ("12400000", "usd", "proposed"), "funding": ("3150000", "usd", "proposed")}
    people = text.replace("Requirements\tFunding received", "Girls\tBoys")
    assert not cells_of(drafted(people), "education")


def test_the_address_of_a_document_goes_into_its_draft_also_later(tmp_path, data_dir):
    document, folder = tmp_path / "report.txt", tmp_path / "draft"
    document.write_text("Peru Situation Report - March 2022\n\nR4V\n\nSituation\n\nPartners met.\n", encoding="utf-8")
    for address in ("https://example.org/first", "https://example.org/second"):
        open_desk(document, folder, data_dir=str(data_dir), source_url=address)
        assert address in (folder / "reports.csv").read_text(encoding="utf-8")
    open_desk(document, folder, data_dir=str(data_dir))
    assert "https://example.org/second" in (folder / "reports.csv").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="--source-url: expected an address"):
        open_desk(document, folder, data_dir=str(data_dir), source_url="example")


@pytest.mark.parametrize(
    ("received", "percent", "state"),
    [
        ("US$ 20 million", "40%", "captured"),
        ("US$ 18.9 million", "38%", "captured"),
        ("US$ 19.4 million", "38%", "captured"),
        ("US$ 18.6 million", "38%", "proposed"),
    ],
)
def test_a_printed_percent_is_the_quotient_rounded_or_cut_off(drafted, received, percent, state):
    box = f"Requirements\nUS$ 50.0 million\n\nReceived\n{received}\n\nFunded\n{percent}\n"
    found = drafted(f"GTRM Peru Situation Report - March 2022\n\nKey Figures\n\n{box}\nSituation\n\nPartners met.\n")
    assert of_plan(found) == dict.fromkeys(("requirements", "funding", "coverage"), state)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("US$ 50 million Funding requirement of the 2022 RMRP", "captured"),
        ("US$ 50 million Funding requirement", "captured"),
        ("US$ 50 million Funding requirement of the 2023 RMRP", "proposed"),
        ("US$ 50 million Funding requirement of the RMRP 2022-2023", "proposed"),
        ("US$ 50 million Funding requirement of the 2022 HRP", "proposed"),
        ("US$ 50 million Funding requirement\n\nSituation\n\nThe 2023 RMRP was launched.", "proposed"),
    ],
)
def test_requirements_are_the_plan_s_of_the_report_s_own_year(drafted, line, state):
    found = drafted(f"GTRM Peru Situation Report - March 2022\n\nKey Figures\n\n{line}\n")
    assert of_plan(found) == {"requirements": state}


def test_a_target_of_a_box_is_of_the_plan_s_year_and_not_of_the_report_s_month(drafted):
    found = drafted(
        "Peru RMRP Situation Report - March 2022\n\nR4V\n\nPeople targeted\n1,200\n\nSituation\n\nPartners met."
    )
    row = found.rows[0]
    days = ("2022-01-01", "2022-12-31", "Of the plan's year (2022).")
    assert tuple(row.cells[name] for name in ("period_start", "period_end", "note")) == days
