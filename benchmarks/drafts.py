"""How good the drafts of `r4v intake` are, against the truth.

    python benchmarks/drafts.py [--count N] [--format pdf] [--source FILE REPORT]

The wording of real reports (the printed words and the rows of data/, which no rule reads), made-up
reports in every known layout and format, tuned and held-out layouts apart, and documents whose
observations in data/ a person has reviewed. Precision is right ÷ proposed, recall right ÷ printed.
`sure and faulty` is the share of the rows marked sure in which value, qualifier, unit, indicator or
sector is wrong (of real wording also stage, sex or place): the number to drive down.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from synthetic_documents import HEADINGS, Report, Truth, as_html, as_markdown, as_text, reports
from synthetic_pdf import as_pdf

from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import Tables, draft, drafting_tables
from r4v_analysis.intake.draft.row import DraftRow

ROOT = Path(__file__).parent.parent
FORMATS = {"txt": as_text, "md": as_markdown, "html": as_html, "pdf": as_pdf}
_PARTS = {"header": "header", "sector_table": "table"}


@dataclass
class Score:
    """Counts over some documents: by part, right ones, proposed ones and printed ones."""

    documents: int = 0
    ids: int = 0
    right: dict[str, int] = field(default_factory=dict)
    proposed: dict[str, int] = field(default_factory=dict)
    printed: dict[str, int] = field(default_factory=dict)
    confident: int = 0
    confident_wrong: int = 0
    mistakes: list[str] = field(default_factory=list)

    def add(self, counts: dict[str, int], name: str, count: int) -> None:
        """One more count."""
        counts[name] = counts.get(name, 0) + count

    def share(self, name: str, of: dict[str, int], base: str) -> float:
        """Right ones of the proposed or of the printed; 1 where there are none of these."""
        return self.right.get(name, 0) / of[base] if of.get(base) else 1.0

    def lines(self) -> list[str]:
        """The figures, a line each."""
        rate = self.confident_wrong / self.confident if self.confident else 0.0
        told = [
            f"  {'sure and faulty':34} {rate:.2%} ({self.confident_wrong} of {self.confident})",
            f"  documents {self.documents}, country and period right {self.ids}",
        ]
        for name, part in (
            ("header values", "header"),
            ("sector table cells", "table"),
            ("narrative values", "narrative"),
            ("narrative values with qualifier", "narrative"),
            ("narrative indicators", "narrative"),
            ("narrative indicators and sectors", "narrative"),
        ):
            precision = self.share(name, self.proposed, name)
            recall = self.share(name, self.printed, part)
            told.append(f"  {name:34} precision {precision:6.1%}  recall {recall:6.1%}  ({self.printed.get(part, 0)})")
        return told


def part_of(row: DraftRow) -> str:
    """header, table or narrative."""
    return _PARTS.get(row.cells["section"], "narrative")


def score(rows: Sequence[DraftRow], truths: Sequence[Truth], total: Score, name: str) -> None:
    """Count one document's rows against its truth."""
    left = list(truths)
    for truth in truths:
        total.add(total.printed, truth.part, 1)
    for row in rows:
        part = part_of(row)
        truth = _truth(row, part, left)
        if truth is not None:
            left.remove(truth)
        _count(row, part, truth, total)
        if row.is_left_out and truth is not None:
            total.mistakes.append(f"{name}: left out: {_shown(row)}; truth {truth.indicator}")
        if row.confidence == "high":
            total.confident += 1
            if not _is_right(row, truth):
                total.confident_wrong += 1
                total.mistakes.append(f"{name}: {_shown(row)}; truth {truth}")
    total.mistakes += [f"{name}: not found: {truth}" for truth in left]


def _truth(row: DraftRow, part: str, left: Iterable[Truth]) -> Truth | None:
    same = [truth for truth in left if truth.part == part and _value(row) == _rounded(truth.value)]
    if part == "table":
        same = [truth for truth in same if (truth.sector, truth.stream) == (row.cells["sector"], row.cells["stream"])]
    same = [truth for truth in same if (truth.value or 100) >= 100 or _is_same_print(row.cells["printed"], truth.text)]
    return max(
        same,
        key=lambda truth: (_is_same_print(row.cells["printed"], truth.text), truth.indicator == row.cells["indicator"]),
        default=None,
    )


def _is_same_print(one: str, other: str) -> bool:
    """Whether two fragments can be of one number: one in the other, or two words in common."""
    flat = ("".join(one.split()), "".join(other.split()))
    return flat[0] in flat[1] or flat[1] in flat[0] or len(set(one.split()) & set(other.split())) > 1


def _value(row: DraftRow) -> float | None:
    return _rounded(float(row.cells["value"])) if row.cells["value"] else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 9)


def _count(row: DraftRow, part: str, truth: Truth | None, total: Score) -> None:
    is_named = not row.is_left_out
    has_indicator = truth is not None and row.cells["indicator"] == truth.indicator
    if part != "narrative":
        name = "header values" if part == "header" else "sector table cells"
        total.add(total.proposed, name, int(is_named))
        total.add(total.right, name, int(has_indicator and _has_qualifier(row, truth)))
        return
    for name, is_proposed, is_right in (
        ("narrative values", is_named or truth is not None, truth is not None),
        ("narrative values with qualifier", is_named or truth is not None, _has_qualifier(row, truth)),
        ("narrative indicators", is_named, has_indicator),
        ("narrative indicators and sectors", is_named, has_indicator and _has_sector(row, truth)),
    ):
        total.add(total.proposed, name, int(is_proposed))
        total.add(total.right, name, int(is_right))


def _has_qualifier(row: DraftRow, truth: Truth | None) -> bool:
    return truth is not None and row.cells["qualifier"] == truth.qualifier


def _has_sector(row: DraftRow, truth: Truth | None) -> bool:
    return truth is not None and row.cells["sector"] == truth.sector


def _is_right(row: DraftRow, truth: Truth | None) -> bool:
    return (
        truth is not None
        and row.cells["indicator"] == truth.indicator
        and row.cells["unit"] == truth.unit
        and _has_qualifier(row, truth)
        and _has_sector(row, truth)
    )


def _shown(row: DraftRow) -> str:
    names = ("value", "unit", "qualifier", "indicator", "sector", "stream", "printed")
    return " ".join(row.cells[name] or "-" for name in names)


def reviewed(report_id: str) -> list[Truth]:
    """The observations of data/ of one report, as the truth."""
    with (ROOT / "data/observations" / f"{report_id}.csv").open(encoding="utf-8", newline="") as handle:
        return [
            Truth(
                _PARTS.get(row["section"], "narrative"),
                row["printed"],
                float(row["value"]) if row["value"] else None,
                row["unit"],
                row["indicator"],
                row["qualifier"],
                row["sector"],
                row["stream"] if row["section"] == "sector_table" else "",
            )
            for row in csv.DictReader(handle)
        ]


@dataclass
class WordingScore:
    """Counts over the printed words of data/: rows marked sure, faulty ones of them, and what became of all."""

    sure: int = 0
    sure_faulty: int = 0
    named_right: int = 0
    named: int = 0
    printed: int = 0
    mistakes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The figures, a line each."""
        rate = self.sure_faulty / self.sure if self.sure else 0.0
        return [
            f"  {'sure and faulty':34} {rate:.2%} ({self.sure_faulty} of {self.sure})",
            f"  {'indicators':34} right {self.named_right} of {self.named} named, {self.printed} printed",
        ]


def wording_score(tables: Tables, folder: Path, *, but: Sequence[str] = ()) -> WordingScore:
    """Each printed fragment of data/ under its heading, drafted alone and compared with its row.

    `but` are reports that are left out. A fragment is a dozen words at most: what a sentence says
    beside it is missing, so that much is left to a person.
    """
    total = WordingScore()
    languages = {row["report_id"]: row["language"] for row in _read(ROOT / "data/reports.csv")}
    for path in sorted((ROOT / "data/observations").glob("*.csv")):
        if path.stem in but:
            continue
        for row in _read(path):
            if row["value"]:
                _add_wording(total, path.stem, row, _drafted(row, path.stem, languages[path.stem], tables, folder))
    return total


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _drafted(row: dict[str, str], report_id: str, language: str, tables: Tables, folder: Path) -> DraftRow | None:
    """The row that is drafted of a fragment, by its value; None where none has it."""
    is_spanish = language == "es"
    names = HEADINGS | {"header": ("Key figures", "Cifras clave"), "coordination": ("Coordination", "Coordinación")}
    heading = names.get(row["sector"], names.get(row["section"], ("Highlights", "Destacados")))[is_spanish]
    title = "Informe de situación" if is_spanish else "Situation report"
    path = folder / "wording.md"
    path.write_text(f"# {title}\n\nR4V\n\n## {heading}\n\n- {row['printed']}\n", encoding="utf-8")
    rows = draft(read_document(path), tables, report_id=report_id).rows
    return next((found for found in rows if _value(found) == _rounded(float(row["value"]))), None)


def _add_wording(total: WordingScore, report_id: str, row: dict[str, str], found: DraftRow | None) -> None:
    total.printed += 1
    if found is None or found.is_left_out:
        return
    total.named += 1
    total.named_right += found.cells["indicator"] == row["indicator"]
    is_faulty = any(found.cells[name] != row[name] for name in ("indicator", "unit", "qualifier")) or any(
        found.cells[name] not in ("", row[name]) for name in ("sector", "stage", "sex", "place")
    )
    if found.confidence == "high":
        total.sure += 1
        total.sure_faulty += is_faulty
    if is_faulty:
        total.mistakes.append(f"{report_id}: {_shown(found)}; truth {row['indicator']} {row['qualifier']}")


def synthetic_score(made: Iterable[Report], kind: str, tables: Tables, folder: Path) -> Score:
    """Made-up reports in one format."""
    total = Score()
    for report in made:
        content = FORMATS[kind](report)
        path = folder / f"{report.name}.{kind}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        found = draft(read_document(path), tables)
        total.documents += 1
        total.ids += found.report.report_id == report.report_id
        score(found.rows, report.truths, total, path.name)
    return total


def main() -> None:
    """Print the figures; with --mistakes, each one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=5, help="reports of each layout")
    parser.add_argument("--format", choices=sorted(FORMATS), action="append", help="none: all")
    parser.add_argument("--source", nargs=2, metavar=("FILE", "REPORT"), help="a document and its reviewed report")
    parser.add_argument("--mistakes", action="store_true", help="list those of tuned layouts")
    given = parser.parse_args()
    tables = drafting_tables(ROOT / "data")
    if given.source:
        total = Score()
        found = draft(read_document(given.source[0]), tables)
        total.documents, total.ids = 1, int(found.report.report_id == given.source[1])
        score(found.rows, reviewed(given.source[1]), total, given.source[1])
        print(given.source[1], *total.lines(), *(total.mistakes if given.mistakes else ()), sep="\n")
    with tempfile.TemporaryDirectory() as temporary:
        wording = wording_score(tables, Path(temporary))
        print("wording of real reports", *wording.lines(), *(wording.mistakes if given.mistakes else ()), sep="\n")
        for kind in given.format or sorted(FORMATS):
            for is_held_out in (False, True):
                made = reports(given.count, is_held_out=is_held_out)
                total = synthetic_score(made, kind, tables, Path(temporary))
                print(f"{kind}, {'held-out' if is_held_out else 'tuned'} layouts", *total.lines(), sep="\n")
                if given.mistakes and not is_held_out:
                    print(*total.mistakes, sep="\n")


if __name__ == "__main__":
    main()
