"""What functions of a report have answered, kept as long as the report lives."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from r4v_analysis.data.queries import own
from r4v_analysis.data.report import Report

P = ParamSpec("P")
T = TypeVar("T")


def once_a_report(function: Callable[Concatenate[Report, P], T]) -> Callable[Concatenate[Report, P], T]:
    """A function of a report that remembers its answers as long as the report lives.

    A report's data never changes, so an answer can't become wrong; what it consists of is not to be
    changed by who gets it. A list or a frame is a new one each time.
    """

    @functools.wraps(function)
    def remembered(report: Report, /, *arguments: P.args, **options: P.kwargs) -> T:
        asked = (function, arguments, frozenset(options.items()))
        if asked not in report.answers:
            report.answers[asked] = function(report, *arguments, **options)
        answer = report.answers[asked]
        if isinstance(answer, pd.DataFrame):
            return cast("T", own(answer))
        return cast("T", answer[:] if isinstance(answer, list) else answer)

    return remembered
