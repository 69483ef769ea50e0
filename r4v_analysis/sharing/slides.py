"""A report's figures as PowerPoint slides: one a slide, texts to be edited, alternative text kept."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import quoting
from r4v_analysis.language.formats import translator, words_of
from r4v_analysis.sharing import office

if TYPE_CHECKING:
    from pptx.presentation import Presentation

WIDTH, HEIGHT = 13.333, 7.5
"""Inches: 16 to 9."""
_MARGIN = 0.7
_TITLE_ONLY = 5
"""Number of the layout with a title and nothing else in python-pptx's own template."""
_INSET = 0.1
"""Inches between the edges of a box and its text."""
_LINE, _LETTER, _BOLD = 1.17 / 72, 0.57 / 72, 0.67 / 72
"""Inches a point of a line's height, and of a letter's width in the widest font that is taken where Lato is not."""
_TITLE, _SUBTITLE, _NOTE = 26, 16, 11
"""Sizes in points."""
_GAP = 2
"""Points after a paragraph."""
_TOP = 0.45
_TEXT, _SECONDARY = "262626", "5F5F5F"


def slides(report: Report, lang: str) -> bytes:
    """A cover, then of each analysis its bottom line and its figures.

    Raises
    ------
    UsageError
        python-pptx is not installed.
    """
    try:
        from pptx import Presentation as NewPresentation
        from pptx.util import Inches
    except ImportError:
        raise office.not_installed("pptx", "python-pptx") from None
    deck = NewPresentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _cover(deck, office.cover(report, lang), lang)
    for part in office.parts(report, lang):
        _bullets(deck, part.title, part.sentences, lang)
        for panel in part.panels:
            _figure(deck, panel, lang)
    return office.finished(deck, report, quoting.title_of(report.row, lang)[0], lang)


def _height(texts: Sequence[str], size: int, letter: float = _LETTER) -> float:
    """Inches that texts surely fit into, at a size in points."""
    fitting = (WIDTH - 2 * _MARGIN - 2 * _INSET) / (letter * size)
    lines = sum(math.ceil(len(text) / fitting) for text in texts)
    return _INSET + lines * _LINE * size + _GAP / 72 * len(texts)


def _slide(deck: Presentation, title: str, lang: str, size: int = _TITLE) -> tuple[Any, float]:
    """A slide with its title, and where that ends; a title with fewer lines stands at the lower end of its place."""
    from pptx.enum.text import MSO_ANCHOR

    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    shape, height = slide.shapes.title, _height([title], size, _BOLD)
    _place(shape, _MARGIN, _TOP, WIDTH - 2 * _MARGIN, height)
    _write(shape.text_frame, [title], lang, size, _TEXT, is_bold=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    return slide, _TOP + height


def _cover(deck: Presentation, cover: office.Cover, lang: str) -> None:
    _ = translator(lang).gettext
    slide, below = _slide(deck, cover.title, lang, 36)
    _box(slide, below, 1.0, [cover.about, cover.known], lang, 20, _SECONDARY)
    cite = [_("How to cite"), *cover.cite]
    height = _height(cite, _NOTE)
    _box(slide, HEIGHT - _TOP - height, height, cite, lang, _NOTE, _SECONDARY)


def _bullets(deck: Presentation, title: str, sentences: Any, lang: str) -> None:
    slide, below = _slide(deck, title, lang)
    size = 20 if len(sentences) < 6 else 16
    _box(slide, below + 0.3, 5.2, [f"• {sentence}" for sentence in sentences], lang, size, _TEXT, gap=8)


def _figure(deck: Presentation, panel: office.FigurePanel, lang: str) -> None:
    from pptx.util import Inches

    slide, below = _slide(deck, panel.title, lang)
    notes = [text for text in (panel.note, panel.source) if text]
    subtitle, foot = _height([panel.subtitle], _SUBTITLE), _height(notes, _NOTE)
    _box(slide, below, subtitle, [panel.subtitle], lang, _SUBTITLE, _SECONDARY)
    top, end = below + subtitle + _INSET, HEIGHT - _INSET - foot
    scale = min((WIDTH - 2 * _MARGIN) / panel.width, (end - top) / panel.height)
    width, height = panel.width * scale, panel.height * scale
    drawn = slide.shapes.add_picture(
        io.BytesIO(panel.png), Inches((WIDTH - width) / 2), Inches(top), Inches(width), Inches(height)
    )
    properties = drawn._element.nvPicPr.cNvPr
    properties.set("descr", panel.alt)
    properties.set("name", panel.title)
    _box(slide, end, foot, notes, lang, _NOTE, _SECONDARY)


def _box(
    slide: Any, top: float, height: float, paragraphs: list[str], lang: str, size: int, color: str, gap: int = _GAP
) -> None:
    from pptx.util import Inches

    box = slide.shapes.add_textbox(Inches(_MARGIN), Inches(top), Inches(WIDTH - 2 * _MARGIN), Inches(height))
    _write(box.text_frame, paragraphs, lang, size, color, gap=gap)


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))


def _write(
    frame: Any, paragraphs: list[str], lang: str, size: int, color: str, *, is_bold: bool = False, gap: int = _GAP
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.lang import MSO_LANGUAGE_ID
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    languages = {"en": MSO_LANGUAGE_ID.ENGLISH_US, "es": MSO_LANGUAGE_ID.SPANISH}
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    for number, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(gap)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, "Lato"
        run.font.color.rgb = RGBColor.from_string(color)
        run.font.language_id = languages[words_of(lang)]
