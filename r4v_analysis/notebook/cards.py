"""What JupyterLab shows for a report or a question: period, basis, source, and what to ask next."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from r4v_analysis.data.cells import as_text
from r4v_analysis.data.report import Report
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.exhibit import Table
from r4v_analysis.exhibits.provenance import address_link
from r4v_analysis.exhibits.sentences import headlines
from r4v_analysis.language.formats import format_date

QUESTIONS = ("funding", "reach", "regularization")


def report_html(report: Report) -> str:
    """A report's card: facts, headline numbers with their printed words, where to go on."""
    facts = [*_facts(report), *((item.label, f"{item.text} ({item.note})") for item in headlines(report, "en"))]
    paths = [f"report.{name}" for name in (*QUESTIONS, "observations")]
    return _card(report.report_id, str(report.row["title"]), facts, paths)


def question_html(report: Report, name: str, bases: Sequence[str], paths: Sequence[str]) -> str:
    """A question's card: facts, basis, and what one can ask of it."""
    named = "; ".join(labels.coded(labels.BASES, basis, "en") for basis in bases)
    facts = [*_facts(report), ("Basis", named or "the report prints no such number")]
    return _card(report.report_id, name, facts, paths)


def _facts(report: Report) -> list[tuple[str, Markup | str]]:
    row = report.row
    source = address_link(as_text(row["source_url"]), f"{row['platform']}, {row['title']}")
    known = (
        "its own date" if report.is_own_vintage else f"the report itself is of {format_date(report.own_as_of, 'en')}"
    )
    return [
        ("Country", labels.named(report, "countries", report.country_iso3, "en")),
        ("Period", labels.period(report, "en")),
        ("As of", f"{format_date(report.as_of, 'en')} ({known})"),
        ("Source", source),
    ]


def _card(name: str, caption: str, facts: list[tuple[str, Markup | str]], paths: Sequence[str]) -> str:
    frame = pd.DataFrame([(label, str(text)) for label, text in facts], columns=["fact", "text"])
    table = Table(name, f"{name}: {caption}", ("What", "Which"), facts, frame)
    code = Markup(", ").join(Markup("<code>{}</code>").format(path) for path in paths)
    return str(table.html() + Markup("<p>Go on with {}.</p>").format(code))
