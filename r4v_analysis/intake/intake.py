"""From a source document to a draft, and from a reviewed draft into data/."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from r4v_analysis.errors import UsageError
from r4v_analysis.files import DESCRIPTOR, find_data_dir, write_atomic
from r4v_analysis.intake import accept as accepting
from r4v_analysis.intake.accept import compared, present
from r4v_analysis.intake.differences import differences
from r4v_analysis.intake.documents.document import read_document
from r4v_analysis.intake.draft.draft import Draft, draft, read_tables
from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.draft.row import DraftRow, has_contact, plain
from r4v_analysis.intake.folder import NUMBERS, REPORTS, REVIEW, draft_files, observations_path, read_draft
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.intake.review import Marked, review_page

_STATES = {"captured": "sure", "proposed": "to look at", "left_out": "left to you"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A number of the document, or a dash of its table, with its row."""

    start: int
    end: int
    text: str
    row: DraftRow | None
    number: PrintedNumber | None

    @property
    def state(self) -> str:
        return self.row.state if self.row else "no_figure"

    @property
    def reason(self) -> str:
        return self.row.reason if self.row else self.number.reason if self.number else ""


def make_draft(
    file: Path, folder: Path, *, data_dir: str = "", report_id: str = "", is_quiet: bool = False
) -> Iterator[str]:
    """Write the draft of a document into a new folder; lines that say what is in it.

    A folder that holds a draft of the same document keeps its tables, which a person may have
    edited: the lines then say how they differ from a fresh draft, and the review page is renewed.

    Raises
    ------
    UsageError
        The folder holds something else, or the draft of another document.
    DocumentError
        The document can't be read, or is no report.
    """
    data = find_data_dir(data_dir)
    has_draft = _has_draft(folder)
    document = read_document(file)
    if has_draft:
        report, rows = read_draft(folder)
        if report["source_sha256"] != document.sha256:
            raise UsageError(
                f"{folder}: expected the draft of {document.name}, found that of another document. Name another folder."
            )
        made = draft(document, read_tables(data), report_id=report["report_id"])
    else:
        made = draft(document, read_tables(data), report_id=report_id)
        report, rows = made.report.cells, [row.cells for row in made.rows]
    entries = _entries(made)
    if has_draft:
        _write_review(folder, made, entries, report, rows)
    else:
        _write_new(folder, made, entries, data)
    if not is_quiet:
        yield from _said(folder, made, rows, has_draft, data)


def accept_draft(
    file: Path, folder: Path, *, data_dir: str = "", by: str = "", on: date, replaces: bool = False
) -> Iterator[str]:
    """Put a reviewed draft into data/; lines that say what was done.

    Raises
    ------
    UsageError
        No initials.
    DataError, NotAccepted
        The result has errors, or data/ has another version of the report.
    """
    data = find_data_dir(data_dir)
    done = accepting.accept(folder, data, by=by, on=on, source=file.name, replaces=replaces)
    if done.is_unchanged:
        yield f"{data}: {done.report_id} is there already, number by number. Nothing to do."
        return
    yield from done.replaced
    yield f"{data / observations_path(done.report_id)}: {done.count:,} observations accepted."
    if done.left_out:
        yield (f"Left out, as unclassified: {done.left_out:,}. r4v verify {done.report_id} --source {file} lists them.")
    yield f"Next: r4v render {done.report_id}. To take it back: r4v undo."


def _has_draft(folder: Path) -> bool:
    """Whether a folder holds a draft; False where it is not there or empty."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    if folder.is_dir() and all((folder / name).is_file() for name in (DESCRIPTOR, REPORTS, NUMBERS)):
        return True
    raise UsageError(
        f"{folder}: expected a new or empty folder, or a draft, found something else. Name another one with -o."
    )


def _entries(made: Draft) -> list[_Entry]:
    rows = {row.start: row for row in made.rows}
    entries = [
        _Entry(number.start, number.end, number.text, rows.pop(number.start, None), number) for number in made.numbers
    ]
    entries += [
        _Entry(start, start + len(row.cells["printed"]), row.cells["printed"], row, None) for start, row in rows.items()
    ]
    return sorted(entries, key=lambda entry: entry.start)


def _number_cells(place: int, entry: _Entry, made: Draft) -> Mapping[str, str]:
    number, line = entry.number, made.document.line_at(entry.start)
    cells = {
        "number": str(place),
        "text": "…" if has_contact(entry.text) else entry.text,
        "state": entry.state,
        "observation_id": entry.row.cells["observation_id"] if entry.row else "",
        "confidence": entry.row.confidence if entry.row else "",
        "reason": entry.reason,
        "page": "" if line.page is None else str(line.page),
        "line": str(line.number),
        "box": " ".join(f"{edge:.1f}" for edge in line.box) if line.box else "",
        "section": line.section,
    }
    if number and entry.row:
        cells |= {
            "value": plain(number.value),
            "low": plain(number.low),
            "high": plain(number.high),
            "qualifier": number.qualifier,
            "words": entry.row.cells["printed"],
        }
    return {name: cell.strip() for name, cell in cells.items()}


def _marks(entries: Sequence[_Entry]) -> list[Marked]:
    return [
        Marked(
            entry.start,
            entry.end,
            entry.state,
            place,
            entry.row.cells["observation_id"] if entry.row else "",
            entry.reason,
        )
        for place, entry in enumerate(entries, 1)
    ]


def _write_new(folder: Path, made: Draft, entries: Sequence[_Entry], data: Path) -> None:
    """The whole folder, or nothing of it."""
    report, rows = made.report.cells, [row.cells for row in made.rows]
    numbers = [_number_cells(place, entry, made) for place, entry in enumerate(entries, 1)]
    texts = draft_files(data, report, rows, numbers)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".r4v-draft-", dir=folder.parent) as temporary:
        new = Path(temporary) / "draft"
        for path, text in texts.items():
            write_atomic(new / path, text)
        _write_review(new, made, entries, report, rows)
        if folder.exists():
            folder.rmdir()
        shutil.move(new, folder)


def _write_review(
    folder: Path,
    made: Draft,
    entries: Sequence[_Entry],
    report: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
) -> None:
    from r4v_analysis.data.check.check import check  # here: most runs need none

    page = review_page(made.document, report, rows, _marks(entries), check(folder), doubts=made.report.doubts)
    write_atomic(folder / REVIEW, page)


def _said(folder: Path, made: Draft, rows: Sequence[Mapping[str, str]], has_draft: bool, data: Path) -> Iterator[str]:
    report_id = made.report.report_id
    yield from (f"Look at: {doubt}" for doubt in (*made.report.doubts, *made.document.notes))
    if has_draft:
        fresh = [row.cells for row in made.rows]
        changed = differences(fresh, rows, old_name="a fresh draft", new_name=f"{folder}")
        yield from changed
        yield f"{folder}: kept; numbers that differ from a fresh draft: {len(changed):,}. {REVIEW} is renewed."
    else:
        counts = {state: sum(row.state == state for row in made.rows) for state in _STATES}
        told = ", ".join(f"{counts[state]:,} {name}" for state, name in _STATES.items())
        yield f"{folder}: draft of {report_id}, {len(made.rows):,} rows: {told}."
    old_report, old_rows = present(data, report_id)
    if old_report:
        named = [row for row in rows if row["indicator"] != UNCLASSIFIED]
        found = compared(old_report, old_rows, made.report.cells, named)
        yield from found
        yield f"{data} has {report_id} already; points in which the draft differs: {len(found):,}."
    yield f"Read {folder / REVIEW}, correct {folder / observations_path(report_id)},"
    yield "then accept the draft: the same command with --accept --by INITIALS."
