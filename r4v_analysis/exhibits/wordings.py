"""Notes and authorities of data/ in the language of a page: sentence by sentence, by `codes/wordings.csv`.

What the table does not have stays in English and is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.exhibits import quoting
from r4v_analysis.language.formats import format_whole, words_of

NUMBER = re.compile(r"(?<![\d-])\d{1,3}(?:,\d{3})+(?!\d)")
"""A whole number with its thousands apart, which a sentence of the table has as `{number}`."""
_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z0-9'])")
NAMES = re.compile(r"(; | \(|, |\))")
"""What stands between the names in an authority: `SNM (EFE)`, `MFA; SNM`."""


def note(report: Report, text: str, lang: str) -> Markup | str:
    """A note in the language of a page; as it is, marked as English, where one of its sentences has no translation."""
    if lang == quoting.DATA or " " not in text:  # a word alone is the key of a row
        return text
    said = [_sentence(report, one, lang) for one in _SENTENCES.split(text)]
    return " ".join(said) if all(said) else quoting.marked(text, quoting.DATA, lang)


def authority(report: Report, name: str, lang: str) -> str:
    """Who counted, as the language calls it: `IOM (press)` is `OIM (prensa)`; names that it has not stay."""
    known = _wordings(report, lang)
    return "".join(known.get(part, part) for part in NAMES.split(name))


def _sentence(report: Report, text: str, lang: str) -> str:
    numbers = NUMBER.findall(text)
    found = _wordings(report, lang).get(NUMBER.sub("{number}", text), "")
    for number in numbers:
        found = found.replace("{number}", format_whole(float(number.replace(",", "")), lang), 1)
    return found


@once_a_report
def _wordings(report: Report, lang: str) -> Mapping[str, str]:
    """Texts by their English; none in English, in a folder without the table, or without a column of the language."""
    rows = report.data.tables.get("wordings")
    column = f"text_{words_of(lang)}"
    return {} if rows is None or column not in rows else dict(zip(rows["text_en"], rows[column], strict=True))
