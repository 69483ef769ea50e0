"""Amounts, targets, capacities and stocks: what is one of data/, and what is none of it, by its own words.

Each text is made up; the reading expected of it was written down first.
"""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft
from r4v_analysis.intake.draft.guess import UNCLASSIFIED

LEFT = UNCLASSIFIED
STOCK, WORLD = "refugees_and_migrants", "population_worldwide"
TITLES = {
    "en": "Colombia Situation Report - March 2022\n\nGIFMM",
    "es": "Reporte de situación - Colombia - Marzo 2022\n\nGIFMM",
}
MONEY = [
    ("en", "Families received $2,310 to cover rent for three months.", LEFT),
    ("en", "Each household received US$ 2,310.", LEFT),
    ("es", "Los hogares recibieron 2.310 dólares para el alquiler.", LEFT),
    ("en", "A total of US$ 2,310 was received by 40 shopkeepers.", LEFT),
    ("en", "The Central Bank used the US$ 2,310 million received for its reserves.", LEFT),
    ("en", "The project requires US$ 2,310 million.", LEFT),
    ("en", "WFP urgently needs US$ 2,310 million for its work in Colombia.", LEFT),
    ("en", "UNHCR requires US$ 2,310 million for its work in Colombia.", LEFT),
    ("en", "UNHCR's requirements are US$ 80 million, of which 23.1% was funded.", LEFT),
    ("en", "Partners received US$ 2,310 million for the response in Colombia.", "funding"),
    (
        "en",
        "The plan met on Monday. To this end US$ 2,310 million are needed for the Humanitarian Response Plan.",
        "requirements",
    ),
    ("en", "The RMRP requires US$ 2,310 million for Colombia.", "requirements"),
    ("en", "The Health sector requires US$ 2,310 million.", "requirements"),
    ("en", "As of March, funding for the RMRP 2022 stands at US$ 2,310 million.", "funding"),
    ("en", "Funding received: US$ 2,310 million.", "funding"),
    ("es", "Se necesitan USD 2.310 millones para responder a la crisis en Colombia.", "requirements"),
]
PLANS = [
    ("en", "Some 2,310 people will be in IPC Phase 4 by June.", LEFT),
    ("en", "In the worst districts 2,310 people (a tenth) analyzed will be in Phase 4.", LEFT),
    ("en", "Some 2,310 children will suffer from acute malnutrition.", LEFT),
    ("en", "Authorities plan to deport 2,310 Venezuelans.", LEFT),
    ("en", "Some 2,310 people are expected to arrive in April.", LEFT),
    ("en", "A workshop targeting 2,310 participants was held.", LEFT),
    ("en", "Campaigns were held, targeting 2,310 refugees.", LEFT),
    ("es", "Se prevé que 2.310 personas salgan del país.", LEFT),
    ("en", "Some 2,310 people are expected to receive food assistance.", "people_planned"),
    ("en", "The kitchens will benefit 2,310 people.", "people_planned"),
    ("es", "La cocina beneficiará a 2.310 personas.", "people_planned"),
    ("en", "The plan aims to reach 2,310 people with assistance.", "people_targeted"),
    ("es", "El plan prevé atender a 2.310 personas.", "people_targeted"),
    ("en", "The plan targets 2,310 people in need of food.", "people_targeted"),
    ("es", "La población meta del plan es de 2.310 personas.", "people_targeted"),
    ("en", "The UN asks for US$ 90 million to target 2,310 people in need of aid.", "people_targeted"),
    ("en", "Some 2,310 people were targeted by armed groups.", LEFT),
    ("en", "Armed groups targeted 2,310 community leaders.", LEFT),
    ("en", "The kitchens are designed to benefit 2,310 people.", "people_planned"),
    ("es", "Unas 2.310 personas recibirán kits de higiene.", "people_planned"),
    ("en", "Some 2,310 people are targeted for assistance.", "people_targeted"),
    ("en", "Partners distributed kits to 2,310 children to support their lessons.", "people_assisted"),
    ("en", "The kitchens helped to reach 2,310 people with hot meals.", "people_assisted"),
]
CAPACITIES = [
    ("en", "The hospital has 2,310 beds.", LEFT),
    ("es", "Se habilitaron 2.310 camas de cuidados intensivos.", LEFT),
    ("en", "A generator with a capacity of 2,310 kilowatts was installed.", LEFT),
    ("en", "The course raised their capacity to meet the needs of 2,310 students.", LEFT),
    ("en", "The shelter has 2,310 beds.", "shelter_capacity"),
    ("es", "El albergue tiene capacidad para 2.310 personas.", "shelter_capacity"),
]
SHARES = [
    ("en", "In all, 310 people, 23.1% of them from Venezuela, were assisted with food.", "share_venezuelans"),
    ("en", "Partners assisted 900 people. Most were Venezuelans (23.1 per cent).", "share_venezuelans"),
    ("en", "Teams reached 900 people, which is 23.1 per cent of the March target.", "target_reached"),
    ("en", "Of the districts, Antioquia has 23.1% of the targeted population.", LEFT),
    ("es", "El plan cuenta con un financiamiento del 23,1%.", "coverage"),
    ("en", "Partners got some money for the plan, covering 23.1 per cent of requirements.", "coverage"),
    ("es", "El plan recibió fondos, equivalentes al 23,1% de los USD 803 millones requeridos.", "coverage"),
    ("en", "As of March, UNHCR Colombia is 23.1 per cent funded.", LEFT),
    ("en", "The school meals are 23.1% funded by the municipality.", LEFT),
    ("en", "Only 23.1% of the clinics are funded.", LEFT),
    ("en", "Funding for the plan fell by 23.1%.", LEFT),
    ("es", "El plan solo ha recibido el 23,1% de los fondos requeridos.", "coverage"),
    ("en", "Partners have reached 23.1% of the people targeted.", "target_reached"),
]
STOCKS = [
    ("en", "Colombia hosts 2.31 million refugees and migrants from Venezuela as of 28 February 2022, according to R4V.",
     STOCK, "captured", "R4V"),
    ("en", "Colombia is host to 2.31 million refugees and migrants from Venezuela.", STOCK, "captured", ""),
    ("es", "Al 28 de febrero de 2022, 2.310.000 venezolanos se encontraban en Colombia.", STOCK, "captured", ""),
    ("es", "La población venezolana en Colombia asciende a 2.310.000 personas.", STOCK, "captured", ""),
    ("en", "Of the 2.31 million Venezuelans in Colombia, many are women.", STOCK, "proposed", ""),
    ("en", "Medellín hosts 2.31 million Venezuelans.", LEFT, "left_out", ""),
    ("en", "Some 2.31 million Venezuelans will be living in Colombia.", LEFT, "left_out", ""),
    (
        "es",
        "A febrero de 2022 había 2.310.000 venezolanos en Colombia, informó Migración Colombia.",
        STOCK, "captured", "Migración Colombia",
    ),
    (
        "es",
        "Migración Colombia informó que al 28 de febrero de 2022 había 2.310.000 venezolanos en el país.",
        STOCK, "captured", "Migración Colombia",
    ),
    (
        "en",
        "Colombia hosts some 2.31 million refugees and migrants from Venezuela (R4V, March 2022).",
        STOCK, "captured", "R4V",
    ),
    (
        "en",
        "According to Migración Colombia, there are 2.31 million Venezuelans in Colombia.",
        STOCK, "proposed", "Migración Colombia",
    ),
    ("en", "An estimated 2.31 million Venezuelans live in Colombia.", STOCK, "proposed", ""),
    ("en", "Some 2,310,000 Venezuelans are estimated to be living in Colombia.", STOCK, "captured", ""),
    ("en", "In all 2,310,000 Venezuelans are estimated to be living in Colombia.", STOCK, "proposed", ""),
    ("en", "There were 2.31 million Venezuelans in Colombia by July 2022.", STOCK, "proposed", ""),
    ("en", "Colombia continues to host 2.31 million refugees and migrants from Venezuela.", STOCK, "captured", ""),
    ("en", "Colombia hosts 2.31 million Venezuelans, making it the first host country.", STOCK, "captured", ""),
    ("en", "Colombia hosts 2.31 million Venezuelans, including 900 asylum-seekers.", STOCK, "captured", ""),
    ("en", "Colombia hosts 2.31 million Venezuelans, mostly in its border departments.", STOCK, "proposed", ""),
    ("en", "R4V estimates that Colombia hosts 2,310,000 Venezuelans.", STOCK, "proposed", "R4V"),
    ("en", "Since the law of 5 March 2022, 2.31 million Venezuelans live in Colombia.", STOCK, "proposed", ""),
    ("en", "Colombia is the main host country, with 2.31 million Venezuelans.", STOCK, "proposed", ""),
    ("es", "El número de venezolanos en el mundo ha alcanzado los 2,31 millones.", WORLD, "captured", ""),
    ("en", "There are 2,310 Venezuelans in the shelter in Cali.", LEFT, "left_out", ""),
    ("es", "En la ciudad viven 2.310 venezolanos.", LEFT, "left_out", ""),
    ("en", "There are 2,310 Venezuelan children in Colombian classrooms.", LEFT, "left_out", ""),
    ("en", "Some 2,310 Venezuelans living in Colombia received a permit.", LEFT, "left_out", ""),
    ("es", "Unos 2.310 venezolanos residentes en Colombia recibieron el permiso.", LEFT, "left_out", ""),
    ("en", "Colombia hosts 2.31 million Venezuelans (As of March 2022).", STOCK, "captured", ""),
]  # fmt: skip
PARTS_OF_A_MONTH = [
    ("en", "As of early March 2022, Colombia hosts 2.31 million Venezuelans.", "2022-03-10"),
    ("en", "By mid-March 2022, there were 2.31 million Venezuelans in Colombia.", "2022-03-15"),
    ("es", "A inicios de marzo de 2022, en Colombia había 2.310.000 venezolanos.", "2022-03-10"),
    ("es", "A mediados de marzo de 2022, en Colombia había 2.310.000 venezolanos.", "2022-03-15"),
]


@pytest.fixture
def rows(tables, tmp_path):
    """Drafts a few words under a title; with a `box`, the words are all that follows it."""

    def drafted(language, text, *, box=False):
        path = tmp_path / "report.txt"
        section = "" if box else {"en": "Situation\n\n", "es": "Situación\n\n"}[language]
        path.write_text(f"{TITLES[language]}\n\n{section}{text}\n", encoding="utf-8")
        return draft(read_document(path), tables, report_id="COL_2022-03_2022-03").rows

    return drafted


def number(rows):
    """The one row of a number with the digits 2, 3, 1."""
    return next(row for row in rows if row.cells["value"].replace("0.", "").replace("0", "").startswith("231"))


@pytest.mark.parametrize(("language", "text", "indicator"), [*MONEY, *PLANS, *CAPACITIES, *SHARES])
def test_an_amount_is_named_only_by_words_that_say_what_it_is(rows, language, text, indicator):
    row = number(rows(language, text))
    assert (row.cells["indicator"], bool(row.reason) or row.state == "captured") == (indicator, True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "So far 23.1% of the RMRP for Colombia has been funded."),
        ("en", "The response is 23.1 per cent funded."),
        ("es", "El plan está financiado en un 23,1%."),
    ],
)
def test_coverage_is_sure_where_the_words_beside_it_say_of_what(rows, language, text):
    row = number(rows(language, text))
    assert (row.cells["indicator"], row.state) == ("coverage", "captured")


def test_a_plan_of_another_kind_is_not_surely_the_response_s(rows):
    assert number(rows("en", "The winter plan requires US$ 2.31 million in Colombia.")).state == "proposed"


@pytest.mark.parametrize("part", ["Health", "Norte de Santander", "Bogotá"])
def test_money_of_a_plan_for_a_part_of_it_is_not_surely_the_whole_s(rows, part):
    row = number(rows("en", f"The RMRP for Colombia requires US$ 2.31 million for {part}."))
    assert (row.cells["indicator"], row.state) == ("requirements", "proposed")


def test_coverage_of_the_plan_may_be_the_region_s_where_no_country_is_named(rows):
    row = number(rows("en", "As of March, the RMRP is 23.1 per cent funded."))
    assert (row.cells["indicator"], row.state) == ("coverage", "proposed")


@pytest.mark.parametrize(("language", "text", "indicator", "state", "authority"), STOCKS)
def test_a_stock_has_its_country_and_whom_the_sentence_cites(rows, language, text, indicator, state, authority):
    row = number(rows(language, text))
    assert (row.cells["indicator"], row.state, row.cells["authority"]) == (indicator, state, authority)


@pytest.mark.parametrize(("language", "text", "day"), PARTS_OF_A_MONTH)
def test_a_part_of_a_month_is_no_day(rows, language, text, day):
    row = number(rows(language, text))
    assert (row.cells["as_of"], row.state) == (day, "proposed")


@pytest.mark.parametrize(
    "text", ["In 2020, 2,310 people received food.", "Colombia received 2,310 asylum claims in 2020."]
)
def test_what_was_done_in_another_year_has_that_year(rows, text):
    row = number(rows("en", text))
    assert (row.cells["period_start"], row.cells["period_end"]) == ("2020-01-01", "2020-12-31")
    assert row.state == "proposed"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There are 2,310 Venezuelan asylum-seekers in Colombia."),
        ("en", "Colombia hosts 2,310 asylum-seekers."),
        ("en", "More than 2,310 asylum-seekers live in Colombia."),
        ("es", "En Colombia hay 2.310 solicitantes de refugio."),
    ],
)
def test_asylum_seekers_of_a_country_are_a_stock_of_their_own(rows, language, text):
    row = number(rows(language, text))
    assert (row.cells["indicator"], row.cells["basis"], row.state) == ("asylum_seekers", "stock", "proposed")


def test_claims_of_a_backlog_are_not_surely_those_that_were_filed(rows):
    row = number(rows("en", "In Colombia there is a backlog of 2,310 asylum claims."))
    assert (row.cells["indicator"], row.state) == ("asylum_claims", "proposed")


def test_asylum_seekers_among_a_stock_are_a_stock_of_their_own(rows):
    part = rows("en", "Colombia hosts 2.31 million Venezuelans, including 900 asylum-seekers.")[1]
    assert (part.cells["indicator"], part.cells["population_group"], part.state) == (
        "asylum_seekers", "asylum_seekers", "proposed",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Mexico received 2,310 asylum claims in March.",
        "Guatemala received 2,310 asylum claims in March.",
        "Some 2,310 Venezuelans live in Spain.",
        "The United States hosts 2,310 Venezuelans.",
    ],
)
def test_people_and_claims_in_another_country_are_no_row_of_the_report(rows, text):
    assert number(rows("en", text)).cells["indicator"] == LEFT


@pytest.mark.parametrize("text", ["The plan targets 2,310 people.", "The 2022 RMRP targets 2,310 people."])
def test_people_whom_a_plan_targets_are_of_the_plan_s_year(rows, text):
    row = number(rows("en", text))
    assert "another time" not in row.reason
    assert (row.cells["period_start"], row.cells["period_end"]) == ("2022-01-01", "2022-12-31")


@pytest.mark.parametrize(
    ("language", "box", "indicators"),
    [
        (
            "en",
            "In Numbers\n\nUSD 7.3 m six months net funding requirements\n\n870 people assisted",
            [LEFT, "people_reached"],
        ),
        ("es", "En cifras\n\nUSD 7,3 m necesidades netas de financiación", [LEFT]),
        (
            "es",
            "FINANCIAMIENTO AL 28 DE FEBRERO DE 2022\nUSD 113,6 millones\nsolicitados para el plan\nFinanciado 23%",
            ["requirements", "coverage"],
        ),
        (
            "en",
            "Situation in numbers\n\n2,477,588\nmigrants from Venezuela in Colombia\n\nHumanitarian Appeal 2022\n"
            "US$ 68.5 million\n\nFunding status\nFunds received 18%",
            [STOCK, "requirements", "coverage"],
        ),
    ],
)
def test_a_box_of_an_agency_s_layout(rows, language, box, indicators):
    assert [row.cells["indicator"] for row in rows(language, box, box=True)] == indicators


def test_millions_of_an_amount_before_them_are_money(rows):
    text = "The RMRP requires US$ 803 million for Colombia, of which 45.2 million (5.6%) has been received."
    found = {row.cells["indicator"]: (row.state, row.cells["stream"]) for row in rows("en", text)}
    assert found == dict.fromkeys(("requirements", "funding", "coverage"), ("captured", "rmrp"))


def test_people_of_a_plan_s_money_stay_people(rows):
    text = "El plan requiere 803 millones de dólares, de los cuales 1,2 millones de personas serán beneficiadas."
    assert [row.cells["unit"] for row in rows("es", text)] == ["usd", "people"]


def test_money_in_a_report_of_the_platform_is_of_its_plan(rows):
    (row,) = rows("es", "El plan requiere 803 millones de dólares para Colombia.")
    assert (row.cells["indicator"], row.state, row.cells["stream"]) == ("requirements", "captured", "rmrp")


def test_a_source_line_of_a_value_dates_none_that_follow_it(rows):
    box = (
        "Cifras clave\n\n2.477.588\nRefugiados y migrantes venezolanos en Colombia\n"
        "Fuente: Migración Colombia, 28 de febrero de 2022\n\nUSD 803 M\nRequerimientos"
    )
    found = {row.cells["indicator"]: (row.state, row.cells["as_of"]) for row in rows("es", box, box=True)}
    assert found == {STOCK: ("captured", "2022-02-28"), "requirements": ("captured", "2022-03-31")}


def test_a_day_of_the_text_dates_no_value_of_the_box(rows):
    text = "Cifras clave\n\nUSD 803 M\nRequerimientos\n\nContexto\n\nAl 3 de febrero de 2022 hubo 40 reuniones."
    row = next(row for row in rows("es", text, box=True) if row.cells["indicator"] == "requirements")
    assert (row.state, row.cells["as_of"]) == ("captured", "2022-03-31")


def test_a_bare_amount_beside_a_label_of_prose_is_no_plan_s(rows):
    text = "FUNDING (AS OF 29 MARCH 2022) US$ 113.6 M\n\nrequested for the whole situation\n\n87.5 M\n\n26.1 M"
    found = {row.cells["value"]: row.cells["indicator"] for row in rows("en", text)}
    assert (found["87500000"], found["26100000"]) == (LEFT, LEFT)


def test_prose_that_is_broken_at_a_width_is_no_box(rows):
    text = (
        "As an example, in Cali, the arrival of so many people has created new\n"
        "formal businesses and generated 2,310 new jobs.  Most of the\n"
        "working-age Venezuelans in Colombia are employed and Venezuelan migrants\nhave paid their taxes since then."
    )
    assert number(rows("en", text, box=True)).cells["indicator"] == LEFT


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("es", "El RMRP requiere 1.590 millones de dólares.", "1590000000"),
        ("en", "The RMRP requires US$ 1,590 million.", "1590000000"),
        ("en", "The RMRP requires US$ 1.590 million.", "1590000"),
    ],
)
def test_thousands_of_millions_are_read_as_such_with_a_doubt(rows, language, text, value):
    (row,) = rows(language, text)
    assert (row.cells["value"], row.state) == (value, "proposed")
