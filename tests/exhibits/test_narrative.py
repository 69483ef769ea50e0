"""Sentences of the shipped report, and what they say where a report lacks something."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from test_funding import with_cells

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.funding import metrics as funding
from r4v_analysis.analysis.funding import sentences
from r4v_analysis.analysis.reach import metrics as reach_metrics
from r4v_analysis.analysis.reach import sectors
from r4v_analysis.analysis.reach import sentences as reach_narrative
from r4v_analysis.analysis.regularization import metrics as uptake_metrics
from r4v_analysis.analysis.regularization import sentences as regularization_narrative
from r4v_analysis.analysis.regularization import tables as uptake_tables
from r4v_analysis.exhibits import tables
from r4v_analysis.exhibits.sentences import headlines, sentence
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity, exact

LANG = "en"


def everything(report):
    """All prose of the three pages with the tables that its numbers link to."""
    gap, items, uptake = funding.metrics(report), reach_metrics.metrics(report), uptake_metrics.metrics(report)
    frame = sectors.sectors(report)
    return {
        "funding_gap": (
            [
                sentences.bottom_line(report, gap, LANG),
                sentences.caveats(report, gap, LANG),
                sentences.coverage_check(gap, LANG),
            ],
            [sources.sources("f", report, gap, LANG), tables.formulas("f", report, gap, LANG)],
        ),
        "sector_reach": (
            [
                reach_narrative.bottom_line(report, frame, items, LANG),
                reach_narrative.partners(items, LANG),
            ],
            [sources.sources("s", report, items, LANG), tables.formulas("s", report, items, LANG)],
        ),
        "regularization_uptake": (
            [
                regularization_narrative.bottom_line(report, uptake, LANG),
                regularization_narrative.pipeline(uptake, LANG),
            ],
            [
                uptake_tables.legal_calendar(report, LANG),
                sources.sources("r", report, uptake, LANG),
                tables.formulas("r", report, uptake, LANG),
            ],
        ),
    }


def text_of(report, page):
    return "\n".join(exhibit.text for exhibit in everything(report)[page][0])


def test_the_funding_page_carries_both_readings(report):
    text = text_of(report, "funding_gap")
    assert "7.1% of the requirements of 2023 was funded when 58.1% of the year had gone" in text
    assert "18.2 times the monthly funding since January" in text
    assert "(at most 7.85 times, if the amount is of May – July 2023 only)." in text
    assert "Both readings are shown; none is chosen." in text
    assert (
        "The United States gave 80% of the funds received; if share and amount cover the same funds, all other" in text
    )


def test_the_printed_percentage_is_held_against_the_amounts(report):
    assert "The box prints 7.1%; its own amounts give 7.1% (7.10% to 7.19%)." in text_of(report, "funding_gap")
    wrong = with_cells(report, coverage_printed={"value": 0.081, "printed": "% 8.1"})
    assert "The box prints 8.1%, but its own amounts give 7.1%" in text_of(wrong, "funding_gap")


def test_the_reach_page_gives_the_interval_and_the_contradiction(report):
    text = text_of(report, "sector_reach")
    assert "Protection reached the most people, 47,672: 2.76 times as many as Health." in text
    assert "47,672 to 84,489 people, or 47,672 to 89,758 if no one who got cash is in a sector" in text
    assert "The headline of 281,700 counts something else" in text
    assert "108 partners. The printed list has 111 entries with 110 different names." in text


def test_a_headline_that_fits_is_not_called_a_contradiction(report):
    fitting = with_cells(report, people_reached={"value": 60_000.0, "printed": "60,000"})
    text = text_of(fitting, "sector_reach")
    assert "something else" not in text
    assert "The headline of 60,000 fits." in text


def test_the_uptake_page_gives_intervals_and_no_forecast(report):
    text = text_of(report, "regularization_uptake")
    assert "Amnesty of fines: around 68,000 (application or enrolment, procedures) by 28 July 2023" in text
    assert "To reach" not in text
    assert "Of 1,230 people who got cash for regularization or documents, 172 were granted access" in text


def without_events(report, kind):
    events = report.data.tables["programme-events"]
    kept = {**report.data.tables, "programme-events": events[events["event"] != kind]}
    return replace(report, data=replace(report.data, tables=kept))


def test_without_a_known_deadline_no_days_are_left(report):
    text = text_of(without_events(report, "deadline"), "regularization_uptake")
    assert "CPP 2023: at least 42,600 (application or enrolment) by 28 July 2023." in text
    assert "days before" not in text


def test_every_number_in_prose_leads_to_a_row_of_the_same_page(report):
    for page, (prose, targets) in everything(report).items():
        ids = {tag["id"] for table in targets for tag in BeautifulSoup(table.html(), "html.parser").find_all(id=True)}
        links = [link for text in prose for link in BeautifulSoup(text.html(), "html.parser").find_all("a")]
        assert links, page
        assert [link["href"] for link in links if link["href"][1:] not in ids] == []


def test_every_number_in_prose_is_a_link_a_date_or_a_period(report):
    allowed = re.compile(r"\d{1,2} \w+ 2023|CPP \d{4}|2023|–|\(7\.10% to 7\.19%\)|[89] in 10|\(2020 to 2022\)")
    for prose, _targets in everything(report).values():
        for exhibit in prose:
            soup = BeautifulSoup(exhibit.html(), "html.parser")
            for link in soup.find_all("a"):
                link.decompose()
            assert re.findall(r"\d[\d.,]*", allowed.sub("", soup.get_text())) == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "funding_gap",
            "Share of requirements funded in finished plan years: "
            "38.7% (2019); 49.9% (2020, of computed requirements); 34.8% (2021); 34.0% (2022).",
        ),
        ("sector_reach", "The report prints no number of people reached or assisted."),
        (
            "regularization_uptake",
            "Temporary residence permit (CPP) under the decree of 2020: at least 30,000 (waiting to be collected) by "
            "10 April 2023, the last count known.",
        ),
    ],
)
def test_a_report_that_lacks_what_a_page_needs_says_what_else_is_known(report, page, expected):
    empty = with_cells(report, **{name: {"value": float("nan")} for name in report.observations["observation_id"]})
    assert expected in text_of(empty, page)


def test_printed_words_of_the_box_are_in_their_reports_language(report):
    notes = [item.note for item in headlines(report, "es")]
    assert 'en el informe: “<span lang="en">$22.7M</span>”' in notes
    assert "<span" not in "".join(item.note for item in headlines(report, "en"))


def test_quoted_words_of_a_figure_are_in_their_reports_language(report):
    from r4v_analysis.analysis.reach import figures, metrics

    chart = figures.shares(report, metrics.metrics(report), "es")
    html = str(chart.html("es"))
    assert 'de <span lang="en">“705 individuals”</span> eran mujeres</p>' in html
    assert 'de <tspan lang="en">“705 individuals”</tspan></text>' in html
    assert 'lang="en"' not in figures.shares(report, metrics.metrics(report), "en").html("en")


def test_the_headlines_are_the_box_with_its_printed_words(report):
    shown = [(item.label, item.text, item.note) for item in headlines(report, LANG)]
    assert shown[0] == ("Refugees and migrants in the country", "1.5 million", "printed: “1.5M”")
    assert [text for _label, text, _note in shown] == [
        "1.5 million",
        "281,700",
        "US$318 million",
        "US$22.7 million",
        "7.1%",
    ]


def test_a_value_from_data_can_not_act_in_a_sentence():
    assert "<script" not in sentence("The name is {name}.", name="<script>")


def test_no_shared_sentence_claims_what_only_the_shipped_reports_footnotes_say(report):
    assert "footnote" not in "\n".join(text_of(report, page) for page in everything(report))


@pytest.mark.parametrize(
    ("message", "share", "said"),
    [
        ("Se financió el {share}.", "38,7 %", "Se financió el 38,7 %."),
        ("Se financió el {share}.", "al menos el 30 %", "Se financió al menos el 30 %."),
        ("Se financió el {share}.", "alrededor del 30 %", "Se financió alrededor del 30 %."),
        ("El {share} eran mujeres.", "como máximo el 30 %", "Como máximo el 30 % eran mujeres."),
        ("Una cobertura del {share}.", "7,1 % a 30 %", "Una cobertura de entre el 7,1 % y el 30 %."),
    ],
)
def test_the_article_stands_before_a_percentage_whatever_words_come_with_it(message, share, said):
    linked = Markup('<a class="r4v-num" href="#x">{}</a>').format(share)
    assert sentence(message, share=linked).striptags() == said
    assert sentence(message, share=share) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (exact(2_135_883.0), "2.14 million"),
        (exact(3_000_000.0), "3 million"),
        (exact(999_999.0), "999,999"),
        (Quantity(1_486_417.0, 1_486_417.0, None), "at least 1.49 million"),
    ],
)
def test_people_from_a_million_on_have_three_digits_in_a_sentence(number, said):
    assert tables.said(Metric("people_reached", number, "people"), LANG).striptags() == said
