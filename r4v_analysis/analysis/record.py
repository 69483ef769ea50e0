"""The questions that a report is asked, and metrics.json, which lists the metrics of all of them.

A question is a folder here, a notebook, and a line in `QUESTIONS`. metrics.json is computed from
data, never by a notebook.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from r4v_analysis.analysis.funding import metrics as funding
from r4v_analysis.analysis.funding import scores as funding_scores
from r4v_analysis.analysis.needs import unmet
from r4v_analysis.analysis.reach import metrics as reach
from r4v_analysis.analysis.regularization import metrics as regularization
from r4v_analysis.analysis.regularization import scores as regularization_scores
from r4v_analysis.analysis.score import Score
from r4v_analysis.data.digest import PROGRAMME_OBSERVATIONS
from r4v_analysis.data.publisher import FTS
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.errors import UsageError, suggestion
from r4v_analysis.language.formats import N_, format_date, translator
from r4v_analysis.values.metric import Metric, Metrics, keyed


@dataclass(frozen=True, slots=True)
class Question:
    """`name` is that of its folder, and of the property of a report at a prompt; `notebook` answers it. `scores` are
    those of the ranges that it gives, where it gives any.

    `is_silent` says whether a report says nothing on it: no number of its own, no row about its country that was
    known by then. Such a report gets no page of it, and `silence` is why. What `metrics` has of any report, such as
    the part of the year that is gone or the people in the country, says nothing by itself.

    `reference_tables` are those of which it reads other countries' rows, as reference cases. All else that it reads
    is of its report's country, of the region, or everybody's; its pages are made again when that changes.
    `takes_later` says whether it tells of a report what became known after its day: how reference cases ended.
    """

    name: str
    notebook: str
    metrics: Callable[[Report], dict[str, Metric]]
    is_silent: Callable[[Report], bool]
    silence: str
    scores: Callable[[Report], list[Score]] = lambda _report: []
    reference_tables: tuple[str, ...] = ()
    takes_later: Callable[[Report], bool] = lambda _report: False


QUESTIONS = (
    Question(
        "funding",
        "funding_gap",
        funding.metrics,
        funding.is_silent,
        N_("no requirements and no funding known by {day}"),
        funding_scores.scores,
        ("plan-coverage",),
        funding.takes_later,
    ),
    Question(
        "reach",
        "sector_reach",
        reach.metrics,
        reach.is_silent,
        N_("no count of people reached or assisted known by {day}"),
    ),
    Question(
        "regularization",
        "regularization_uptake",
        regularization.metrics,
        regularization.is_silent,
        N_("no count and no deadline of a programme known by {day}"),
        regularization_scores.scores,
        ("programmes", "programme-counts", "programme-events", PROGRAMME_OBSERVATIONS),
    ),
)


REFERENCE_TABLES = {question.notebook: question.reference_tables for question in QUESTIONS}
"""Tables that a notebook's pages read whole."""


def notebooks_of(names: Sequence[str]) -> list[str]:
    """The notebooks that answer some questions.

    Raises
    ------
    UsageError
        A line for each name that is no question's.
    """
    known = {question.name: question.notebook for question in QUESTIONS}
    unknown = [name for name in names if name not in known]
    if unknown:
        lines = (f"--question: expected a question, found {name!r}. {suggestion(name, known)}" for name in unknown)
        raise UsageError("\n".join(lines))
    return [known[name] for name in names]


Needs = Mapping[str, Sequence[str]]
"""What notebooks say that they need of a report, by notebook."""


def silences(report: Report, lang: str, needs: Needs = MappingProxyType({})) -> dict[str, str]:
    """Why a report has no page of a notebook, by notebook. Any other has its page.

    It says nothing on the question of a shipped notebook, or has nothing of what a notebook says that it needs.
    """
    lacking = {notebook: why for notebook, names in needs.items() if (why := unmet(report, names, lang))}
    _, day = translator(lang).gettext, format_date(report.vintage, lang)
    unanswered = _unanswered(report)
    silent = [question for question in QUESTIONS if question.name in unanswered]
    return lacking | {question.notebook: _(_silence(question, report)).format(day=day) for question in silent}


def _silence(question: Question, report: Report) -> str:
    """Why a report has no page of a question; FTS's plan years have none of programmes, whatever is known of them."""
    if question.name == "regularization" and report.publisher == FTS:
        return N_("FTS has no programmes: what is known of them is on pages of the country’s other reports")
    return question.silence


def known_until(report: Report, lang: str, notebooks: Iterable[str]) -> str:
    """The day up to which notebooks use what was known, and what some take from later: how finished years ended."""
    day, asked = format_date(report.as_of, lang), set(notebooks)
    if not any(question.takes_later(report) for question in QUESTIONS if question.notebook in asked):
        return day
    return translator(lang).gettext("{day}; how finished plan years ended, from later copies").format(day=day)


@once_a_report
def _unanswered(report: Report) -> list[str]:
    """The questions that it says nothing on, by name."""
    return [question.name for question in QUESTIONS if question.is_silent(report)]


@once_a_report
def metrics_by_notebook(report: Report) -> dict[str, Metrics]:
    """The metrics of each question, by the name of the notebook that answers it."""
    return {question.notebook: question.metrics(report) for question in QUESTIONS}


def report_metrics(report: Report) -> dict[str, Metric]:
    """All metrics of a report: headline observations, then funding, reach, regularization."""
    return keyed(metric for metrics in metrics_by_notebook(report).values() for metric in metrics.values())


def metrics_json(report: Report) -> str:
    """The text of metrics.json: `value` unrounded, `low` and `high` null where no bound is known."""
    records = [
        {
            "id": metric.id,
            "value": metric.quantity.value,
            "low": metric.quantity.low,
            "high": metric.quantity.high,
            "qualifier": None if metric.quantity.is_missing else metric.quantity.qualifier,
            "unit": metric.unit,
            "basis": metric.basis or None,
            "as_of": metric.as_of.isoformat() if metric.as_of else None,
            "from": list(metric.quantity.sources),
            "formula": metric.formula_text or None,
        }
        for metric in report_metrics(report).values()
    ]
    return json.dumps({"metrics": records}, ensure_ascii=False, indent=1) + "\n"
