"""Stocks and money of the report's own country, region and year: sure where they are said, left where they are not.

Each text is made up; the reading expected of it was written down first.
"""

from __future__ import annotations

import pytest

from r4v_analysis.intake.choices import COLUMN_NAMES, read_choices
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft
from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.wording import said

LEFT = UNCLASSIFIED
STOCK, WORLD = "refugees_and_migrants", "population_worldwide"
SURE = [
    ("COL", "Colombia hosts 2.48 million refugees and migrants from Venezuela.", STOCK),
    ("COL", "As of March 2022, Colombia hosted 2.48 million refugees and migrants from Venezuela.", STOCK),
    ("COL", "As of March, 2.48 million Venezuelans were living in Colombia.", STOCK),
    ("COL", "The number of Venezuelans in Colombia reached 2.48 million.", STOCK),
    ("COL", "There were more than 2.48 million Venezuelans in the country.", STOCK),
    ("COL", "Some 2.48 million refugees and migrants from Venezuela live outside their country.", WORLD),
    ("XRG", "Refugees and migrants: the number of Venezuelans worldwide reached 2.48 million.", WORLD),
    ("PER", "El Perú acoge a 2,48 millones de personas refugiadas y migrantes de Venezuela.", STOCK),
    ("PER", "En el país residen unos 2,48 millones de venezolanos, según fuentes oficiales.", STOCK),
    ("PER", "En el mundo hay 2,48 millones de personas venezolanas.", WORLD),
    ("PER", "The RMRP for Peru requires US$ 2.48 million.", "requirements"),
    ("XRG", "The total required budget of the RMRP amounts to US$ 2.48 million.", "requirements"),
]
NOT_SURE = [
    ("COL", "Peru hosts 2.48 million Venezuelans.", {LEFT}),
    ("COL", "In Latin America and the Caribbean live 2.48 million Venezuelans.", {LEFT}),
    ("COL", "Some 2.48 million Venezuelans live in Colombia, Chile and Peru.", {LEFT, STOCK}),
    ("COL", "The city hosts 2.48 million Venezuelans.", {LEFT}),
    ("COL", "Some 2.48 million Venezuelans will live in Colombia.", {LEFT}),
    ("COL", "At the end of 2018 there were 2.48 million Venezuelans in Colombia.", {STOCK}),
    ("COL", "Some 2.48 million Venezuelans in extreme need are in Colombia.", {LEFT, STOCK}),
    ("COL", "Colombia hosts 2.48 million Venezuelan women.", {LEFT, STOCK}),
    ("COL", "2.48 million Venezuelans have left their country.", {LEFT}),
    ("XRG", "Peru hosts 2.48 million Venezuelans.", {STOCK}),
    ("XRG", "Globally, 2.48 million Venezuelans have filed asylum claims.", {"asylum_claims"}),
    ("PER", "The regional plan requires US$ 2.48 million.", {"requirements"}),
    ("PER", "In Peru, the plan of the Health sector requires US$ 2.48 million.", {"requirements"}),
    ("PER", "In Peru 2.48% of the requirements remain unfunded.", {LEFT}),
    ("PER", "In Peru Education makes up 2.48% of the total requirements.", {LEFT}),
    ("PER", "Some 2.48 million Venezuelans got a permit of stay and received refugee status.", {LEFT}),
]
CONFIRMED = [
    ("XRG", "Of the US$ 1.79 billion needed, only US$ 214.8 million (12%) has been received."),
    ("XRG", "The RMRP was 12% funded, with US$ 214.8 million received out of the US$ 1.79 billion required."),
    ("PER", "The RMRP for Peru needs US$ 300 million, of which US$ 36 million (12 % funded) had been received."),
    (
        "PER",
        "En el Perú se recibieron 36 millones de dólares, o el 12 % de los requerimientos (300 millones de dólares).",
    ),
]
MONEY = {"requirements", "funding", "coverage"}
TITLES = {
    "COL": "Colombia Situation Report - March 2022",
    "PER": "Peru Situation Report - March 2022",
    "XRG": "Regional Situation Report - March 2022",
}


@pytest.fixture
def rows(tables, tmp_path):
    """Drafts a few words of a country's or the region's report under a heading."""

    def drafted(country, text, heading="Situation"):
        path = tmp_path / "report.txt"
        path.write_text(f"{TITLES[country]}\n\nR4V\n\n{heading}\n\n{text}\n", encoding="utf-8")
        return draft(read_document(path), tables, report_id=f"{country}_2022-03_2022-03").rows

    return drafted


def number(rows):
    return next(row for row in rows if "2.48" in row.cells["printed"] or "2,48" in row.cells["printed"])


@pytest.mark.parametrize(("country", "text", "indicator"), SURE)
def test_what_is_said_of_the_report_s_own_country_or_of_the_world_is_sure(rows, country, text, indicator):
    row = number(rows(country, text))
    assert (row.cells["indicator"], row.state, row.reason) == (indicator, "captured", "")


@pytest.mark.parametrize(("country", "text", "indicators"), NOT_SURE)
def test_what_is_of_another_place_or_year_or_of_some_people_only_is_never_sure(rows, country, text, indicators):
    row = number(rows(country, text))
    assert row.cells["indicator"] in indicators
    assert row.state != "captured"
    assert row.reason


@pytest.mark.parametrize(("country", "text"), CONFIRMED)
def test_three_amounts_that_agree_in_a_sentence_are_sure(rows, country, text):
    found = rows(country, text, "Funding")
    assert {row.cells["indicator"] for row in found} == MONEY
    assert {row.state for row in found} == {"captured"}


def test_three_amounts_that_do_not_agree_stay_proposals(rows):
    found = rows("XRG", CONFIRMED[0][1].replace("214.8", "314.8"), "Funding")
    assert "captured" not in {row.state for row in found if row.cells["indicator"] in MONEY}


@pytest.mark.parametrize(
    ("country", "box", "indicators"),
    [
        (
            "PER",
            "7.7M\nRefugees and migrants from Venezuela in the world\n6.5M\n"
            "Refugees and migrants in Latin America and the Caribbean\n1.5M\nRefugees and migrants in Peru",
            [WORLD, LEFT, STOCK],
        ),
        ("XRG", "4.8 Million\nVenezuelans worldwide\n\n3.9 Million\nVenezuelans in Latin America", [WORLD, STOCK]),
        ("PER", "810,000 refugees and migrants are in extreme vulnerability", [LEFT]),
        (
            "PER",
            "$304M\nRequired\n$66.9M\nFunded\n$237.1M\nUnmet\n22%\nFunded\n78%\nUnmet",
            ["requirements", "funding", LEFT, "coverage", LEFT],
        ),
        ("PER", "$304M required | 22% funded | 78% unmet", ["requirements", "coverage", LEFT]),
    ],
)
def test_a_label_of_a_box_is_of_the_place_that_it_names(rows, country, box, indicators):
    found = rows(country, f"{box}\n\nSituation\n\nPartners met.", "Key Figures1")
    assert [row.cells["indicator"] for row in found] == indicators
    assert {row.state for row in found if row.cells["indicator"] != LEFT} <= {"captured"}


def test_words_of_the_text_label_nothing_in_the_box(rows):
    text = "Funding received has been low.\n\nKey Figures\n\n$260.7M\nRequirements\n45%\nFunded\n"
    found = {row.cells["indicator"] for row in rows("PER", text)}
    assert found == {"requirements", "coverage"}


def test_lists_with_respectively_give_each_number_its_own_name(rows):
    places = rows("PER", "In Lima and Tumbes, 4,310 and 1,204 people, respectively, received shelter support.")
    assert [(row.cells["place"], row.state) for row in places] == [("PE15", "proposed"), ("PE24", "proposed")]
    stocks = rows("PER", "Colombia, Peru and Chile have the highest numbers of Venezuelans with 2.4 million, "
                         "1.3 million and 444,000 persons respectively.")  # fmt: skip
    assert [row.cells["indicator"] for row in stocks] == [LEFT, STOCK, LEFT]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The town received S/ 2.4 million.", "pen"),
        ("The appeal is for CHF 2.4 million.", "chf"),
        ("They gave EUR 2.4 million.", "eur"),
        ("They gave 2.4 million Swiss francs.", "chf"),
        ("They gave 2.4 million Colombian pesos.", "cop"),
        ("They gave 2.4 million pesos.", "local_currency"),
    ],
)
def test_money_in_another_currency_has_its_code_and_waits_for_a_person(rows, text, unit):
    (row,) = rows("PER", text)
    assert (row.cells["unit"], row.cells["indicator"]) == (unit, LEFT)


def test_reasons_are_said_in_the_reader_s_language_with_the_printed_words(rows):
    (row,) = rows("PER", "They helped 640 families.")
    assert said(row.reason, "es") == "data/ no tiene unidad para lo que cuenta [hogares]"


def test_an_informal_school_is_a_service_and_no_information(rows):
    (row,) = rows("PER", "Some 1,240 children accessed informal education.")
    assert (row.cells["indicator"], row.state) == ("people_assisted", "captured")


def test_a_number_beside_one_in_millions_is_printed_whole(rows):
    found = rows("PER", "The number rose from 500,000 to 7.74 million persons.")
    assert [row.cells["value"] for row in found] == ["500000", "7740000"]


@pytest.mark.parametrize(
    ("lang", "unit", "basis"), [("en", "US$", "stock on a date"), ("es", "US$", "población a una fecha")]
)
def test_the_page_s_lists_speak_the_reader_s_language(data_dir, lang, unit, basis):
    choices = read_choices(data_dir, "PER", lang)
    assert dict(choices.by_column["unit"])["usd"] == unit
    assert dict(choices.by_column["unit"])["chf"] == "CHF"
    assert dict(choices.by_column["basis"])["stock"] == basis
    assert set(choices.by_column) == set(COLUMN_NAMES)
    assert bool(choices.meant) == (lang == "en")


@pytest.mark.parametrize(
    ("country", "text", "cells"),
    [
        (
            "COL",
            "The number of Venezuelan migrants in Colombia reached 2.48 million (Office of Statistics, March 2022).",
            {"authority": "Office of Statistics", "as_of": "2022-03-31", "population_group": "refugees_and_migrants"},
        ),
        (
            "COL",
            "According to official Government figures, in March 2022 there were 2.48 million Venezuelans in Colombia.",
            {"authority": "Government", "as_of": "2022-03-31"},
        ),
        (
            "PER",
            "En el Perú residen 2,48 millones de venezolanos (marzo de 2022).",
            {"authority": "", "as_of": "2022-03-31", "population_group": "refugees_and_migrants"},
        ),
    ],
)
def test_a_stock_has_the_group_and_the_source_that_its_sentence_names(rows, country, text, cells):
    row = next(row for row in rows(country, text) if "48" in row.cells["printed"])
    assert ({name: row.cells[name] for name in cells}, row.state) == (cells, "captured")


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("COL", "Some 2.48 million Venezuelans live in Colombia (RMRP 2022)."),
        ("COL", "According to official Government figures, 2.48 million Venezuelans live in Colombia."),
        ("COL", "According to the Ministry, 2.48 million Venezuelans live in Colombia."),
        ("PER", "Los haitianos, quienes sumaron 2.480 solicitudes de refugio, fueron los primeros."),
        ("PER", "Peru received 2,480 asylum applications of Cuban nationals."),
        ("PER", "Se entregaron 2.480 raciones de alimentos."),
    ],
)
def test_the_count_of_one_nation_or_of_a_source_without_its_day_is_looked_at(rows, country, text):
    row = next(row for row in rows(country, text) if "48" in row.cells["printed"])
    assert row.state == "proposed"


@pytest.mark.parametrize(
    "box",
    ["Total population\n51.3 million", "Population\n51.3 million", "Estimated 22,000 Venezuelan migrants in Peru"],
)
def test_inhabitants_of_a_country_and_estimates_of_a_box_are_never_sure(rows, box):
    assert {row.state for row in rows("PER", f"{box}\n\nSituation\n\nPartners met.", "Key figures")} == {"proposed"}


def test_who_counted_a_stock_as_the_subject_of_its_sentence_is_a_source(rows):
    text = "Peruvian authorities estimate that 2.48 million Venezuelans live in Peru."
    assert number(rows("PER", text)).state == "proposed"


def test_a_stock_that_a_report_prints_with_two_days_is_not_surely_of_the_later_one(rows):
    text = "In January 2022, the number of refugees and migrants from Venezuela reached 1.2 million worldwide."
    found = rows("XRG", f"1.2 million\nVenezuelans worldwide\n\nSituation\n\n{text}", "Key figures")
    assert [(row.cells["as_of"], row.state) for row in found] == [
        ("2022-03-31", "proposed"), ("2022-01-31", "captured"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("El gobierno informó que 2,48 millones de personas están en el registro.", LEFT),
        ("Unos 2,48 millones de migrantes han transitado con apoyo por la selva.", "arrivals"),
        ("Partners managed to reach 2.48 million people with food.", "people_assisted"),
        ("The agency means to scale up assistance to 2.48 million people.", "people_planned"),
    ],
)
def test_the_verb_of_another_clause_gives_a_proposal_no_indicator(rows, text, indicator):
    row = number(rows("PER", text))
    assert row.cells["indicator"] == indicator
