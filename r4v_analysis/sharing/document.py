"""A report's figures as a Word document: headings, sentences, pictures with their alternative text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from r4v_analysis.data.report import Report
from r4v_analysis.language.formats import translator, words_of
from r4v_analysis.sharing import office

if TYPE_CHECKING:
    from docx.document import Document

_WIDTH = 6.3
"""Inches between the margins of an A4 page."""
_HEIGHT = 2.8
"""Inches that a picture may be high, so that two stand on a page with their texts."""
_LANGUAGES = {"en": "en-GB", "es": "es-PE"}


def document(report: Report, lang: str) -> bytes:
    """A title, then of each analysis its bottom line and its figures.

    Raises
    ------
    UsageError
        python-docx is not installed.
    """
    try:
        from docx import Document as NewDocument
    except ImportError:
        raise office.not_installed("docx", "python-docx") from None
    file = NewDocument()
    _set_up(file, lang)
    cover = office.cover(report, lang)
    file.add_heading(cover.title, 0)
    for text in (cover.about, cover.known):
        file.add_paragraph(text)
    for number, part in enumerate(office.parts(report, lang)):
        file.add_heading(part.title, 1).paragraph_format.page_break_before = number > 0
        for sentence in part.sentences:
            file.add_paragraph(sentence, style="List Bullet")
        for panel in part.panels:
            _add_figure(file, panel)
    file.add_heading(translator(lang).gettext("How to cite"), 1).paragraph_format.page_break_before = True
    for text in cover.cite:
        file.add_paragraph(text)
    file.core_properties.comments = ""
    return office.finished(file, report, cover.title, _LANGUAGES[words_of(lang)])


def _set_up(file: Document, lang: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(20)
    normal: Any = file.styles["Normal"]
    normal.font.name, normal.font.size = "Lato", Pt(11)
    for element in file.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), _LANGUAGES[words_of(lang)])


def _add_figure(file: Document, panel: office.FigurePanel) -> None:
    """A figure and its texts, which stay on one page."""
    from docx.shared import Inches, Pt

    started = len(file.paragraphs)
    file.add_heading(panel.title, 2)
    if panel.subtitle:
        file.add_paragraph(panel.subtitle)
    drawn = file.add_picture(io.BytesIO(panel.png), width=Inches(min(_WIDTH, _HEIGHT * panel.width / panel.height)))
    properties = drawn._inline.docPr
    properties.set("descr", panel.alt)
    for text in filter(None, (panel.note, panel.source)):
        file.add_paragraph().add_run(text).font.size = Pt(9)
    own = file.paragraphs[started:]
    for paragraph in own:
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.paragraph_format.keep_with_next = paragraph is not own[-1]
