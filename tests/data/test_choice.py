"""Which reports words mean. The reports here are synthetic."""

from __future__ import annotations

import pytest

from r4v_analysis.data.choice import Choice, Listed, choose

IDS = (
    "PER_2031-01_2031-12",
    "PER_2031-02_2031-02",
    "PER_2031-03_2031-03_r4v",
    "PER_2031-11_2032-01",
    "BRA_2031-03_2031-03_r4v",
    "CHL_2032-01_2032-01_v2",
)
REPORTS = [Listed(id_, id_[:3], id_.split("_")[2]) for id_ in IDS]
NAMES = {"per": "PER", "peru": "PER", "bra": "BRA", "brazil": "BRA", "brasil": "BRA", "chl": "CHL", "ury": "URY"}


def chosen(**words: object) -> list[str]:
    found, problems = choose(REPORTS, NAMES, Choice(**words))  # type: ignore[arg-type]
    assert problems == []
    return found


def told(**words: object) -> list[str]:
    found, problems = choose(REPORTS, NAMES, Choice(**words))  # type: ignore[arg-type]
    assert found == []
    return problems


def test_nothing_asked_for_is_everything() -> None:
    assert chosen() == list(IDS)
    assert Choice().is_all
    assert not Choice(years=(2031,)).is_all


def test_a_country_goes_by_its_code_or_a_name_whatever_accents_and_case() -> None:
    assert chosen(countries=["PER"]) == chosen(countries=["Perú"]) == list(IDS[:4])
    assert chosen(countries=["brasil", "CHL"]) == [IDS[4], IDS[5]]


def test_a_report_is_of_the_year_and_month_in_which_its_period_ends() -> None:
    assert chosen(years=[2032]) == [IDS[3], IDS[5]]
    assert chosen(since="2031-03", until="2031-12") == [IDS[0], IDS[2], IDS[4]]


def test_a_year_may_be_its_last_two_digits() -> None:
    assert chosen(years=[32]) == chosen(years=[2032])
    assert told(years=[13]) == ["--year: expected a year that a report is of, found 13. Nearest: 2031."]


@pytest.mark.parametrize(
    ("year", "near"), [(2013, 2031), (3032, 2032), (20322, 2032), (231, 2031), (1999, 2031), (2202, 2032)]
)
def test_the_nearest_year_is_the_one_that_was_mistyped_and_not_the_next_in_size(year: int, near: int) -> None:
    assert told(years=[year]) == [f"--year: expected a year that a report is of, found {year}. Nearest: {near}."]


def test_a_publisher_is_the_end_of_an_id_and_a_reissue_is_the_platform_s() -> None:
    assert chosen(publishers=["r4v"]) == [IDS[2], IDS[4]]
    assert chosen(publishers=["platform"]) == [IDS[0], IDS[1], IDS[3], IDS[5]]


def test_ids_and_patterns_add_up_in_the_order_asked_and_other_words_narrow_them() -> None:
    assert chosen(reports=["CHL_2032-01_2032-01_v2", "PER_2031-0*", IDS[1]]) == [IDS[5], IDS[0], IDS[1], IDS[2]]
    assert chosen(reports=["*_r4v"], countries=["PER"]) == [IDS[2]]


def test_every_word_that_means_nothing_is_told_with_the_nearest() -> None:
    assert told(
        reports=["PER_2031-02_2031-03", "CHL_2033-*"],
        countries=["Pery", "BRZ"],
        years=[2013],
        since="2031-13",
        publishers=["r4"],
    ) == [
        "report_id: expected a report of the data, found 'PER_2031-02_2031-03'. Nearest: 'PER_2031-02_2031-02'.",
        "report_id: expected a pattern that some report matches, found 'CHL_2033-*'. Nearest: 'CHL_2032-*'.",
        "--country: expected one that a report is of, found 'Pery'. Nearest: 'Peru'.",
        "--country: expected one that a report is of, found 'BRZ'. Nearest: 'BRA'.",
        "--year: expected a year that a report is of, found 2013. Nearest: 2031.",
        "--publisher: expected one that reports are of, found 'r4'. Nearest: 'r4v'.",
        "--since: expected a month such as 2022-03, found '2031-13'. Write year-month.",
    ]


def test_words_that_together_mean_no_report_say_what_there_is() -> None:
    assert told(countries=["BRA"], years=[2032]) == [
        "reports: expected one that is all of this: --country BRA, --year 2032; found none. "
        "Without --country BRA: 2, of 2032-01. Without --year 2032: 1, of 2031-03."
    ]
    assert told(since="2031-06", until="2031-05") == [
        "--until: expected 2031-06 (--since) or later, found 2031-05. Change the order."
    ]


@pytest.mark.parametrize("word", ["", "PER", "../x"])
def test_what_has_not_the_form_of_an_id_is_no_report(word: str) -> None:
    (line,) = told(reports=[word])
    assert line.startswith(f"report_id: expected country and months such as 'PER_2023-05_2023-07', found {word!r}.")


def test_only_countries_that_a_report_is_of_are_offered() -> None:
    assert told(countries=["URY", "ZZZ"]) == [
        f"--country: expected one that a report is of, found {word!r}. Allowed: 'BRA', 'CHL', 'PER'."
        for word in ("URY", "ZZZ")
    ]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("PER_2032-*", "PER_2031-*"),
        ("PER_2032-*_fts", "CHL_2032-*"),
        ("PER_2032-03_2032-03", "PER_2031-11_2032-01"),
        ("CHL_2032-03_2032-03_fts", "CHL_2032-01_2032-12_fts"),
    ],
)
def test_the_nearest_of_an_id_or_pattern_is_of_its_kind(word: str, near: str) -> None:
    reports = [Listed(id_, id_[:3], id_.split("_")[2]) for id_ in (*IDS, "CHL_2032-01_2032-12_fts")]
    near_words = choose(reports, NAMES, Choice(reports=[word]))[1]
    assert near_words[0].endswith(f"found {word!r}. Nearest: {near!r}.")


def test_an_id_beside_a_word_that_it_is_not_of_says_how_many_there_are_without_either() -> None:
    assert told(reports=["PER_2031-02_2031-02"], years=[2032], publishers=["platform"]) == [
        "reports: expected one that is all of this: PER_2031-02_2031-02, --year 2032, --publisher platform; found "
        "none. Without PER_2031-02_2031-02: 2, of 2032-01. Without --year 2032: 1, of 2031-02."
    ]


def test_all_countries_are_listed_where_none_is_near_and_of_many_ids_the_first_and_how_many_more() -> None:
    codes = [f"{first}{second}A" for first in "ABCD" for second in "EFGHI"]
    reports = [Listed(f"{code}_2031-0{n}_2031-0{n}", code, f"2031-0{n}") for code in codes for n in (1, 2, 3)]
    names = {code.casefold(): code for code in codes}
    for word in ("ZZZ", "Zyxwvut"):
        (line,) = choose(reports, names, Choice(countries=[word]))[1]
        assert line.endswith(f"Allowed: {', '.join(map(repr, codes))}.")
    (line,) = choose(reports, names, Choice(reports=["ZZZ_1999-01_1999-01_zz"]))[1]
    assert line.endswith("'AGA_2031-02_2031-02' and 52 more.")
