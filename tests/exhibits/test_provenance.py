"""Each source id leads to its row of data/."""

import pytest
from bs4 import BeautifulSoup

from r4v_analysis.exhibits import provenance
from r4v_analysis.values.metric import source_anchor


def test_a_number_of_the_report_says_where_it_is_printed(report):
    item = provenance.origin(report, "PER_2023-05_2023-07/cpp_enrolments")
    assert item.number("en") == "at least 42,600"
    assert provenance.place(report, item, "en") == "Situation"
    assert provenance.heading(report, item, "en") == ""


def test_a_number_of_an_earlier_report_stands_under_that_report(report):
    item = provenance.origin(report, "PER_2020-08_2020-08/funding")
    assert provenance.place(report, item, "en") == "Header box"
    link = BeautifulSoup(str(provenance.heading(report, item, "en")), "html.parser").a
    assert link.text == "Peru situation report, August 2020"


def test_a_plan_year_says_both_its_amounts_its_source_and_since_when_they_are_known(report):
    item = provenance.origin(report, "plan_funding/PER_2022_RREG22_v2")
    assert item.number("en") == "US$304,046,314 required; US$103,262,439 funded"
    assert provenance.subject(report, item, "en") == "Peru, plan of 2022"
    assert provenance.heading(report, item, "en").endswith("known from 18 Apr 2026")


def test_a_missing_amount_is_left_out_and_not_zero(report):
    item = provenance.origin(report, "plan_funding/XRG_2019_RSAMR19_v2")
    assert item.number("en") == "US$737,611,378 required"


def test_a_source_with_an_address_is_a_link(report):
    item = provenance.origin(report, "people_in_need/PER_2022_education_all")
    link = BeautifulSoup(str(provenance.heading(report, item, "en")), "html.parser").a
    assert link["href"] == "https://github.com/response4venezuelans/R4RMRP2022"


@pytest.mark.parametrize(
    ("source", "lang", "name"),
    [
        (
            "people_in_need/PER_2022_education_all",
            "en",
            "R4V (response4venezuelans/R4RMRP2022) on GitHub: file data/Proportions.xlsx, version 1ce9709c, "
            "sheets PiN 2022 and Target",
        ),
        (
            "people_in_need/PER_2022_education_all",
            "es",
            "R4V (response4venezuelans/R4RMRP2022) en GitHub: archivo data/Proportions.xlsx, versión 1ce9709c, "
            "hojas PiN 2022 y Target",
        ),
        (
            "plan_funding/ABW_2019_RSAMR19_v1",
            "es",
            "Teji360/Athena en GitHub: archivo data/clean/fts_requirements_funding_global.csv, versión 391bc6b6",
        ),
        (
            "plan_funding/PER_2019_RSAMR19_v1",
            "es",
            "FTS, requerimientos y financiamiento por país, copia del 18 de abril de 2026",
        ),
    ],
)
def test_a_file_on_github_says_whose_it_is_in_the_language_of_the_page(report, source, lang, name):
    found = str(provenance.source_name(report, provenance.origin(report, source), lang))
    assert BeautifulSoup(found, "html.parser").text == name
    assert "<span" not in found


def test_a_file_is_named_where_there_is_no_address(report):
    item = provenance.origin(report, "sector_reach/PER_2022-01_education_period_total_all_v1")
    assert provenance.heading(report, item, "en").startswith("R4V operational tables, Peru, January to June 2022")


def test_own_numbers_come_first_in_the_order_of_print(report):
    wanted = ["plan_funding/PER_2021_RREG21_v2", "PER_2023-05_2023-07/funding", "PER_2023-05_2023-07/population"]
    found = [item.source for item in provenance.origins(report, wanted)]
    assert found == ["PER_2023-05_2023-07/population", "PER_2023-05_2023-07/funding", "plan_funding/PER_2021_RREG21_v2"]


def test_an_id_that_no_row_has_is_an_error_and_no_empty_line(report):
    with pytest.raises(KeyError, match="no row of data/ is called 'plan_funding/none'"):
        provenance.origin(report, "plan_funding/none")


def test_the_same_id_in_two_reports_has_two_anchors():
    assert source_anchor("PER_2023-05_2023-07/population") != source_anchor("PER_2020-08_2020-08/population")
