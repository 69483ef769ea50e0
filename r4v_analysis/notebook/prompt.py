"""A report as one meets it at a prompt and in a notebook: with its questions, and a card in JupyterLab."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from r4v_analysis.data import report as plain
from r4v_analysis.data.load import load

if TYPE_CHECKING:
    from r4v_analysis.notebook.questions import Funding, Reach, Regularization


@dataclass(frozen=True, repr=False)
class Report(plain.Report):
    """A report that answers the three questions: `funding`, `reach`, `regularization`."""

    @cached_property
    def funding(self) -> Funding:
        """Requirements, funding and the gap between them."""
        from r4v_analysis.notebook.questions import Funding  # here: it drags in Matplotlib

        return Funding(self)

    @cached_property
    def reach(self) -> Reach:
        """People reached by sector."""
        from r4v_analysis.notebook.questions import Reach

        return Reach(self)

    @cached_property
    def regularization(self) -> Regularization:
        """Regularization programmes, their counts and calendar."""
        from r4v_analysis.notebook.questions import Regularization

        return Regularization(self)

    def _repr_html_(self) -> str:
        from r4v_analysis.notebook.cards import report_html

        return report_html(self)


def report(report_id: str, as_of: str = "", data_dir: str | Path = "") -> Report:
    """One report with what was known on `as_of`; see `r4v_analysis.report`."""
    return asked(load(data_dir).report(report_id, as_of))


def asked(found: plain.Report) -> Report:
    """A report with its questions."""
    same = Report(**{item.name: getattr(found, item.name) for item in fields(found) if item.init})
    same.__dict__["answers"] = found.answers
    return same
