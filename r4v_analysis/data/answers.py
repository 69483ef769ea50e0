"""What a report has answered, for another process that has the same data.

Numbers and tables go as they are; a report or a data folder among them goes as its name.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from r4v_analysis.data.report import Data, Report


class _Packer(pickle.Pickler):
    def persistent_id(self, found: Any) -> tuple[str, ...] | None:
        """The name of a report or of the data folder; None of anything else."""
        if isinstance(found, Report):
            return found.report_id, "" if found.is_own_vintage else found.as_of.isoformat()
        return () if isinstance(found, Data) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, packed: bytes, data: Data) -> None:
        super().__init__(io.BytesIO(packed))
        self._data = data

    def persistent_load(self, name: tuple[str, ...]) -> Report | Data:
        return self._data.report(*name) if name else self._data


def packed(report: Report) -> bytes:
    """What it has answered so far."""
    buffer = io.BytesIO()
    _Packer(buffer, pickle.HIGHEST_PROTOCOL).dump(report.answers)
    return buffer.getvalue()


def take(report: Report, answers: bytes) -> None:
    """Have a report of the same data know what was `packed`."""
    report.answers.update(_Unpacker(answers, report.data).load())
