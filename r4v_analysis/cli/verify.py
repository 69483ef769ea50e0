"""`r4v verify`: a report's rows against its source document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.options import DataDir, Json
from r4v_analysis.errors import DataError, UsageError, suggestion

if TYPE_CHECKING:
    from r4v_analysis.intake.verify import Fragment, SourceNumber, Verification


def verify(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Id of a report in data/.")],
    source: Annotated[Path, typer.Option("--source", metavar="FILE", help="Its document: PDF, HTML, Markdown, text.")],
    as_json: Json = False,
    data: DataDir = "",
) -> None:
    """Find each printed fragment of a report in its source, and each number of the source in data/.

    Lists fragments that are not found, and numbers that no row holds. Dates, laws, page numbers and
    the like are none. The last line is the summary. Exit code 1 if there is anything to list.
    """
    from r4v_analysis.files import find_data_dir
    from r4v_analysis.intake.documents.read import read_document
    from r4v_analysis.intake.verify import verify as verified

    folder = find_data_dir(data)
    about, rows = _report(folder, report, data)
    document = read_document(source)
    for note in document.notes:
        console.message(f"{source}: {note}.")
    if about.get("source_sha256") not in ("", None, document.sha256):
        console.message(
            f"{source}: not the file that data/ was made from: expected the digest {about['source_sha256'][:12]}… "
            f"(reports.csv, source_sha256), found {document.sha256[:12]}…."
        )
    found = verified(document, rows, about.get("notes") or "")
    if as_json:
        _print_json(report, found)
    else:
        _print_lines(folder / "observations" / f"{report}.csv", source, found)
    if found.missing or found.unexplained:
        raise typer.Exit(1)


def _report(folder: Path, report: str, data: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The report's row of reports.csv and its observations, as written; `data` is what `--data` was given."""
    from r4v_analysis.files import check_report_id, command
    from r4v_analysis.intake.accept import present

    check_report_id(report)
    try:
        row, rows = present(folder, report)
    except DataError as error:
        raise UsageError(f"{error} Run: {command('check', data=data)}") from None
    if not row or not (folder / "observations" / f"{report}.csv").is_file():
        known = [path.stem for path in (folder / "observations").glob("*.csv")]
        raise UsageError(f"report: {report!r} has no observations in {str(folder)!r}. {suggestion(report, known)}")
    return row, rows


def _print_lines(path: Path, source: Path, found: Verification) -> None:
    for fragment in found.missing:
        console.result(
            f"{path}, row {fragment.row}, printed: {fragment.printed!r}: {fragment.reason}. Correct the row."
        )
    for number in found.unexplained:
        console.result(
            f"{source}, {_place(number)}: {number.number.text!r} in {number.number.context!r}: {_step(number)}"
        )
    console.result(f"{source}: {summary(found)}")


def _place(number: SourceNumber) -> str:
    line = number.number.line
    return f"page {line.page}, {line.section}" if line.page and line.box else f"line {line.number}"


def _step(number: SourceNumber) -> str:
    if number.observation_id:
        return (
            f"no row of its own; {number.observation_id} has the value. Add a row, or write 'printed again' in the "
            "note of that one."
        )
    return "in no row. Add one, or quote the words in the report's notes after 'No figures:'."


def summary(found: Verification) -> str:
    """What became of all fragments and numbers, in one line."""
    rows = sum(number.status == "row" for number in found.numbers)
    again = sum(number.status == "repeated" for number in found.numbers)
    none = ", ".join(f"{kind} {count}" for kind, count in sorted(found.reasons.items()))
    return (
        f"{len(found.fragments) - len(found.missing)} of {len(found.fragments)} fragments found; "
        f"{len(found.numbers)} numbers: {rows} in rows, {again} repeated, {sum(found.reasons.values())} no figures"
        f"{f' ({none})' if none else ''}, {len(found.unexplained)} unexplained."
    )


def _print_json(report: str, found: Verification) -> None:
    for fragment in found.fragments:
        console.json_line(_fragment_event(report, fragment))
    for number in found.numbers:
        console.json_line(_number_event(report, number))
    console.json_line(
        {
            "event": "summary",
            "report": report,
            "fragments": len(found.fragments),
            "missing": len(found.missing),
            "numbers": len(found.numbers),
            "in_rows": sum(number.status == "row" for number in found.numbers),
            "repeated": sum(number.status == "repeated" for number in found.numbers),
            "no_figures": dict(sorted(found.reasons.items())),
            "unexplained": len(found.unexplained),
        }
    )


def _fragment_event(report: str, fragment: Fragment) -> dict[str, Any]:
    return {
        "event": "fragment",
        "report": report,
        "row": fragment.row,
        "observation_id": fragment.observation_id,
        "printed": fragment.printed,
        "status": "found" if fragment.is_found else "missing",
        "reason": fragment.reason,
        "line": fragment.line,
        "page": fragment.page,
    }


def _number_event(report: str, number: SourceNumber) -> dict[str, Any]:
    printed = number.number
    return {
        "event": "number",
        "report": report,
        "text": printed.text,
        "value": printed.value if printed.is_figure else None,
        "context": printed.context,
        "section": printed.section,
        "line": printed.line.number,
        "page": printed.page,
        "status": number.status.replace(" ", "_"),
        "kind": printed.kind,
        "reason": number.reason,
        "observation_id": number.observation_id or None,
    }
