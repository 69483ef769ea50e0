"""What the words around a number count; where they do not say, it is left to a person."""

import pytest

from r4v_analysis.intake.draft.box import Value, header_matches
from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.draft.guess_words import guess
from r4v_analysis.intake.draft.head import Country
from r4v_analysis.intake.draft.home import home_of

HOME = home_of("PER", [Country("PER", "Peru", "Perú")])

SENTENCES = [
    ("Partners trained", "teachers on inclusive classrooms.", "people_trained", "people", "high"),
    ("Partners provided", "medical consultations in the north.", "consultations", "consultations", "high"),
    ("The sector distributed", "hot meals.", "meals", "meals", "high"),
    ("In all", "persons received information on vaccines.", "people_informed", "people", "high"),
    ("The fair was attended by", "Venezuelans.", "people_attended", "people", "high"),
    ("Of these,", "persons were referred to a hospital.", "people_referred", "people", "high"),
    ("", "new organizations joined the platform.", "organizations", "organizations", "high"),
    ("The number of partners rose to", ".", "organizations", "organizations", "medium"),
    ("The authority counted", "enrolments for the CPP.", "regularization", "people", "high"),
    ("There were", "new asylum claims.", "asylum_claims", "procedures", "high"),
    ("Los socios capacitaron a", "docentes.", "people_trained", "people", "high"),
    ("Se brindó alojamiento a", "personas refugiadas y migrantes.", "people_assisted", "people", "high"),
    ("Los comedores entregaron", "raciones de comida caliente.", "meals", "meals", "high"),
    ("Over", "refugees and migrants were living in Ecuador.", "refugees_and_migrants", "people", "high"),
    ("Partners trained", "refugees living in Lima.", "people_trained", "people", "high"),
    ("Partners plan to assist", "children.", "people_planned", "people", "medium"),
]
SILENT = [
    ("Rain fell for the", "time this year in the region."),
    ("The plan foresees", "lines of work."),
    ("Of the migrants in the north,", "people live in the region."),
    ("La norma tiene", "artículos."),
    ("In September, the police expelled", "Venezuelans at the border."),
    ("In total,", "students were unable to enrol."),
]


@pytest.mark.parametrize(("before", "after", "indicator", "unit", "confidence"), SENTENCES)
def test_noun_and_verb_say_what_a_number_counts(before, after, indicator, unit, confidence):
    found = guess(f"{before} ", f" {after}")
    assert (found.indicator, found.unit) == (indicator, unit)
    assert (found.confidence == "high") == (found.reason == "") == (confidence == "high")


@pytest.mark.parametrize(("before", "after"), SILENT)
def test_what_the_words_do_not_name_is_left_to_a_person_with_a_reason(before, after):
    found = guess(f"{before} ", f" {after}")
    assert (found.indicator, found.confidence) == (UNCLASSIFIED, "low")
    assert found.reason


def test_money_and_shares_are_named_by_their_sentence_or_not_at_all():
    assert guess("Shops paid ", " in taxes.", unit="usd").indicator == UNCLASSIFIED
    assert guess("It provides ", " of the funds received.", unit="share").indicator == "donor_share"
    assert guess("Prices rose by ", " in a year.", unit="share").indicator == UNCLASSIFIED


LABELS = ("REFUGEES AND MIGRANTS IN PERU", "PEOPLE REACHED*", "FUNDED", "FUNDING RECEIVED", "REQUIREMENT")
VALUES = ("1.5M", "20,000", "12%", "$3M", "$25M")
UNITS = ("", "", "share", "usd", "usd")
EXPECTED = ["refugees_and_migrants", "people_reached", "coverage", "funding", "requirements"]
PAIRS = list(zip(LABELS, VALUES, strict=True))
BOXES = {
    "after": "\n".join(f"{label}\n{value}" for label, value in PAIRS),
    "before": "\n".join(f"{value}\n{label}" for label, value in PAIRS),
    "columns": "\n".join([*LABELS, *VALUES]),
    "one line": " | ".join(f"{label}: {value}" for label, value in PAIRS),
    "a line each": "\n".join(f"{value} {label}" for label, value in PAIRS),
}


def values_of(text):
    """The values of a box as the finder of numbers hands them over."""
    places = [text.index(value) for value in VALUES]
    return [
        Value(number, place, place + len(value), text.count("\n", 0, place), unit)
        for number, (place, value, unit) in enumerate(zip(places, VALUES, UNITS, strict=True))
    ]


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_a_box_s_values_find_their_labels_in_every_arrangement(box):
    found = header_matches(box, values_of(box), HOME)
    assert [found[number].indicator for number in range(5)] == EXPECTED


def test_a_box_with_a_value_too_many_is_marked_and_not_guessed_at():
    text = "PEOPLE REACHED\n20,000\n30,000"
    values = [Value(0, 15, 21, 1, ""), Value(1, 22, 28, 2, "")]
    found = header_matches(text, values, HOME)
    assert [(match.indicator, match.confidence) for match in found.values()] == [("people_reached", "low")]
    assert "check it" in found[0].reason
