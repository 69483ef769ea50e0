"""Which numbers moved since the last render: metrics.json in the output folder against data as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from r4v_analysis.analysis.record import metrics_json
from r4v_analysis.data.report import Report
from r4v_analysis.errors import R4VError
from r4v_analysis.files import report_folder

_SAID = ("value", "low", "high")


@dataclass(frozen=True, slots=True)
class MetricChange:
    """One metric that is not what it was; `before` or `after` is None where it was or is not there.

    Both are records of metrics.json.
    """

    metric: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def status(self) -> str:
        """`new`, `gone` or `moved`."""
        return "new" if self.before is None else "gone" if self.after is None else "moved"

    @property
    def line(self) -> str:
        """`coverage.since_january: 0.0713836 (0.0711 to 0.0717) -> 0.08`."""
        if self.before is None or self.after is None:
            record = self.before or self.after or {}
            return f"{self.metric}: {self.status}, {_text(record)}"
        return f"{self.metric}: {_text(self.before)} -> {_text(self.after)}"


def moves(report: Report, output_dir: Path) -> list[MetricChange] | None:
    """The metrics of a report that are not those of its metrics.json; None where there is no such file.

    Raises
    ------
    R4VError
        The file is no metrics.json.
    """
    path = report_folder(output_dir, report.report_id, None if report.is_own_vintage else report.as_of) / "metrics.json"
    if not path.is_file():
        return None
    before, after = _records(path.read_text(encoding="utf-8"), path), _records(metrics_json(report), path)
    return [
        MetricChange(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
        if _said(before.get(name)) != _said(after.get(name))
    ]


def _records(text: str, path: Path) -> dict[str, Mapping[str, Any]]:
    try:
        return {record["id"]: record for record in json.loads(text)["metrics"]}
    except (ValueError, KeyError, TypeError):
        raise R4VError(f"{path}: expected the metrics of a render, found another file. Render again.") from None


def _said(record: Mapping[str, Any] | None) -> tuple[object, ...] | None:
    return None if record is None else tuple(record.get(name) for name in _SAID)


def _text(record: Mapping[str, Any]) -> str:
    value, low, high = (_number(record.get(name)) for name in _SAID)
    if (low, high) in ((value, value), ("-", "-")):
        return value if low == value else f"about {value}"
    return f"{value} ({low} to {high})"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.6g}" if value % 1 else f"{value:.0f}"
