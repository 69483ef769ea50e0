"""Numbers as documents print them: value, precision, unit, qualifier, and what is no figure."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r4v_analysis.intake.documents.document import Document, Line
from r4v_analysis.intake.documents.text import without_marks
from r4v_analysis.intake.printed.kinds import REASONS
from r4v_analysis.intake.printed.numbers import find_numbers


def document(text, language="en"):
    lines = tuple(Line(without_marks(line), number) for number, line in enumerate(text.split("\n"), 1))
    return Document("synthetic.txt", "text", "0" * 64, lines, language)


def numbers(text, language="en"):
    return find_numbers(document(text, language))


def figures(text, language="en"):
    return [number for number in numbers(text, language) if number.is_figure]


@pytest.mark.parametrize(
    ("text", "language", "value", "half", "unit", "qualifier"),
    [
        ("281,7K", "en", 281_700, 50, "", "exact"),
        ("1.5M", "en", 1_500_000, 50_000, "", "exact"),
        ("Over 3² million people", "en", 3_000_000, 500_000, "people", "at_least"),
        ("1.5[^2] million people", "en", 1_500_000, 50_000, "people", "exact"),
        ("3* million people", "en", 3_000_000, 500_000, "people", "exact"),
        ("3 (1) million people", "en", 3_000_000, 500_000, "people", "exact"),
        ("4.5K¹ people", "en", 4_500, 50, "people", "exact"),
        ("2\nmillion people", "en", 2_000_000, 500_000, "people", "exact"),
        ("2,5\nmillones de personas", "es", 2_500_000, 50_000, "people", "exact"),
        ("**\\$22.7M**", "en", 22_700_000, 50_000, "usd", "exact"),
        ("reunir US$ 304 millones", "es", 304_000_000, 500_000, "usd", "exact"),
        ("28 mil personas", "es", 28_000, 500, "people", "exact"),
        ("5 mil 300 personas", "es", 5_300, 0, "people", "exact"),
        ("1 millón 286 mil 464 personas", "es", 1_286_464, 0, "people", "exact"),
        ("23,7 %", "es", 0.237, 0.0005, "share", "exact"),
        ("over 70 % of refugees", "en", 0.7, 0.005, "share", "at_least"),
        ("98 per cent of children", "en", 0.98, 0.005, "share", "exact"),
        ("received <30% of its funding", "en", 0.3, 0.005, "share", "at_most"),
        ("500+ people", "en", 500, 0, "people", "at_least"),
        ("four years or less", "en", 4, 0, "years", "at_most"),
        ("close to half of them", "en", 0.5, 0, "share", "about"),
        ("la mitad de las familias", "es", 0.5, 0, "share", "exact"),
        ("7 de cada 10 personas", "es", 0.7, 0, "share", "exact"),
        ("six new organizations", "en", 6, 0, "organizations", "exact"),
        ("más de dos mil mujeres", "es", 2_000, 0, "people", "at_least"),
        ("over a thousand people", "en", 1_000, 0, "people", "at_least"),
        ("as many as 2,000 people", "en", 2_000, 0, "people", "at_most"),
        ("Eighty-four per cent of persons", "en", 0.84, 0.005, "share", "exact"),
        ("treinta y dos familias", "es", 32, 0, "households", "exact"),
        ("unos 60 docentes", "es", 60, 0, "people", "about"),
        ("casi 500 talleres", "es", 500, 0, "meetings", "at_most"),
        ("around 8,200 primary health care consultations", "en", 8_200, 0, "consultations", "about"),
        ("1'440,000 Venezuelans", "en", 1_440_000, 0, "people", "exact"),
        ("1\u00a0424 personas", "es", 1_424, 0, "people", "exact"),
        ("830 ,000", "en", 830_000, 0, "", "exact"),
        ("3-day workshop", "en", 3, 0, "days", "exact"),
        ("orientations (15,000)", "en", 15_000, 0, "consultations", "exact"),
    ],
)
def test_a_number_is_worth_what_people_mean(text, language, value, half, unit, qualifier):
    (number,) = figures(text, language)
    assert number.value == pytest.approx(value)
    assert number.high - number.value == pytest.approx(half)
    assert (number.unit_hint, number.qualifier, number.ambiguity) == (unit, qualifier, "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("as of 28 July 2023", "date"),
        ("On 22 and 23 June", "date"),
        ("From 01/05 to 31/07", "date"),
        ("el 28 de julio del 2023", "date"),
        ("since 2017", "year"),
        ("the RMRP 2023-2024", "year"),
        ("Law N°31732", "legal number"),
        ("Laws 30103 and 31732 allow", "legal number"),
        ("Decreto Supremo N.º 003-2023-IN", "legal number"),
        ("Resolution 109-2023-Migraciones", "legal number"),
        ("Page 3 of 8", "page number"),
        ("the 4W matrix", "name"),
        ("COVID-19", "name"),
        ("Situation Report #12", "name"),
        ("Strategic Objective 3", "name"),
        ("the 3rd time", "ordinal"),
        ("a second group", "ordinal"),
        ("new processes,¹ as", "footnote mark"),
        ("new processes1 as", "footnote mark"),
        ("1. Protection", "list number"),
        ("+51 987 654 321", "phone"),
        ("Avenida Norte, C.P. 04120", "address"),
        ("postcode: 4120", "address"),
        ("la Línea 100 atendió", "phone"),
        ("write to ana55@example.org", "address"),
        ("children under 5", "age"),
        ("12 years of age or older", "age"),
        ("24/7", "time"),
        ("at 10:30 a.m.", "time"),
    ],
)
def test_what_is_no_figure_says_why(text, kind):
    (number,) = numbers(text)
    assert (number.kind, bool(number.reason)) == (kind, True)


def test_every_kind_but_a_figure_has_a_reason():
    assert {number.kind for number in numbers("1. On 2 May 2021, 5 of 6 said (4W) second: Law 12345, page 3¹")} <= {
        "figure",
        *REASONS,
    }


def test_marks_are_decided_by_the_document_s_own_numerals():
    english = figures("68,000 and 1,424 and 22.7 and 281,7K\n1.424")
    assert [number.value for number in english] == [68_000, 1_424, 22.7, 281_700, 1.424]
    spanish = figures("Total 68.000\nOtro 1.424\nTasa 12,5", "es")
    assert [(number.value, number.is_ambiguous) for number in spanish] == [
        (68_000, False),
        (1_424, False),
        (12.5, False),
    ]


def test_a_mark_that_nothing_decides_is_flagged_and_keeps_its_other_reading():
    (number,) = figures("Value 1.424")
    assert (number.value, number.alternatives) == (1_424, (1.424,))
    assert "[1424 / 1.424]" in number.ambiguity
    (people,) = figures("1.424 personas", "es")
    assert (people.value, people.ambiguity) == (1_424, "")


def test_a_blank_before_thousands_is_flagged_until_the_document_proves_it():
    assert [(number.value, number.is_ambiguous) for number in figures("12 500 people")] == [(12_500, True)]
    assert [number.is_ambiguous for number in figures("12 500 people of 1 286 464")] == [False, False]
    assert [number.value for number in figures("68,000\n12 500 others")] == [68_000, 12, 500]


def test_the_ends_of_a_range_share_their_unit_and_scale():
    low, high = figures("went from 12.6 to 27.1 per cent in a month")
    assert (low.value, low.unit_hint, low.range_end, high.value) == (0.126, "share", "low", 0.271)
    low, high = figures("between 1.2 and 1.5 million people")
    assert (low.value, low.low, low.unit_hint) == (1_200_000, 1_150_000, "people")


def test_a_word_before_two_numbers_holds_for_both_where_respectively_says_so():
    first, second = figures("gathering over 140 and 250 attendees respectively")
    assert (first.qualifier, second.qualifier, second.qualifier_words) == ("at_least", "at_least", "over")
    assert second.context == "over 140 and 250 attendees respectively"
    _, plain = figures("gathering over 140 and 250 attendees")
    assert plain.qualifier == "exact"


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("2020 refugees arrived", "a year or a number"),
        ("In June 20 coordinators attended", "a day of the month"),
        ("about 100m away", "million or metre"),
        ("in districts 1,2,3", "a list, or one number"),
    ],
)
def test_what_can_be_read_in_two_ways_is_flagged(text, doubt):
    assert doubt in figures(text)[0].ambiguity


@pytest.mark.parametrize(
    "text", ["one of the main", "no one came", "a one-stop shop", "people once arrived", "una persona"]
)
def test_an_article_or_pronoun_counts_nothing(text):
    assert numbers(text, "es" if text.startswith("una") else "en") == []


def test_a_percent_sign_before_a_number_is_its_own_unless_another_number_precedes():
    assert [number.value for number in figures("% 7.1 FUNDED")] == [0.071]
    assert [(number.value, number.unit_hint) for number in figures("51 % 23 people")] == [
        (0.51, "share"),
        (23, "people"),
    ]


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("58,629 people benefited from WFP’s food vouchers in July.", "58,629 people benefited"),
        ("Over 340 persons in shelters in Lima and Tumbes got kits.", "Over 340 persons in shelters"),
        ("over 200,000 refugees and migrants are still in the country.", "over 200,000 refugees and migrants"),
        ("some 100 Venezuelan doctors and health workers will be hired.", "some 100 Venezuelan doctors"),
        (
            "They held 12 meetings with the World Food Programme and others.",
            "12 meetings with the World Food Programme",
        ),
        ("Partners trained 40 teachers in schools.", "40 teachers in schools"),
    ],
)
def test_the_context_ends_with_a_whole_group_of_words(text, context):
    (number,) = figures(text)
    assert number.context.endswith(context)


def test_the_context_is_printed_as_it_is_and_has_few_words():
    text = "Partners reached, in Lima, over 200–300 people (men and women) with 60kg of food each."
    for number in figures(text):
        assert number.context in text
        assert len(number.context.split()) <= 12


STYLES = {"en": (",", "."), "es": (".", ",")}


@settings(max_examples=150, deadline=None)
@given(st.integers(1_000, 10**9), st.sampled_from(sorted(STYLES)), st.sampled_from(["people", "personas"]))
def test_a_formatted_count_is_read_back_in_both_styles(value, language, noun):
    mark, _ = STYLES[language]
    (number,) = figures(f"{value:,} {noun}".replace(",", mark), language)
    assert (number.value, number.ambiguity) == (value, "")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 99_999), st.integers(1, 99), st.sampled_from(sorted(STYLES)))
def test_a_formatted_percent_is_read_back_in_both_styles(whole, hundredths, language):
    value = whole % 100 + hundredths / 100
    printed = f"{value:.2f} %".replace(".", STYLES[language][1])
    (number,) = figures(printed, language)
    assert number.value == pytest.approx(value / 100)
    assert number.low < number.value < number.high


@settings(max_examples=100, deadline=None)
@given(st.integers(100, 99_999), st.sampled_from([("K", 1e3), ("M", 1e6), (" millones", 1e6), (" mil", 1e3)]))
def test_a_formatted_scale_is_read_back(tenths, scale):
    word, factor = scale
    (number,) = figures(f"total {tenths / 10:.1f}{word}", "es")
    assert number.value == pytest.approx(tenths / 10 * factor)


_TEXT = st.text(alphabet=st.sampled_from("0123456789.,%$ '-–/()¹\n\tKMaeoyrmil°%"), max_size=80) | st.text(max_size=80)


@settings(max_examples=300, deadline=None)
@given(_TEXT, st.sampled_from(["en", "es", ""]))
def test_arbitrary_text_never_raises_and_no_digit_is_lost(text, language):
    given_document = document(text, language)
    found = find_numbers(given_document)
    covered = {place for number in found for place in range(number.start, number.end)}
    lost = [
        place for place, letter in enumerate(given_document.text) if letter in "0123456789" and place not in covered
    ]
    assert lost == []
    assert [number.start for number in found] == sorted(number.start for number in found)


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("Calls rose by 1,800% within a year.", "1,800%", 18.0, "share"),
        ("Of the calls 4.625 per cent were lost.", "4.625 per cent", 0.04625, "share"),
        ("Las llamadas subieron en un 1.800 % en el año.", "1.800 %", 18.0, "share"),
        ("It gave kits to 4,71,350 people.", "4,71,350", math.inf, "people"),
        ("Recibieron ayuda 4.71.350 personas.", "4.71.350", math.inf, "people"),
        ("USD 7.2 m was required.", "USD 7.2 m", 7_200_000, "usd"),
        ("It gave 9.4 million Brazilian reals.", "9.4 million Brazilian reals", 9_400_000, "brl"),
        ("The budget is CHF 412,600 in all.", "CHF 412,600", 412_600, "chf"),
        ("El aporte fue de 2,5 millones de euros.", "2,5 millones de euros", 2_500_000, "eur"),
        ("It is 3² million people.", "3² million", 3_000_000, "people"),
        ("It is 2\nmillion people.", "2 million", 2_000_000, "people"),
        ("Key Figures\n\n4M\npeople in need", "4M", 4_000_000, ""),
    ],
)
def test_a_scale_a_currency_and_a_note_are_read_with_their_number(text, printed, value, unit):
    found = next(number for number in numbers(text) if number.is_figure)
    assert (found.text, found.value, found.unit_hint) == (printed, value, unit)


@pytest.mark.parametrize("digits", ["12,34", "1,2345", "2,45"])
def test_digits_in_odd_groups_are_in_doubt(digits):
    found = next(number for number in numbers(f"It was {digits} people.") if number.is_figure)
    assert "odd groups" in found.ambiguity


@pytest.mark.parametrize(
    ("title", "value"),
    [
        (
            "Table 3. Plan of the year: what it asks for and what it has by the end of July, in millions of US$",
            70_400_000,
        ),
        (
            "What the plan of the year asks for and what it has by the end of the month of July (in millions of US$)",
            70_400_000,
        ),
        ("By the end of the month partners of the plan of this year had asked donors for millions of US$ more.", 70.4),
        (
            "Table 3 shows what partners of the plan of this year had asked donors for, in millions of US$, by July.",
            70.4,
        ),
    ],
)
def test_a_long_title_scales_what_stands_under_it_and_a_sentence_does_not(title, value):
    (found,) = [number for number in numbers(f"{title}\nRequired 70.4") if number.text == "70.4"]
    assert found.value == value


def test_a_caption_in_millions_scales_the_amounts_under_it_and_leaves_them_in_doubt():
    found = numbers("Funding (in millions of US$)\nRequired 512.5\nReceived 130.8\n\nIn all 310 people came.")
    assert [(number.value, number.is_ambiguous) for number in found] == [
        (512_500_000, True), (130_800_000, True), (310, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Peru + 1 more", "Peru - Briefing | 2", "More on P.3", "Llame a la línea 100.", "niñas de 6 a 11 años",
        "open from 8 to 17 hours", "Persons older than 60 came.",
    ],
)  # fmt: skip
def test_page_furniture_ages_and_clock_times_are_no_figures(text):
    assert [number.text for number in numbers(text) if number.is_figure] == []


def test_a_dash_between_two_cells_of_a_table_makes_no_range():
    found = numbers("Lima\t310\t-\t2.150")
    assert [number.range_end for number in found if number.is_figure] == ["", ""]


@pytest.mark.parametrize(
    "text",
    [
        "USD 7 m for six months",
        "an 18-month update",
        "power cuts of up to 14 hours",
        "in the last 10 years",
        "hace 6 meses",
        "en los últimos 10 años",
        "the 1,000-day window",
    ],
)
def test_a_length_of_time_is_no_figure(text):
    found = find_numbers(document(text))
    assert "duration" in {number.kind for number in found}
    assert {number.unit_hint for number in found if number.is_figure} <= {"usd"}


def test_a_blank_that_may_mark_thousands_in_a_document_of_other_marks_is_a_doubt():
    found = figures("Refugees 1,291,708\nVenezuelans 52 982\nReturnees 174 000")
    assert [(number.value, number.is_ambiguous) for number in found] == [
        (1_291_708, False), (52, True), (982, True), (174_000, True),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a reduction after COVID 19 began", "Agreement 103/2019 was signed"])
def test_names_of_an_illness_and_of_an_agreement_are_no_figures(text):
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Synthetic: hay 826, 412 venezolanos", [826_412]),
        ("Synthetic: they reached 115, 051 children, 1,300 of them in camps", [115_051, 1_300]),
        ("Synthetic: prices of 122, 114, 106 and 105", [122, 114, 106, 105]),
        ("Synthetic: in camps 12, 340 and 15", [12, 340, 15]),
    ],
)
def test_a_blank_behind_the_mark_of_thousands_is_one_number_in_doubt_and_a_list_stays_a_list(text, values):
    found = figures(text)
    assert [number.value for number in found] == values
    assert found[0].is_ambiguous == (values[0] > 1_000)


def test_numbers_of_items_that_follow_each_other_on_one_line_are_no_figures():
    text = "Synthetic: MEASURES 1. Partners met in Lima. 2. They assisted 20 people. 3. It ended. 4. All left."
    assert [number.value for number in figures(text)] == [20]
    text = "Synthetic: A case was found in house 1. It was closed. Two more came to house 2. They left."
    assert [number.value for number in figures(text)] == [1, 2, 2]


def test_numbers_in_brackets_behind_places_are_figures_and_a_number_said_twice_is_one():
    text = "Synthetic: two (2) deaths and seven (07) cases came from Lima (1), Tumbes (2), Tacna (1) and Piura (3)."
    assert [number.value for number in figures(text)] == [2, 7, 1, 2, 1, 3]
    assert figures("Synthetic: it rests on (1) food, (2) water and (3) work, and (1) law") == []


def test_the_mark_of_a_note_behind_a_scale_does_not_hide_the_scale():
    found = figures("Synthetic: all 1.7 million1 people and USD 2.5 million12; 5 million3,000")
    assert [number.value for number in found][:2] == [1_700_000, 2_500_000]


def test_households_by_their_letters_are_no_persons_and_small_objectives_are_a_name():
    found = figures("Synthetic: 177,419 people (29,570 HHs) under sector objectives 2 and 3")
    assert [(number.value, number.unit_hint) for number in found] == [(177_419, "people"), (29_570, "households")]
