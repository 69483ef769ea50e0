"""Sure means sure: a count is taken for what its own words say, and for nothing else in reach.

Each sentence is made up; the reading expected of it was written down first.
"""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.document import DocumentError
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft
from r4v_analysis.intake.draft.guess import UNCLASSIFIED

LEFT = UNCLASSIFIED
SAID = [
    ("en", "Partners assisted 2,140 refugees and migrants.", "2,140", "people_assisted"),
    ("en", "In all 2,140 refugees and migrants received food kits.", "2,140", "people_assisted"),
    ("en", "Partners provided cash transfers to 2,140 Venezuelans.", "2,140", "people_assisted"),
    ("en", "Legal counselling was provided to 2,140 persons.", "2,140", "people_assisted"),
    ("es", "Unas 2.140 personas refugiadas recibieron albergue.", "2.140", "people_assisted"),
    ("es", "Fueron asistidas 2.140 personas con alimentos.", "2.140", "people_assisted"),
    ("es", "Los socios entregaron kits de higiene a 2.140 personas.", "2.140", "people_assisted"),
    ("en", "Partners trained 210 teachers.", "210", "people_trained"),
    ("en", "Some 210 persons were referred to hospitals.", "210", "people_referred"),
]
OTHERWISE = [
    ("en", "Partners assisted 310 vulnerable migrant and host families.", "310", {LEFT}),
    ("en", "Health posts were run by 310 volunteers.", "310", {LEFT}),
    ("en", "Floods affected 31,000 people who had received aid.", "31,000", {LEFT}),
    ("en", "The region counted 310 deaths per 100,000 people.", "310", {LEFT}),
    ("en", "Peru reported 310 cases of dengue.", "310", {LEFT}),
    ("en", "COVID-19: the province had 310 new cases and 12 deaths.", "310", {"covid_cases"}),
    ("en", "The state gave 3.1 million Brazilian reals for aid.", "3.1", {LEFT}),
    ("en", "The appeal is for CHF 310,000 for people assisted.", "310,000", {LEFT}),
    ("en", "A donor gave 31% of the net requirements.", "31%", {LEFT}),
    ("en", "Of the respondents 31% were women.", "31%", {LEFT}),
    ("en", "Some 3,100 people are in need of shelter and support.", "3,100", {LEFT}),
    ("en", "UNICEF aims to reach 3,100 children with support.", "3,100", {"people_planned"}),
    ("en", "Some 310 children could not receive support.", "310", {LEFT}),
    ("es", "La policía detuvo a 310 personas.", "310", {LEFT}),
    ("es", "Los socios apoyaron a 310 hogares.", "310", {LEFT}),
    ("es", "El municipio aportó S/ 310.000 para asistir a personas.", "310.000", {LEFT}),
    ("es", "En promedio 310 personas recibieron comida cada día.", "310", {LEFT}),
]


@pytest.fixture
def rows(tables, tmp_path):
    """Drafts a few words under a title and a heading; the rows by the number that they print."""

    def drafted(language, text, heading=None):
        title = {"en": "Peru Situation Report - March 2022", "es": "Reporte de situación - Perú - Marzo 2022"}[language]
        path = tmp_path / "report.txt"
        section = {"en": "Situation", "es": "Situación"}[language] if heading is None else heading
        path.write_text(f"{title}\n\nGTRM\n\n{section}\n\n{text}\n", encoding="utf-8")
        return draft(read_document(path), tables, report_id="PER_2022-03_2022-03").rows

    return drafted


def row_of(rows, printed):
    return next(row for row in rows if printed in row.cells["printed"])


@pytest.mark.parametrize(("language", "text", "printed", "indicator"), SAID)
def test_a_verb_of_service_with_people_as_its_object_is_sure(rows, language, text, printed, indicator):
    row = row_of(rows(language, text), printed)
    assert (row.cells["indicator"], row.state, row.reason) == (indicator, "captured", "")


@pytest.mark.parametrize(("language", "text", "printed", "indicators"), OTHERWISE)
def test_what_only_stands_near_a_service_is_no_one_assisted_and_never_sure(rows, language, text, printed, indicators):
    row = row_of(rows(language, text), printed)
    assert row.cells["indicator"] in indicators
    assert row.state != "captured"
    assert row.reason


@pytest.mark.parametrize(
    "text",
    [
        "Partners assisted 310 persons who had applied for a permit.",
        "Partners reached 310 people with information and food kits.",
        "At a fair 310 persons received food kits and information.",
        "An estimated 310 persons received food kits.",
    ],
)
def test_a_second_reading_in_reach_makes_it_a_proposal(rows, text):
    row = row_of(rows("en", text), "310")
    assert row.state == "proposed"


def test_a_number_takes_its_own_noun_and_not_its_neighbour_s(rows):
    found = rows("en", "COVID-19: the coast had 512 confirmed cases and 87 deaths.")
    assert [row.cells["indicator"] for row in found] == ["covid_cases", "deaths"]


def test_educational_institutions_are_schools_and_no_organizations(rows):
    found = rows("es", "Se entregaron útiles en 31 unidades educativas y 9 instituciones educativas.")
    assert [row.cells["indicator"] for row in found] == ["schools", "schools"]


def test_parts_in_brackets_are_of_the_number_before_them_each_with_its_sex(rows):
    found = rows("en", "Partners reached 740 children (370 girls and 370 boys) with legal assistance.")
    whole, girls, boys = found
    assert {row.cells["indicator"] for row in found} == {"people_assisted"}
    assert (whole.cells["sex"], girls.cells["sex"], boys.cells["sex"]) == ("", "female", "male")
    assert girls.cells["part_of"] == boys.cells["part_of"] == whole.cells["observation_id"]


@pytest.mark.parametrize(
    ("sentence", "sexes"),
    [
        ("En Puno, 530 niñas y 604 niños recibieron kits escolares.", ["female", "male"]),
        ("En Puno, 604 niños y 530 niñas recibieron kits escolares.", ["male", "female"]),
        ("En Puno, 530 mujeres y 604 niños recibieron kits escolares.", ["female", ""]),
        ("En Puno, 530 niñas y 604 niños y adolescentes recibieron kits escolares.", ["female", ""]),
    ],
)
def test_ninos_beside_ninas_are_boys(rows, sentence, sexes):
    assert [row.cells["sex"] for row in rows("es", sentence)] == sexes


def test_children_and_women_are_of_no_one_sex(rows):
    assert row_of(rows("en", "Some 740 children and women received health care."), "740").cells["sex"] == ""
    assert row_of(rows("en", "Some 740 women and girls received health care."), "740").cells["sex"] == "female"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("In Tumbes, partners assisted 740 refugees.", "PE24"),
        ("Partners assisted 740 refugees in Tumbes.", "PE24"),
        ("Partners assisted 740 refugees through case management, including a case of smuggling in Puno.", ""),
        ("Partners assisted 740 refugees in Tumbes and Tacna.", ""),
        ("Partners assisted 740 refugees who arrived from Tumbes.", ""),
    ],
)
def test_a_place_belongs_to_the_number_that_it_is_said_of(rows, text, place):
    assert row_of(rows("en", text), "740").cells["place"] == place


def test_each_count_of_a_procedure_has_the_stage_of_its_own_words(rows):
    found = rows(
        "en",
        "The SNM reported the issuance of the first 4,800 CPP cards (of the 61,000 CPP processed), as well as "
        "1,310 humanitarian residencies (out of the 12,900 which are being processed).",
    )
    assert [row.cells["stage"] for row in found] == ["issued", "processed", "issued", "being_processed"]


def test_items_of_a_list_without_bullets_are_read_apart(rows):
    text = (
        "6,100 refugees and migrants received legal assistance and referral to specialized services\n"
        "8,200 people trained to improve access to employment\n"
        "7,400 children benefited from education"
    )
    found = [row.cells["indicator"] for row in rows("en", text, "Results")]
    assert found == ["people_assisted", "people_trained", "people_assisted"]


BOXES = [
    ("Financing\n\n$512.5M\nfunds required\n$130.8M\nfunds received", ["requirements", "funding"]),
    ("$130.8M\nfunds received\n$512.5M\nrequired\n26%\ncoverage", ["funding", "requirements", "coverage"]),
    ("REQUIREMENTS\n$512.5M\nFUNDED\n$130.8M\n26%", ["requirements", "funding", "coverage"]),
]


@pytest.mark.parametrize(("box", "indicators"), BOXES)
def test_values_above_and_below_their_labels_are_paired_for_the_box_as_a_whole(rows, box, indicators):
    found = rows("en", f"{box}\n\nSituation\n\nPartners assisted people.", "Key Figures")
    assert [row.cells["indicator"] for row in found] == indicators


def test_funding_above_requirements_is_never_sure(rows):
    text = "Received: $512.5M\nRequired: $130.8M\n\nSituation\n\nPartners assisted people."
    found = rows("en", text, "Key Figures")
    assert [(row.cells["indicator"], row.state) for row in found] == [
        ("funding", "proposed"), ("requirements", "proposed"),
    ]  # fmt: skip
    assert "may have changed places" in found[0].reason


def test_a_table_by_place_gives_each_number_its_row_and_column(rows):
    table = (
        "Departamento\tPersonas asistidas\tFamilias\n"
        "Lima\t4.310\t-\nTumbes\t1.204\t310\nTOTAL\t5.514\t310\n"
    )  # fmt: skip
    found = rows("es", table, "")
    assert [(row.cells["printed"], row.cells["indicator"], row.cells["place"]) for row in found] == [
        ("4.310", "people_assisted", "PE15"),
        ("1.204", "people_assisted", "PE24"),
        ("310", LEFT, "PE24"),
        ("5.514", "people_assisted", ""),
        ("310", LEFT, ""),
    ]
    assert found[0].cells["note"] == "Row 'Lima', column 'Personas asistidas'."
    assert {row.state for row in found} <= {"proposed", "left_out"}


@pytest.mark.parametrize(
    ("title", "report_id"),
    [
        ("Regional Situation Report - March 2022\n\nR4V", "XRG_2022-03_2022-03"),
        ("Caribbean R4V Situation Report - March 2022", "XCB_2022-03_2022-03"),
        ("Peru Situation Report\n\nOctober & November 2021", "PER_2021-10_2021-11"),
        ("Chile Update\n\n15 October - 14 November 2021", "CHL_2021-10_2021-11"),
        ("Venezuela Situation Report - March 2022", None),
        ("South America Update - March 2022", None),
        ("Latin America and the Caribbean - Situation Report March 2022", None),
    ],
)
def test_a_report_is_of_the_country_or_region_of_its_title_or_of_none(tables, tmp_path, title, report_id):
    path = tmp_path / "report.txt"
    path.write_text(f"{title}\n\nSituation\n\nMany people crossed into Peru. Peru received them.\n", encoding="utf-8")
    if report_id is None:
        with pytest.raises(DocumentError, match="expected a country of the response in the title"):
            draft(read_document(path), tables)
    else:
        assert draft(read_document(path), tables).report.report_id == report_id


def test_the_title_in_spanish_is_filled(tables, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("Dominican Republic Situation Report\nJanuary to March 2022\n\nR4V\n", encoding="utf-8")
    cells = draft(read_document(path), tables).report.cells
    assert cells["title_es"] == "Informe de situación de la República Dominicana, enero a marzo de 2022"


@pytest.mark.parametrize(
    ("language", "heading", "text"),
    [
        ("en", "Key planned results for 2022", "310 caregivers receiving counselling"),
        ("en", "Targets", "310 persons provided with food kits"),
        ("en", "2022 planning figures", "310 persons received food kits."),
        ("es", "Metas previstas", "310 personas recibieron alimentos."),
    ],
)
def test_what_stands_under_a_heading_of_plans_is_planned(rows, language, heading, text):
    (row,) = [row for row in rows(language, f"{heading}\n\n{text}") if "310" in row.cells["printed"]]
    assert (row.cells["indicator"], row.state) in {("people_planned", "proposed"), (LEFT, "left_out")}


@pytest.mark.parametrize(
    ("text", "printed", "indicators"),
    [
        ("Out of 1.4 billion requested for the plan, 682 million was received.", "682", {LEFT}),
        ("Partners were able to reach 3,180 Venezuelans.", "3,180", {"people_assisted"}),
        ("The shelter of the Church in Peru hosts 310 Venezuelans.", "310", {LEFT}),
        (
            "The transport service carried food for 16 partners, benefiting 310 people.",
            "310",
            {"people_assisted", LEFT},
        ),
        ("Worldwide the agency assisted 310 persons.", "310", {"people_assisted"}),
    ],
)
def test_what_could_be_something_else_is_a_proposal_of_the_likelier_thing(rows, text, printed, indicators):
    row = row_of(rows("en", text), printed)
    assert row.cells["indicator"] in indicators
    assert row.state != "captured"


def test_numbers_of_regions_are_names(rows):
    found = rows("en", "Migrants arrived in Region 2, and stayed in Regions 1, 7 and 9.")
    assert [row.cells["printed"] for row in found] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In all 310 persons have been assisted with food kits."),
        ("en", "About 310 children under 5 years have received food kits."),
        ("en", "By then 310 persons had received food kits."),
        ("en", "The 3-year project came to its end. In all 310 persons received food kits."),
        ("en", "In all 310 persons received food kits over four years."),
        ("en", "Partners met 900 people. Of these, 310 persons received food kits."),
        ("es", "En la última década 310 personas recibieron alimentos."),
        ("es", "Antes de la crisis 310 personas recibieron alimentos."),
        ("es", "De estas personas, 310 personas refugiadas recibieron alimentos."),
        ("es", "El organismo ha apoyado a 310 personas con alimentos."),
    ],
)
def test_what_may_count_other_days_than_the_report_s_is_a_proposal(rows, language, text):
    assert row_of(rows(language, text), "310").state == "proposed"


@pytest.mark.parametrize(
    "text",
    [
        "In Tumbes, partners opened a centre. In all 310 persons received food kits.",
        "Brazil opened its border. In all 310 persons received food kits.",
    ],
)
def test_a_place_of_the_sentences_before_may_be_the_number_s(rows, text):
    assert row_of(rows("en", text), "310").state == "proposed"


@pytest.mark.parametrize(
    ("language", "text", "printed"),
    [
        ("en", "The project reached 310 persons with food kits in its three years.", "310"),
        ("en", "If funds allow, 310 persons received food kits.", "310"),
        ("en", "Every week 310 persons received food kits.", "310"),
        ("en", "310 persons received food kits through the municipality of Aurora.", "310"),
        ("en", "310 persons received food kits in both countries.", "310"),
        ("en", "Some 310 asylum applications are pending.", "310"),
        ("en", "The RMRP for Peru requested US$ 310 million more.", "310"),
        ("en", "Only 310 of the 900 persons received food kits.", "900"),
        ("en", "310 persons were vaccinated.", "310"),
        ("es", "Desde su apertura el centro atendió a 310 personas con alimentos.", "310"),
        ("es", "Cada mes 310 personas recibieron alimentos.", "310"),
        ("es", "De los 900 migrantes, 310 de las 600 personas recibieron alimentos.", "600"),
    ],
)
def test_a_word_that_turns_a_count_into_another_makes_it_a_proposal(rows, language, text, printed):
    assert row_of(rows(language, text), printed).state != "captured"


@pytest.mark.parametrize(
    ("language", "text", "sector"),
    [
        ("en", "In all 310 persons received protection assistance.", "protection"),
        ("en", "Partners assisted 310 migrants with general protection orientations (200) and advice.", "protection"),
        ("en", "Partners provided WASH supplies for 310 persons.", "wash"),
        ("en", "310 persons benefited from food vouchers.", "food_security"),
        ("en", "310 persons, 73 per cent from Venezuela, received hot meals at shelters.", "food_security"),
        ("en", "310 persons received cash assistance.", "cbi"),
        ("en", "310 persons received hygiene kits, 420 persons received primary health care.", "wash"),
        ("es", "310 personas recibieron servicios de salud.", "health"),
        ("es", "Los socios entregaron útiles escolares a 310 personas.", "education"),
    ],
)
def test_a_sector_that_the_words_of_a_count_name_is_its_sector(rows, language, text, sector):
    row = row_of(rows(language, text), "310")
    assert (row.cells["sector"], row.state) == (sector, "captured")


@pytest.mark.parametrize(
    ("language", "text", "sector"),
    [
        ("en", "310 persons received food vouchers and emergency shelter.", ""),
        ("en", "310 persons received seed capital.", ""),
        ("en", "310 persons received mattresses.", ""),
        ("en", "310 persons received social protection cash transfers.", "cbi"),
        ("en", "310 survivors of trafficking received legal assistance.", "protection_trafficking"),
        ("en", "310 persons were accommodated in hotels.", ""),
        ("en", "310 officials were trained on child protection and asylum.", "protection_child"),
        ("en", "80 persons received hygiene kits, 310 persons received psychosocial support.", ""),
        ("en", "To improve nutrition, 310 persons received support.", ""),
        ("es", "310 personas recibieron capital semilla y alimentación.", ""),
    ],
)
def test_a_sector_that_the_words_may_name_makes_a_count_a_proposal(rows, language, text, sector):
    row = row_of(rows(language, text), "310")
    assert (row.cells["sector"], row.state) == (sector, "proposed")


def test_words_of_another_sector_under_a_heading_make_a_count_a_proposal(rows):
    assert row_of(rows("en", "310 persons received food vouchers.", "Health"), "310").state == "proposed"


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "Over 310 asylum claims", ("", "", "2022-03-31", "captured")),
        ("es", "Más de 310 solicitudes de refugio", ("", "", "2022-03-31", "captured")),
        ("en", "In March 310 asylum claims were filed.", ("2022-03-01", "2022-03-31", "", "captured")),
        ("en", "Some 310 asylum claims were filed.", ("2022-03-01", "2022-03-31", "", "proposed")),
    ],
)
def test_claims_are_all_so_far_unless_words_say_that_they_are_the_period_s(rows, language, text, days):
    row = row_of(rows(language, text), "310")
    assert (*(row.cells[name] for name in ("period_start", "period_end", "as_of")), row.state) == days


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Partners held 310 workshops for the Round, which took place on 23 and 24 March."),
        ("en", "Kits were sent to all. In this project 310 persons received food kits."),
        ("es", "En total 310 personas recibieron alimentos de esa ayuda."),
        ("es", "En total 310 personas recibieron alimentos, de las cuales 20 eran peruanas y el resto refugiadas."),
    ],
)
def test_what_other_words_of_a_sentence_may_be_said_of_makes_a_count_a_proposal(rows, language, text):
    assert row_of(rows(language, text), "310").state == "proposed"


def test_more_people_than_there_are_is_a_doubt(rows):
    row = row_of(rows("en", "4,054,870 million of Venezuelans are living abroad."), "4,054,870")
    assert row.state != "captured"
    assert "more people than there are" in row.reason
