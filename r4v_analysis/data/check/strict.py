"""frictionless on a data package as its files are: the referee of this project's own check."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from r4v_analysis.data.check.constraints import KNOWN
from r4v_analysis.data.schema import Resource
from r4v_analysis.data.sheet import Fault
from r4v_analysis.errors import Problem
from r4v_analysis.files import DESCRIPTOR

_EVERY = 10**9
_SCHEMA = {"fields", "primaryKey", "foreignKeys"}
_FIELD = {"name", "type", "title", "description", "constraints"}


def is_needed(resources: Sequence[Resource]) -> bool:
    """Whether a schema says something that only frictionless knows."""
    return any(
        not set(entry["schema"]) <= _SCHEMA
        or any(
            not set(column) <= _FIELD or not set(column.get("constraints", {})) <= KNOWN
            for column in entry["schema"]["fields"]
        )
        for entry in resources
    )


def frictionless_problems(folder: Path) -> list[Problem]:
    """What frictionless finds wrong with a folder's descriptor and tables."""
    try:
        with without_iri_grammars():
            from frictionless import Package

            report = Package(str(folder / DESCRIPTOR)).validate(limit_errors=_EVERY)
    except Exception as error:  # a descriptor that people edit, read by libraries that may trip over it
        return [_of_descriptor(folder, note) for note in _notes(error)]
    found = [_of_descriptor(folder, str(error.note)) for error in report.errors]
    return found + [_of_table(folder / task.place, error) for task in report.tasks for error in task.errors]


def _of_descriptor(folder: Path, note: str) -> Problem:
    message = f"expected a Data Package v2, found: {note}. Mend it."
    return Problem(str(folder / DESCRIPTOR), message, "descriptor")


def _of_table(path: Path, error: Any) -> Problem:
    row, column = getattr(error, "row_number", 0), getattr(error, "field_name", "")
    return Fault(row, column, f"{error.message} (frictionless). Correct it.", error.type).problem(str(path))


def _notes(error: Exception) -> list[str]:
    """What frictionless, or a library below it, says of a descriptor that it can't use."""
    reasons = getattr(error, "reasons", None) or [getattr(error, "error", None)]
    return [str(getattr(reason, "note", None) or error) for reason in reasons]


@contextmanager
def without_iri_grammars() -> Iterator[None]:
    """Import jsonschema without rfc3987_syntax: it builds 38 grammars, 1.3 of a check's 1.9 seconds.

    jsonschema takes the package's absence in its stride; it is used for `format: iri` only, which
    no Data Package profile asks for.
    """
    name = "rfc3987_syntax"
    is_blocked = name not in sys.modules and "jsonschema" not in sys.modules
    if is_blocked:
        sys.modules[name] = None  # type: ignore[assignment]  # Python's own mark for "can't be imported"
    try:
        import jsonschema  # noqa: F401

        yield
    finally:
        if is_blocked:
            del sys.modules[name]
