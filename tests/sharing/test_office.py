"""Slides and documents: one figure a page, texts that can be edited, alternative texts, nothing random."""

import io
import re

import pytest
from docx import Document
from matplotlib.figure import Figure
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from r4v_analysis.data.load import load
from r4v_analysis.exhibits.exhibit import Chart
from r4v_analysis.notebook import prompt
from r4v_analysis.sharing import formats, office

PERU = "PER_2023-05_2023-07"

PICTURED = ["requirements_and_funding", "donors", "coverage_by_year", "year_end"]
PICTURED += ["sector_ranking", "people_once", "shares", "deadline_range", "stage_counts"]
PICTURED_2020 = ["requirements_and_funding", "coverage_by_year"]


@pytest.fixture(scope="module")
def report(data_dir):
    return load(data_dir).report("PER_2020-08_2020-08")


def charts(report, lang):
    asked = prompt.asked(report)
    questions = (asked.funding, asked.reach, asked.regularization)
    shown = [question.figure(name, lang).exhibit for question in questions for name in question.figures]
    return [exhibit for exhibit in shown if isinstance(exhibit, Chart)]


def exported(report, name, lang):
    return formats.export(name, formats.Request(report.data, [report], lang, None, True)).content


@pytest.mark.parametrize(
    ("report_id", "lang", "pictured"), [(PERU, "en", PICTURED), ("PER_2020-08_2020-08", "es", PICTURED_2020)]
)
def test_a_slide_a_figure_with_its_title_alternative_text_note_and_source(data_dir, report_id, lang, pictured):
    report = load(data_dir).report(report_id)
    deck = Presentation(io.BytesIO(exported(report, "pptx", lang)))
    found = []
    for slide in deck.slides:
        pictures = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
        found += [(slide.shapes.title.text, p._element.nvPicPr.cNvPr.get("descr")) for p in pictures]
        texts = " ".join(shape.text for shape in slide.shapes if shape.has_text_frame)
        assert not pictures or re.search("Source:|Fuente:", texts)
        assert not re.search(r"</?[a-z]+", texts)
    assert found == [(chart.title, chart.alt) for chart in charts(report, lang)]
    assert [chart.name for chart in charts(report, lang)] == pictured
    assert len(deck.slides) == len(found) + 4  # a cover and three bottom lines


def test_a_document_has_headings_sentences_pictures_and_how_to_cite(report):
    file = Document(io.BytesIO(exported(report, "docx", "en")))
    headings = [paragraph.text for paragraph in file.paragraphs if paragraph.style.name.startswith("Heading")]
    expected = charts(report, "en")
    assert [text for text in headings if text in {chart.title for chart in expected}] == [c.title for c in expected]
    described = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert described == [chart.alt for chart in expected]
    assert headings[-1] == "How to cite"
    assert any(report.data.digest[:12] in paragraph.text for paragraph in file.paragraphs)


@pytest.mark.parametrize("name", ["pptx", "docx"])
def test_the_same_report_gives_the_same_file(report, name):
    assert exported(report, name, "en") == exported(report, name, "en")


def test_a_picture_is_drawn_without_the_title_and_the_figure_is_left_as_it_was(report):
    chart = charts(report, "en")[0]
    before = chart.figure.get_size_inches().copy()
    png, width, height = office.picture(chart.figure)
    assert png.startswith(b"\x89PNG")
    assert (width, height < before[1]) == (before[0], True)
    assert all(text.get_visible() for text in chart.figure.texts)
    assert b"Software" not in png


def test_a_tall_figure_of_many_panels_becomes_several_pictures_cut_between_its_rows():
    tall = Figure(figsize=(6.8, 8))
    for number in range(12):
        tall.add_subplot(4, 3, number + 1)
    tall.subplots_adjust(hspace=0.6)
    found = office.pictures(tall)
    assert sum(height for _png, _width, height in found) == pytest.approx(8)
    assert [height for _png, _width, height in found] == pytest.approx([4, 4], abs=0.5)
    whole = Figure(figsize=(6.8, 8))
    whole.add_subplot()
    assert len(office.pictures(whole)) == 1
