"""Nothing of the project's own is left in English on a Spanish page: notes, authorities, sentences, tables."""

import re

from bs4 import BeautifulSoup
from markupsafe import Markup
from rendered import some_of_each_kind

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.funding import metrics, sentences
from r4v_analysis.analysis.funding import tables as funding_tables
from r4v_analysis.analysis.reach import metrics as reach_metrics
from r4v_analysis.analysis.reach import sectors
from r4v_analysis.analysis.reach import sentences as reach_sentences
from r4v_analysis.analysis.regularization import metrics as uptake_metrics
from r4v_analysis.analysis.regularization import sentences as uptake_sentences
from r4v_analysis.analysis.regularization import tables as uptake_tables
from r4v_analysis.exhibits import tables, wordings
from r4v_analysis.language.detection import _SETS

ENGLISH, SPANISH = _SETS["en"], _SETS["es"]


def columns(data, name):
    return [(table, set(rows[name].dropna())) for table, rows in data.tables.items() if name in rows]


def test_each_note_of_the_data_has_a_translation_in_whole(data, report):
    untold = [
        (table, text)
        for table, texts in columns(data, "note")
        for text in texts
        if isinstance(wordings.note(report, text, "es"), Markup)
    ]
    assert untold == [], "add their sentences to data/codes/wordings.csv"


def test_each_name_of_an_authority_is_in_the_table(data, report):
    known = set(data.tables["wordings"]["text_en"])
    names = {
        part for _table, texts in columns(data, "authority") for text in texts for part in wordings.NAMES.split(text)
    }
    assert {name for name in names if re.search(r"\w", name)} <= known


def test_a_translation_has_the_places_of_its_sentence(data):
    rows = data.tables["wordings"]
    for english, spanish in zip(rows["text_en"], rows["text_es"], strict=True):
        assert english.count("{number}") == spanish.count("{number}"), english


def test_a_note_keeps_its_numbers_in_the_format_of_the_page(report):
    note = "FTS's requirement less the plan's regional part, 59,659,922, which FTS added to each country."
    assert "la parte regional del plan, 59.659.922, que" in wordings.note(report, note, "es")
    assert "59,659,922" in wordings.note(report, note, "es-PE")
    assert wordings.note(report, note, "en") == note


def test_a_sentence_that_nobody_translated_leaves_the_note_as_it_is_and_marked(report):
    note = "An output, not people. A sentence that is synthetic."
    assert str(wordings.note(report, note, "es")) == f'<span lang="en">{note}</span>'


def test_an_authority_has_its_spanish_name(report):
    assert wordings.authority(report, "MFA; SNM", "es") == "Cancillería; SNM"
    assert wordings.authority(report, "IOM (press)", "es") == "OIM (prensa)"
    assert wordings.authority(report, "SNM (UNHCR)", "es") == "SNM (ACNUR)"
    assert wordings.authority(report, "IOM (press)", "en") == "IOM (press)"


def shown(report, lang):
    """The sentences and tables of the three pages of a report."""
    gap, reach, uptake = metrics.metrics(report), reach_metrics.metrics(report), uptake_metrics.metrics(report)
    yield sentences.bottom_line(report, gap, lang)
    yield sentences.caveats(report, gap, lang)
    yield funding_tables.plan_years_table(report, gap, lang)
    yield funding_tables.coverage_moves(report, gap, lang)
    yield reach_sentences.bottom_line(report, sectors.sectors(report), reach, lang)
    yield uptake_sentences.bottom_line(report, uptake, lang)
    yield uptake_tables.legal_calendar(report, lang)
    yield uptake_tables.known_counts(report, uptake, lang)
    for items in (gap, reach, uptake):
        yield sources.sources("s", report, items, lang)
        yield tables.formulas("f", report, items, lang)


def english_in(exhibit):
    """Texts of an exhibit's HTML that read as English, what is marked as such or quoted left out."""
    soup = BeautifulSoup(str(exhibit.html()), "html.parser")
    for marked in soup.select("[lang], .r4v-take, a[rel]"):  # source titles and addresses stay in their language
        marked.decompose()
    for text in soup.stripped_strings:
        words = re.findall(r"[^\W\d_]+", re.sub("“[^”]*”", "", text).casefold())
        english, spanish = (sum(word in known for word in words) for known in (ENGLISH, SPANISH))
        if english > 1 and english > spanish:
            yield text


def test_no_text_of_a_spanish_page_is_english(data):
    found = {
        (report.report_id, text)
        for report in map(data.report, some_of_each_kind(data))
        for exhibit in shown(report, "es")
        for text in english_in(exhibit)
    }
    assert found == set()
