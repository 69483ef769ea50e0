"""Slides and documents: one figure a page, texts that can be edited, alternative texts, nothing random."""

import io
import re
from itertools import pairwise

import pytest
from docx import Document
from matplotlib.figure import Figure
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from r4v_analysis.data.load import load
from r4v_analysis.exhibits import panels
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


def test_a_tall_figure_of_panels_becomes_several_pictures_cut_between_its_lines(data_dir):
    tall, _axes = panels.grid("Title", "Subtitle", 4, 3, 5.0)
    found = office.pictures(tall)
    line = found[1][2] / 2
    assert [height for _png, _width, height in found] == pytest.approx([2 * line, 2 * line], abs=0.3)
    whole = Figure(figsize=(6.8, 8))
    whole.add_subplot()
    assert len(office.pictures(whole)) == 1
    ecuador = prompt.asked(load(data_dir).report("ECU_2022-06_2022-06_r4v"))
    assert len(office.pictures(ecuador.reach.figure("monthly_reach", "en").exhibit.figure)) == 2


def test_nothing_on_a_slide_stands_on_another_thing_or_leaves_it_even_in_a_wide_font(data_dir):
    deck = Presentation(io.BytesIO(exported(load(data_dir).report(PERU), "pptx", "es")))
    for slide in deck.slides:
        shapes = sorted(slide.shapes, key=lambda shape: shape.top)
        for above, below in pairwise(shapes):
            assert above.top + above.height <= below.top + 1
        assert shapes[-1].top + shapes[-1].height <= deck.slide_height
    heights = {slide.shapes.title.text: slide.shapes.title.height / 914_400 for slide in deck.slides}
    (long,) = [title for title in heights if title.startswith("CPP 2023, Solicitud o inscripción: al menos 42.600;")]
    assert heights[long] > 3 * 26 * 1.17 / 72  # three lines in DejaVu Sans, as LibreOffice shows it without Lato


def test_a_figure_stays_with_its_texts_on_a_page(report):
    file = Document(io.BytesIO(exported(report, "docx", "en")))
    sources = [place for place, paragraph in enumerate(file.paragraphs) if paragraph.text.startswith("Source:")]
    assert len(sources) == len(charts(report, "en"))
    for place in sources:
        assert [each.paragraph_format.keep_with_next for each in file.paragraphs[place - 3 : place + 1]] == [
            True, True, True, False,
        ]  # fmt: skip
