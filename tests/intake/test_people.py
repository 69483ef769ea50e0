"""People whose verb is left out, stands behind a clause of its own, or says that they came and went; all made up."""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.document import Line
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.documents.sections import goes_on
from r4v_analysis.intake.draft.draft import draft
from r4v_analysis.intake.draft.guess import UNCLASSIFIED as LEFT


@pytest.fixture
def rows(tables, tmp_path):
    """The rows of a text, in a report of March 2022."""

    def drafted(text):
        path = tmp_path / "report.txt"
        path.write_text(f"Peru Situation Report - March 2022\n\nGTRM\n\n{text}\n", encoding="utf-8")
        return draft(read_document(path), tables).rows

    return drafted


@pytest.fixture
def indicators(rows):
    """What each number of a text is taken for; the last of them is not sure."""

    def taken(text):
        found = rows(text)
        assert found[-1].confidence != "high"
        return [row.cells["indicator"] for row in found]

    return taken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Health\n- Dental care: 410 people\n- Hygiene kits for 96 women", ["people_assisted"] * 2),
        ("Salud\n- Apoyo psicosocial: 410 personas\n- Talleres y cursos de salud: 96 mujeres",
         ["people_assisted", "people_trained"]),
        ("People reached in March\n\nNutrition\n- Tumbes: 410 people", ["people_assisted"]),
        ("Personas atendidas por actividad\n\nSalud\n- Vacunas: 410 niñas", ["people_assisted"]),
    ],
)  # fmt: skip
def test_an_item_without_a_verb_has_that_of_its_heading(indicators, text, expected):
    assert indicators(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Needs by sector\n\nHealth\n- Dental care: 410 people",
        "People targeted\n\nHealth\n- Dental care: 410 people",
        "Next steps\n\nHealth\n- Dental care: 410 people",
        "Health\n- Food insecurity: 410 people\n- Health workers: 96 people\n- Health risks: 85 people",
        "Salud\n- Falta de agua: 410 personas\n- Personas sin albergue: 96 personas",
        "People reached\n\nHealth\n- Affected by floods: 410 people\n- Volunteers: 96 people",
        "Situation\n- Dental care: 410 people",
        "Health\n\nThe ministry cut food aid to 410 people.",
    ],
)
def test_an_item_of_needs_of_plans_or_of_no_sector_stays_left(indicators, text):
    assert set(indicators(text)) == {LEFT}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Partners reached 410 people with meals, 96 with dental care and 85 women with blankets.",
         ["people_assisted"] * 3),
        ("Los socios entregaron mantas a 410 personas, kits de higiene a 96 y orientación legal a otras 85 mujeres.",
         ["people_assisted"] * 3),
        ("Partners gave meals to 410 people, and poured safe water for another 96 persons in Tumbes.",
         ["people_assisted"] * 2),
        ("Partners assisted 410 people with meals, 96 with medical conditions and 85 with disabilities.",
         ["people_assisted", LEFT, LEFT]),
        ("Partners gave meals to 410 people, while shelter was denied to 96.", ["people_assisted", LEFT]),
        ("Partners gave meals to 410 people, and blankets to 96 families.", ["people_assisted", LEFT]),
        ("The storm left 410 people without meals and 96 with shelter.", [LEFT, LEFT]),
    ],
)  # fmt: skip
def test_a_second_number_has_the_verb_of_the_first_where_it_is_told_alike(indicators, text, expected):
    assert indicators(f"Response\n\n{text}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WFP assisted 96 households (410 people) with vouchers.", [LEFT, "people_assisted"]),
        ("Floods affected 96 families (410 people).", [LEFT, LEFT]),
        ("Some 410 people who had crossed at Tumbes received blankets.", ["people_assisted"]),
        ("Unas 410 personas que llegaron de Tumbes fueron asistidas.", ["people_assisted"]),
        ("Some 410 people who arrived from Tumbes went on to Chile.", ["arrivals"]),
        ("Some 410 newly arrived refugees received blankets.", ["people_assisted"]),
        ("En el mes, 410 de las recién llegadas recibieron mantas.", ["people_assisted"]),
        ("Se ha apoyado con mantas a 410 personas.", ["people_assisted"]),
        ("En los barrios donde se entregaron mantas viven 4.100 personas de acogida.", [LEFT]),
        (
            "En el mes 96 docentes se capacitaron en derechos, 410 estudiantes recibieron mochilas.",
            ["people_trained", "people_assisted"],
        ),
        ("In all 96 volunteers took part in the relief operation.", [LEFT]),
        ("En total 96 voluntarios participaron en la respuesta.", [LEFT]),
    ],
)
def test_what_was_done_for_people_is_told_from_what_else_is_said_of_them(indicators, text, expected):
    assert indicators(f"Response\n\n{text}") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The police recorded 4,100 entries and 960 exits.", ["arrivals", "departures"]),
        ("Se registraron 4.100 ingresos y 960 salidas.", ["arrivals", "departures"]),
        ("En marzo ingresaron 4.100 personas venezolanas y salieron 960.", ["arrivals", "departures"]),
        ("In March 4,100 people crossed into Peru, while 960 left.", ["arrivals", "departures"]),
        ("On average 410 people a day entered the country.", ["daily_entries"]),
        ("Cruzaron la frontera unas 410 personas por día.", ["daily_entries"]),
        ("The clinic sees 410 patients a day, and 96 people a day enter the shelter.", [LEFT, LEFT]),
    ],
)
def test_comings_and_goings_are_counted_for_a_month_or_a_day(indicators, text, expected):
    assert indicators(f"Situation\n\n{text}") == expected


def test_a_place_behind_one_number_is_none_of_the_next(rows):
    first, second = rows(
        "Response\n\nUnas 410 mujeres recibieron apoyo psicosocial en Piura y 960 niñas accedieron a espacios seguros."
    )
    assert (first.cells["place"], second.cells["place"]) == ("PE20", "")
    first, second = rows("Response\n\nPartners assisted 410 people in Piura and in Tumbes 960 people got blankets.")
    assert second.cells["place"] in ("", "PE24")


def test_a_part_ahead_of_its_place_has_the_indicator_of_the_whole(rows):
    whole, part, dead = rows("Response\n\nPartners assisted 960 people, of whom 410 in Piura. Of them, 12 died.")
    assert (part.cells["indicator"], part.cells["part_of"]) == ("people_assisted", whole.cells["observation_id"])
    assert dead.cells["indicator"] == LEFT


def test_a_whole_field_of_a_form_does_not_go_on_in_the_next_one():
    box = (78.0, 156.0, 237.0, 166.0)
    first = Line("Number of people affected: 410,300", 1, 1, box=box)
    assert not goes_on(first, Line("Number of people assisted: 9,600", 2, 1, box=(78.0, 168.0, 233.0, 178.0)))
    assert goes_on(first, Line("of whom most live by the river", 2, 1, box=(78.0, 168.0, 233.0, 178.0)))
