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
_HEIGHT = 3.1
"""Inches that a picture may be high, so that two stand on a page with their texts."""
_LANGUAGES = {"en": "en-GB", "es": "es-PE"}


def document(report: Report, lang: str) -> bytes:
    """A title, then of each analysis its bottom line and its figures, two a page.

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
        for place, panel in enumerate(part.panels):
            _add_figure(file, panel, begins_page=place % 2 == 0)
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
    normal: Any = file.styles["Normal"]
    normal.font.name, normal.font.size = "Lato", Pt(11)
    for element in file.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), _LANGUAGES[words_of(lang)])


def _add_figure(file: Document, panel: office.FigurePanel, *, begins_page: bool) -> None:
    from docx.shared import Inches, Pt

    heading = file.add_heading(panel.title, 2)
    heading.paragraph_format.page_break_before = begins_page
    if panel.subtitle:
        file.add_paragraph(panel.subtitle).paragraph_format.keep_with_next = True
    drawn = file.add_picture(io.BytesIO(panel.png), width=Inches(min(_WIDTH, _HEIGHT * panel.width / panel.height)))
    properties = drawn._inline.docPr
    properties.set("descr", panel.alt)
    for text in filter(None, (panel.note, panel.source)):
        file.add_paragraph().add_run(text).font.size = Pt(9)
