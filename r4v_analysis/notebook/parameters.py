"""The typed parameters of a notebook, read from its cell tagged `parameters` without running it.

papermill only logs a parameter that a notebook does not know, and turns `007` into 7. So values
are checked here first, in Python, against the type of each default.
"""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from r4v_analysis.errors import UsageError, suggestion
from r4v_analysis.files import check_report_id
from r4v_analysis.language.formats import CHOICES

BASE = ("report_id", "lang", "as_of", "data_dir", "output_dir")
"""Parameters that every notebook has, all of them text."""

NEEDS = "needs"
"""Parameter that says what a report has to have for a page: names of indicators and tables, with commas between."""

TAG = "parameters"
PNG = "R4V_PNG"
"""Environment variable of a notebook that writes each figure as PNG too; empty: as SVG only."""

INJECTED = "# Parameters"
"""First line of the cell that papermill puts after the parameters cell."""

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_EXPECTED = {
    str: "text",
    int: "a whole number such as 70000",
    float: "a number such as 0.5",
    bool: "true or false",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter's name, the type of its default (str, int, float or bool), and the default."""

    name: str
    kind: type
    default: object


def declared(notebook: Path, text: str | None = None) -> dict[str, Parameter]:
    """The parameters of a notebook, in the order of its parameters cell; `text` where it has been read.

    Raises
    ------
    UsageError
        The file is no notebook, has no cell tagged `parameters` or more than one, the cell holds
        anything but assignments of literals, or a parameter that every notebook has is missing.
    """
    return dict(_declared(notebook, text)) if text is not None else _read(notebook, None)


@lru_cache(maxsize=64)
def _declared(notebook: Path, text: str) -> Mapping[str, Parameter]:
    """The same of a text: thousands of renders ask for a few notebooks' parameters."""
    return _read(notebook, text)


def _read(notebook: Path, text: str | None) -> dict[str, Parameter]:
    cells = [cell for cell in read_cells(notebook, text) if TAG in cell.get("metadata", {}).get("tags", [])]
    if len(cells) != 1:
        raise UsageError(
            f"{notebook.name}: expected one cell tagged '{TAG}', found {len(cells)}. "
            "Tag the cell that assigns report_id in JupyterLab's property inspector."
        )
    found, problems = _assignments(source_of(cells[0]))
    for name in BASE:
        if name not in found:
            problems.append(f'expected the assignment {name} = "", found none. Add it')
        elif found[name].kind is not str:
            problems.append(f"{name}: expected text, found {found[name].default!r}. Put it in quotes")
    if NEEDS in found and found[NEEDS].kind is not str:
        problems.append(f'{NEEDS}: expected names such as "requirements, funding", found {found[NEEDS].default!r}')
    if problems:
        where = f"{notebook.name}, parameters cell"
        raise UsageError("\n".join(f"{where}: {problem}." for problem in problems))
    return found


def needs_in(text: object) -> tuple[str, ...]:
    """The names in a value of the parameter `needs`, each once."""
    return tuple(dict.fromkeys(name for part in str(text).split(",") if (name := part.strip())))


def check_parameters(notebook: Path, given: Mapping[str, object], text: str | None = None) -> dict[str, object]:
    """Every parameter of a notebook with its value: the given one, else the default.

    Text is converted to the type of the default, strictly: `007` stays text for a text parameter,
    `1e3` is no whole number, a bool is `true` or `false`. `report_id`, `lang` and `as_of` are
    checked for their form.

    Raises
    ------
    UsageError
        A line for each value that can't be used and each name that the notebook does not have.
    """
    known = declared(notebook, text)
    values = {name: parameter.default for name, parameter in known.items()}
    problems = []
    for name, value in given.items():
        if name not in known:
            problems.append(unknown(notebook.name, name, known))
            continue
        try:
            values[name] = _converted(known[name], value)
            if name in _FORMS:
                _FORMS[name](values[name])
        except ValueError:
            expected = _EXPECTED[known[name].kind]
            problems.append(
                f"{notebook.name}, parameter {name}: expected {expected}, found {value!r}. "
                f"The default is {known[name].default!r}."
            )
        except UsageError as error:
            problems.append(f"{notebook.name}, parameter {error}")
    if problems:
        raise UsageError("\n".join(problems))
    return values


def unknown(where: str, name: str, known: Mapping[str, object] | Sequence[str]) -> str:
    """The line that says that a notebook has no such parameter, and which one is near."""
    names = [candidate for candidate in known if candidate not in ("data_dir", "output_dir")]
    return f"{where}: expected a parameter of the notebook, found {name!r}. {suggestion(name, names)}"


def injected_faults(cells: Sequence[str]) -> list[str]:
    """A line for each name that papermill injected and the notebook does not have, or has as another type.

    papermill makes of `-p target 70.000` the number 70, and only logs a name that is unknown.

    Parameters
    ----------
    cells
        Sources of the executed code cells in their order, as in IPython's `In`. Under Run All
        there is no injected cell and the list is empty.
    """
    for index in range(len(cells) - 1, 0, -1):
        if cells[index].startswith(INJECTED):
            own, given = _assignments(cells[index - 1])[0], _assignments(cells[index])[0]
            if "report_id" in own:
                unknown_names = [name for name in _names(cells[index]) if name not in own]
                lines = [unknown("papermill", name, list(own)) for name in unknown_names]
                return lines + [_type_fault(own[name], given[name]) for name in given if _differs(own, given, name)]
    return []


def _differs(own: Mapping[str, Parameter], given: Mapping[str, Parameter], name: str) -> bool:
    """Whether a value is of another type than its default; the parameters of every notebook are checked elsewhere."""
    if name not in own or name in BASE or own[name].kind is given[name].kind:
        return False
    return not (own[name].kind is float and given[name].kind is int)


def _type_fault(own: Parameter, given: Parameter) -> str:
    expected = "text, given with -r" if own.kind is str else _EXPECTED[own.kind]
    step = f"Write it without marks between digits: -p {own.name} 70000." if own.kind is int else "Write it so."
    return f"papermill, parameter {own.name}: expected {expected}, found {given.default!r}. {step}"


def read_cells(notebook: Path, text: str | None = None) -> list[dict[str, Any]]:
    """The cells of an .ipynb file as they stand in its JSON; `text` where it has been read.

    Raises
    ------
    UsageError
        It can't be read, or is no notebook of format 4.
    """
    try:
        content = json.loads(notebook.read_text(encoding="utf-8") if text is None else text)
        if content["nbformat"] != 4:
            raise ValueError(f"format {content['nbformat']}")
        cells: list[dict[str, Any]] = content["cells"]
    except OSError as error:
        raise UsageError(
            f"notebook {str(notebook)!r}: expected a file that can be read, found: {error.strerror}. "
            "Mend its path or its permissions."
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"notebook {str(notebook)!r}: expected a notebook of format 4, found: {error}. Save it from JupyterLab."
        ) from None
    return cells


def source_of(cell: Mapping[str, Any]) -> str:
    """A cell's source; the format allows a text or a list of lines."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _assignments(source: str) -> tuple[dict[str, Parameter], list[str]]:
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        return {}, [f"line {error.lineno}: expected Python, found a syntax error. Mend it"]
    found: dict[str, Parameter] = {}
    problems = []
    for statement in statements:
        parameter = _parameter(statement)
        if parameter is None:
            line = source.splitlines()[statement.lineno - 1].strip()
            problems.append(
                f"line {statement.lineno}: expected an assignment of a text, number, True or False "
                f"such as target = 0, found {line!r}. Move it to another cell"
            )
        else:
            found[parameter.name] = parameter
    return found, problems


def _parameter(statement: ast.stmt) -> Parameter | None:
    if not (isinstance(statement, ast.Assign) and len(statement.targets) == 1):
        return None
    target = statement.targets[0]
    try:
        value = ast.literal_eval(statement.value)
    except ValueError:
        return None
    if isinstance(target, ast.Name) and type(value) in _EXPECTED:
        return Parameter(target.id, type(value), value)
    return None


def _names(source: str) -> list[str]:
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return []
    targets = [target for node in statements if isinstance(node, ast.Assign) for target in node.targets]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _converted(parameter: Parameter, value: object) -> object:
    kind = parameter.kind
    if kind is float and type(value) is int:
        return float(value)
    if kind is float and isinstance(value, float) and not math.isfinite(value):
        raise ValueError
    if type(value) is kind:
        return value
    if isinstance(value, str):
        return _from_text(kind, value)
    raise ValueError


def _from_text(kind: type, text: str) -> object:
    if kind is bool and text in ("true", "false"):
        return text == "true"
    if kind is int and _INTEGER.fullmatch(text):
        return int(text)
    if kind is float and _DECIMAL.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    raise ValueError


def check_language(lang: object) -> str:
    """The language itself, if pages can be had in it; UsageError otherwise."""
    if isinstance(lang, str) and lang in CHOICES:
        return lang
    raise UsageError(f"lang: expected a language of the pages, found {lang!r}. {suggestion(str(lang), CHOICES)}")


def check_date(value: object) -> date | None:
    """An ISO date or None for an empty text; UsageError otherwise."""
    from r4v_analysis.data.cells import parse_date  # here: it imports pandas, which --help need not

    return parse_date(value, "as_of")  # type: ignore[arg-type]


_FORMS: dict[str, Callable[[Any], object]] = {
    "report_id": check_report_id,
    "lang": check_language,
    "as_of": check_date,
}
