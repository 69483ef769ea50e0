"""How to cite a report and this project: a sentence, BibTeX, CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from r4v_analysis.data.cells import as_date, as_text
from r4v_analysis.data.report import Data, Report
from r4v_analysis.data.schema import read_descriptor
from r4v_analysis.exhibits import quoting
from r4v_analysis.language.formats import N_, translator
from r4v_analysis.version import __version__

PROJECT = "r4v-analysis"
AUTHORS = "The r4v-analysis contributors"
TITLE = N_("r4v-analysis: funding gap, sector reach and regularization uptake from R4V situation reports")


@dataclass(frozen=True, slots=True)
class Citation:
    """One thing to cite. `issued` is empty where no day is known; `note` says what was read, and of which state."""

    key: str
    kind: str
    title: str
    author: str
    issued: date | None
    address: str = ""
    version: str = ""
    note: str = ""


def of_report(report: Report, lang: str = "en") -> Citation:
    """The situation report; of one without a day of publication, the last day of its period stands for it."""
    _ = translator(lang).gettext
    digest = as_text(report.row["source_sha256"])
    read = _("Read from the file with SHA-256 {digest}.").format(digest=digest) if digest else _("Read in excerpts.")
    issued = as_date(report.row["published"])
    about = read if issued else " ".join([read, _("Day of publication not known: the period's last day is given.")])
    return Citation(
        report.report_id,
        "report",
        quoting.title_of(report.row, lang)[0],
        str(report.row["platform"]),
        issued or report.period.end,
        as_text(report.row["source_url"]),
        note=about,
    )


def of_project(data: Data, lang: str) -> Citation:
    """The project in its version, with the version of its data folder and the digest of what was in it."""
    _ = translator(lang).gettext
    version = str(read_descriptor(data.folder)[0].get("version", "")) or "–"
    note = _("Data version {version}, digest {digest}.").format(version=version, digest=data.digest[:12])
    return Citation(PROJECT, "software", _(TITLE), AUTHORS, None, version=__version__, note=note)


def bibtex(citations: Iterable[Citation]) -> str:
    """Entries that BibTeX and biblatex read."""
    return "\n".join(_entry(citation) for citation in citations)


def _entry(citation: Citation) -> str:
    kind = "techreport" if citation.kind == "report" else "misc"
    fields = {
        "author" if citation.kind != "report" else "institution": f"{{{citation.author}}}",
        "title": f"{{{citation.title}}}",
        "year": str(citation.issued.year) if citation.issued else "",
        "version": citation.version,
        "url": citation.address,
        "note": citation.note,
    }
    lines = [f"  {name} = {{{_escaped(text, name)}}}," for name, text in fields.items() if text]
    return "\n".join([f"@{kind}{{{citation.key},", *lines, "}", ""])


def _escaped(text: str, name: str) -> str:
    return text if name == "url" else re.sub(r"([&%$#_])", r"\\\1", text)


def csl_json(citations: Iterable[Citation]) -> str:
    """The same as CSL-JSON, which reference managers read."""
    return json.dumps([_item(citation) for citation in citations], ensure_ascii=False, indent=1) + "\n"


def _item(citation: Citation) -> dict[str, object]:
    issued = citation.issued
    item = {
        "id": citation.key,
        "type": citation.kind,
        "title": citation.title,
        "author": [{"literal": citation.author}],
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]} if issued else None,
        "URL": citation.address,
        "version": citation.version,
        "note": citation.note,
    }
    return {name: value for name, value in item.items() if value}


def sentence(citation: Citation) -> str:
    """`GTRM (2023): Peru situation report, May to July 2023. https://…`."""
    year = f" ({citation.issued.year})" if citation.issued else ""
    version = f", {citation.version}" if citation.version else ""
    ends: Sequence[str] = [citation.note, citation.address]
    return " ".join(filter(None, [f"{citation.author}{year}: {citation.title}{version}.", *ends]))
