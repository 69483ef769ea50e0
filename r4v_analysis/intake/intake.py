"""From a source document to a draft, and from a reviewed draft into data/."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from r4v_analysis.data.change import copied
from r4v_analysis.data.schema import observations_path
from r4v_analysis.data.sheet import LOST
from r4v_analysis.data.text_table import read_table, table_text
from r4v_analysis.errors import Problem, UsageError
from r4v_analysis.files import DESCRIPTOR, command, find_data_dir, scratch, write_atomic
from r4v_analysis.intake import accept
from r4v_analysis.intake.accept import compared, present
from r4v_analysis.intake.choices import read_choices
from r4v_analysis.intake.decisions import (
    ACCEPTED,
    DROPPED,
    corrected_rows,
    read_decisions,
    save_decisions,
    shares,
    without_moved,
)
from r4v_analysis.intake.differences import differences
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import Draft, draft, drafting_tables
from r4v_analysis.intake.draft.guess import UNCLASSIFIED
from r4v_analysis.intake.draft.row import DraftRow, has_contact, plain
from r4v_analysis.intake.folder import (
    NUMBER_COLUMNS,
    NUMBERS,
    REPORTS,
    REVIEW,
    draft_files,
    draft_rows,
    read_draft,
)
from r4v_analysis.intake.printed.numbers import PrintedNumber
from r4v_analysis.intake.review import Marked, editable, faults_of, names_of, page_language, review_page

_SAME = 0.7
"""Of a document's numbers in their words: with so many alike it is the same one, corrected."""
_GONE = "…"
"""What stands in numbers.csv for a letter that was lost."""
_MOST_TOLD = 12
"""Of the numbers that no page shows, as many are named."""
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
    file: Path,
    folder: Path,
    *,
    data_dir: str = "",
    report_id: str = "",
    source_url: str = "",
    is_quiet: bool = False,
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
    desk = open_desk(file, folder, data_dir=data_dir, report_id=report_id, source_url=source_url)
    if not is_quiet:
        yield from _said(desk)


def open_desk(file: Path, folder: Path, *, data_dir: str = "", report_id: str = "", source_url: str = "") -> Desk:
    """A document's draft, made or as a person left it, with its review page renewed.

    `source_url` goes into the report's row, in place of what is there; empty leaves it.

    Raises
    ------
    UsageError, DocumentError
        As for `make_draft`; or `source_url` is no address of the web.
    """
    if source_url and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", source_url):
        raise UsageError(
            f"--source-url: expected an address such as https://example.org/report.pdf, found {source_url!r}."
        )
    data = find_data_dir(data_dir)
    has_draft = _has_draft(folder)
    document = read_document(file)
    if has_draft:
        report, _ = read_draft(folder)
        own = report["report_id"]
        made = draft(document, drafting_tables(data), report_id=own, is_named=own == report_id)
        is_corrected = report["source_sha256"] != document.sha256
        if is_corrected and not _is_same(folder, made):
            raise UsageError(
                f"{folder}: expected the draft of {document.name}, found that of another document. Name another folder."
            )
        desk = Desk(file, folder, data, made, has_draft=True, is_corrected=is_corrected)
        if is_corrected:
            write_atomic(folder / NUMBERS, table_text(list(NUMBER_COLUMNS), _all_cells(made)))
        if is_corrected or source_url:
            _follow_document(desk, report, source_url)
        if is_corrected:
            _mend_words(desk)
        write_atomic(folder / REVIEW, desk.page())
    else:
        desk = Desk(
            file, folder, data, draft(document, drafting_tables(data), report_id=report_id, source_url=source_url)
        )
        _write_new(desk)
    return desk


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft that a person looks at: its folder, and the document that it was made of."""

    file: Path
    folder: Path
    data: Path
    made: Draft
    has_draft: bool = False
    is_corrected: bool = False

    def page(self, *, is_served: bool = False) -> str:
        """The review page of the draft as it stands."""
        decisions = read_decisions(self.folder)
        report, rows = read_draft(self.folder)
        return review_page(
            self.made.document,
            report,
            rows,
            _marks(_entries(self.made)),
            _checked(self.folder),
            choices=read_choices(self.data, report["country_iso3"], page_language(report)),
            decisions=decisions,
            doubts=self.made.report.doubts,
            accepts=self.accepts if is_served else "",
            folder=str(self.folder) if is_served else "",
        )

    @property
    def accepts(self) -> str:
        """The command that accepts the draft."""
        return command("intake", self.file, "--accept", "--by", "AB", data=self.data, output=self.folder)

    def save(self, text: str) -> str:
        """Keep what the page decided, unless a row that it corrected has an error; what to show of it, as JSON.

        `refused` has the errors of such rows, and then nothing is kept; `moved` the rows that the file has otherwise
        than the page shows, of which nothing is kept; `rows` the cells as they stand and what the check says of them,
        where cells were corrected or have moved: a moved row that is not in it is gone.

        Raises
        ------
        DataError
            It is of another draft, or the draft can't be read.
        """
        moved, text = without_moved(self.folder, text)
        corrected = corrected_rows(text)
        if not corrected and not moved:
            save_decisions(self.folder, text)
            return json.dumps({"refused": {}, "moved": [], "rows": {}})
        with copied(self.folder) as copy:
            save_decisions(copy, text)
            told = _told(copy, self.data, shown=self.folder)
        accepted = [name for name, decision in corrected.items() if decision == ACCEPTED]
        errors = {name: [fault for fault in told[name]["faults"] if fault["is_error"]] for name in accepted}
        refused = {name: found for name, found in errors.items() if found}
        if not refused:
            save_decisions(self.folder, text)
        fresh = {name: row for name, row in told.items() if not refused or name in moved}
        return json.dumps({"refused": refused, "moved": moved, "rows": fresh}, ensure_ascii=False)


def _checked(folder: Path) -> list[Problem]:
    from r4v_analysis.data.check.check import check  # here: it imports frictionless, a second's work

    return check(folder)


def _told(folder: Path, data: Path, *, shown: Path) -> dict[str, dict[str, Any]]:
    """The cells of each row of a draft and what its page says of them, in words that name another folder."""
    report, rows = read_draft(folder)
    lang = page_language(report)
    faults = faults_of(_checked(folder), lang, names_of(read_choices(data, report["country_iso3"], lang), lang))
    return {
        row["observation_id"]: {
            "cells": editable(row),
            "faults": [
                {**asdict(fault), "message": fault.message.replace(str(folder), str(shown))}
                for fault in faults.get(number, [])
            ],
        }
        for number, row in enumerate(rows, 2)
    }


def _is_same(folder: Path, made: Draft) -> bool:
    """Whether a document is the one of a draft with some words corrected: most numbers stand in the same words.

    Words that had lost letters may be any.
    """
    before = draft_rows(folder, NUMBERS)
    spoilt = {row["text"] for row in before if _GONE in row["words"]}
    told = [(row["text"], row.get("words", "")) for row in before]
    told_now = [(cells["text"], cells.get("words", "")) for cells in _all_cells(made)]
    old, new = (Counter((text, "" if text in spoilt else words) for text, words in found) for found in (told, told_now))
    return (old & new).total() >= _SAME * max(old.total(), new.total(), 1)


def _follow_document(desk: Desk, report: Mapping[str, str], source_url: str) -> None:
    """The report's row names the document as it is now, and its address; other cells stay as a person left them."""
    header, _ = read_table(desk.folder / REPORTS)
    follows = {**report, "source_sha256": desk.made.document.sha256}
    follows |= {"source_url": source_url} if source_url else {}
    write_atomic(desk.folder / REPORTS, table_text(header, [follows]))


def _mend_words(desk: Desk) -> None:
    """Printed words that had lost letters, where the document now has them; nothing else of a row."""
    report, rows = read_draft(desk.folder)
    printed = [row.cells["printed"] for row in desk.made.rows]

    def mended(words: str) -> str:
        pattern = re.compile(".{0,3}".join(map(re.escape, re.split(f"{LOST}+", words))))
        return next((own for own in printed if LOST in words and pattern.fullmatch(own)), words)

    now = [{**row, "printed": mended(row["printed"])} for row in rows]
    if now != rows:
        write_atomic(desk.folder / observations_path(report["report_id"]), table_text(list(rows[0]), now))


def accept_draft(
    file: Path,
    folder: Path,
    *,
    data_dir: str = "",
    by: str = "",
    on: date,
    replaces: bool = False,
    reviewed_only: bool = False,
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
    undo = f"To take it back: {command('undo', data=data)}"
    done = accept.accept(folder, data, by=by, on=on, source=file, replaces=replaces, reviewed_only=reviewed_only)
    if done.is_followed:
        yield f"{data}: {done.report_id} is there already, number by number; it now names {file.name} as corrected."
        yield undo
        return
    if done.is_unchanged:
        yield f"{data}: {done.report_id} is there already, number by number. Nothing to do."
        return
    yield from done.replaced
    noun = "observation" if done.count == 1 else "observations"
    yield f"{data / observations_path(done.report_id)}: {done.count:,} {noun} accepted."
    if done.left_out:
        lists = command("verify", done.report_id, "--source", file, data=data)
        yield f"Left out, as unclassified: {done.left_out:,}. To list them: {lists}"
    if done.dropped:
        yield f"Dropped in the review: {done.dropped:,}."
    if done.unseen:
        end = f"accepted all the same: {done.blind:,}. --reviewed-only leaves them out." if done.blind else "left out."
        yield f"Rows that nobody looked at: {done.unseen:,} of {done.rows:,}; {end}"
    if done.findings:
        lists = command("check", data=folder)
        yield f"Contradictions and findings that are open: {done.findings:,}. To list them: {lists}"
    yield from _no_source(file, folder, data)
    yield from _on_no_page(data, done.report_id)
    yield f"Next: {command('render', done.report_id, data=data)}"
    yield undo


def _no_source(file: Path, folder: Path, data: Path) -> Iterator[str]:
    """A line where the report's row says not where, or when, its document was published, with what says it."""
    report, _ = read_draft(folder)
    ways = {
        "source_url": (
            "no address",
            f"the address: {command('intake', file, '--source-url', 'ADDRESS', data=data, output=folder)}",
        ),
        "published": ("no day of publication", f"the day: published and known_from in {folder / REPORTS}"),
    }
    missing = [way for column, way in ways.items() if not report.get(column)]
    if missing:
        found, steps = zip(*missing, strict=True)
        again = "Then accept it again, with --replace."
        yield f"The report's row has {' and '.join(found)}. To give {'; '.join(steps)}. {again}"


def _on_no_page(data: Path, report_id: str) -> Iterator[str]:
    """A line for the accepted numbers that no page will show."""
    from r4v_analysis.analysis.sources import unshown  # here: the analyses are a second's work
    from r4v_analysis.data.load import load

    report = load(data).report(report_id)
    names = unshown(report)
    if not names:
        return
    printed = dict(zip(report.observations["observation_id"], report.observations["printed"], strict=True))
    told = "; ".join(f"{name} ({printed[name]!r})" for name in names[:_MOST_TOLD])
    more = f"; and {len(names) - _MOST_TOLD:,} more" if len(names) > _MOST_TOLD else ""
    yield (
        f"Accepted, and shown on no page, since no question asks for them: {len(names):,}. {told}{more}. "
        f"They are in {report_id}/tables/observations.csv beside the rendered pages."
    )


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
    return {name: cell.strip().replace(LOST, _GONE) for name, cell in cells.items()}


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


def _all_cells(made: Draft) -> list[Mapping[str, str]]:
    return [_number_cells(place, entry, made) for place, entry in enumerate(_entries(made), 1)]


def _write_new(desk: Desk) -> None:
    """The whole folder, or nothing of it."""
    made, folder = desk.made, desk.folder
    texts = draft_files(desk.data, made.report.cells, [row.cells for row in made.rows], _all_cells(made))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with scratch("draft", folder.parent) as temporary:
        new = temporary / "draft"
        for path, text in texts.items():
            write_atomic(new / path, text)
        write_atomic(new / REVIEW, replace(desk, folder=new).page())
        if folder.exists():
            folder.rmdir()
        shutil.move(new, folder)


def _said(desk: Desk) -> Iterator[str]:
    made, folder, data = desk.made, desk.folder, desk.data
    report_id = made.report.report_id
    _, rows = read_draft(folder)
    yield from (f"Look at: {doubt}" for doubt in (*made.report.doubts, *made.document.notes))
    if desk.has_draft:
        if desk.is_corrected:
            yield f"{made.document.name} was corrected since the draft was made: the draft now names it as it is."
        fresh = [row.cells for row in made.rows]
        changed = differences(fresh, rows, old_name="a fresh draft", new_name=f"{folder}", has_words=True)
        yield from changed
        dropped = [name for name, made_of in read_decisions(folder).items() if made_of == DROPPED]
        if dropped:
            yield f"{folder}: dropped in the review, and not accepted: {', '.join(dropped)}."
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
    total, seen = shares(rows, read_decisions(folder))
    file = desk.file
    yield f"Rows that somebody looked at: {seen:,} of {total:,}."
    yield f"To look at them: {command('intake', file, '--review', data=data, output=folder)}"
    yield f"Or read {folder / REVIEW} and correct {folder / observations_path(report_id)}."
    yield f"Then accept the draft, with your initials: {desk.accepts}"
