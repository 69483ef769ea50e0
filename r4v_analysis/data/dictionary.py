"""The data dictionary of data/README.md, generated from the descriptor.

python -m r4v_analysis.data.dictionary data
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from r4v_analysis.data.schema import foreign_keys, is_observations
from r4v_analysis.errors import R4VError, UsageError
from r4v_analysis.files import DESCRIPTOR, find_data_dir, write_atomic

BEGIN = "<!-- dictionary: begin, written by python -m r4v_analysis.data.dictionary -->"
END = "<!-- dictionary: end -->"


def dictionary(package: Mapping[str, Any]) -> str:
    """Every table and column of a descriptor as Markdown; tables of one schema are listed once."""
    paths = {resource["name"]: resource["path"] for resource in package["resources"]}
    parts = []
    has_observations = False
    for resource in package["resources"]:
        if is_observations(resource):
            if has_observations:
                continue
            has_observations = True
            parts.append(_table(resource, "observations/<report_id>.csv", "Observations", paths))
        else:
            parts.append(_table(resource, resource["path"], resource.get("title", resource["name"]), paths))
    return "\n\n".join(parts)


def with_dictionary(readme: str, package: Mapping[str, Any]) -> str:
    """The text of a README with the dictionary between its two markers.

    Raises
    ------
    UsageError
        A marker is missing.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise UsageError(f"README.md: expected the lines {BEGIN!r} and {END!r}, found none. Restore them.")
    return f"{before}{BEGIN}\n\n{dictionary(package)}\n\n{END}{after}"


def _table(resource: Mapping[str, Any], path: str, title: str, paths: Mapping[str, str]) -> str:
    lines = [f"### {title}", "", f"`{path}`"]
    if resource.get("description"):
        lines[-1] += f": {resource['description']}"
    lines += ["", "| column | type | what it holds | allowed |", "| --- | --- | --- | --- |"]
    targets = {
        columns[0]: (paths.get(table, ""), target[0])
        for columns, table, target in foreign_keys(resource)
        if len(columns) == 1
    }
    for column in resource["schema"]["fields"]:
        allowed = "; ".join(_allowed(column, targets, is_report=is_observations(resource)))
        cells = (f"`{column['name']}`", column["type"], column.get("description", ""), allowed)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


def _allowed(column: Mapping[str, Any], targets: Mapping[str, tuple[str, str]], *, is_report: bool) -> Iterator[str]:
    constraints = column.get("constraints", {})
    if constraints.get("required"):
        yield "required"
    if constraints.get("unique"):
        yield "unique"
    if "enum" in constraints and not (is_report and column["name"] == "report_id"):
        yield ", ".join(f"`{choice}`" for choice in constraints["enum"])
    if "pattern" in constraints:
        yield f"form `{constraints['pattern']}`"
    if "minimum" in constraints:
        yield f"at least {constraints['minimum']}"
    if column["name"] in targets:
        table, target = targets[column["name"]]
        yield f"in `{table}`" if table else f"`{target}` in the same file"


def main(arguments: Sequence[str]) -> int:
    """Rewrite the dictionary in a data folder's README.md; 0 when done, 2 where it can't be."""
    try:
        folder = find_data_dir(arguments[0] if arguments else "")
        readme = folder / "README.md"
        package = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
        write_atomic(readme, with_dictionary(readme.read_text(encoding="utf-8"), package))
    except (R4VError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(readme)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
