"""Boxes side by side, bars and tables with headings of two lines: each value gets its own label. Text is made up."""

from __future__ import annotations

import re

import pytest

from r4v_analysis.intake.documents.columns import page_lines
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.documents.runs import Word
from r4v_analysis.intake.draft.box import Value, header_matches
from r4v_analysis.intake.draft.draft import draft
from r4v_analysis.intake.draft.guess_amounts import share
from r4v_analysis.intake.draft.home import home_of


@pytest.fixture
def drafted(tables, tmp_path):
    def rows(text, report_id="COL_2031-05_2031-05"):
        path = tmp_path / "report.txt"
        path.write_text(f"Situation Report - May 2031\n\nR4V\n\n{text}\n", encoding="utf-8")
        return {row.cells["printed"]: row for row in draft(read_document(path), tables, report_id=report_id).rows}

    return rows


def named(rows, *columns):
    return {printed: tuple(row.cells[name] for name in ("indicator", *columns)) for printed, row in rows.items()}


def boxed(*lines):
    """Text of lines and where each of them stands on the page: left edge, top, words."""
    text = "\n".join(words for _, _, words in lines)
    places = {place: (left, top, left + 6.0 * len(words), top + 12) for place, (left, top, words) in enumerate(lines)}
    return text, places


def test_values_of_two_boxes_side_by_side_take_the_label_on_their_own_row(tables):
    text, places = boxed(
        (40, 100, "POPULATION"), (40, 130, "640,000"), (150, 130, "Venezuelans in Chile"),
        (40, 160, "21,300"), (150, 160, "asylum-seekers"),
        (320, 130, "$90M"), (430, 130, "requirements"), (320, 160, "$18M"), (430, 160, "received"),
    )  # fmt: skip
    units = {"640,000": "", "21,300": "people", "$90M": "usd", "$18M": "usd"}
    values = [
        Value(number, text.index(printed), text.index(printed) + len(printed), line, unit)
        for number, (printed, unit) in enumerate(units.items())
        for line in [text[: text.index(printed)].count("\n")]
    ]
    found = header_matches(text, values, home_of("CHL", tables.countries), places)
    assert [found[number].indicator for number in range(4)] == [
        "refugees_and_migrants",
        "asylum_seekers",
        "requirements",
        "funding",
    ]


def test_children_in_need_are_no_requirement_of_the_appeal_that_the_next_label_names(drafted):
    rows = drafted(
        "KEY FIGURES\n\n410,000\nchildren in need of assistance\n\n95,500\npeople targeted by the UNICEF appeal"
    )
    assert named(rows) == {"410,000": ("unclassified",), "95,500": ("people_targeted",)}


def test_partners_are_organizations_where_they_have_a_value_of_their_own(drafted):
    rows = drafted("KEY FIGURES\n\nPartner organizations\n64\n\nPeople reached by partner organizations: 12,300")
    assert named(rows, "unit") == {
        "64": ("organizations", "organizations"),
        "12,300": ("people_reached", "people"),
    }
    assert rows["64"].state == "proposed"


@pytest.mark.parametrize(
    "label",
    [
        "people reached with food assistance",
        "people reached through cash transfers",
        "people reached in Cúcuta",
        "people reached by WFP",
        "beneficiarios asistidos mediante transferencias monetarias",
        "personas alcanzadas en Arauca",
    ],
)
def test_people_of_one_service_place_or_agency_are_not_those_of_the_response(label, drafted):
    for box in (f"47,800\n{label}", f"47,800 {label}", f"{label}: 47,800"):
        (row,) = drafted(f"KEY FIGURES\n\n{box}").values()
        assert row.cells["indicator"] == "people_assisted"
        assert row.confidence == "medium"


@pytest.mark.parametrize(
    "label",
    [
        "people reached",
        "people reached with some form of assistance",
        "people reached by R4V partners",
        "people reached in May",
        "personas alcanzadas con al menos una asistencia",
        "personas alcanzadas en el país",
    ],
)
def test_people_of_the_whole_response_are_sure_in_a_box(label, drafted):
    row = drafted(f"KEY FIGURES\n\n47,800\n{label}")["47,800"]
    assert (row.cells["indicator"], row.confidence) == ("people_reached", "high")


@pytest.mark.parametrize(
    ("line", "indicator"),
    [
        ("12,400 people reached - border", "people_reached"),
        ("12.400 personas alcanzadas: mujeres", "people_reached"),
        ("12,400 people targeted (host community)", "people_targeted"),
        ("12,400 Venezuelan refugees and migrants in Colombia (Arauca)", "refugees_and_migrants"),
    ],
)
def test_a_word_beside_a_label_that_nothing_accounts_for_is_the_reason_of_a_proposal(line, indicator, drafted):
    (row,) = drafted(f"KEY FIGURES\n\n{line}").values()
    assert (row.cells["indicator"], row.confidence) == (indicator, "medium")
    assert re.search(r"words that may make it another count \[(border|mujeres|host community|Arauca)\]", row.reason)


def test_what_people_of_a_sector_are_targeted_is_announced_of_it_alone(drafted):
    rows = drafted("KEY FIGURES\n\nHealth: people targeted 3,200\nPeople targeted in 2031: 90,400")
    assert [row.cells["indicator"] for row in rows.values()] == ["people_planned", "people_targeted"]


def test_boxes_side_by_side_in_text_are_read_one_by_one(drafted):
    rows = drafted(
        "KEY FIGURES\n\n1.32 M              47,800             86\nRefugees and        People reached     Partner\n"
        "migrants            with some form     organizations\nin Colombia         of assistance"
    )
    assert named(rows) == {
        "1.32 M": ("refugees_and_migrants",),
        "47,800": ("people_reached",),
        "86": ("organizations",),
    }


@pytest.mark.parametrize(
    ("heading", "confidence"), [("FUNDING 2029", "medium"), ("FUNDING", "high"), ("FUNDING 2031", "high")]
)
def test_a_box_headed_by_another_year_is_never_sure(heading, confidence, drafted):
    rows = drafted(f"{heading}\n\nUSD 640 M requested\nUSD 300 M received\n46.9% funded")
    assert [row.cells["indicator"] for row in rows.values()] == ["requirements", "funding", "coverage"]
    assert {row.confidence for row in rows.values()} == {confidence}


@pytest.mark.parametrize(
    ("title", "confidence"),
    [
        ("People reached by sector in May 2031", {"high"}),
        ("Avance por sector", {"high"}),
        ("UNICEF results by sector", {"medium"}),
        ("Host community by sector", {"medium"}),
        ("Households by sector", {"medium"}),
        ("Results by sector in 2029", {"medium"}),
        ("Personas alcanzadas por sector en Arauca", {"medium"}),
        ("Progress against targets (January - May)", {"medium", "high"}),  # a target is of the year
    ],
)
def test_the_title_of_a_sector_table_says_of_whom_and_when_it_is(title, confidence, drafted):
    rows = drafted(
        f"{title}\n\nSector\tTarget\tReached\nHealth\t12,700\t4,310\nEducation\t9,060\t2,105\nWASH\t7,300\t980"
    )
    assert [row.cells["indicator"] for row in rows.values()] == ["people_targeted", "people_reached"] * 3
    assert {row.confidence for row in rows.values()} == confidence


@pytest.mark.parametrize(
    ("column", "confidence"),
    [
        ("Reached in May", "high"),
        ("Reached (Apr)", "medium"),
        ("Reached January-May", "medium"),
        ("Alcanzadas hasta mayo", "medium"),
        ("Reached women", "medium"),
        ("Reached 2029", "medium"),
    ],
)
def test_the_heading_of_a_column_says_of_whom_and_when_it_is(column, confidence, drafted):
    rows = drafted(
        f"Response\n\nSector\tPiN\t{column}\tOf which new\nHealth\t12,700\t4,310\t310\nWASH\t9,060\t2,105\t105"
    )
    reach = [rows[printed] for printed in ("4,310", "2,105")]
    assert [(row.cells["indicator"], row.confidence) for row in reach] == [("people_reached", confidence)] * 2


def test_a_note_that_a_box_is_of_one_agency_only_leaves_none_of_it_sure(drafted):
    text = "KEY FIGURES*\n\nPeople reached\n6,430\nFunding received\nUS$ 2.9 M\n\n* {} to IOM{}."
    rows = drafted(text.format("Figures of this box refer", " only"))
    assert "high" not in {row.confidence for row in rows.values()}


def test_what_was_pledged_is_not_received(drafted):
    rows = drafted("FUNDING\n\nPledged\nUS$ 88.3 M\nReceived\nUS$ 214.7 M\nRequested\nUS$ 802.9 M\nGap\nUS$ 588.2 M")
    assert [row.cells["indicator"] for row in rows.values()] == [
        "unclassified",
        "funding",
        "requirements",
        "unclassified",
    ]


def test_dots_lead_from_a_label_to_its_value_and_a_mark_of_a_note_is_no_digit(drafted):
    rows = drafted(
        "KEY FIGURES\n\nRefugees and migrants from Venezuela in Colombia ........ 448,900\n"
        "Asylum claims filed in the first quarter ............. 1,275\nPeople reached by partners .......... 20,560"
    )
    assert named(rows) == {
        "448,900": ("refugees_and_migrants",),
        "1,275": ("unclassified",),
        "20,560": ("people_reached",),
    }
    rows = drafted(
        "CIFRAS\n\n1,84 M¹\nPersonas refugiadas y migrantes de Venezuela en Colombia\n"
        "71.260*\nPersonas alcanzadas en mayo"
    )
    assert [row.cells["indicator"] for row in rows.values()] == ["refugees_and_migrants", "people_reached"]


def test_amounts_side_by_side_above_their_labels_are_sure_where_their_percent_agrees(drafted):
    rows = drafted("FUNDING\n\nUSD 121.4 M        USD 16.9 M        13.9%\nREQUIRED           RECEIVED          FUNDED")
    assert [(row.cells["indicator"], row.confidence) for row in rows.values()] == [
        ("requirements", "high"),
        ("funding", "high"),
        ("coverage", "high"),
    ]


def test_a_table_by_place_counts_people_reached_or_assisted_and_partners_as_its_headings_say(drafted):
    rows = drafted(
        "Department\tPeople reached\tPartners\nArauca\t4,310\t12\nNariño\t1,204\t9\n\nFigures by place\n\n"
        "Department\tPeople assisted\nArauca\t877\nNariño\t655"
    )
    assert named(rows, "place") == {
        "4,310": ("people_reached", "CO-ARA"),
        "12": ("organizations", "CO-ARA"),
        "1,204": ("people_reached", "CO-NAR"),
        "9": ("organizations", "CO-NAR"),
        "877": ("people_assisted", "CO-ARA"),
        "655": ("people_assisted", "CO-NAR"),
    }


def test_a_table_of_two_sectors_is_one_where_its_headings_say_what_they_count(drafted):
    rows = drafted(
        "Sector\tPersonas con necesidades\tPoblación meta\tPersonas alcanzadas\n"
        "Alojamiento\t402.100\t51.600\t6.708\nIntegración\t745.900\t120.480\t10.843"
    )
    of = named(rows, "sector")
    assert of["402.100"] == ("unclassified", "shelter")
    assert of["51.600"] == ("people_targeted", "shelter")
    assert of["10.843"] == ("people_reached", "integration")


@pytest.mark.parametrize(
    "box",
    [
        "USD 50M required · USD 10M received · 20% coverage · USD 40M still needed",
        "USD 50M requeridos · USD 10M recibidos · 20% cobertura · USD 40M por recaudar",
    ],
)
def test_values_of_a_box_on_one_line_are_parted_by_dots_and_what_is_still_needed_is_the_gap(box, drafted):
    found = [row.cells["indicator"] for row in drafted(f"Overview\n\n{box}").values()]
    assert found == ["requirements", "funding", "coverage", "unclassified"]


def test_people_to_be_targeted_are_the_plan_s_target(drafted):
    assert named(drafted("PLAN\n\nPeople to be targeted\n81,500")) == {"81,500": ("people_targeted",)}


def word(text, x0, top):
    return Word(text, x0, top, x0 + 5.0 * len(text), top + 10, 10.0)


def test_bars_by_sector_are_a_table_and_headings_of_sectors_with_text_between_are_none():
    bars = [(135, 200, "Health", "9,100"), (135, 430, "Shelter", "30,400"), (135, 170, "Education", "2,000")]
    page = [
        part
        for row, (right, at, sector, number) in enumerate(bars)
        for part in (word(sector, right - 5 * len(sector), 100 + 30 * row), word(number, at, 100 + 30 * row))
    ]
    assert [text for text, *_ in page_lines(page, 800.0, 1)] == ["Health\t9,100", "Shelter\t30,400", "Education\t2,000"]
    between = [word("Partners", 100, 115 + 30 * row) for row in range(2)]
    assert not any("\t" in text for text, *_ in page_lines([*page, *between], 800.0, 1))


BARS = "Health\t9,100\nShelter\t30,400\nEducation\t2,000"


@pytest.mark.parametrize(
    ("title", "indicator"),
    [
        ("People assisted by sector", "people_reached"),
        ("Personas con necesidades por sector", "unclassified"),
        ("Población objetivo por sector", "people_targeted"),
        ("Partners by sector", "unclassified"),
        ("People targeted and reached by sector", "unclassified"),
    ],
)
def test_the_title_of_a_table_by_sector_says_what_its_numbers_count(title, indicator, drafted):
    rows = drafted(f"{title}\n\n{BARS}")
    assert {row.cells["indicator"] for row in rows.values()} == {indicator}
    assert not any(row.state == "captured" for row in rows.values())


def test_money_at_the_bars_is_no_number_of_people(drafted):
    rows = drafted("Overview by sector\n\nHealth\tUS$ 9.1M\nShelter\tUS$ 30.4M\nEducation\tUS$ 2.0M")
    assert {row.cells["indicator"] for row in rows.values()} == {"unclassified"}


def test_a_column_headed_by_a_month_is_of_that_month_and_a_total_of_all_of_them(drafted):
    rows = drafted(
        "People assisted by sector and month\n\nSector\tDec. 2030\tMay\tTotal\n"
        "Health\t1,100\t1,200\t2,300\nShelter\t350\t-\t360\nEducation\t470\t480\t950"
    )
    found = named(rows, "period_start", "period_end")
    assert found["1,100"] == ("people_reached", "2030-12-01", "2030-12-31")
    assert found["1,200"] == ("people_reached", "2031-05-01", "2031-05-31")
    assert found["2,300"] == ("people_reached", "2030-12-01", "2031-05-31")
    assert not any(row.state == "captured" for row in rows.values())


def test_a_second_table_by_sector_has_its_own_headings(drafted):
    rows = drafted(
        "People assisted\n\nSector\tApril\tMay\nHealth\t1,100\t1,200\nShelter\t350\t360\nEducation\t470\t480\n\n"
        "Socios por sector\n\nSector\tNúmero\nHealth\t12\nShelter\t31\nEducation\t9"
    )
    assert named(rows)["1,200"] == ("people_reached",)
    assert {named(rows)[number] for number in ("12", "31", "9")} == {("unclassified",)}


@pytest.mark.parametrize(
    ("title", "indicator"),
    [
        ("Beneficiaries by sector:", "people_reached"),
        ("Personas meta por sector", "people_targeted"),
        ("Staff supporting by sector:", "unclassified"),
        ("Activities by sector:", "unclassified"),
    ],
)
def test_a_list_of_sectors_counts_what_its_title_says(title, indicator, drafted):
    rows = drafted(f"{title}\n- Health: 12,340\n- Food security: 8,120 people\n• Shelter – 2,204")
    assert [row.cells["indicator"] for row in rows.values()] == [indicator] * 3
    assert "high" not in {row.confidence for row in rows.values()}
    if indicator != "unclassified":
        assert [row.cells["sector"] for row in rows.values()] == ["health", "food_security", "shelter"]


def test_a_list_of_months_gives_days_and_one_of_places_the_place(drafted):
    rows = drafted(
        "People reached per month\n\nMarch           9,305\nApril           8,667\nMay             8,104\n\nNotes\n\n"
        "Personas asistidas por departamento\n\nArauca: 5.418\nNariño: 2.977\nTotal: 8.395"
    )
    of = named(rows, "place", "period_start", "period_end")
    assert of["8,667"] == ("people_reached", "", "2031-04-01", "2031-04-30")
    assert of["5.418"] == ("people_assisted", "CO-ARA", "2031-05-01", "2031-05-31")
    assert of["2.977"][:2] == ("people_assisted", "CO-NAR")
    assert of["8.395"][0] == "unclassified"
    assert "high" not in {row.confidence for row in rows.values()}


def test_people_in_a_column_of_a_place_table_are_those_of_its_title(drafted):
    rows = drafted("People reached in May\n\nDepartment\tPeople\nArauca\t5,418\nNariño\t2,977")
    assert named(rows, "place") == {"5,418": ("people_reached", "CO-ARA"), "2,977": ("people_reached", "CO-NAR")}


def test_a_list_of_sectors_has_its_numbers_also_on_lines_of_their_own(drafted):
    rows = drafted(
        "BENEFICIARIES REACHED IN MAY*\n\nHealth\n57,216\nNutrition and water\n1,430\nWASH\n44,190\nShelter\n808"
    )
    of = named(rows, "sector")
    assert [of[printed] for printed in ("57,216", "44,190", "808")] == [
        ("people_reached", "health"),
        ("people_reached", "wash"),
        ("people_reached", "shelter"),
    ]


def test_a_row_says_what_was_done_for_people_where_the_columns_are_months(drafted):
    rows = drafted(
        "Activity\tApr\tMay\nRefugees and migrants receiving legal counselling\t1,204\t1,310\n"
        "Personas asistidas con alojamiento temporal\t871\t902\nHygiene kits distributed\t310\t402\n"
        "Families assisted with cash\t45\t52\nMeals served\t3,100\t4,200"
    )
    of = named(rows, "sector", "period_start", "period_end")
    assert of["1,204"] == ("people_assisted", "", "2031-04-01", "2031-04-30")
    assert of["902"] == ("people_assisted", "shelter", "2031-05-01", "2031-05-31")
    assert of["4,200"] == ("meals", "food_security", "2031-05-01", "2031-05-31")
    assert {of[printed][0] for printed in ("310", "402", "45", "52")} == {"unclassified"}
    assert not [row for row in rows.values() if row.confidence == "high"]


def test_fields_of_a_form_on_one_line_keep_their_own_labels(drafted):
    rows = drafted(
        "Situation\n\nNumber of people affected: 62,400      Number of people assisted: 7,350\n"
        "Budget: CHF 450,000      Volunteers: 85"
    )
    assert named(rows) == {
        "62,400": ("unclassified",),
        "7,350": ("people_reached",),
        "CHF 450,000": ("unclassified",),
        "85": ("unclassified",),
    }


def test_headings_of_two_lines_give_a_number_both_and_its_sex(drafted):
    rows = drafted(
        "Departamento\tPersonas atendidas\t\t\tFamilias atendidas\n\tMujeres\tHombres\tTotal\t\n"
        "Nariño\t1.210\t905\t2.115\t640\nLa Guajira\t2.340\t-\t2.345\t710"
    )
    assert named(rows, "sex", "place") == {
        "1.210": ("people_assisted", "female", "CO-NAR"),
        "905": ("people_assisted", "male", "CO-NAR"),
        "2.115": ("people_assisted", "", "CO-NAR"),
        "640": ("unclassified", "", "CO-NAR"),
        "2.340": ("people_assisted", "female", "CO-LAG"),
        "2.345": ("people_assisted", "", "CO-LAG"),
        "710": ("unclassified", "", "CO-LAG"),
    }


def test_a_column_of_outputs_beside_people_counts_what_its_heading_names(drafted):
    rows = drafted(
        "Department\tPeople assisted\tPeople trained\tHot meals\tSchools supported\tKits\n"
        "Nariño\t12,100\t140\t30,500\t11\t701\nLa Guajira\t23,400\t-\t40,600\t12\t702"
    )
    found = named(rows, "unit", "role")
    assert found["12,100"] == ("people_assisted", "people", "assisted")
    assert found["140"] == ("people_trained", "people", "trained")
    assert found["30,500"] == ("meals", "meals", "")
    assert found["11"] == found["701"] == ("unclassified", "unknown", "")


def test_a_donor_s_share_of_this_funding_is_told_from_a_sector_s():
    plan = "The RMRP received US$ 90 million"
    assert share("Canada contributed ", " of this funding.", plan).indicator == "donor_share"
    assert share("Shelter took ", " of the funds received.", plan).indicator == "unclassified"
    assert share("Canada provided ", " of the funding required.", plan).indicator != "donor_share"
