"""Words in a language of their own: notes of data, a report's printed words and title.

A page that is in another language marks them, so that a screen reader reads them with the right voice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from r4v_analysis.data.cells import as_text
from r4v_analysis.data.publisher import DOCUMENTLESS, publisher_of
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.language.detection import language_of
from r4v_analysis.language.formats import words_of

DATA = "en"
"""The language of notes, and of names that code gives, in data/."""


def marked(text: str, language: str, lang: str) -> Markup | str:
    """A text with the language that it is in, where a page is in another one; bare where that isn't known.

    Figures alone, such as a year, are in none.
    """
    if language in ("", words_of(lang)) or not any(map(str.isalpha, text)):
        return text
    return Markup('<span lang="{}">{}</span>').format(language, text)


def quoted(words: str, language: str, lang: str) -> Markup | str:
    """Printed words between quotation marks; a dash where there are none."""
    if not words:
        return "–"
    text = marked(words, language, lang)
    return Markup("“{}”").format(text) if isinstance(text, Markup) else f"“{text}”"


def printed(report: Report, row: pd.Series | Mapping[str, Any], lang: str) -> Markup | str:
    """The printed words of a row of data/, in the language of the report or the source that prints them.

    A report that is made of a table's rows prints no words: its numbers stand without quotation marks.
    """
    words = as_text(row.get("printed"))
    if publisher_of(as_text(row.get("report_id"))) in DOCUMENTLESS:
        return words or "–"
    return quoted(words, _language(report, row, words), lang)


def title(row: pd.Series | Mapping[Any, Any], lang: str) -> Markup | str:
    """A report's title by its row of reports.csv: that of the language, else the English one, marked."""
    return marked(*title_of(row, lang), lang)


def title_of(row: pd.Series | Mapping[Any, Any], lang: str) -> tuple[str, str]:
    """The same as a text and the language that it is in."""
    own = as_text(row.get(f"title_{words_of(lang)}"))
    return (own, words_of(lang)) if own else (str(row["title"]), DATA)


def within(text: str, words: str, language: str, lang: str) -> Markup | str:
    """A text that holds printed words between quotation marks, with these marked."""
    quotation = quoted(words, language, lang)
    if not words or not isinstance(quotation, Markup):
        return text
    return Markup(str(escape(text)).replace(str(escape(f"“{words}”")), str(quotation)))  # noqa: S704  escaped above


@once_a_report
def language_of_report(report: Report, report_id: str) -> str:
    """The language of a report by its id; empty where data/ has no such report."""
    row = report.data.keyed("reports", report_id)
    return "" if row is None else as_text(row["language"])


def _language(report: Report, row: pd.Series | Mapping[str, Any], words: str) -> str:
    cited = as_text(row.get("source_report_id")) or as_text(row.get("report_id"))
    return language_of_report(report, cited) if cited else language_of(words, 1)
