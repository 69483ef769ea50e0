"""A row is sure only with evidence for each thing that it says: kinds of real wording, in texts that are made up."""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.document import DocumentError
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft, drafting_tables
from r4v_analysis.intake.draft.guess import UNCLASSIFIED


@pytest.fixture(scope="module")
def tables(data_dir):
    return drafting_tables(data_dir)


@pytest.fixture
def drafted(tables, tmp_path):
    """The draft of a text under a title of a month, of Peru unless a title is given."""

    def made(text, title="Peru Situation Report - March 2022\n\nGTRM\n\nSituation", report_id=""):
        path = tmp_path / "report.txt"
        path.write_text(f"{title}\n\n{text}\n", encoding="utf-8")
        return draft(read_document(path), tables, report_id=report_id)

    return made


def row_of(found, printed):
    return next(row for row in found.rows if printed in row.cells["printed"])


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Partners assisted 310 refugees and asylum-seekers with food.", ""),
        ("Partners assisted 310 vulnerable Peruvians and migrants with food.", "all"),
        ("Partners assisted 310 vulnerable Peruvians with food.", "host_community"),
        ("Partners assisted 310 Peruvian returnees with food.", ""),
        ("Partners assisted 310 host community members with food.", "host_community"),
        ("Partners assisted 310 community leaders with food.", "community_members"),
        ("Partners assisted 310 migrants, refugees and people from host communities with food.", "all"),
        (
            "Partners assisted 310 Venezuelan migrants, Peruvian returnees and members of host communities with food.",
            "",
        ),
        ("Partners assisted 310 refugees and migrants living with HIV/AIDS with food.", "refugees_and_migrants"),
        ("Partners assisted 310 migrants in transit with food.", "in_transit"),
        ("Partners assisted 310 Venezuelan migrants on the move with food.", ""),
    ],
)
def test_a_group_is_said_only_where_each_noun_is_of_it(drafted, text, group):
    assert row_of(drafted(text), "310").cells["population_group"] == group


@pytest.mark.parametrize(
    "text",
    [
        "Partners assisted 310 vulnerable Peruvians with food.",
        "Partners assisted 310 vulnerable Peruvians and migrants with food.",
        "Partners assisted 310 Venezuelan migrants, Peruvian returnees and members of host communities with food.",
        "Partners assisted 310 Venezuelan migrants on the move with food.",
        "Partners assisted 310 people through an operation for migrants and host communities.",
    ],
)
def test_a_group_that_is_guessed_or_left_out_makes_a_count_a_proposal(drafted, text):
    row = row_of(drafted(text), "310")
    assert (row.cells["indicator"], row.state) == ("people_assisted", "proposed")


@pytest.mark.parametrize(
    ("words", "note", "state"),
    [
        ("People reached", "", "captured"),
        ("People reached until March", "", "proposed"),
        ("People reached since January", "", "proposed"),
        ("People reached*", "* Refugees and migrants who had food.", "captured"),
        ("People reached*", "* Those who had food since January 2014.", "proposed"),
    ],
)
def test_a_value_of_the_box_is_for_the_report_s_days_where_its_label_and_note_name_no_others(
    drafted, words, note, state
):
    text = f"{words}\n4,200\n\nSituation\n\nPartners met.\n\n{note}"
    row = row_of(drafted(text, "Peru Situation Report - March 2022\n\nGTRM"), "4,200")
    assert (row.cells["indicator"], row.state) == ("people_reached", state)


@pytest.mark.parametrize(
    "text",
    [
        "In June 2019 some 310 migrants received food kits.",
        "To date, 310 migrants have received food kits.",
        "Since the border closed 310 migrants have received food kits.",
        "In 2022 some 310 migrants received food kits.",
        "Some 310 migrants received food kits in February.",
        "The shelter reports having assisted 310 migrants with food as of 20 March.",
        "Hasta la fecha 310 migrantes recibieron alimentos.",
    ],
)
def test_another_time_than_the_report_s_is_a_proposal(drafted, text):
    row = row_of(drafted(text), "310")
    assert (row.cells["indicator"], row.state) == ("people_assisted", "proposed")
    assert "another time" in row.reason


@pytest.mark.parametrize(
    ("text", "basis", "day"),
    [
        ("In March some 310 migrants received food kits.", "period_total", "2022-03-01"),
        ("On 9 March some 310 migrants received food kits.", "period_total", "2022-03-09"),
        ("In 2022 so far 310 migrants have received food kits.", "cumulative_ytd", "2022-03-31"),
        ("Under the RMRP 2022 some 310 migrants received food kits.", "unknown", "2022-03-01"),
    ],
)
def test_a_time_that_is_the_report_s_own_stays_sure(drafted, text, basis, day):
    row = row_of(drafted(text), "310")
    assert row.state == "captured"
    assert row.cells["basis"] == basis
    assert day in (row.cells["period_start"], row.cells["as_of"])


def test_pupils_who_get_meals_are_people_and_no_meals(drafted):
    row = row_of(drafted("Some 310 schoolchildren received meals."), "310")
    assert (row.cells["indicator"], row.cells["unit"]) == ("people_assisted", "people")


@pytest.mark.parametrize(
    "text",
    [
        "Some 310 people were reached through activities of Refugee Day.",
        "A hotline enabled 310 migrants to receive support.",
        "The agency supported children in 310 new schools.",
        "The emergency was extended to June, which makes 310 days since its start: a state of emergency.",
        "A gap of $9 million, or 31% of the requirements, remains.",
    ],
)
def test_what_only_looks_like_it_is_never_sure(drafted, text):
    assert row_of(drafted(text), "31").state != "captured"


def test_prose_under_key_figures_labels_nothing(drafted):
    text = (
        "In March the number of refugees and migrants from Venezuela reached 6.1 million worldwide, of whom many live "
        "here.\n"
        "Some 310 Venezuelan nurses among the refugee and migrant population in Peru were identified for the ministry."
    )
    found = drafted(text, "Peru Situation Report - March 2022\n\nGTRM\n\nKey Figures")
    assert [row.cells["indicator"] for row in found.rows] == ["population_worldwide", UNCLASSIFIED]


def test_money_of_a_humanitarian_response_plan_is_not_surely_that_of_the_regional_plan(drafted):
    title = "Peru\nMonitoring report, Humanitarian Response Plan\nMarch 2022\n\nKey Figures"
    found = drafted("Required: $50 million\nReceived: $20 million\n40% funded\n\nSituation\n\nPartners met.", title)
    assert {row.state for row in found.rows} == {"proposed"}


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("WASH Peru: Situation Report, March 2022\n\nGTRM\n\nOverview", "wash"),
        ("Peru Health Cluster\nReport of March 2022\n\nGTRM\n\nOverview", "health"),
        ("Perú: Sector de Nutrición\nInforme de marzo de 2022\n\nGTRM\n\nPanorama", "nutrition"),
        ("Peru Situation Report - March 2022\n\nGTRM\n\nOverview", ""),
        ("Refugio en Perú: informe de situación, marzo de 2022\n\nGTRM\n\nPanorama", ""),
    ],
)
def test_a_report_of_one_sector_gives_its_text_that_sector(drafted, title, sector):
    row = row_of(drafted("Partners assisted 310 migrants with kits.", title), "310")
    assert (row.cells["sector"], row.state) == (sector, "captured")


@pytest.mark.parametrize(
    ("title", "report_id"),
    [
        ("PERU\nHumanitarian Situation Report #14\nMarch 2022\n\nSituation", "PER_2022-03_2022-03"),
        ("Peru Situation Report February/March 2022\n\nSituation", "PER_2022-02_2022-03"),
        ("Peru: Floods\nSituation Report No. 12\nJune 2022\n\nSituation", "PER_2022-06_2022-06"),
        ("Peru - COVID 19\n14 June 2022 Update 6\n\nKey Figures\n\n310\nVenezuelans living in Peru (May 2022)", None),
        ("Southern Cone Situation Report\n\nMarch 2022\n\nR4V\n\nVenezuelans in Latin America and the Caribbean", None),
    ],
)
def test_country_and_period_are_those_of_the_title_or_asked_for(drafted, title, report_id):
    if report_id is None:
        with pytest.raises(DocumentError, match="expected"):
            drafted("Partners met.", title)
    else:
        assert drafted("Partners met.", title).report.report_id == report_id


def test_a_box_with_the_words_below_its_values_is_not_read_the_other_way(drafted):
    title = "Peru Situation Report - March 2022\n\nGTRM\n\nFUNDING (AS OF 1 MARCH 2022)"
    box = "USD 50 million\nrequested for Peru\nFunded 18%\nUSD 9 million\nUnfunded 82%\nUSD 41 million"
    found = drafted(f"{box}\n\nSituation\n\nPartners met.", title)
    assert [row.cells["indicator"] for row in found.rows] == [
        "requirements", "coverage", "funding", UNCLASSIFIED, UNCLASSIFIED,
    ]  # fmt: skip


def test_a_label_of_another_place_below_is_not_passed_over_for_the_one_above(drafted):
    box = "3.8 Million\nApprox. Venezuelans in Peru\n\n533.6 Thousand\nApprox. Venezuelans in the Southern Cone"
    found = drafted(box, "Peru Situation Report - March 2022\n\nGTRM\n\nKey Figures")
    assert [row.cells["indicator"] for row in found.rows] == ["refugees_and_migrants", UNCLASSIFIED]


def test_the_total_of_a_table_of_money_is_proposed_for_the_plan(drafted):
    table = (
        "Sector\tRequirements (US$)\tFunding (US$)\nEducation\t100\t25\nHealth\t200\t90\nWASH\t150\t0\nTotal\t450\t115"
    )
    found = drafted(table)
    totals = [row for row in found.rows if not row.cells["sector"]]
    assert [(row.cells["indicator"], row.cells["value"], row.state) for row in totals] == [
        ("requirements", "450", "proposed"), ("funding", "115", "proposed"),
    ]  # fmt: skip


def test_a_year_does_not_end_what_is_said_of_an_amount(drafted):
    row = row_of(drafted("The funding required for the 2022 response plan in Peru is 1.3 billion USD for all."), "1.3")
    assert row.cells["indicator"] == "requirements"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Supplies are in the country for serving 310 children with food.", "310"),
        ("Partners gave books to 2,200 pupils and 944 teachers in 310 schools.", "310"),
        ("Dos millones 700 mil personas recibieron asistencia sanitaria.", "700"),
    ],
)
def test_a_purpose_a_place_and_a_number_that_goes_on_are_no_count(drafted, text, printed):
    assert row_of(drafted(text), printed).state != "captured"


def test_a_lone_amount_outside_the_key_figures_takes_its_label(drafted):
    text = "Partners met.\n\nFinances\n\nUS$ 40M\n\nRequested funding\n\nUS$ 10M\n\nFunding received\n\n{}\n\nFunded"
    agreed, differing = drafted(text.format("25%")), drafted(text.format("35%"))
    assert {
        row.cells["indicator"]: (row.cells["value"], row.state) for row in agreed.rows if row.cells["unit"] != "people"
    } == {
        "requirements": ("40000000", "captured"), "funding": ("10000000", "captured"), "coverage": ("0.25", "captured"),
    }  # fmt: skip
    assert {row.state for row in differing.rows} == {"proposed"}


def test_money_received_beside_money_carried_over_is_proposed(drafted):
    found = drafted("The plan had US$ 3 million carried over from 2021 and US$ 10 million received in 2022.")
    assert [row.cells["indicator"] for row in found.rows] == ["unclassified", "funding"]
    assert row_of(found, "10 million").state == "proposed"


def test_requirements_behind_their_amount_are_no_heading(drafted):
    found = drafted(
        "40.5 million Funding requirements\n\nSituation\n\nPartners met.", "Peru - March 2022\n\nKey figures"
    )
    assert [(row.cells["indicator"], row.cells["value"]) for row in found.rows] == [("requirements", "40500000")]


def test_a_month_at_the_head_of_a_sentence_hides_no_place(drafted):
    row = row_of(drafted("In March, partners supported 310 migrants with food in the region of Tumbes."), "310")
    assert row.cells["place"] == "PE24"


@pytest.mark.parametrize(
    "text",
    [
        "Partners assisted 310 refugees in Tumbes and Piura with food.",
        "Partners assisted 310 refugees with food in Villa Sirena.",
        "Partners assisted 310 refugees with food, most of them in Tumbes.",
        "Partners assisted 310 refugees at the northern border with food.",
        "Partners assisted 310 refugees who crossed into Ecuador with food.",
        "In Tumbes, partners opened a shelter. In all, 310 refugees were assisted with food.",
        "Villa Sirena: partners assisted 310 refugees with food.",
        "Partners assisted 310 refugees with food in 34 countries.",
        "Support in Tumbes\n- Partners assisted 310 refugees with food.",
    ],
)
def test_a_place_that_the_row_does_not_have_makes_it_a_proposal(drafted, text):
    row = row_of(drafted(text), "310")
    assert (row.cells["place"], row.state) == ("", "proposed")
    assert "its words name a place" in row.reason or "that may make it another count" in row.reason


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Partners assisted 310 refugees in Tumbes with food.", "PE24"),
        ("Partners assisted 310 refugees across Peru with food.", ""),
        ("In March UNICEF assisted 310 refugees with food.", ""),
    ],
)
def test_a_row_that_has_the_only_place_of_its_words_or_the_country_stays_sure(drafted, text, place):
    row = row_of(drafted(text), "310")
    assert (row.cells["place"], row.state) == (place, "captured")


def test_in_a_region_s_report_a_country_s_count_is_a_proposal(drafted):
    text = "Partners assisted 310 refugees in Ecuador with food.\n\nPartners assisted 420 refugees with food."
    found = drafted(text, "Regional Situation Report - March 2022\n\nR4V\n\nSituation")
    assert [row.state for row in found.rows] == ["proposed", "captured"]


def test_a_country_s_name_is_no_department_that_is_called_like_it(drafted):
    found = drafted(
        "Partners assisted 310 refugees in Panama with food.", "Panama Situation Report - March 2022\n\nR4V"
    )
    assert row_of(found, "310").cells["place"] == ""


@pytest.mark.parametrize(
    "text",
    [
        "Hasta marzo de 2022, 310 migrantes recibieron alimentos.",
        "Hasta el 28 de marzo, 310 migrantes recibieron alimentos.",
        "In 2022, partners had these results:\n- In all, 310 migrants received food kits.",
        "Between 1 and 10 March or until 20 March 310 migrants received food kits.",
        "In the past few weeks 310 migrants received food kits.",
        "In all, 310 migrants received food kits in Q1.",
        "In all, 310 migrants received food kits because of the March storms.",
        "Achievements since 4 August\n- In all, 310 migrants received food kits.",
        "The crisis has gone on since August 2018. In all, 310 migrants received food kits.",
        "Some 120 migrants in the reporting month and a total of 310 migrants received food kits.",
    ],
)
def test_a_window_that_is_said_otherwise_or_above_is_a_proposal(drafted, text):
    row = row_of(drafted(text), "310")
    assert (row.cells["indicator"], row.state) == ("people_assisted", "proposed")
    assert "another time" in row.reason


def test_people_with_a_share_set_aside_are_the_object_of_the_verb_behind_it(drafted):
    found = drafted("In all, 310 people, 73 per cent from Venezuela, were assisted with food.")
    people, share = found.rows
    assert (people.cells["indicator"], people.state) == ("people_assisted", "captured")
    assert (share.cells["indicator"], share.state) == ("share_venezuelans", "proposed")


def test_a_value_of_the_box_that_its_own_line_names_is_of_no_label_beside_it(drafted):
    box = (
        "Cifras Clave\n\nPersonas en Necesidad 2022\n743.31K\nCosta Rica 488.87K\nPanamá 430.04K\n"
        "Población Meta 2022\n140.48K\nCosta Rica 35.36K\nPanamá 106.79K\n\nPanorama\n\nLos socios se reunieron."
    )
    found = drafted(box, "R4V Panamá, marzo 2022")
    assert {row.cells["printed"] for row in found.rows if not row.is_left_out} <= {"140.48K"}


def test_an_amount_of_the_box_without_a_currency_is_a_proposal(drafted):
    found = drafted(
        "Key figures\n\n35M Financial requirements\n\nSituation\n\nPartners met.", "Peru - March 2022\n\nR4V"
    )
    assert [(row.cells["indicator"], row.state) for row in found.rows] == [("requirements", "proposed")]


def test_a_numeral_s_own_words_name_no_value_behind_it(drafted):
    box = "Financiado\tRequerimiento\n213,4 millones\tUS$ 251,1 millones\n\nSituación\n\nLos socios se reunieron."
    found = drafted(box, "Perú: Informe de situación, marzo 2022\n\nGTRM")
    assert {row.cells["indicator"] for row in found.rows if row.cells["value"] == "251100000"} == {"requirements"}
