"""Stages of a procedure, people at the edge of a count, and the days that a sentence gives; all made up."""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft, drafting_tables
from r4v_analysis.intake.draft.guess import UNCLASSIFIED as LEFT


@pytest.fixture(scope="module")
def tables(data_dir):
    return drafting_tables(data_dir)


@pytest.fixture
def rows(tables, tmp_path):
    """The rows of a text in a report of a country of May 2022."""

    def drafted(text, country="Peru"):
        path = tmp_path / "report.txt"
        path.write_text(f"{country} Situation Report - May 2022\n\nGTRM\n\nSituation\n\n{text}\n", encoding="utf-8")
        return draft(read_document(path), tables).rows

    return drafted


@pytest.mark.parametrize(
    ("country", "text", "stages"),
    [
        (
            "Peru",
            "Recibieron 6.410 solicitudes del CPP, de las cuales 2.120 fueron otorgadas y 930 siguen en trámite.",
            ["application", "granted", "in_process"],
        ),
        ("Peru", "Of the 6,410 CPP processed in the year, 2,120 were delivered.", ["processed", "delivered"]),
        (
            "Peru",
            "The authority issued 6,410 CPP. A further 930 cards are ready for collection.",
            ["issued", "pending_collection"],
        ),
        (
            "Peru",
            "Se presentaron 6.410 solicitudes del CPP y se emitieron 2.120 carnés.",
            ["application", "issued"],
        ),
        ("Colombia", "Unas 6.410 personas se prerregistraron en el RUMV.", ["pre_registered"]),
        ("Colombia", "Migración Colombia ha entregado 6.410 PPT hasta ahora.", ["delivered"]),
        ("Colombia", "Some 6,410 Temporary Protection Permits (PPT) were approved.", ["granted"]),
    ],
)
def test_a_count_of_a_procedure_has_the_stage_that_its_words_name(rows, country, text, stages):
    found = rows(text, country)
    assert [(row.cells["indicator"], row.cells["stage"]) for row in found] == [
        ("regularization", name) for name in stages
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Of the 6,410 CPP holders, 2,120 were granted food kits.",
        "Otras 6.410 solicitudes del CPP fueron negadas.",
        "Some 6,410 CPP applications were rejected by the authority.",
        "Partners handed out 930 cards for food in the same week.",
    ],
)
def test_a_thing_that_was_given_and_a_permit_that_was_refused_are_no_stage(rows, text):
    assert rows(text)[-1].cells["indicator"] != "regularization"


def test_a_permit_of_a_country_without_a_programme_keeps_its_day(rows):
    (row,) = rows("By 12 May 6,410 temporary residence permits were granted.", "Brazil")
    assert (row.cells["indicator"], row.cells["as_of"], row.cells["period_start"]) == (LEFT, "2022-05-12", "")
    assert "programmes.csv" in row.reason


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("The plan targets 52,000 persons. In all 6,410 people were reached.", ["people_targeted", "people_reached"]),
        ("Some 6,410 women in need of shelter were accommodated by partners.", ["people_assisted"]),
        ("Some 6,410 women in need of shelter were identified.", [LEFT]),
        ("Partners gave food kits to between 200 and 350 women.", ["people_assisted", "people_assisted"]),
        ("En el país hay 6.410 personas solicitantes de refugio.", ["asylum_seekers"]),
        ("There are 6,410 people seeking asylum in Peru.", ["asylum_seekers"]),
    ],
)
def test_what_stands_beside_people_says_what_they_are(rows, text, indicators):
    found = [row for row in rows(text) if row.cells["unit"] != "share"]
    assert [row.cells["indicator"] for row in found] == indicators
    assert all(row.state != "captured" for row in found)


@pytest.mark.parametrize(
    "text",
    [
        "The plan targets 52,000 persons. In all 6,410 people were reached with food kits.",
        "Targeted support to 30 people went on. In all 6,410 people were reached with assistance.",
    ],
)
def test_people_who_got_a_thing_or_stand_beside_no_target_are_assisted(rows, text):
    assert rows(text)[-1].cells["indicator"] == "people_assisted"


def test_people_of_whom_a_share_is_told_were_assisted(rows):
    assert rows("Half of the 6,410 people assisted by partners were girls.")[-1].cells["indicator"] == "people_assisted"


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        (
            "To date the RMRP has received USD 61.2 million, leaving a funding gap of USD 90.1 million.",
            ["funding", LEFT],
        ),
        ("Of the plan for Peru USD 61.2 million, the unmet part, is missing.", [LEFT]),
    ],
)
def test_what_is_left_to_be_found_is_said_of_the_next_amount(rows, text, indicators):
    assert [row.cells["indicator"] for row in rows(text)] == indicators


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Between 18 April and 9 May, 6,410 people received food kits.", "2022-04-18", "2022-05-09"),
        ("Since 20 March, 6,410 people have received food kits.", "2022-03-20", "2022-05-31"),
        ("Desde el 20 de marzo, 6.410 personas han recibido alimentos.", "2022-03-20", "2022-05-31"),
        ("In the first quarter of 2022, 6,410 people received food kits.", "2022-01-01", "2022-03-31"),
        ("En el segundo semestre de 2021, 6.410 personas recibieron alimentos.", "2021-07-01", "2021-12-31"),
    ],
)
def test_a_count_has_the_days_of_its_sentence_and_is_a_proposal(rows, text, start, end):
    (row,) = rows(text)
    assert (row.cells["period_start"], row.cells["period_end"], row.state) == (start, end, "proposed")


def test_a_count_of_the_year_so_far_has_the_year_s_first_day(rows):
    (row,) = rows("Since January, partners have assisted 6,410 people with food kits.")
    days = [row.cells[name] for name in ("basis", "period_start", "period_end", "as_of")]
    assert days == ["cumulative_ytd", "2022-01-01", "2022-05-31", "2022-05-31"]


def test_misprinted_groups_of_digits_are_found_and_have_no_value(rows):
    (row,) = rows("Partners gave food kits to 4,71,350 persons.")
    assert (row.cells["value"], row.cells["qualifier"], row.state) == ("", "exact", "left_out")
    assert "marks between its digits" in row.reason
