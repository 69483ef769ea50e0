"""The descriptor of a data folder: which files it names, and what an entry must be to be loaded."""

from __future__ import annotations

import copy
import json
import math
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from r4v_analysis.data.damage import sound_text
from r4v_analysis.data.sheet import KINDS, type_fault
from r4v_analysis.errors import Problem, suggestion
from r4v_analysis.files import DESCRIPTOR, REPORT_ID, is_inside, is_relative

Resource = Mapping[str, Any]
Row = Mapping[str, Any]
"""A row: str, float, int, bool or date by the column's type, None where the cell is empty."""
OBSERVATIONS = "observations"
"""Name that the observations files of all reports share."""
_FOLDER = "observations/"


def read_descriptor(folder: Path) -> tuple[dict[str, Any], list[Problem]]:
    """The descriptor with its sound resources only, and what is wrong with the others.

    `paths` is added to it: the files that it names, those of unsound resources too.

    A sound resource has a name and a path of its own, a CSV file inside the folder, and a schema
    of columns with types that the project loads. Never raises for what the file holds.
    """
    shown = str(folder / DESCRIPTOR)
    package, unread = _read_json(folder)
    if unread:
        return {}, [Problem(shown, unread, "descriptor")]
    entries = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(entries, list) or not entries:
        message = "expected an object with a list of `resources`, found none. Restore it."
        return {}, [Problem(shown, message, "descriptor")]
    sound: list[dict[str, Any]] = []
    problems: list[Problem] = []
    names: set[str] = set()
    paths: set[str] = set()
    top = os.path.realpath(folder)
    for number, entry in enumerate(entries, 1):
        fault = _entry_fault(entry, top, names, paths)
        if fault:
            name = entry.get("name") if isinstance(entry, dict) else None
            where = f"{shown}, resource {name!r}" if isinstance(name, str) else f"{shown}, resource {number}"
            problems.append(Problem(where, fault, "descriptor"))
        else:
            sound.append(entry)
            names.add(entry["name"])
            paths.add(entry["path"])
    accepted = {id(entry) for entry in sound}
    unsound = {str(entry.get("name")) for entry in entries if isinstance(entry, dict) and id(entry) not in accepted}
    sound, key_problems = _with_sound_keys(sound, unsound, shown)
    named = [str(entry.get("path")) for entry in entries if isinstance(entry, dict)]
    return {**package, "resources": sound, "paths": named}, problems + key_problems


def _read_json(folder: Path) -> tuple[Any, str]:
    """What the descriptor's file holds, and what is wrong with it as a file."""
    text, found = sound_text(folder / DESCRIPTOR)
    if found:
        return None, link_fault(folder, DESCRIPTOR) or f"expected this file, found {found}"
    try:
        return json.loads(text), ""
    except (ValueError, RecursionError) as error:
        return None, f"expected JSON, found none that can be read ({error}). Mend it."


def unnamed_files(folder: Path, named: Iterable[str]) -> list[str]:
    """CSV files below the folder that the descriptor does not name; hidden folders are left out."""
    known = set(named)
    return [path for path in csv_files(folder) if path not in known]


def csv_files(folder: Path) -> list[str]:
    """Paths of all CSV files below the folder, in order; hidden folders are left out."""
    found: list[tuple[str, ...]] = []
    for name, folders, files in os.walk(folder):
        folders[:] = [inner for inner in folders if not inner.startswith(".")]
        parts = Path(name).relative_to(folder).parts
        found += [(*parts, file) for file in files if file.lower().endswith(".csv") and not file.startswith(".")]
    return ["/".join(path) for path in sorted(found) if os.path.isfile(os.path.join(folder, *path))]  # noqa: PTH113, PTH118


def new_entry(path: str, resources: Sequence[Resource]) -> dict[str, Any] | None:
    """The entry of a new observations file: an existing one's, for another report; None for other files."""
    report_id = Path(path).stem
    template = next((entry for entry in resources if is_observations(entry)), None)
    if path != f"{_FOLDER}{report_id}.csv" or not REPORT_ID.fullmatch(report_id) or template is None:
        return None
    entry = copy.deepcopy(dict(template))
    entry.update(
        name=f"observations-{report_id.lower()}",
        path=path,
        title=f"Observations of {report_id}",
        sources=[{"title": report_id}],
    )
    for column in entry["schema"]["fields"]:
        if column["name"] == "report_id":
            column["constraints"] = {**column.get("constraints", {}), "enum": [report_id]}
    return entry


def entry_text(entry: Resource) -> str:
    """An entry as JSON to paste, a line for each column and each foreign key, as the file has it."""
    text = json.dumps(entry, indent=2, ensure_ascii=False)
    return re.sub(
        r"^( {6})(\{\n.*?\n {6}\})(,?)$",
        lambda match: f"{match[1]}{json.dumps(json.loads(match[2]), ensure_ascii=False)}{match[3]}",
        text,
        flags=re.MULTILINE | re.DOTALL,
    )


def is_observations(resource: Resource) -> bool:
    """Whether a resource is a report's observations file."""
    return str(resource["path"]).startswith(_FOLDER)


def foreign_keys(resource: Resource) -> Iterator[tuple[list[str], str, list[str]]]:
    """Columns, the table that they refer to (its name; '' is the same table), and its columns."""
    for key in resource["schema"].get("foreignKeys", []):
        reference = key["reference"]
        yield names_of(key["fields"]), reference.get("resource", ""), names_of(reference["fields"])


def names_of(value: Any) -> list[str]:
    """A key's columns: the format allows a name or a list of names."""
    return [value] if isinstance(value, str) else list(value)


def _entry_fault(entry: object, top: str, names: Collection[str], paths: Collection[str]) -> str | None:
    """What is wrong with an entry of the folder `top`; `names` and `paths` are those of the sound ones before it."""
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        return "expected an object with a name, found none. Restore the entry."
    if entry["name"] in names:
        return "expected each name once, found it twice. Rename one of the two."
    path = entry.get("path")
    if not isinstance(path, str) or not _is_inside(top, path):
        return link_fault(top, path) or (
            f"expected the path of a file inside the folder, found {path!r}. Move the file into it."
        )
    if path in paths:
        return f"expected each file once, found {path!r} in two resources. Remove one of the two."
    if entry.get("format", "csv") != "csv" or entry.get("encoding", "utf-8") != "utf-8" or "dialect" in entry:
        return "expected a CSV file in UTF-8 with commas, found another format, encoding or dialect. Remove it."
    return _schema_fault(entry.get("schema")) or _report_fault(entry)


def _is_inside(top: str, path: str) -> bool:
    return "\\" not in path and "://" not in path and is_inside(top, path)


def link_fault(top: str | Path, path: object) -> str | None:
    """What a link in the folder leads to, where that is not a file of the folder; None where it is no such link."""
    if not isinstance(path, str) or not is_relative(path):
        return None
    link = next((part for part in _parts(Path(top, path), len(PurePath(path).parts)) if part.is_symlink()), None)
    if link is None:
        return None
    target = str(link.readlink())
    if "annex" in PurePath(target).parts:
        known = f"git-annex's, whose content {'is elsewhere' if link.exists() else 'was not fetched'}"
        step = f"Run: git annex unlock {path}" if link.exists() else f"Run: git annex get {path}"
        return f"expected a file inside the folder, found a link of {known}. {step}, or put a copy there."
    if is_inside(top, path):
        return None if link.exists() else f"expected a file, found a link to {target!r}, which is gone. Restore it."
    lost = "" if link.exists() else ", to a file that is not there"
    return (
        f"expected a file inside the folder, found a link that leads outside{lost} ({target!r}). "
        "Put a copy there (DVC: dvc config cache.type copy, then dvc checkout --relink)."
    )


def _parts(path: Path, count: int) -> Iterator[Path]:
    """A path and the folders that it is in, from the outermost of them."""
    yield from reversed([path, *list(path.parents)[: count - 1]])


def _schema_fault(schema: object) -> str | None:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not fields:
        return "expected a schema with a list of fields, found none. Take them from another resource."
    for column in fields:
        if not isinstance(column, dict) or not isinstance(column.get("name"), str):
            return "expected a name for each field, found a field without. Name it."
        if column.get("type") not in KINDS:
            found = f"field {column['name']!r}: found the type {column.get('type')!r}"
            return f"{found}, expected one of {', '.join(KINDS)}. Change it."
        fault = _constraints_fault(column["type"], column.get("constraints", {}))
        if fault:
            return f"field {column['name']!r}: {fault}"
    names = [column["name"] for column in fields]
    repeated = next((name for name in names if names.count(name) > 1), None)
    return f"expected each field once, found {repeated!r} twice. Remove one." if repeated else None


def _constraints_fault(kind: str, constraints: object) -> str | None:
    if not isinstance(constraints, dict) or not isinstance(constraints.get("enum", []), list):
        return "expected constraints as an object, with `enum` as a list. Mend them."
    for name in ("required", "unique"):
        if not isinstance(constraints.get(name, False), bool):
            return f"expected true or false for `{name}`, found {constraints[name]!r}. Mend it."
    for name in ("minimum", "maximum"):
        if name in constraints and (
            kind not in ("number", "integer", "date") or not _is_limit(kind, constraints[name])
        ):
            return f"expected a {name} of the type {kind}, found {constraints[name]!r}. Mend it."
    try:
        re.compile(constraints.get("pattern", ""))
    except (re.error, TypeError, RecursionError, OverflowError) as error:
        return f"expected a pattern that can be read, found {constraints['pattern']!r} ({error}). Mend it."
    return None


def _is_limit(kind: str, limit: object) -> bool:
    if kind == "date":
        return isinstance(limit, str) and type_fault(kind, limit) is None
    is_number = isinstance(limit, (int, float)) and not isinstance(limit, bool) and math.isfinite(limit)
    return is_number and kind in ("number", "integer")


def _report_fault(entry: Resource) -> str | None:
    """An observations file holds one report, whose id is its name."""
    if not is_observations(entry):
        return None
    report_id = Path(entry["path"]).stem
    columns = {column["name"]: column for column in entry["schema"]["fields"]}
    if not REPORT_ID.fullmatch(report_id):
        return f"expected a report id such as PER_2023-05_2023-07 as file name, found {report_id!r}. Rename it."
    found = columns.get("report_id", {}).get("constraints", {}).get("enum")
    if found != [report_id]:
        return f"expected the enum [{report_id!r}] for the field 'report_id', found {found!r}. Correct it."
    return None


def _with_sound_keys(
    resources: Sequence[dict[str, Any]], unsound: Collection[str], shown: str
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The resources without keys that name a column or table that is not there.

    Keys to an `unsound` table stay: it has been reported.
    """
    columns = {entry["name"]: [column["name"] for column in entry["schema"]["fields"]] for entry in resources}
    result, problems = [], []
    for entry in resources:
        fault = _key_fault(entry, columns, unsound)
        schema = entry["schema"]
        if fault:
            problems.append(Problem(f"{shown}, resource {entry['name']!r}", fault, "descriptor"))
            schema = {name: value for name, value in schema.items() if name not in ("primaryKey", "foreignKeys")}
        result.append({**entry, "schema": schema})
    return result, problems


def _key_fault(entry: Resource, columns: Mapping[str, Sequence[str]], unsound: Collection[str]) -> str | None:
    own = columns[entry["name"]]
    try:
        primary = names_of(entry["schema"].get("primaryKey", []))
        keys = list(foreign_keys(entry))
        for names, table, target in [(primary, "", own), *keys]:
            if table in unsound:
                continue
            if table and table not in columns:
                return f"found a key to the resource {table!r}, expected one of the file. " + suggestion(table, columns)
            unknown = [name for name in names if name not in own]
            unknown += [name for name in target if name not in columns[table or entry["name"]]]
            if unknown:
                return f"found a key on the field {unknown[0]!r}, expected one of the schema. " + suggestion(
                    str(unknown[0]), own
                )
    except (KeyError, TypeError, AttributeError):
        return "expected primaryKey as names, foreignKeys as a list of fields and reference. Mend them."
    return None
