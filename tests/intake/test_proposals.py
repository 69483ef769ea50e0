"""A proposal is right or none: kinds of wording by which a number only looks like people assisted; all made up."""

from __future__ import annotations

import pytest

from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft, drafting_tables
from r4v_analysis.intake.draft.guess import UNCLASSIFIED as LEFT
from r4v_analysis.intake.draft.guess_people import people


@pytest.fixture(scope="module")
def tables(data_dir):
    return drafting_tables(data_dir)


@pytest.fixture
def indicators(tables, tmp_path):
    """What each number of a sentence is taken for, in a report of March 2022."""

    def taken(text):
        path = tmp_path / "report.txt"
        path.write_text(f"Peru Situation Report - March 2022\n\nGTRM\n\nSituation\n\n{text}\n", encoding="utf-8")
        return [row.cells["indicator"] for row in draft(read_document(path), tables).rows]

    return taken


@pytest.mark.parametrize(
    "text",
    [
        "Water is cut off to the 2,140 residents of the town.",
        "Nearly 2,140 people, which is all of them, require humanitarian assistance.",
        "Through the cash transfer 2,140 people now have a bank account.",
        "The number of dentists who died reached 214 people in the year.",
        "Brigades screened the coast, reaching on average 214 children in each village.",
        "Some 2,140 people were regularized with this support.",
        "Some 2,140 women went through UNHCR-supported centres.",
        "The commission granted asylum to 2,140 people.",
        "Partners provided ten-year legal status to 2,140 people.",
        "According to information received, 2,140 people remain in the valley.",
        "Partners said that 2,140 people will be in a crisis phase.",
        "In all 214 people were accepted for resettlement and are pending departure.",
        "Gatherings may be no larger than 214 persons.",
    ],
)
def test_what_only_stands_near_a_service_is_left_to_a_person(indicators, text):
    assert set(indicators(text)) == {LEFT}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 2,140 people were reached with messages on hygiene.", ["people_informed"]),
        ("In all 2,140 people were reached through social media.", ["people_informed"]),
        ("Some 2,140 people were reached through 87 awareness sessions.", ["people_informed", LEFT]),
        ("With a health board, training on psychosocial support was given to 214 staff.", ["people_trained"]),
        ("A campaign on the radio reached 2,140 people.", ["people_informed"]),
        ("IRC reached 2,140 individuals with hygiene promotion.", ["people_informed"]),
        ("Se alcanzó a 2.140 personas con mensajes de salud.", ["people_informed"]),
        ("Partners gave kits to 2,140 children to support their lessons.", ["people_assisted"]),
        ("This helped to reach 2,140 people with shelter.", ["people_assisted"]),
        ("Partners agreed to provide food to 2,140 people.", ["people_planned"]),
        ("Under its activities the agency assisted 2,140 very poor people.", ["people_assisted"]),
        ("The agency gave 82 tons of sugar to 2,140 people.", [LEFT, "people_assisted"]),
        ("In all 2,140 people, including 940 girls and 810 boys, received health services.", ["people_assisted"] * 3),
        ("On mines, 310 children (150 girls and 160 boys) and 420 adults were reached with messages.",
         ["people_informed"] * 4),
        ("The agency assisted 310 rural people, 420 refugees from Panama and 530 returnees with food.",
         ["people_assisted"] * 3),
        ("Some 120 households received blankets while 2,140 were assisted with tents.", [LEFT, LEFT]),
        ("Of these 148 of these refugee households have benefited from kits.", [LEFT]),
        ("The agency reached 2,140 people (420 HHs) with food.", ["people_assisted", LEFT]),
        ("In all 2,140 people including 940 girls & 810 boys received health services.", ["people_assisted"] * 3),
        ("The agency reached 939 people (454 females, 485 males) with food.", ["people_assisted"] * 3),
        ("Some 310 children between 6 and 59 months received treatment.", ["people_assisted"]),
        ("Services were provided to 120 new clients.", ["people_assisted"]),
        ("Some 120 children were reunified with their families.", ["people_assisted"]),
        ("Some 620 refugees are receiving shelter and daily food.", ["people_assisted"]),
        ("Some 620 refugees are receiving food daily.", [LEFT]),
        ("Some 1,350 mental health consultations have been attended.", ["consultations"]),
        ("The storm left 13 dead in Piura.", ["deaths"]),
        ("In all 12,260 (116 per cent) displaced persons were reached with food.", ["people_assisted", LEFT]),
        ("In all 28, 751 (11, 841 women) received outpatient care.", ["people_assisted"] * 2),
        ("In March 42 civilians were reportedly killed on the road.", ["deaths"]),
        ("Some 528 girls were screened for anaemia.", ["people_assisted"]),
        ("Allí 340 se beneficiaron de información sobre salud.", ["people_informed"]),
        ("Some 28 women participated in a long training on law.", ["people_trained"]),
        ("In all 71 leaders received awareness training.", ["people_trained"]),
        ("In all 71 leaders were oriented on hygiene.", ["people_informed"]),
        ("In all 2,140 people were assisted, including: legal aid (1,300); counselling for women (840).",
         ["people_assisted"] * 3),
        ("Key services provided were: counselling for 120 girls, 90 boys and 60 women; legal aid for 40 men.",
         ["people_assisted"] * 4),
        ("Mines were told of in sessions to 810 people. • Counselling was provided to 120 girls. • It rained.",
         [LEFT, "people_assisted"]),
    ],
)  # fmt: skip
def test_the_words_that_say_what_was_done_decide(indicators, text, expected):
    assert indicators(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The agency brought 100 school desks.", [LEFT]),
        ("Latrines were repaired in 32 schools of the region.", [LEFT]),
        ("Some 43 cases of trafficking were seen despite COVID-19 rules.", [LEFT]),
        ("COVID-19 went on. Partners counted 43 cases in court.", [LEFT]),
        ("Peru had 43 new cases of COVID-19.", ["covid_cases"]),
    ],
)
def test_schools_and_cases_are_counted_where_the_code_counts_them(indicators, text, expected):
    assert indicators(text)[-len(expected) :] == expected


def test_a_list_that_goes_on_for_thousands_of_numbers_is_read():
    assert people(f"Assisted were {'3 women, ' * 3_000}", f" men, {'4 girls and ' * 3_000}").indicator == LEFT
    assert people("Assisted were ", " people, and ").indicator == "people_assisted"


@pytest.mark.parametrize(
    "text", ["Participants of 64 Member States met.", "It granted regularization papers to 640 persons."]
)
def test_states_and_papers_are_no_assistance(indicators, text):
    assert indicators(text) == [LEFT]


def test_a_heading_with_its_abbreviation_ends_the_sector_above_it(tables, tmp_path):
    path = tmp_path / "report.txt"
    text = "WASH\n\nSoap went to 310 people.\n\nSHELTER AND CORE RELIEF ITEMS (CRIs)\n\nTents were given to 420 people."
    path.write_text(f"Peru Situation Report - March 2022\n\nGTRM\n\n{text}\n", encoding="utf-8")
    assert [row.cells["sector"] for row in draft(read_document(path), tables).rows][-1] == "shelter"
