"""A count is sure where each word of its sentence is accounted for; the sentences are made up."""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft, drafting_tables

PLAIN = [
    ("Protection", "During the reporting period, partners provided 310 migrants with legal orientation in Lima.",
     "people_assisted", "protection", "PE15", "refugees_and_migrants"),
    ("Shelter", "Partners delivered non-food items, including mattresses, to 310 people in Tacna.",
     "people_assisted", "shelter", "PE23", ""),
    ("Integration", "UNHCR supported 310 Venezuelans with job placement.",
     "people_assisted", "integration", "", "refugees_and_migrants"),
    ("Protection", "Between 16 and 25 March, partners assisted 310 migrants in Lima.",
     "people_assisted", "protection", "PE15", "refugees_and_migrants"),
    ("Protection", "Save the Children assisted 310 migrants in Lima.",
     "people_assisted", "protection", "PE15", "refugees_and_migrants"),
    ("Protection", "El ACNUR brindó atención psicológica a 310 personas.", "people_assisted", "protection", "", ""),
    ("Food Security", "Some 310 Venezuelans benefited from hot meals and food kits in Lima.",
     "people_assisted", "food_security", "PE15", "refugees_and_migrants"),
    ("Food Security", "Partners distributed 310 hot meals in Tumbes.", "meals", "food_security", "PE24", ""),
    ("Health", "WFP and UNHCR provided 310 medical consultations in Lima.", "consultations", "health", "PE15", ""),
    ("Education", "In March, 310 officials of the Ministry of Education were trained on safe spaces.",
     "people_trained", "education", "", "officials"),
    ("Health", "Se atendió a 310 personas con servicios de salud en Tacna.", "people_assisted", "health", "PE23", ""),
    ("Education", "Se capacitó a 310 docentes en educación inclusiva.", "people_trained", "education", "", "officials"),
]  # fmt: skip
LEFT_OVER = [
    ("Partners assisted 310 refugees with food whose houses burnt.", "whose houses burnt"),
    ("Partners assisted 310 refugees with food in Tumbes and Piura.", "in Tumbes Piura"),
    ("Partners assisted 310 refugees with food in SJL.", "in SJL"),
    ("Partners assisted 310 refugees with food twice.", "twice"),
    ("Partners assisted 310 refugees with food mostly bought by them.", "mostly bought them"),
    ("The 310 refugees received food kits.", "The"),
    ("Some 90 of the 310 refugees received food kits.", "of the"),
    ("Partners trained 310 teachers in three districts.", "in three districts"),
    ("Los socios capacitaron a 310 docentes en dos semanas.", "semanas"),
    ("Partners trained 310 teachers on rights since the start.", "since start"),
    ("Some 310 children received vaccines.", "vaccines"),
    ("Partners delivered supplies sufficient for 310 people.", "sufficient"),
    ("Partners provided 310 people with food vouchers for three months.", "months"),
    ("Los socios entregaron alimentos a 310 personas en la frontera.", "en frontera"),
    ("Partners assisted 310 people with food through an earlier project.", "earlier project"),
]


@pytest.fixture(scope="module")
def tables(data_dir):
    return drafting_tables(data_dir)


@pytest.fixture
def row(tables, tmp_path):
    """The row of the number 310 of a sentence, under a heading."""

    def drafted(text, heading="Situation"):
        path = tmp_path / "report.txt"
        path.write_text(f"Peru Situation Report - March 2022\n\nGTRM\n\n{heading}\n\n{text}\n", encoding="utf-8")
        found = draft(read_document(path), tables, report_id="PER_2022-03_2022-03").rows
        return next(row for row in found if row.cells["value"] == "310")

    return drafted


@pytest.mark.parametrize(("heading", "text", "indicator", "sector", "place", "group"), PLAIN)
def test_a_plain_sentence_is_sure_with_its_sector_place_and_group(row, heading, text, indicator, sector, place, group):
    found = row(text, heading)
    cells = [found.cells[name] for name in ("indicator", "sector", "place", "population_group")]
    assert (cells, found.state, found.reason) == ([indicator, sector, place, group], "captured", "")


@pytest.mark.parametrize(("text", "rest"), LEFT_OVER)
def test_a_word_that_nothing_accounts_for_makes_it_a_proposal_and_is_its_reason(row, text, rest):
    found = row(text)
    assert found.state == "proposed"
    assert f"words that may make it another count [{rest}]" in found.reason
