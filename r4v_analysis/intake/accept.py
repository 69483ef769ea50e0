"""A reviewed draft into data/: checked, all of it or nothing, and never over what is there unasked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from r4v_analysis.data.change import change
from r4v_analysis.data.schema import entry_text, new_entry, observations_path, read_package
from r4v_analysis.data.text_table import read_table, table_text
from r4v_analysis.errors import DataError, R4VError, UsageError
from r4v_analysis.files import DESCRIPTOR, check_report_id, command
from r4v_analysis.intake.decisions import ACCEPTED, DROPPED, read_decisions, shares
from r4v_analysis.intake.differences import changed_cells, differences
from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.folder import DECISIONS, INDICATORS, NUMBERS, REPORTS, read_draft

SOURCE = "source_sha256"
"""Column that says which file a report's rows were made from."""

Cells = Mapping[str, str]
_ROW = re.compile(r"observations/\S+, (?P<row>row \d+)\b")
_INITIALS = re.compile(r"[^\W\d_]{1,5}(?:\.?[^\W\d_]{1,5}){0,3}\.?")


class NotAccepted(R4VError):
    """The draft does not go into data/; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an acceptance did.

    `count` rows went in, `left_out` were not named, `dropped` a person took out; of all `rows` nobody
    looked at `unseen`, and `blind` of these went in. `findings` of the check are open. `replaced` says
    what it put another in the place of. `is_unchanged`: data/ had every number; then `is_followed`: of a
    text that was corrected since, which it now names.
    """

    report_id: str
    count: int
    left_out: int
    rows: int
    unseen: int
    blind: int
    dropped: int
    findings: int
    replaced: Sequence[str] = ()
    is_unchanged: bool = False
    is_followed: bool = False


def check_initials(by: str) -> str:
    """The initials of the person who accepts.

    Raises
    ------
    UsageError
        None, or more than initials.
    """
    if _INITIALS.fullmatch(by):
        return by
    raise UsageError(f"--by: expected the initials of the person who reviewed the draft, found {by!r}. Add --by XY.")


def accept(
    draft: Path,
    data_dir: Path,
    *,
    by: str,
    on: date,
    source: str | Path,
    replaces: bool = False,
    reviewed_only: bool = False,
) -> Acceptance:
    """Copy a draft's report and its classified observations into data/.

    Rows whose indicator is still `unclassified` and those that were dropped in the review are left
    out, with `reviewed_only` also those that nobody looked at. `source` is the document's file name,
    which the report's notes name with `by` and `on`. A text that was corrected and prints the same numbers
    is the same document: the report names it, and its rows stay as they are.

    Raises
    ------
    DataError
        The draft, or data/ with it, has errors.
    NotAccepted
        data/ has another version of the report and `replaces` is not set, or the draft has no row.
    """
    check_initials(by)
    decisions = read_decisions(draft)
    report, rows = read_draft(draft)
    report_id = check_report_id(report["report_id"])
    wanted = [row for row in rows if _is_wanted(row, decisions, reviewed_only=reviewed_only)]
    named = _classified(wanted)
    findings = _open_findings(draft, rows, named)
    kept = _renamed(named, [row["indicator"] for row in read_table(draft / INDICATORS)[1]])
    if not kept:
        review = command("intake", source, "--review", data=data_dir, output=draft)
        what = "was looked at and has an indicator" if reviewed_only else "has an indicator"
        raise NotAccepted(f"{draft}: expected a row that {what}, found none. Review it: {review}")
    total, seen = shares(rows, decisions)
    dropped = sum(made == DROPPED for made in decisions.values())
    blind = len(named) - shares(named, decisions)[1]
    counts = (len(kept), len(wanted) - len(kept), total, total - seen, blind, dropped, findings)
    old_report, old_rows = present(data_dir, report_id)
    differing = compared(old_report, old_rows, report, kept)
    if old_report and not differing:
        return Acceptance(report_id, *counts, is_unchanged=True)
    source_name = Path(source).name
    what = f"r4v intake {source_name} --accept ({report_id}, {on.isoformat()}, {by})"
    if old_report and not replaces and _is_same_document(old_report, old_rows, report, kept):
        note = f"{source_name}, corrected since, prints the same numbers; accepted on {on.isoformat()} by {by}."
        change(data_dir, _reports_with(data_dir, _noted({**old_report, SOURCE: report[SOURCE]}, note)), what)
        return Acceptance(report_id, *counts, is_unchanged=True, is_followed=True)
    if old_report and not replaces:
        lines = [f"data/ has {report_id} already, and nothing of it is overwritten unasked. It differs:", *differing]
        again = command("intake", source, "--accept", "--by", by, "--replace", data=data_dir, output=draft)
        undo = command("undo", data=data_dir)
        lines += [f"To put this draft in its place: {again}", f"To have the old one back after that: {undo}"]
        raise NotAccepted("\n".join(lines))
    looked = "every row looked at, accepted" if seen == total else f"{seen} of {total} rows looked at, accepted"
    note = f"Drafted from {source_name} by r4v intake; {looked} on {on.isoformat()} by {by}."
    change(data_dir, texts_with(data_dir, _noted(report, note), kept), what)
    return Acceptance(report_id, *counts, differing if old_report else ())


def _noted(report: Cells, note: str) -> dict[str, str]:
    return {**report, "notes": " ".join(part for part in (report.get("notes", ""), note) if part)}


def _is_same_document(old_report: Cells, old_rows: Sequence[Cells], report: Cells, rows: Sequence[Cells]) -> bool:
    """Whether a draft is of the document that data/ has, in a file of other bytes: every number is described alike."""
    is_other_file = list(changed_cells(old_report, report)) == [SOURCE] and bool(old_report[SOURCE])
    return is_other_file and not differences(old_rows, rows, old_name="data/", new_name="the draft")


def _is_wanted(row: Cells, decisions: Mapping[str, str], *, reviewed_only: bool) -> bool:
    made = decisions.get(row["observation_id"], "")
    return made == ACCEPTED or (not made and not reviewed_only)


def _open_findings(draft: Path, rows: Sequence[Cells], kept: Sequence[Cells]) -> int:
    """How many findings the check has on a draft, where it has no error; what does not go in is not asked.

    Raises
    ------
    DataError
        It has errors.
    """
    from r4v_analysis.data.check.check import check  # here: it imports frictionless, a second's work

    ids = {row["observation_id"] for row in kept}
    out = {f"row {number}" for number, row in enumerate(rows, 2) if row["observation_id"] not in ids}
    stay = tuple(str(draft / name) for name in (NUMBERS, DECISIONS))
    problems = [
        problem
        for problem in check(draft)
        if not (problem.where.startswith(stay) or ((found := _ROW.search(problem.where)) and found["row"] in out))
    ]
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise DataError(errors)
    return len(problems)


def _classified(rows: Sequence[Cells]) -> list[dict[str, str]]:
    """The rows that a person or the draft has named; a part of one that is left out stands alone."""
    named = [row for row in rows if row["indicator"] != UNCLASSIFIED]
    ids = {row["observation_id"] for row in named}
    return [{**row, "part_of": row["part_of"] if row["part_of"] in ids else ""} for row in named]


def _renamed(rows: Sequence[Cells], indicators: Sequence[str]) -> list[dict[str, str]]:
    """The rows, those that a draft called by another indicator than a person gave them by their own, as drafts do."""
    codes = "|".join(sorted(map(re.escape, indicators), key=len, reverse=True))
    called = re.compile(rf"(?P<lead>(?:[a-z]+_)*?)(?P<indicator>{codes})(?:_\d+)?")
    taken = {row["observation_id"] for row in rows}
    names: dict[str, str] = {}
    for row in rows:
        name = row["observation_id"]
        found = called.fullmatch(name)
        if found and found["indicator"] != row["indicator"]:
            wanted = f"{found['lead']}{row['indicator']}"
            free = (wanted if number == 1 else f"{wanted}_{number}" for number in count(1))
            name = next(other for other in free if other not in taken)
            taken.add(name)
        names[row["observation_id"]] = name
    return [
        {**row, "observation_id": names[row["observation_id"]], "part_of": names.get(row["part_of"], "")}
        for row in rows
    ]


def present(data_dir: Path, report_id: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The row and the observations that data/ has of a report; empty where it has none."""
    _, reports = read_table(data_dir / REPORTS)
    row = next((row for row in reports if row.get("report_id") == report_id), {})
    path = data_dir / observations_path(report_id)
    return row, read_table(path)[1] if path.is_file() else []


def compared(old_report: Cells, old_rows: Sequence[Cells], report: Cells, rows: Sequence[Cells]) -> list[str]:
    """How a draft differs from what data/ has of its report; nothing where data/ has none."""
    if not old_report:
        return []
    cells = [
        f"{REPORTS}, {column}: {old_report[column] or 'empty'} in data/, {report.get(column) or 'empty'} in the draft."
        for column in changed_cells(old_report, report)
    ]
    return cells + differences(old_rows, rows, old_name="data/", new_name="the draft")


def texts_with(data_dir: Path, report: Cells, rows: Sequence[Cells]) -> dict[str, str]:
    """The files of a data folder that a report with its rows changes, with their new content."""
    report_id = report["report_id"]
    path = observations_path(report_id)
    package = read_package(data_dir)
    entry = next((entry for entry in package["resources"] if entry["path"] == path), None)
    described = entry or new_entry(path, package["resources"]) or {}
    columns = [column["name"] for column in described["schema"]["fields"]]
    texts = {path: table_text(columns, rows), **_reports_with(data_dir, report)}
    if entry is None:
        described = {
            **described,
            "title": f"Observations of {report['title']}",
            "sources": [{"title": report["title"]}],
        }
        text = (data_dir / DESCRIPTOR).read_text(encoding="utf-8-sig")
        texts[DESCRIPTOR] = with_resource(text, entry_text(described))
    return texts


def _reports_with(data_dir: Path, report: Cells) -> dict[str, str]:
    """reports.csv with a report's row, in the place of the one that it has, else as its last."""
    header, reports = read_table(data_dir / REPORTS)
    if any(row["report_id"] == report["report_id"] for row in reports):
        reports = [dict(report) if row["report_id"] == report["report_id"] else row for row in reports]
    else:
        reports = [*reports, dict(report)]
    return {REPORTS: table_text(header, reports)}


def with_resource(descriptor: str, entry: str) -> str:
    """A descriptor's text with one more resource, after the last observations file; the rest as it stands."""
    there = _resources(descriptor)
    if not there:
        raise NotAccepted(f"{DESCRIPTOR}: expected a list of resources, found none. Restore it.")
    ends = [end for path, _, end in there if path.startswith("observations/")] or [there[-1][2]]
    indented = "\n".join(f"    {line}" for line in entry.splitlines())
    return f"{descriptor[: ends[-1]]},\n{indented}{descriptor[ends[-1] :]}"


def without_resource(descriptor: str, path: str) -> str:
    """A descriptor's text without the resource of a file; the rest as it stands."""
    there = _resources(descriptor)
    at = next((at for at, (own, _, _) in enumerate(there) if own == path), None)
    if at is None:
        raise NotAccepted(f"{DESCRIPTOR}: expected a resource of {path!r}, found none. Restore it.")
    _, start, end = there[at]
    if at:
        return descriptor[: there[at - 1][2]] + descriptor[end:]
    return descriptor[:start] + descriptor[there[1][1] if len(there) > 1 else end :]


def _resources(descriptor: str) -> list[tuple[str, int, int]]:
    """Path of each resource, and where its object begins and ends in the descriptor's text."""
    found: list[tuple[str, int, int]] = []
    opening = re.search(r'"resources"\s*:\s*\[\s*', descriptor)
    place = opening.end() if opening else len(descriptor)
    while descriptor[place : place + 1] == "{":
        resource, end = json.JSONDecoder().raw_decode(descriptor, place)
        found.append((str(resource.get("path", "")), place, end))
        place = end + len(descriptor[end:]) - len(descriptor[end:].lstrip(" \t\r\n,"))
    return found
