"""What the check says of a draft stands on its review page in the page's language."""

import json
import shutil
from pathlib import Path

import pytest
import synthetic
from bs4 import BeautifulSoup
from synthetic_reports import documents, layout

from r4v_analysis.data.text_table import table_text
from r4v_analysis.errors import Problem
from r4v_analysis.intake import intake
from r4v_analysis.intake.folder import DECISION_COLUMNS, read_draft
from r4v_analysis.intake.intake import make_draft, open_desk

HEADLINE = (
    "la cifra clave es de 326.100 personas alcanzadas, fuera de lo que permite el cuadro por sectores si cada persona "
    "se cuenta una sola vez: de 59.830 a 221.071. Posibles razones: abarca un período más largo que el cuadro por "
    "sectores, o a personas que este no incluye, como las que están en tránsito. Los análisis muestran ambas cifras."
)
IN_TEXT = (
    "el texto cuenta 7.200 personas (asistidas) en “Seguridad Alimentaria” y el cuadro por sectores, 2.693 alcanzadas."
)
SHARE = "Escriba 0.375 si es 37,5 %."


@pytest.fixture(scope="module")
def drafted(tmp_path_factory, data_dir):
    """A made-up report in Spanish, whose headline of people reached is above its sectors, and its draft."""
    folder = tmp_path_factory.mktemp("words")
    source = folder / "report.md"
    source.write_text(documents.as_markdown(documents.report(layout("box-spanish"), 1)), encoding="utf-8")
    list(make_draft(source, folder / "draft", data_dir=str(data_dir)))
    return source


@pytest.fixture
def desk(drafted, tmp_path, data_dir):
    """The draft as a test may edit it."""
    folder = Path(shutil.copytree(drafted.parent / "draft", tmp_path / "draft"))
    return open_desk(drafted, folder, data_dir=str(data_dir))


def edited(desk, name, column, text):
    report, rows = read_draft(desk.folder)
    number = 2 + [row["observation_id"] for row in rows].index(name)
    synthetic.edit_cell(desk.folder, f"observations/{report['report_id']}.csv", number, column, text)


def faults(page, name):
    soup = BeautifulSoup(page, "html.parser")
    return [(fault.get_text(), fault.span["lang"]) for fault in soup.select(f"#row-{name} .rv-fault")]


def listed(page):
    return [
        (item.get_text(), item.find("span", lang=True)["lang"])
        for item in BeautifulSoup(page, "html.parser").select(".r4v-problem li")
    ]


def test_the_page_of_a_draft_in_spanish_has_the_reports_title_in_spanish(desk):
    report, _rows = read_draft(desk.folder)
    heading = BeautifulSoup(desk.page(), "html.parser").h1.get_text()
    assert heading == f"Borrador: {report['title_es']}"
    assert report["title_es"] != report["title"]


def test_a_finding_is_in_spanish_at_its_row_and_in_the_list_at_the_top(desk):
    page = desk.page()
    assert faults(page, "people_reached") == [(f"Valor: {HEADLINE}", "es")]
    assert [text for text, lang in listed(page) if lang != "es"] == []
    (first, *_) = listed(page)
    assert first[0] == f"326,1 mil (observations/ECU_2024-10_2024-12.csv, fila 3, value): {HEADLINE}"
    (told,) = faults(page, "food_security_people_assisted")
    assert told[0].startswith(f"Valor: {IN_TEXT} Posibles razones: ")


def test_a_wrong_cell_is_told_in_spanish_with_the_names_that_the_page_has(desk):
    edited(desk, "health_consultations", "value", "7,001")
    edited(desk, "education_schools", "sector", "educacion")
    edited(desk, "situation_protection_incidents", "value", "37.5")
    page = desk.page()
    assert faults(page, "health_consultations") == [
        ("Valor: se espera un número como 42600; dice “7,001”. Escriba 7001.", "es")
    ]
    assert faults(page, "education_schools") == [
        (
            "Sector: “educacion” no es un sector. Lo más parecido: “Educación”. "
            f"Los códigos permitidos están en {desk.folder}/codes/sectors.csv.",
            "es",
        )
    ]
    assert (f"Valor: se espera una proporción de 0 a 1; dice 37,5. {SHARE}", "es") in faults(
        page, "situation_protection_incidents"
    )


def test_what_the_server_answers_is_in_the_language_of_the_page(desk):
    wrong = {"observation_id": "health_consultations", "decision": "accepted", "corrected": "value", "value": "7,001"}
    answer = json.loads(desk.save(table_text(list(DECISION_COLUMNS), [wrong])))
    assert answer["refused"] == {
        "health_consultations": [
            {
                "column": "value",
                "message": "se espera un número como 42600; dice “7,001”. Escriba 7001.",
                "lang": "es",
                "is_error": True,
            }
        ]
    }
    named = {"observation_id": "education_schools", "decision": "accepted", "corrected": "sector", "sector": "escuela"}
    (told,) = json.loads(desk.save(table_text(list(DECISION_COLUMNS), [named])))["refused"]["education_schools"]
    assert f"{desk.folder}/codes/sectors.csv" in told["message"]


def test_what_is_not_translated_is_marked_as_english(desk, monkeypatch):
    def odd(folder):
        report, _ = read_draft(folder)
        return [Problem(f"{folder}/observations/{report['report_id']}.csv, row 3, value", "it is odd.", "odd")]

    monkeypatch.setattr(intake, "_checked", odd)
    page = desk.page()
    assert faults(page, "people_reached") == [("Valor: it is odd.", "en")]
    assert [lang for _, lang in listed(page)] == ["en"]
    told = {"observation_id": "people_reached", "decision": "accepted", "corrected": "note", "note": "Leído."}
    (fault,) = json.loads(desk.save(table_text(list(DECISION_COLUMNS), [told])))["refused"]["people_reached"]
    assert (fault["message"], fault["lang"]) == ("it is odd.", "en")
