"""The review page of a draft: the document with every number marked, beside the rows that it became."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from r4v_analysis.errors import Problem
from r4v_analysis.exhibits.quoting import title_of
from r4v_analysis.intake.choices import COLUMN_NAMES, Choices
from r4v_analysis.intake.decisions import DROPPED
from r4v_analysis.intake.documents.document import Document
from r4v_analysis.intake.draft.guess import UNCLASSIFIED, UNKNOWN_UNIT
from r4v_analysis.intake.folder import DECISION_COLUMNS, EDITABLE
from r4v_analysis.intake.printed.passages import paragraphs
from r4v_analysis.intake.wording import NOUNS, said
from r4v_analysis.language.formats import LANGUAGES, translator
from r4v_analysis.language.messages import Called, worded
from r4v_analysis.render.html import page as site
from r4v_analysis.version import __version__

Cells = Mapping[str, str]
STATES = ("captured", "proposed", "left_out", "no_figure")
_SHOWN = (
    "indicator", "role", "basis", "sector", "stream", "population_group", "sex", "place", "programme", "stage",
    "authority",
)  # fmt: skip


_PLACE = re.compile(r"observations/\S+, row (\d+), (\w+)$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A number in the text: where, what became of it, and its row; `reason` is empty where it is sure."""

    start: int
    end: int
    state: str
    number: int
    observation_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: plain text, or a number with its mark."""

    text: str
    mark: Marked | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What the check says of a cell, and in which language; an error keeps its row out of data/."""

    column: str
    message: str
    lang: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row as the page shows it; `faults` are what the check says of it, `codes` its filled cells.

    `decision` is empty until a person has looked at it, `editable` are the cells that can be corrected.
    """

    cells: Cells
    state: str
    reason: str
    faults: Sequence[Fault]
    codes: Sequence[tuple[str, str]]
    decision: str
    editable: str

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do on it: dropped, or accepted without an error."""
        return self.decision == DROPPED or bool(self.decision and not any(fault.is_error for fault in self.faults))


@dataclass
class Paragraph:
    """A paragraph, heading or row of a table, with the rows of its numbers."""

    pieces: list[Piece]
    rows: list[ReviewRow] = field(default_factory=list)
    is_heading: bool = False
    page: int | None = None

    @property
    def is_done(self) -> bool:
        """Whether no row of it is still to be looked at."""
        return all(row.is_done for row in self.rows)


def review_page(
    document: Document,
    report: Cells,
    observations: Sequence[Cells],
    marks: Sequence[Marked],
    problems: Sequence[Problem],
    *,
    choices: Choices,
    decisions: Mapping[str, str],
    doubts: Sequence[str] = (),
    accepts: str = "",
    folder: str = "",
) -> str:
    """The page as HTML, one file that fetches nothing; the document's text in it is escaped.

    `observations` are the rows as they stand, edited or not; `problems` what the check says of them.
    Where it is served it saves to where it came from, the draft's `folder`, and `accepts` is the command that
    follows; else it offers what was decided as a file.
    """
    is_served = bool(accepts)
    lang = page_language(report)
    told = _translated(marks, lang)
    called = names_of(choices, lang)
    rows = _rows(observations, told, faults_of(problems, lang, called), decisions)
    blocks = _blocks(document, told, rows)
    shown = {row.cells["observation_id"] for block in blocks for row in block.rows}
    return site.page_with(
        "review",
        lang,
        connects=is_served,
        is_served=is_served,
        choices=choices.by_column,
        names=called["column"],
        called=called,
        usual=json.dumps(choices.usual, ensure_ascii=False, sort_keys=True),
        roles=json.dumps(choices.roles, sort_keys=True),
        meant=json.dumps(choices.meant, ensure_ascii=False, sort_keys=True),
        accepts=accepts,
        folder=folder,
        columns=DECISION_COLUMNS,
        version=__version__,
        data_digest="",
        report=report,
        title=title_of(report, lang)[0],
        source=document.name,
        notes=document.notes,
        blocks=blocks,
        added=[row for name, row in rows.items() if name not in shown],
        counts=[(state, sum(mark.state == state for mark in marks)) for state in STATES],
        faults=[
            (_short(problem, lang), *_worded(problem, lang, called), *_row_of(problem, observations))
            for problem in problems
        ],
        doubts=[said(doubt, lang) for doubt in doubts],
    )


def names_of(choices: Choices, lang: str) -> dict[str, dict[str, str]]:
    """What the page calls each code, those of drafts too, which nobody can choose, and by `column` the columns."""
    called = {column: dict(codes) for column, codes in choices.by_column.items()}
    gettext = translator(lang).gettext
    called["indicator"][UNCLASSIFIED] = gettext("not named yet")
    called["unit"][UNKNOWN_UNIT] = gettext("of no known unit")
    called["column"] = {column: gettext(name) for column, name in COLUMN_NAMES.items()}
    called["noun"] = {noun: gettext(noun) for noun in NOUNS}
    return called


def page_language(report: Cells) -> str:
    """The report's own language, where pages speak it."""
    return report["language"] if report["language"] in LANGUAGES else "en"


def _translated(marks: Sequence[Marked], lang: str) -> list[Marked]:
    return [replace(mark, reason=said(mark.reason, lang)) for mark in marks]


def faults_of(problems: Sequence[Problem], lang: str, called: Called) -> dict[int, list[Fault]]:
    """What the check says of the rows of an observations file, by their number in it; in a language where it can."""
    faults: dict[int, list[Fault]] = {}
    for problem in problems:
        place = _PLACE.search(problem.where)
        if place:
            for number in problem.rows or (int(place[1]),):
                fault = Fault(place[2], *_worded(problem, lang, called), problem.severity == "error")
                faults.setdefault(number, []).append(fault)
    return faults


def _worded(problem: Problem, lang: str, called: Called) -> tuple[str, str]:
    place = _PLACE.search(problem.where)
    return worded(problem.message, lang, {**called, "code": called.get(place[2], {}) if place else {}})


def _rows(
    observations: Sequence[Cells],
    marks: Sequence[Marked],
    faults: Mapping[int, Sequence[Fault]],
    decisions: Mapping[str, str],
) -> dict[str, ReviewRow]:
    by_id = {mark.observation_id: mark for mark in marks if mark.observation_id}
    rows = {}
    for number, cells in enumerate(observations, 2):
        mark = by_id.get(cells["observation_id"])
        state = mark.state if mark else "proposed"
        made = decisions.get(cells["observation_id"], "")
        if state == "left_out" and cells["indicator"] != UNCLASSIFIED and not made:
            state = "proposed"
        rows[cells["observation_id"]] = ReviewRow(
            cells,
            state,
            mark.reason if mark else "",
            faults.get(number, []),
            [(column, cells[column]) for column in _SHOWN if cells.get(column)],
            made,
            json.dumps(editable(cells), ensure_ascii=False),
        )
    return rows


def editable(cells: Cells) -> dict[str, str]:
    """The cells of a row that the page shows in its form."""
    return {column: cells.get(column, "") for column in EDITABLE}


def _blocks(document: Document, marks: Sequence[Marked], rows: Mapping[str, ReviewRow]) -> list[Paragraph]:
    text = document.text
    blocks = []
    waiting = sorted(marks, key=lambda mark: mark.start)
    for passage in paragraphs(document):
        line = document.line_at(passage.start)
        pieces: list[Piece] = []
        found: list[ReviewRow] = []
        place = passage.start
        while waiting and waiting[0].start < passage.end:
            mark = waiting.pop(0)
            if mark.start < place:
                continue
            pieces.append(Piece(text[place : mark.start]))
            pieces.append(Piece(text[mark.start : mark.end], mark))
            place = mark.end
            if mark.observation_id in rows:
                found.append(rows[mark.observation_id])
        pieces.append(Piece(text[place : passage.end]))
        kept = [piece for piece in pieces if piece.text]
        blocks.append(Paragraph(kept, found, line.is_heading, line.page))
    return blocks


def _row_of(problem: Problem, observations: Sequence[Cells]) -> tuple[str, str]:
    """The observation that a problem is of, and its printed words; empty where it is of none."""
    place = _PLACE.search(problem.where)
    cells = dict(enumerate(observations, 2)).get(int(place[1]), {}) if place else {}
    return cells.get("observation_id", ""), cells.get("printed", "")


def _short(problem: Problem, lang: str) -> str:
    """Where a problem is, without the folder."""
    where = re.sub(r"^.*?(observations/|reports\.csv|codes/)", r"\1", problem.where)
    row = translator(lang).gettext("row {row}")
    return re.sub(r"(?<=, )row (\d+)", lambda found: row.format(row=found[1]), where)
